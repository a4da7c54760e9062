"""Judging, whatever the limits and the reading: always one of six states, and never better for a worse value."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar.periods import Frequency
from domain.kpis.alert_episode import SEVERITY
from domain.kpis.alerts import decide
from domain.kpis.control_limits import control_limits
from domain.kpis.limits import LimitProposal, NoProposal, back_test, judge, judge_value, propose
from domain.kpis.model import Direction, Kpi, KpiState, Limits, Reading, Season, Target
from domain.kpis.status import assess_kpi, compare, count_ok_periods
from domain.kpis.status_model import Verdict
from tests.domain.dashboard import MONDAY, a_kpi, series
from tests.domain.okr_company import QUICK

D = Decimal
VALUES = st.decimals(-(10**15) + 1, 10**15 - 1, places=0) | st.decimals(-1000, 1000, places=3)
TINY = st.decimals("1e-15", "1e-12", places=15)
EVEN = {Verdict.SAME: Verdict.SAME, Verdict.UNKNOWN: Verdict.UNKNOWN, Verdict.BETTER: Verdict.WORSE,
        Verdict.WORSE: Verdict.BETTER}  # fmt: skip


@st.composite
def any_limits(draw: st.DrawFn) -> Limits:
    """Draw limits in order, of which any but one may be missing."""
    ladder = sorted(draw(st.lists(VALUES | TINY, min_size=4, max_size=4)))
    kept = draw(st.lists(st.booleans(), min_size=4, max_size=4).filter(any))
    low, warning_low, warning_high, high = (
        end if keep else None for end, keep in zip(ladder, kept, strict=True)
    )  # fmt: skip
    limits = Limits(
        critical_low=low, warning_low=warning_low, warning_high=warning_high, critical_high=high,
        season=draw(st.sampled_from(Season)), hold=draw(st.integers(1, 3)), clear=draw(st.integers(1, 3)),
    )  # fmt: skip
    lower = low if warning_low is None else warning_low
    upper = high if warning_high is None else warning_high
    hovers = draw(st.booleans())
    return replace(limits, clear_low=lower if hovers else None, clear_high=upper if hovers else None)


@QUICK
@given(limits=any_limits(), value=VALUES | TINY, further=st.decimals(0, 10**12, places=3), usual=TINY | VALUES)
def test_a_value_further_out_is_never_in_a_better_state(
    limits: Limits, value: Decimal, further: Decimal, usual: Decimal
) -> None:
    base = abs(usual) + D("1e-15") if limits.season is not Season.NONE else None
    lows = [end for end in (limits.warning_low, limits.critical_low) if end is not None]
    highs = [end for end in (limits.warning_high, limits.critical_high) if end is not None]
    state, limit = judge_value(limits, value, base)
    assert (limit is None) == (state is KpiState.OK)
    assert limit is None or limit.is_finite()
    if not highs or not lows:
        worse = value - further if lows else value + further
        assert SEVERITY[judge_value(limits, worse, base)[0]] >= SEVERITY[state]
    elif state is not KpiState.OK:
        assert limit is not None
        worse = value - further if value < limit else value + further
        assert SEVERITY[judge_value(limits, worse, base)[0]] >= SEVERITY[state]


@QUICK
@given(
    limits=any_limits(),
    values=st.lists(VALUES | TINY, min_size=1, max_size=30),
    frequency=st.sampled_from(Frequency),
    days=st.integers(0, 400),
)
def test_whatever_is_read_the_state_is_one_of_six_and_the_episodes_are_whole(
    limits: Limits, values: list[Decimal], frequency: Frequency, days: int
) -> None:
    kpi = replace(a_kpi(frequency=frequency), limits=limits)
    readings = series([str(value) for value in values], frequency=frequency)
    today = MONDAY + timedelta(days=days)
    assert assess_kpi(kpi, readings, today=today).state in KpiState
    assert 0 <= count_ok_periods(kpi, readings, today=today) <= len(values)
    for at in range(len(readings)):
        judged = judge(kpi, limits, readings, at)
        if judged is not None:
            assert judged.excess.is_finite()
            assert (judged.excess > 0) == (judged.state is not KpiState.OK)
            assert not judged.clears or judged.state is KpiState.OK
    _are_whole(kpi, limits, readings)


def _are_whole(kpi: Kpi, limits: Limits, readings: list[Reading]) -> None:
    periods = [reading.period for reading in readings]
    ended: date | None = None
    for episode in back_test(kpi, limits, readings):
        assert episode.opened in periods
        assert ended is None or ended < episode.opened
        assert episode.closed is None or episode.closed > episode.opened
        ended = episode.closed or date.max
    decision = decide(kpi, readings, open_alert=None, evaluated_through=periods[0] - timedelta(days=1))
    assert decision.worst is None or decision.worst.is_finite()


@settings(max_examples=60)
@given(
    direction=st.sampled_from(Direction),
    target=st.sampled_from([None, Target(low=D(5)), Target(high=D(5)), Target(low=D(-5), high=D(5))]),
    old=VALUES,
    new=VALUES,
)
def test_a_change_back_is_the_opposite(direction: Direction, target: Target | None, old: Decimal, new: Decimal) -> None:
    before, after = series([str(old), str(new)])
    there, back = compare(direction, target, before, after), compare(direction, target, after, before)
    assert back.difference == -there.difference
    assert back.verdict is EVEN[there.verdict]
    assert all(change.ratio is None or change.ratio.is_finite() for change in (there, back))


@QUICK
@given(
    values=st.lists(st.decimals(0, 100, places=2), min_size=6, max_size=40),
    direction=st.sampled_from(Direction),
)
def test_a_proposal_lies_on_the_bad_side_and_within_what_can_be(values: list[Decimal], direction: Direction) -> None:
    kpi = a_kpi(direction=direction)
    found = propose(kpi, series([str(value) for value in values]), today=date(2030, 1, 1))
    if isinstance(found, NoProposal):
        return
    limits = found.limits
    lows, highs = (limits.critical_low, limits.warning_low), (limits.warning_high, limits.critical_high)
    assert direction is not Direction.UP or highs == (None, None)
    assert direction is not Direction.DOWN or lows == (None, None)
    assert all(low is None or low > 0 for low in lows)
    assert limits.season is Season.NONE


def _noise(seed: int, *, wander: float, heavy: bool) -> Iterable[float]:
    """Return 52 weeks that nothing happens in; each keeps a share of the one before, or has wild values."""
    source = random.Random(seed)  # noqa: S311 noise for a series, the same in every run
    kept = 0.0
    for _ in range(52):
        kept = wander * kept + source.gauss(0, 1) * (3 if heavy and source.random() < 0.05 else 1)
        yield round(100 + 5 * kept, 3)


@pytest.mark.parametrize(
    ("wander", "heavy", "most"), [(0.0, False, 0), (0.5, False, 6), (0.0, True, 2)], ids=["calm", "wandering", "wild"]
)
def test_proposed_limits_would_have_left_a_year_without_incident_alone(
    wander: float, most: int, *, heavy: bool
) -> None:
    """Of 60 healthy KPIs (RULES 4.6)."""
    alerts = 0
    for seed in range(60):
        readings = series(_noise(seed, wander=wander, heavy=heavy))
        found = propose(a_kpi(), readings, today=date(2030, 1, 1))
        assert isinstance(found, LimitProposal)
        alerts += len(back_test(a_kpi(), found.limits, readings))
    assert alerts <= most


def test_a_step_is_believed_after_eight_readings_on_one_side() -> None:
    calm = list(_noise(3, wander=0.0, heavy=False))
    for after, start in ((7, 0), (8, 30), (12, 30)):
        found = control_limits([*calm[:30], *(value + 40 for value in calm[30 : 30 + after])])
        assert found is not None
        assert found.start == start


def test_a_trend_is_taken_out_only_where_it_is_more_than_twice_the_usual_change() -> None:
    calm = list(_noise(5, wander=0.0, heavy=False))
    steep = control_limits([value + at for at, value in enumerate(calm)])
    shallow = control_limits([value + at / 50 for at, value in enumerate(calm)])
    assert steep is not None
    assert shallow is not None
    assert (steep.trend, shallow.trend) == (True, False)
    assert steep.centre > 145
