"""Strategies for OKR values of any kind: whatever a person may set, and whatever may be said of it."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from domain.okrs.cycles import CycleState
from domain.okrs.model import PACED, CheckIn, Checkpoint, KeyResult, Metric, Milestone
from tests.domain.okr_company import NOON, VALUES, checkin, days, key_result, quarter

FIRST = date(2026, 7, 1)
"""The first day of the quarter of `okr_company`."""
DAYS = st.integers(-20, 120).map(lambda day: FIRST + timedelta(days=day))
"""Days around the quarter, and in it."""
WEIGHTS = st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=1000, places=2)
CYCLES = st.builds(
    lambda activated, state: quarter(activated_on=activated, state=state),
    st.none() | DAYS,
    st.sampled_from([CycleState.ACTIVE, CycleState.SCORING, CycleState.CLOSED]),
)


@st.composite
def key_results(draw: st.DrawFn, *kinds: Metric, number: int = 12) -> KeyResult:
    """Return a key result of one of some kinds, or of any; with checkpoints and a last day of its own, or without."""
    metric = draw(st.sampled_from(kinds or list(Metric)))
    low, high = sorted(draw(st.tuples(VALUES, VALUES).filter(lambda ends: ends[0] != ends[1])))
    ends = (low, high) if metric is Metric.INCREASE else (high, low)
    is_way = metric in (Metric.INCREASE, Metric.DECREASE)
    band = draw(st.sampled_from([(low, None), (None, high), (low, high), (low, low)]))
    weights = draw(st.lists(WEIGHTS, min_size=1, max_size=5).filter(any)) if metric is Metric.MILESTONE else []
    return key_result(
        number,
        metric=metric,
        baseline=ends[0] if is_way else None,
        target=ends[1] if is_way else None,
        low=band[0] if metric is Metric.MAINTAIN else None,
        high=band[1] if metric is Metric.MAINTAIN else None,
        milestones=tuple(Milestone(title="Step", weight=weight) for weight in weights),
        checkpoints=draw(checkpoints(metric)) if metric in PACED else (),
        due=draw(st.none() | DAYS),
        weight=draw(WEIGHTS),
        cancelled=draw(st.integers(0, 5)) == 0,
    )


@st.composite
def checkpoints(draw: st.DrawFn, metric: Metric) -> tuple[Checkpoint, ...]:
    """Return checkpoints that never go back, in the cycle or beside it."""
    some = sorted(draw(st.sets(DAYS, max_size=4)))
    values = draw(st.lists(VALUES, min_size=len(some), max_size=len(some)))
    ordered = sorted(values, reverse=metric is Metric.DECREASE)
    return tuple(Checkpoint(day=day, value=value) for day, value in zip(some, ordered, strict=True))


def value_of(sample: KeyResult, value: Decimal) -> Decimal:
    """Return a value that can be said of a key result: 0 or 1 of a binary, some of the steps of a milestone."""
    if sample.metric is Metric.BINARY:
        return Decimal(value > 0)
    if sample.metric is Metric.MILESTONE:
        steps = [step.weight for step in sample.milestones]
        return sum(steps[: int(abs(value)) % (len(steps) + 1)], Decimal(0))
    return value


@st.composite
def histories(draw: st.DrawFn, sample: KeyResult, *, least: int = 0) -> list[CheckIn]:
    """Return what was said of a key result, oldest first."""
    said = draw(
        st.lists(st.tuples(st.integers(0, 90), VALUES, st.none() | st.integers(0, 10)), min_size=least, max_size=7)
    )
    return [
        checkin(str(value_of(sample, value)), confidence, at=NOON + days(age - 30))
        for age, value, confidence in sorted(said, key=lambda pair: pair[0])
    ]
