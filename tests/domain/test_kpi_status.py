"""Health: in which state a KPI is, by which rule, and how it moved (RULES 4.7)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar.periods import Frequency
from domain.kpis.model import Direction, Kpi, KpiState, Limits, Season, Target
from domain.kpis.status import assess_kpi, compare, count_ok_periods, days_late, stale_on
from domain.kpis.status_model import Rule, Verdict
from tests.domain.dashboard import MONDAY, a_kpi, series

D = Decimal
TARGET = Target(low=D(40), text="at least 40")
LIMITS = Limits(warning_low=D(20), critical_low=D(10))


def after(count: int) -> date:
    """Return the day after so many weeks."""
    return MONDAY + timedelta(weeks=count)


@pytest.mark.parametrize(
    ("value", "target", "limits", "state", "rule"),
    [
        (50, TARGET, LIMITS, KpiState.OK, Rule.WITHIN_LIMITS),
        (30, TARGET, LIMITS, KpiState.OK, Rule.WITHIN_LIMITS),
        (15, TARGET, LIMITS, KpiState.WARNING, Rule.PAST_WARNING),
        (5, None, LIMITS, KpiState.CRITICAL, Rule.PAST_CRITICAL),
        (50, TARGET, None, KpiState.OK, Rule.TARGET_MET),
        (30, TARGET, None, KpiState.WARNING, Rule.OFF_TARGET),
        (50, None, None, KpiState.NO_TARGET, Rule.NOTHING_SET),
    ],
)
def test_the_state_and_its_rule(
    value: int, target: Target | None, limits: Limits | None, state: KpiState, rule: Rule
) -> None:
    status = assess_kpi(a_kpi(target=target, limits=limits), series([50, value]), today=after(2))
    assert (status.state, status.rule) == (state, rule)
    assert status.target == target
    assert status.limit == {KpiState.CRITICAL: D(10), KpiState.WARNING: D(20) if limits else None}.get(state)


def test_a_kpi_without_a_reading_has_no_data() -> None:
    status = assess_kpi(a_kpi(target=TARGET, limits=LIMITS), [], today=after(2))
    assert (status.state, status.rule, status.reading) == (KpiState.NO_DATA, Rule.NO_READING, None)
    assert status.target == TARGET


def test_a_period_that_has_not_ended_does_not_count() -> None:
    readings = series([50, 5])
    assert assess_kpi(a_kpi(limits=LIMITS), readings, today=after(2) - timedelta(days=1)).state is KpiState.OK
    assert assess_kpi(a_kpi(limits=LIMITS), readings, today=after(2)).state is KpiState.CRITICAL
    assert assess_kpi(a_kpi(limits=LIMITS), readings, today=after(1) - timedelta(days=1)).state is KpiState.NO_DATA


def test_a_reading_past_its_grace_is_stale_and_never_green() -> None:
    kpi = a_kpi(limits=LIMITS)
    last_day_of_grace = after(2) + timedelta(days=4)
    assert assess_kpi(kpi, series([50]), today=last_day_of_grace).state is KpiState.OK
    status = assess_kpi(kpi, series([5]), today=last_day_of_grace + timedelta(days=2))
    assert (status.state, status.rule, status.days_late) == (KpiState.STALE, Rule.STALE, 2)
    assert (status.limit, status.since, status.held) == (None, None, 0)


def test_days_late_start_after_the_grace() -> None:
    daily = a_kpi(frequency=Frequency.DAY, grace_days=1)
    assert [days_late(daily, date(2026, 11, 1), today=date(2026, 11, day)) for day in (2, 3, 4, 5, 6)] == [
        0,
        0,
        0,
        1,
        2,
    ]
    assert stale_on(daily, date(2026, 11, 1)) == date(2026, 11, 5)


@pytest.mark.parametrize(
    ("values", "since", "held"),
    [
        ([50, 15, 5, 15], 1, 3),
        ([15, 50, 15], 2, 1),
        ([5, 5], 0, 2),
        ([50, 15, None, 15], 1, 2),
        ([15, 50], None, 0),
    ],
)
def test_the_run_of_red_and_amber_is_counted(values: list[float | str | None], since: int | None, held: int) -> None:
    status = assess_kpi(a_kpi(limits=LIMITS), series(values), today=after(len(values)))
    assert (status.since, status.held) == (None if since is None else after(since), held)


def test_a_run_off_target_follows_the_dated_targets() -> None:
    later = Target(low=D(60), valid_from=after(1))
    kpi = replace(a_kpi(target=TARGET), targets=(TARGET, later))
    status = assess_kpi(kpi, series([50, 50, 50]), today=after(3))
    assert (status.rule, status.since, status.held) == (Rule.OFF_TARGET, after(1), 2)
    assert status.target == later


def test_a_seasonal_limit_is_shown_multiplied_out() -> None:
    kpi = replace(a_kpi(frequency=Frequency.DAY), limits=Limits(warning_low=D("0.8"), season=Season.WEEK))
    days = series([100, 100, 100, 100, 100, 60, 60] * 5 + [70], frequency=Frequency.DAY)
    status = assess_kpi(kpi, days, today=days[-1].period + timedelta(days=1))
    assert (status.state, status.usual, status.limit) == (KpiState.WARNING, D(100), D(80))
    saturday = assess_kpi(kpi, days, today=days[-3].period + timedelta(days=1))
    assert (saturday.state, saturday.usual, saturday.limit) == (KpiState.OK, D(60), None)


def test_a_seasonal_limit_without_a_usual_value_leaves_the_target_to_decide() -> None:
    seasonal = Limits(warning_low=D("0.8"), season=Season.WEEK)
    days = series([30], frequency=Frequency.DAY)
    today = MONDAY + timedelta(days=1)
    assert assess_kpi(a_kpi(frequency=Frequency.DAY, limits=seasonal), days, today=today).rule is Rule.NOTHING_SET
    with_target = a_kpi(frequency=Frequency.DAY, limits=seasonal, target=TARGET)
    assert assess_kpi(with_target, days, today=today).rule is Rule.OFF_TARGET


def test_changes_are_against_the_previous_reading_and_last_year() -> None:
    values: list[float | str | None] = [40, *[50] * 51, 60]
    status = assess_kpi(a_kpi(), series(values), today=after(53))
    previous, year = status.against_previous, status.against_last_year
    assert previous is not None
    assert year is not None
    assert (previous.from_value, previous.difference, previous.ratio) == (D(50), D(10), D("0.2"))
    assert (year.from_value, year.from_period, year.ratio, year.verdict) == (D(40), MONDAY, D("0.5"), Verdict.BETTER)
    assert len(status.recent) == 20
    assert status.recent[-1] == status.reading


def test_a_first_reading_has_nothing_to_be_compared_with() -> None:
    status = assess_kpi(a_kpi(), series([40]), today=after(1))
    assert (status.against_previous, status.against_last_year) == (None, None)


def test_a_change_from_zero_has_no_ratio() -> None:
    old, new = series([0, 5])
    assert compare(Direction.UP, None, old, new).ratio is None


@pytest.mark.parametrize(
    ("direction", "target", "old", "new", "verdict"),
    [
        (Direction.UP, None, 1, 2, Verdict.BETTER),
        (Direction.UP, None, 2, 1, Verdict.WORSE),
        (Direction.DOWN, None, 1, 2, Verdict.WORSE),
        (Direction.DOWN, None, 2, 1, Verdict.BETTER),
        (Direction.UP, None, 2, 2, Verdict.SAME),
        (Direction.NEUTRAL, Target(low=D(5)), 1, 2, Verdict.UNKNOWN),
        (Direction.BAND, None, 1, 2, Verdict.UNKNOWN),
        (Direction.BAND, Target(low=D(5), high=D(7)), 1, 2, Verdict.BETTER),
        (Direction.BAND, Target(low=D(5), high=D(7)), 8, 9, Verdict.WORSE),
        (Direction.BAND, Target(low=D(5), high=D(7)), 5, 6, Verdict.SAME),
        (Direction.BAND, Target(high=D(7)), 9, 6, Verdict.BETTER),
        (Direction.BAND, Target(low=D(5)), 6, 4, Verdict.WORSE),
    ],
)
def test_good_or_bad_follows_the_direction(
    direction: Direction, target: Target | None, old: int, new: int, verdict: Verdict
) -> None:
    before, now = series([old, new])
    assert compare(direction, target, before, now).verdict is verdict


KPIS = st.builds(
    a_kpi,
    direction=st.sampled_from(Direction),
    frequency=st.sampled_from(Frequency),
    target=st.sampled_from([None, TARGET, Target(low=D(-5), high=D(5))]),
    limits=st.sampled_from(
        [None, LIMITS, Limits(critical_high=D(90)), Limits(warning_low=D("0.8"), season=Season.WEEK),
         Limits(warning_high=D("1.1"), season=Season.YEAR)]
    ),
)  # fmt: skip


@settings(max_examples=60)
@given(
    kpi=KPIS,
    values=st.lists(st.none() | st.decimals(-100, 100, places=2), max_size=40),
    days=st.integers(0, 500),
)
def test_every_status_is_whole(kpi: Kpi, values: list[Decimal | None], days: int) -> None:
    readings = series([None if value is None else str(value) for value in values], frequency=kpi.frequency)
    status = assess_kpi(kpi, readings, today=MONDAY + timedelta(days=days))
    assert (status.reading is None) == (status.state is KpiState.NO_DATA)
    assert (status.days_late > 0) == (status.state is KpiState.STALE)
    assert (status.held > 0) == (status.state in (KpiState.WARNING, KpiState.CRITICAL))
    for change in (status.against_previous, status.against_last_year):
        assert change is None or change.ratio is None or change.ratio.is_finite()


@pytest.mark.parametrize(
    ("values", "today", "count"),
    [
        ([], 1, 0),
        ([50], 1, 1),
        ([5, 50, 20, 50], 4, 3),
        ([50, 50, 15], 3, 0),
        ([50, None, 50, 50], 4, 2),
        ([50, 50, None], 3, 2),
        ([50, 50, None, None], 4, 0),
        ([50, 50, 50], 2, 2),
    ],
)  # fmt: skip
def test_successive_ok_periods_are_counted_from_the_newest_back(
    values: list[float | str | None], today: int, count: int
) -> None:
    assert count_ok_periods(a_kpi(limits=LIMITS), series(values), today=after(today)) == count


def test_periods_off_target_or_without_a_target_are_not_ok_where_there_are_no_limits() -> None:
    assert count_ok_periods(a_kpi(target=TARGET), series([30, 40, 50]), today=after(3)) == 2
    assert count_ok_periods(a_kpi(), series([30, 40, 50]), today=after(3)) == 0
