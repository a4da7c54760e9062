"""Forecast: three words from a random walk with drift, and how honest they are (RULES 3.10)."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.okrs.forecast import Chance, Forecast, _probability, _student, forecast, forecast_band
from tests.domain.okr_company import QUICK, VALUES

MONDAY = date(2026, 7, 6)
END = date(2026, 9, 28)


def weekly(*values: float, start: date = MONDAY) -> list[tuple[date, Decimal]]:
    return [(start + timedelta(weeks=week), Decimal(str(value))) for week, value in enumerate(values)]


def rising_to(target: str, *values: float, end: date = END) -> Forecast:
    return forecast(weekly(*values), target=Decimal(target), rising=True, end=end)


def test_a_steady_climb_that_leads_past_the_target_is_likely() -> None:
    seen = rising_to("45", 28, 30.5, 32, 35, 37)
    assert seen.chance is Chance.LIKELY
    assert seen.drift_per_week == Decimal("2.25")
    assert seen.needed_per_week == 1
    assert seen.used == 5


def test_a_climb_far_too_slow_is_unlikely_and_says_what_it_would_take() -> None:
    seen = rising_to("45", 28, 28.5, 28.4, 29)
    assert seen.chance is Chance.UNLIKELY
    assert seen.needed_per_week is not None
    assert round(seen.needed_per_week, 2) == Decimal("1.78")


def test_jumps_leave_it_uncertain() -> None:
    assert rising_to("45", 28, 38, 29, 36).chance is Chance.UNCERTAIN


def test_a_falling_target_is_read_the_other_way() -> None:
    points = weekly(6, 5.6, 5.1, 4.7)
    assert forecast(points, target=Decimal(3), rising=False, end=END).chance is Chance.LIKELY
    assert forecast(points, target=Decimal(-9), rising=False, end=END).chance is Chance.UNLIKELY
    assert forecast(points, target=Decimal("2.9"), rising=False, end=END).needed_per_week == Decimal("-0.2")


@pytest.mark.parametrize("count", [0, 1, 3])
def test_fewer_than_four_days_are_too_early_however_clear(count: int) -> None:
    seen = rising_to("45", *(30 + 5 * step for step in range(count)))
    assert seen.chance is Chance.TOO_EARLY
    assert seen.drift_per_week is None
    assert seen.used == count
    assert (seen.needed_per_week is None) == (count == 0)


def test_on_the_last_day_nothing_is_foretold() -> None:
    seen = rising_to("45", 28, 32, 36, 40, end=MONDAY + timedelta(weeks=3))
    assert seen.chance is Chance.TOO_EARLY
    assert seen.needed_per_week is None


def test_of_one_day_only_the_last_value_counts_and_the_order_does_not() -> None:
    points = weekly(28, 30, 32, 34)
    twice = [(points[3][0], Decimal(99)), *reversed(points)]
    assert forecast(twice, target=Decimal(45), rising=True, end=END) == forecast(
        points, target=Decimal(45), rising=True, end=END
    )


def test_a_value_that_never_moves_stays_where_it_is() -> None:
    assert rising_to("45", 45, 45, 45, 45).chance is Chance.LIKELY
    assert rising_to("45", 44, 44, 44, 44).chance is Chance.UNLIKELY
    assert rising_to("45", 45, 45, 45, 45).needed_per_week is None


def test_a_line_that_ends_exactly_on_the_target_reaches_it() -> None:
    # Nothing but the line: thirds and sevenths must not leave dust on either side.
    start = date(2026, 7, 1)
    points = [(start + timedelta(days=step), Decimal(step)) for step in (0, 3, 4, 7)]
    end = start + timedelta(days=30)
    assert forecast(points, target=Decimal(30), rising=True, end=end).chance is Chance.LIKELY
    assert forecast(points, target=Decimal("30.000000001"), rising=True, end=end).chance is Chance.UNLIKELY
    falling = [(day, -value) for day, value in points]
    assert forecast(falling, target=Decimal(-30), rising=False, end=end).chance is Chance.LIKELY


def test_uneven_steps_in_time_are_not_taken_for_jumps() -> None:
    days = (0, 1, 2, 30, 31, 60)
    points = [(MONDAY + timedelta(days=day), Decimal(day)) for day in days]
    assert forecast(points, target=Decimal(80), rising=True, end=MONDAY + timedelta(days=80)).chance is Chance.LIKELY


def test_a_longer_way_to_go_is_less_certain() -> None:
    values = (28, 31, 30, 34, 36)
    assert rising_to("37", *values, end=MONDAY + timedelta(days=35)).chance is Chance.UNCERTAIN
    assert rising_to("37", *values, end=END).chance is Chance.LIKELY
    flat = (40, 43, 39, 42, 41)
    assert rising_to("38", *flat, end=MONDAY + timedelta(days=32)).chance is Chance.LIKELY
    assert rising_to("38", *flat, end=MONDAY + timedelta(days=400)).chance is Chance.UNCERTAIN


def test_that_the_drift_is_known_from_little_makes_a_long_way_uncertain() -> None:
    # Up 2.7 a week, so 105 in twenty-six weeks: if these four values tell the drift at all.
    far = MONDAY + timedelta(weeks=29)
    assert rising_to("90", 28, 30, 34, 36, end=far).chance is Chance.UNCERTAIN
    assert rising_to("40", 28, 30, 34, 36, end=far).chance is Chance.LIKELY


def test_a_band_is_likely_kept_by_what_lies_quietly_within_and_not_by_what_leaves_it() -> None:
    low, high = Decimal(10), Decimal(20)
    quiet = forecast_band(weekly(15, 15.2, 14.9, 15.1), low=low, high=high, end=END)
    assert (quiet.chance, quiet.needed_per_week) == (Chance.LIKELY, None)
    assert forecast_band(weekly(12, 14, 16, 18), low=low, high=high, end=END).chance is Chance.UNLIKELY
    assert forecast_band(weekly(15, 15, 15, 15), low=low, high=high, end=END).chance is Chance.LIKELY
    assert forecast_band(weekly(9, 9, 9, 9), low=None, high=high, end=END).chance is Chance.LIKELY
    assert forecast_band(weekly(9, 9, 9, 9), low=Decimal(18), high=None, end=END).needed_per_week == 1
    assert forecast_band(weekly(29, 29, 29, 29), low=low, high=high, end=END).needed_per_week == -1


@pytest.mark.parametrize(
    ("value", "freedom", "wanted"), [(1.0607, 2, 0.8), (0.9785, 3, 0.8), (1.3722, 10, 0.9), (0, 2, 0.5)]
)
def test_students_t_is_near_enough(value: float, freedom: int, wanted: float) -> None:
    assert abs(_student(value, freedom=freedom) - wanted) < 0.01


@QUICK
@given(st.lists(VALUES, min_size=0, max_size=9), VALUES, st.sampled_from(["up", "down"]), st.integers(-5, 200))
def test_no_values_give_anything_but_a_word_and_finite_numbers(
    values: list[Decimal], target: Decimal, way: str, days: int
) -> None:
    points = [(MONDAY + timedelta(days=2 * at), value) for at, value in enumerate(values)]
    seen = forecast(points, target=target, rising=way == "up", end=MONDAY + timedelta(days=days))
    assert isinstance(seen.chance, Chance)
    for number in (seen.needed_per_week, seen.drift_per_week):
        assert number is None or number.is_finite()


@QUICK
@given(st.lists(VALUES, min_size=4, max_size=9), VALUES, st.decimals(min_value=0, max_value=10**6, places=2))
def test_a_nearer_target_is_never_less_likely(values: list[Decimal], target: Decimal, nearer: Decimal) -> None:
    order = (Chance.UNLIKELY, Chance.UNCERTAIN, Chance.LIKELY)
    points = weekly(*map(float, values))
    far = forecast(points, target=target, rising=True, end=END).chance
    near = forecast(points, target=target - nearer, rising=True, end=END).chance
    assert order.index(near) >= order.index(far)


def paths() -> Iterator[list[float]]:
    """Paths of a quarter in three shapes: steady, wandering, lumpy; from 0, the target is 1."""
    dice = random.Random(13)  # noqa: S311 - paths that are the same each time, not a secret
    for _ in range(60):
        whole = dice.uniform(0.5, 1.6)
        steady = [whole / 13 + dice.gauss(0, 0.03) for _ in range(13)]
        wandering = [whole * 0.7 / 13 + dice.gauss(0, 0.1) for _ in range(13)]
        lumpy = [(whole * 4 / 13 if dice.random() < 0.25 else 0) + dice.gauss(0, 0.01) for _ in range(13)]
        for steps in (steady, wandering, lumpy):
            yield [sum(steps[:week]) for week in range(14)]


def probability_at(path: Sequence[float], week: int) -> float:
    points = weekly(*(round(value, 6) for value in path[: week + 1]))
    return _probability(points, low=Decimal(1), high=None, left=7 * (13 - week))


def test_what_is_called_likely_comes_true_and_the_walk_beats_the_plain_pace() -> None:
    likely, unlikely, walk_error, pace_error = [], [], 0.0, 0.0
    for path in paths():
        reached = path[13] >= 1
        for week in (4, 6, 9):
            chance = probability_at(path, week)
            likely += [reached] if chance > 0.8 else []
            unlikely += [reached] if chance < 0.2 else []
            walk_error += (chance - reached) ** 2
            pace_error += ((path[week] / week * 13 >= 1) - reached) ** 2
    assert len(likely) > 50
    assert len(unlikely) > 50
    assert sum(likely) / len(likely) >= 0.75
    assert sum(unlikely) / len(unlikely) <= 0.25
    assert walk_error < 0.8 * pace_error
