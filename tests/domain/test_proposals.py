"""Proposed limits: the edge of the normal range, after steps, trends, seasons and bad quarters."""

import math
import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar.periods import Frequency
from domain.kpis.control_limits import control_limits, median_change, step_for
from domain.kpis.limits import LimitProposal, NoProposal, back_test, propose
from domain.kpis.model import Direction, Season
from domain.values.units import PERCENT
from tests.domain.dashboard import MONDAY, a_kpi, series
from tests.domain.okr_company import QUICK

D = Decimal
TODAY = date(2030, 1, 1)
_RANDOM = random.Random(7)  # noqa: S311 noise for a series, the same in every run
NOISE = [_RANDOM.random() - 0.5 for _ in range(400)]


def proposed(kpi_values: list[float | str | None], **kpi: Any) -> LimitProposal:
    """Return what is proposed for a series."""
    a = a_kpi(**kpi)
    found = propose(a, series(kpi_values, frequency=a.frequency, first=date(2024, 1, 1)), today=TODAY)
    assert isinstance(found, LimitProposal), found
    return found


@pytest.mark.parametrize(
    ("count", "frequency", "provisional"),
    [(5, Frequency.WEEK, None), (6, Frequency.WEEK, True), (11, Frequency.MONTH, True), (12, Frequency.WEEK, False),
     (27, Frequency.DAY, None), (28, Frequency.DAY, False)],
)  # fmt: skip
def test_few_readings_make_no_or_provisional_limits(
    count: int, frequency: Frequency, *, provisional: bool | None
) -> None:
    kpi = a_kpi(frequency=frequency)
    readings = series([100 + 10 * noise for noise in NOISE[:count]], frequency=frequency)
    found = propose(kpi, readings, today=TODAY)
    if provisional is None:
        assert isinstance(found, NoProposal)
        assert f"there are {count}." in found.reason
    else:
        assert isinstance(found, LimitProposal)
        assert (found.provisional, found.used) == (provisional, count)


def test_periods_that_have_not_ended_do_not_count() -> None:
    readings = series([100 + noise for noise in NOISE[:6]])
    assert isinstance(propose(a_kpi(), readings, today=MONDAY + timedelta(weeks=6)), LimitProposal)
    assert isinstance(propose(a_kpi(), readings, today=MONDAY + timedelta(days=41)), NoProposal)


def test_limits_stand_at_the_edge_of_the_normal_range_on_the_bad_side() -> None:
    # The median change between neighbours is 2 and the middle 101: 101 ∓ 6.29, then ∓ 12.58, rounded outward to 1.
    values: list[float | str | None] = [100, 102] * 10
    up = proposed(values).limits
    assert (up.warning_low, up.critical_low, up.warning_high) == (D(94), D(88), None)
    down = proposed(values, direction=Direction.DOWN).limits
    assert (down.warning_high, down.critical_high, down.warning_low) == (D(108), D(114), None)
    for direction in (Direction.BAND, Direction.NEUTRAL):
        both = proposed(values, direction=direction).limits
        assert (both.critical_low, both.critical_high) == (D(88), D(114))
    assert (up.hold, up.clear, up.suggested, up.season) == (2, 1, True, Season.NONE)


def test_one_bad_quarter_does_not_blind_the_limits() -> None:
    values = [100 + noise for noise in NOISE[:50]]
    disturbed: list[float | str | None] = [*values[:20], 10, 190, 10, *values[23:]]
    calm, wild = proposed(list(values)).limits, proposed(disturbed).limits
    assert calm.warning_low is not None
    assert wild.warning_low is not None
    assert abs(calm.warning_low - wild.warning_low) < 1


def test_after_a_step_only_the_newer_readings_count() -> None:
    found = proposed([*(100 + noise for noise in NOISE[:30]), *(50 + noise for noise in NOISE[:12])])
    assert (found.stepped, found.used) == (True, 12)
    assert found.limits.warning_low is not None
    assert 45 < found.limits.warning_low < 50


def test_a_trend_is_taken_out() -> None:
    found = proposed([100 + at + noise for at, noise in enumerate(NOISE[:40])])
    assert found.trend
    assert found.limits.warning_low is not None
    assert 130 < found.limits.warning_low < 140


def test_a_series_that_moves_by_factors_gets_a_limit_above_zero() -> None:
    found = proposed([100 * math.exp(2 * noise) for noise in NOISE[:40]], direction=Direction.BAND)
    assert found.limits.warning_low is not None
    assert found.limits.critical_low is not None
    assert found.limits.warning_high is not None
    assert 0 < found.limits.critical_low < found.limits.warning_low < 37
    assert found.limits.warning_high > 272


def test_a_percentage_has_no_limit_past_what_it_can_be() -> None:
    found = propose(
        a_kpi(unit=PERCENT, direction=Direction.DOWN), series([99.5 + noise for noise in NOISE[:30]]), today=TODAY
    )
    assert isinstance(found, NoProposal)
    assert "reaches as far as this number can go" in found.reason
    low = proposed([99 + noise for noise in NOISE[:30]], unit=PERCENT).limits
    assert low.warning_low is not None
    above = proposed([99 + 3 * noise for noise in NOISE[:30]], unit=PERCENT, direction=Direction.DOWN).limits
    assert above.warning_high is not None
    assert above.warning_high > 100


