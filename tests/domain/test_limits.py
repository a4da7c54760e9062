"""Limits: what is usual, what is past, and what limits would have done."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.calendar.periods import Frequency
from domain.kpis.limits import back_test, judge, judge_value, limit_past
from domain.kpis.model import KpiState, Limits, LimitsError, Season
from domain.kpis.seasons import usual_value
from tests.domain.dashboard import MONDAY, a_kpi, series

D = Decimal


def limits(*, season: Season = Season.NONE, hold: int = 1, **ends: float) -> Limits:
    """Return limits from plain numbers."""
    decimals: dict[str, Any] = {name: D(str(end)) for name, end in ends.items()}
    return Limits(season=season, hold=hold, **decimals)


LADDER = limits(critical_low=10, warning_low=20, warning_high=80, critical_high=90)


@pytest.mark.parametrize(
    ("value", "state", "limit"),
    [
        (9, KpiState.CRITICAL, 10),
        (10, KpiState.WARNING, 20),
        (19, KpiState.WARNING, 20),
        (20, KpiState.OK, None),
        (80, KpiState.OK, None),
        (81, KpiState.WARNING, 80),
        (90, KpiState.WARNING, 80),
        (91, KpiState.CRITICAL, 90),
    ],
)
def test_a_value_on_its_limit_is_still_in(value: int, state: KpiState, limit: int | None) -> None:
    assert judge_value(LADDER, D(value), None) == (state, None if limit is None else D(limit))


def test_a_seasonal_limit_is_multiplied_out() -> None:
    seasonal = limits(warning_low=0.8, critical_high=1.5, season=Season.WEEK)
    assert judge_value(seasonal, D(79), D(100)) == (KpiState.WARNING, D(80))
    assert judge_value(seasonal, D(151), D(100)) == (KpiState.CRITICAL, D(150))
    assert judge_value(seasonal, D(80), D(100)) == (KpiState.OK, None)
    assert judge_value(seasonal, D(1), None) == (KpiState.OK, None)


@pytest.mark.parametrize(
    ("value", "usual", "limit"),
    [
        (600_000, 783_937, 627_149),
        ("600000.0", "783936.77", "627149.4"),
        ("600000.00", "783936.77", "627149.41"),
        (5, "10.3", "8.2"),
        (1, 3, "2.4"),
        ("0.41", "0.643", "0.51"),
        ("0.51", "0.643", "0.5144"),
        ("8.23", "10.3", "8.24"),
    ],
)
def test_a_multiplied_limit_is_rounded_outward_to_the_places_of_the_value(
    value: float | str, usual: float | str, limit: float | str
) -> None:
    seasonal = limits(warning_low=0.8, season=Season.WEEK)
    assert judge_value(seasonal, D(str(value)), D(str(usual))) == (KpiState.WARNING, D(str(limit)))


def test_a_multiplied_upper_limit_is_rounded_up() -> None:
    seasonal = limits(warning_high=1.2, season=Season.WEEK)
    assert judge_value(seasonal, D(950_000), D("783937")) == (KpiState.WARNING, D(940_725))
    assert judge_value(seasonal, D(124), D("102.9")) == (KpiState.WARNING, D("123.48"))
    assert judge_value(seasonal, D(125), D("102.9")) == (KpiState.WARNING, D(124))


def test_the_usual_thursday_is_the_median_of_the_last_six() -> None:
    days = series([week * 10 + day for week in range(9) for day in range(7)], frequency=Frequency.DAY)
    thursday = MONDAY + timedelta(days=3 + 8 * 7)
    assert usual_value(days, thursday, Season.WEEK, Frequency.DAY) == D(48)
    without_it = [reading for reading in days if reading.period < thursday]
    assert usual_value(without_it, thursday, Season.WEEK, Frequency.DAY) == D(48)


def test_fewer_than_three_same_weekdays_are_not_usual_yet() -> None:
    days = series([1] * 21, frequency=Frequency.DAY)
    assert usual_value(days, MONDAY + timedelta(days=20), Season.WEEK, Frequency.DAY) is None
    assert usual_value(days, MONDAY + timedelta(days=21), Season.WEEK, Frequency.DAY) == D(1)


def test_readings_older_than_eight_weeks_are_forgotten() -> None:
    days = series([1] * 28, frequency=Frequency.DAY)
    assert usual_value(days, MONDAY + timedelta(weeks=9), Season.WEEK, Frequency.DAY) == D(1)
    assert usual_value(days, MONDAY + timedelta(weeks=10), Season.WEEK, Frequency.DAY) is None


def test_the_usual_november_is_last_years() -> None:
    months = series(range(1, 14), frequency=Frequency.MONTH, first=date(2025, 11, 1))
    assert usual_value(months, date(2026, 11, 1), Season.YEAR, Frequency.MONTH) == D(1)
    assert usual_value(months, date(2025, 11, 1), Season.YEAR, Frequency.MONTH) is None
    assert usual_value(months, date(2028, 11, 1), Season.YEAR, Frequency.MONTH) is None
    assert usual_value(months, date(2026, 11, 1), Season.NONE, Frequency.MONTH) is None


@pytest.mark.parametrize("value", [0, -5])
def test_a_ratio_to_nothing_is_not_usual(value: int) -> None:
    months = series([value] * 13, frequency=Frequency.MONTH, first=date(2025, 11, 1))
    assert usual_value(months, date(2026, 11, 1), Season.YEAR, Frequency.MONTH) is None


def test_the_excess_says_how_far_past_the_nearest_limit() -> None:
    readings = series([50, 5, 95])
    judged = [judge(a_kpi(), LADDER, readings, at) for at in range(3)]
    assert [item.excess for item in judged if item] == [D(0), D(15), D(15)]
    only_critical = limits(critical_low=10, critical_high=90)
    judged = [judge(a_kpi(), only_critical, readings, at) for at in range(3)]
    assert [item.excess for item in judged if item] == [D(0), D(5), D(5)]


def test_a_period_without_a_usual_value_is_not_judged() -> None:
    daily = a_kpi(frequency=Frequency.DAY)
    days = series([100] * 21 + [50], frequency=Frequency.DAY)
    seasonal = limits(warning_low=0.8, season=Season.WEEK)
    assert judge(daily, seasonal, days, 20) is None
    judged = judge(daily, seasonal, days, 21)
    assert judged is not None
    assert (judged.state, judged.excess) == (KpiState.WARNING, D("0.3"))
    assert back_test(daily, seasonal, days)[0].opened == MONDAY + timedelta(days=21)


def test_the_back_test_names_each_episode() -> None:
    held = limits(warning_low=20, critical_low=10, hold=2)
    readings = series([50, 15, 50, 15, 5, 15, 50, 15, 12])
    first, second = back_test(a_kpi(), held, readings)
    weeks = [MONDAY + timedelta(weeks=at) for at in range(9)]
    assert (first.opened, first.closed, first.worst, first.worst_period) == (weeks[4], weeks[6], D(5), weeks[4])
    assert (second.opened, second.closed, second.worst) == (weeks[8], None, D(12))


def test_limits_out_of_order_cannot_be() -> None:
    with pytest.raises(LimitsError, match="critical low limit 20 is above the warning low limit 10"):
        limits(critical_low=20, warning_low=10)


def test_each_limit_that_a_value_is_past_can_be_told() -> None:
    limits = Limits(warning_low=Decimal("0.8"), critical_low=Decimal("0.6"), season=Season.WEEK)

    def past(state: KpiState, value: int, usual: int | None = 1000) -> Decimal | None:
        return limit_past(limits, state, Decimal(value), Decimal(usual) if usual is not None else None)

    assert past(KpiState.WARNING, 500) == 800
    assert past(KpiState.CRITICAL, 500) == 600
    assert past(KpiState.CRITICAL, 700) is None
    assert past(KpiState.WARNING, 500, None) is None


def test_while_an_alert_is_open_only_a_value_past_the_clear_limit_counts_as_good() -> None:
    hovering = limits(warning_low=20, clear_low=22)
    readings = series([50, 19, 20, 21, 22])
    judged = [judge(a_kpi(), hovering, readings, at) for at in range(5)]
    assert [(item.state is KpiState.OK, item.clears) for item in judged if item] == [
        (True, True), (False, False), (True, False), (True, False), (True, True),
    ]  # fmt: skip
    (only,) = back_test(a_kpi(), hovering, readings)
    assert (only.opened, only.closed) == (readings[1].period, readings[4].period)


def test_a_band_clears_only_between_both_clear_limits() -> None:
    band = limits(warning_low=20, clear_low=22, warning_high=80, clear_high=78)
    readings = series([22, 78, 79, 21])
    judged = [judge(a_kpi(), band, readings, at) for at in range(4)]
    assert [item.clears for item in judged if item] == [True, True, False, False]


def test_a_seasonal_clear_limit_is_a_ratio_as_the_limits_are() -> None:
    daily = a_kpi(frequency=Frequency.DAY)
    seasonal = limits(warning_low=0.8, clear_low=0.9, season=Season.WEEK)
    days = series([100] * 21 + [89, 90], frequency=Frequency.DAY)
    judged = [judge(daily, seasonal, days, at) for at in (21, 22)]
    assert [(item.state, item.clears) for item in judged if item] == [(KpiState.OK, False), (KpiState.OK, True)]


def test_a_multiplied_limit_of_any_length_is_rounded_without_a_fall() -> None:
    seasonal = Limits(warning_low=D("99999999999999.9"), season=Season.WEEK)
    state, shown = judge_value(seasonal, D(1), D("999999999999999"))
    assert (state, shown) == (KpiState.WARNING, D("99999999999999800000000000000"))
