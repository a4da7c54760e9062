"""What must hold for every key result of every kind, whatever was set and said: finite, in its bounds, monotone."""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from domain.calendar.cadence import Cadence
from domain.okrs.cycles import Cycle
from domain.okrs.forecast import Chance
from domain.okrs.model import CheckIn, KeyResult, Metric
from domain.okrs.progress import outside_by, progress_of, roll_up
from domain.okrs.scoring import objective_score, suggest_for, suggest_score
from domain.okrs.status import assess_key_result, assess_objective, forecast_key_result
from domain.okrs.status_model import KeyResultStatus, ObjectiveStatus, Pace
from domain.values.ids import KeyResultId
from tests.domain.okr_company import (
    NOON,
    QUICK,
    TODAY,
    VALUES,
    adjustment,
    checkin,
    days,
    key_result,
    objective,
    quarter,
    score,
)
from tests.domain.okr_shapes import CYCLES, DAYS, WEIGHTS, histories, key_results, value_of

BEST_FIRST = [Pace.ON_PACE, Pace.BEHIND, Pace.WELL_BEHIND]
SHARES = st.lists(st.tuples(WEIGHTS, st.none() | VALUES), min_size=1, max_size=6)
TENTHS = st.integers(0, 10).map(lambda tenth: str(Decimal(tenth) / 10))


def is_plain(value: Decimal | None) -> bool:
    """Tell whether a number is none, or finite and never a zero with a sign or an exponent."""
    return value is None or (value.is_finite() and (value != 0 or str(value).strip("0.") == ""))


def is_ratio(value: Decimal | None) -> bool:
    return is_plain(value) and (value is None or 0 <= value <= 1)


@QUICK
@given(st.data(), CYCLES, DAYS, st.sampled_from(list(Cadence)))
def test_every_number_of_every_status_is_finite_and_within_its_bounds(
    data: st.DataObject, cycle: Cycle, today: date, cadence: Cadence
) -> None:
    sample = data.draw(key_results())
    before = data.draw(key_results(sample.metric))
    ends = {name: getattr(before, name) for name in ("baseline", "target", "low", "high", "due")}
    history = data.draw(histories(sample))
    found = assess_key_result(
        sample, history, cycle=cycle, today=today, cadence=cadence, adjustments=[adjustment(**ends)]
    )
    whole = assess_objective(objective(), [found], cycle=cycle, today=today)
    assert all(is_ratio(value) for value in (found.expected, whole.expected, whole.progress_ratio, whole.paced_ratio))
    assert all(is_plain(gap) and (gap is None or -1 <= gap <= 1) for gap in (found.gap, whole.gap))
    for progress in (found.progress, found.as_set):
        assert (progress is None) is (not history)
        assert progress is None or (is_plain(progress.raw) and is_ratio(progress.ratio))
    suggested = suggest_for(found)
    assert (suggested is None) is (not history)
    assert is_ratio(suggested)
    assert suggested is None or suggested == suggested.quantize(Decimal("0.1"))


@QUICK
@given(st.data(), DAYS)
def test_every_forecast_is_a_word_and_finite_steps(data: st.DataObject, today: date) -> None:
    sample = data.draw(key_results())
    history = data.draw(histories(sample, least=4))
    found = forecast_key_result(
        assess_key_result(sample, history, cycle=quarter(), today=today, cadence=Cadence.WEEKLY)
    )
    if found is None:
        return
    assert found.chance in Chance
    assert is_plain(found.needed_per_week)
    assert is_plain(found.drift_per_week)
    assert (found.drift_per_week is None) is (found.chance is Chance.TOO_EARLY)