def test_a_count_near_zero_has_no_lower_limit() -> None:
    found = propose(a_kpi(), series([0, 3, 1, 2, 0, 3, 1, 0, 2, 3]), today=TODAY)
    assert isinstance(found, NoProposal)


def test_what_is_counted_in_whole_numbers_gets_whole_limits() -> None:
    counts = [10, 12, 11, 13, 10, 12, 9, 11, 12, 10, 11, 13]
    found = proposed([*counts], direction=Direction.BAND).limits
    assert (found.warning_low, found.warning_high, found.critical_high) == (D(4), D(18), D(24))
    tenths = proposed([count / 10 for count in counts], direction=Direction.BAND).limits
    assert (tenths.warning_low, tenths.warning_high) == (D("0.45"), D("1.8"))


def test_a_series_that_never_moves_gets_no_limits() -> None:
    found = propose(a_kpi(), series([7] * 20), today=TODAY)
    assert isinstance(found, NoProposal)
    assert "never move" in found.reason


def test_a_series_that_mostly_rests_is_measured_by_its_spread() -> None:
    found = proposed([5, 5, 5, 7, 7, 7, 5, 5, 5, 7, 7, 7, 5, 5, 5, 7, 7, 7])
    assert found.limits.warning_low is not None
    assert found.limits.warning_low < 5


def weekly_pattern(weeks: int) -> list[float | str | None]:
    """Return days of which weekends are half of weekdays."""
    return [
        (100 if at % 7 < 5 else 50) * (1 + NOISE[at] / 20) for at in range(weeks * 7)
    ]  # fmt: skip


def test_weekends_are_compared_with_weekends() -> None:
    found = proposed(weekly_pattern(12), frequency=Frequency.DAY)
    assert found.limits.season is Season.WEEK
    assert (found.limits.hold, found.limits.clear) == (2, 2)
    assert found.limits.warning_low is not None
    assert D("0.85") < found.limits.warning_low < 1
    daily = a_kpi(frequency=Frequency.DAY)
    assert back_test(daily, found.limits, series(weekly_pattern(40), frequency=Frequency.DAY)) == ()


def test_no_season_of_the_week_is_claimed_where_weekdays_explain_nothing() -> None:
    found = proposed([100 + 10 * noise for noise in NOISE[:100]], frequency=Frequency.DAY)
    assert found.limits.season is Season.NONE


@pytest.mark.parametrize(("months", "season"), [(23, Season.NONE), (24, Season.YEAR)])
def test_a_season_of_the_year_needs_two_years(months: int, season: Season) -> None:
    values: list[float | str | None] = [
        (200 if at % 12 == 11 else 100 + 5 * (at % 12)) * (1 + NOISE[at] / 50) for at in range(months)
    ]
    assert proposed(values, frequency=Frequency.MONTH).limits.season is season


def test_a_season_is_not_claimed_from_ratios_that_never_move() -> None:
    flat: list[float | str | None] = [100, 101, 102, 103, 104, 105, 106] * 8
    assert proposed(flat, frequency=Frequency.DAY).limits.season is Season.NONE


@given(distance=st.floats(min_value=1e-9, max_value=1e12))
def test_a_step_is_fine_enough_and_not_finer(distance: float) -> None:
    digit, power = step_for(distance)
    step = digit * 10.0**power
    assert distance / 12.5 * (1 - 1e-6) <= step <= distance / 5 * (1 + 1e-6)


def test_a_single_value_does_not_change() -> None:
    assert median_change([5.0]) == 0


@QUICK
@given(
    values=st.lists(st.decimals(-(10**12), 10**12, places=3), min_size=2, max_size=40),
    direction=st.sampled_from(Direction),
    frequency=st.sampled_from(Frequency),
)
def test_proposed_limits_are_finite_in_order_and_outside_the_middle(
    values: list[Decimal], direction: Direction, frequency: Frequency
) -> None:
    kpi = a_kpi(direction=direction, frequency=frequency)
    readings = series([str(value) for value in values], frequency=frequency, first=date(2001, 1, 1))
    found = propose(kpi, readings, today=TODAY)
    if isinstance(found, NoProposal):
        assert found.reason.endswith(".")
        return
    ends = found.limits
    for end in (ends.warning_low, ends.critical_low, ends.warning_high, ends.critical_high):
        assert end is None or end.is_finite()
    assert ends.warning_low is None or ends.warning_low <= found.centre
    assert ends.warning_high is None or ends.warning_high >= found.centre
    back_test(kpi, ends, readings)


def test_the_edges_of_a_range_never_overflow() -> None:
    found = control_limits([1e-300, 1e300] * 20)
    assert found is not None
    assert math.isfinite(found.far_high)