def closer(sample: KeyResult, values: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
    """Return two values of a key result, the one that is farther from its target first."""
    first, second = (value_of(sample, value) for value in values)
    if sample.metric is Metric.MAINTAIN:
        nearer, farther = sorted((first, second), key=lambda value: abs(outside_by(sample, value)))
        return farther, nearer
    less, more = sorted((first, second), reverse=sample.metric is Metric.DECREASE)
    return less, more


@QUICK
@given(st.data(), CYCLES, DAYS, VALUES, VALUES)
def test_nothing_gets_worse_when_the_value_nears_the_target(
    data: st.DataObject, cycle: Cycle, today: date, first: Decimal, second: Decimal
) -> None:
    sample = data.draw(key_results())
    history = data.draw(histories(sample))
    far, near = (
        assess_key_result(sample, [*history, _said(value)], cycle=cycle, today=today, cadence=Cadence.WEEKLY)
        for value in closer(sample, (first, second))
    )
    _not_worse(far, near)
    _objective_not_worse(
        *(
            assess_objective(objective(), [key_result_status], cycle=cycle, today=today)
            for key_result_status in (far, near)
        )
    )


def _said(value: Decimal) -> CheckIn:
    return checkin(str(value), 8, at=NOON + days(70))


def _not_worse(far: KeyResultStatus, near: KeyResultStatus) -> None:
    assert far.progress is not None
    assert near.progress is not None
    assert far.progress.raw <= near.progress.raw
    assert far.progress.ratio <= near.progress.ratio
    assert (suggest_for(far) or 0) <= (suggest_for(near) or 0)
    assert far.expected == near.expected
    if far.gap is not None and near.gap is not None:
        assert near.gap <= far.gap
    if far.pace in BEST_FIRST and near.pace in BEST_FIRST:
        assert BEST_FIRST.index(near.pace) <= BEST_FIRST.index(far.pace)
    else:
        assert near.pace is far.pace or (far.pace, near.pace) == (Pace.MISSED, Pace.ON_PACE)


def _objective_not_worse(far: ObjectiveStatus, near: ObjectiveStatus) -> None:
    assert (far.progress_ratio is None) is (near.progress_ratio is None)
    if far.progress_ratio is not None and near.progress_ratio is not None:
        assert far.progress_ratio <= near.progress_ratio


@QUICK
@given(key_results(Metric.MAINTAIN), st.lists(VALUES, min_size=1, max_size=8), st.integers(0, 7))
def test_one_more_day_inside_never_lowers_the_score(sample: KeyResult, values: list[Decimal], at: int) -> None:
    inside = sample.low if sample.low is not None else sample.high
    better = [inside if place == at else value for place, value in enumerate(values)]
    before, after = (
        suggest_score(sample, [checkin(str(value), at=NOON + days(place)) for place, value in enumerate(series)])
        for series in (values, better)
    )
    assert before is not None
    assert after is not None
    assert before <= after


@QUICK
@given(SHARES, st.randoms(use_true_random=False))
def test_the_order_of_key_results_changes_nothing(
    shares: list[tuple[Decimal, Decimal | None]], dice: random.Random
) -> None:
    statuses = [
        assess_key_result(
            key_result(number, weight=weight),
            [] if value is None else [checkin(str(value), 7)],
            cycle=quarter(),
            today=TODAY,
            cadence=Cadence.WEEKLY,
        )
        for number, (weight, value) in enumerate(shares, start=1)
    ]
    shuffled = dice.sample(statuses, len(statuses))
    in_order, mixed = (
        assess_objective(objective(), sample, cycle=quarter(), today=TODAY) for sample in (statuses, shuffled)
    )
    assert in_order == mixed
    scores = {
        key_result_status.key_result.id: score("0.7", of=key_result_status.key_result.id)
        for key_result_status in statuses
    }
    first, second = (
        objective_score(objective(), [key_result_status.key_result for key_result_status in sample], scores)
        for sample in (statuses, shuffled)
    )
    assert first == second


@QUICK
@given(SHARES, st.integers(1, 1000))
def test_weighing_everything_as_many_times_more_changes_nothing(
    shares: list[tuple[Decimal, Decimal | None]], times: int
) -> None:
    plain = roll_up(shares)
    scaled = roll_up([(weight * times, raw) for weight, raw in shares])
    assert (plain is None) is (scaled is None)
    if plain is not None and scaled is not None:
        assert abs(plain - scaled) <= Decimal("1e-32")


@QUICK
@given(st.lists(st.tuples(WEIGHTS, TENTHS), min_size=1, max_size=6), st.integers(1, 1000))
def test_weighing_everything_as_many_times_more_changes_no_score(parts: list[tuple[Decimal, str]], times: int) -> None:
    results = [key_result(number, weight=weight) for number, (weight, _) in enumerate(parts, start=1)]
    scores = {KeyResultId(number): score(tenth, of=number) for number, (_, tenth) in enumerate(parts, start=1)}
    heavier = [replace(result, weight=result.weight * times) for result in results]
    assert objective_score(objective(), results, scores).score == objective_score(objective(), heavier, scores).score


@QUICK
@given(key_results(Metric.INCREASE, Metric.DECREASE), VALUES)
def test_counting_in_thousands_changes_no_progress(sample: KeyResult, value: Decimal) -> None:
    assert sample.baseline is not None
    assert sample.target is not None
    small = replace(sample, baseline=sample.baseline / 1000, target=sample.target / 1000, checkpoints=())
    assert progress_of(small, value / 1000) == progress_of(sample, value)


@QUICK
@given(st.data(), CYCLES, DAYS)
def test_time_alone_never_improves_the_pace_before_the_end(data: st.DataObject, cycle: Cycle, today: date) -> None:
    sample = data.draw(key_results(Metric.INCREASE, Metric.DECREASE, Metric.MILESTONE))
    history = data.draw(histories(sample, least=1))
    seen = [
        assess_key_result(
            sample, history, cycle=cycle, today=today + timedelta(days=ahead), cadence=Cadence.WEEKLY
        ).pace
        for ahead in (0, 20, 60)
    ]
    words = [BEST_FIRST.index(pace) for pace in seen if pace in BEST_FIRST]
    if Pace.MISSED not in seen:
        assert all(earlier <= later for earlier, later in pairwise(words))
