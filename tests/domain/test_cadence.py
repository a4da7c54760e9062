"""Tests of the calendar: instants, working days, weeks, rounds and the scoring window (RULES 6.1 and 7.8)."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar.cadence import Cadence, cadence_days
from domain.calendar.local_time import ZoneError, local_day, resolve
from domain.calendar.periods import iso_week, monday
from domain.calendar.working_days import NoWorkingDayError, WorkDays, add_working_days, next_working_day, weekdays
from domain.okrs.cycles import Cycle
from domain.okrs.rounds import Round, asking_day, rounds, scoring_window
from tests.domain.okr_company import QUICK, quarter

DAYS = st.dates(min_value=date(2012, 1, 1), max_value=date(2099, 12, 31))
ZONES = sorted(available_timezones())
HARD_ZONES = ["America/New_York", "Africa/Cairo", "Australia/Lord_Howe", "America/Nuuk", "Asia/Gaza", "Pacific/Apia"]
CADENCES = st.sampled_from(list(Cadence))


def holiday_from(first: date, last: date) -> WorkDays:
    return lambda day: weekdays(day) and not first <= day <= last


@pytest.mark.parametrize(
    ("day", "at", "zone", "shown"),
    [
        pytest.param(date(2026, 3, 8), time(2, 30), "America/New_York", "2026-03-08 03:00:00-04:00", id="gap"),
        pytest.param(date(2026, 4, 24), time(0), "Africa/Cairo", "2026-04-24 01:00:00+03:00", id="gap at midnight"),
        pytest.param(
            date(2026, 10, 4), time(2, 10), "Australia/Lord_Howe", "2026-10-04 02:30:00+11:00", id="half hour"
        ),
        pytest.param(date(2026, 3, 28), time(23, 30), "America/Nuuk", "2026-03-29 00:00:00-01:00", id="over midnight"),
        pytest.param(
            date(2011, 12, 30), time(10), "Pacific/Apia", "2011-12-31 00:00:00+14:00", id="day that never was"
        ),
        pytest.param(date(2026, 11, 1), time(1, 30), "America/New_York", "2026-11-01 01:30:00-04:00", id="overlap"),
        pytest.param(
            date(2026, 4, 5), time(1, 45), "Australia/Lord_Howe", "2026-04-05 01:45:00+11:00", id="overlap 30"
        ),
        pytest.param(date(2026, 11, 16), time(10), "Asia/Kolkata", "2026-11-16 10:00:00+05:30", id="plain"),
    ],
)
def test_a_local_time_resolves_to_one_instant(day: date, at: time, zone: str, shown: str) -> None:
    instant = resolve(day, at, zone)
    assert instant.tzinfo is UTC
    assert str(instant.astimezone(ZoneInfo(zone))) == shown


def test_the_hour_of_a_prompt_stays_through_daylight_saving() -> None:
    mondays = [date(2026, 3, 2) + timedelta(weeks=week) for week in range(40)]
    hours = {resolve(day, time(10), "Europe/Berlin").astimezone(ZoneInfo("Europe/Berlin")).hour for day in mondays}
    assert hours == {10}
    assert len({resolve(day, time(10), "Europe/Berlin").hour for day in mondays}) == 2


@pytest.mark.parametrize("zone", HARD_ZONES)
@pytest.mark.parametrize("at", [time(0), time(1, 30), time(2, 10), time(23, 30)])
def test_every_day_of_a_year_has_one_instant_of_its_own(zone: str, at: time) -> None:
    days = [date(2026, 1, 1) + timedelta(days=count) for count in range(366)]
    instants = [resolve(day, at, zone) for day in days]
    assert all(earlier < later for earlier, later in itertools.pairwise(instants))


@QUICK
@given(st.sampled_from(ZONES), DAYS, st.times())
def test_a_resolved_instant_reads_as_asked_or_is_the_first_after_a_gap(zone: str, day: date, at: time) -> None:
    at = at.replace(microsecond=0)
    place = ZoneInfo(zone)
    instant = resolve(day, at, zone)
    shown = instant.astimezone(place).replace(tzinfo=None)
    wanted = datetime.combine(day, at)
    assert shown >= wanted
    if shown > wanted:
        a_second_before = (instant - timedelta(seconds=1)).astimezone(place).replace(tzinfo=None)
        assert a_second_before < wanted
    assert resolve(day, at, zone) < resolve(day + timedelta(days=1), at, zone)
    assert instant <= wanted.replace(tzinfo=place, fold=0).astimezone(UTC)


@pytest.mark.parametrize("name", ["", "Mars/Base", "America", "../etc/passwd", "Europe/Berlin\0", "leapseconds"])
def test_an_unknown_zone_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(ZoneError, match="is not a time zone"):
        resolve(date(2026, 1, 5), time(10), name)
    with pytest.raises(ZoneError, match="Europe/Berlin or America/New_York"):
        local_day(datetime(2026, 1, 5, tzinfo=UTC), name)


def test_a_day_begins_at_another_moment_in_each_zone() -> None:
    now = datetime(2026, 9, 30, 22, 30, tzinfo=UTC)
    assert local_day(now, "Europe/Berlin") == date(2026, 10, 1)
    assert local_day(now, "America/Los_Angeles") == date(2026, 9, 30)


def test_a_weekend_moves_to_monday_and_a_working_day_stays() -> None:
    assert next_working_day(date(2026, 8, 8), weekdays) == date(2026, 8, 10)
    assert next_working_day(date(2026, 8, 9), weekdays) == date(2026, 8, 10)
    assert next_working_day(date(2026, 8, 10), weekdays) == date(2026, 8, 10)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 8, 6), 2, date(2026, 8, 10)),
        (date(2026, 8, 8), 1, date(2026, 8, 10)),
        (date(2026, 8, 10), -1, date(2026, 8, 7)),
        (date(2026, 8, 9), -1, date(2026, 8, 7)),
        (date(2026, 8, 8), 0, date(2026, 8, 10)),
        (date(2026, 8, 7), 0, date(2026, 8, 7)),
        (date(2026, 9, 30), -5, date(2026, 9, 23)),
    ],
)
def test_working_days_are_counted_without_weekends(start: date, count: int, end: date) -> None:
    assert add_working_days(start, count, weekdays) == end


def test_a_calendar_in_which_nobody_works_is_named() -> None:
    with pytest.raises(NoWorkingDayError, match="holiday calendar"):
        next_working_day(date(2026, 1, 1), lambda _: False)
    with pytest.raises(NoWorkingDayError):
        add_working_days(date(2026, 1, 1), -3, lambda _: False)


@QUICK
@given(DAYS, st.integers(0, 30), st.integers(0, 30))
def test_working_days_add_up(day: date, first: int, second: int) -> None:
    start = next_working_day(day, weekdays)
    there = add_working_days(add_working_days(start, first, weekdays), second, weekdays)
    assert there == add_working_days(start, first + second, weekdays)
    assert add_working_days(there, -(first + second), weekdays) == start


def test_weeks_are_iso_weeks() -> None:
    assert iso_week(date(2026, 11, 16)) == "2026-W47"
    assert iso_week(date(2027, 1, 3)) == "2026-W53"
    assert iso_week(date(2024, 12, 30)) == "2025-W01"
    assert monday(date(2026, 11, 22)) == date(2026, 11, 16)
    assert monday(date(2026, 11, 16)) == date(2026, 11, 16)


def test_each_cadence_has_its_days() -> None:
    assert [cadence_days(cadence) for cadence in Cadence] == [7, 14, 21, 31]


def test_the_scoring_window_spans_five_working_days_either_side_of_the_last() -> None:
    assert scoring_window(quarter(), weekdays) == (date(2026, 9, 23), date(2026, 10, 7))


def test_the_scoring_window_moves_with_holidays() -> None:
    works = holiday_from(date(2026, 9, 24), date(2026, 10, 1))
    assert scoring_window(quarter(), works) == (date(2026, 9, 17), date(2026, 10, 8))


def test_the_scoring_window_of_a_short_cycle_opens_with_it() -> None:
    short = quarter(start=date(2026, 9, 28), end=date(2026, 10, 1))
    assert scoring_window(short, weekdays)[0] == date(2026, 9, 28)
    assert rounds(short, Cadence.WEEKLY) == ()


def opens(cadence: Cadence, cycle: Cycle) -> list[str]:
    return [f"{item.opens:%d %b}" for item in rounds(cycle, cadence)]


def test_rounds_are_anchored_to_the_first_monday_of_the_cycle() -> None:
    cycle = quarter()
    assert opens(Cadence.BIWEEKLY, cycle) == ["06 Jul", "20 Jul", "03 Aug", "17 Aug", "31 Aug", "14 Sep"]
    assert opens(Cadence.TRIWEEKLY, cycle) == ["06 Jul", "27 Jul", "17 Aug", "07 Sep"]
    assert opens(Cadence.MONTHLY, cycle) == ["06 Jul", "03 Aug", "07 Sep"]
    assert opens(Cadence.WEEKLY, cycle)[0::11] == ["06 Jul", "21 Sep"]


def test_rounds_of_a_year_that_has_53_weeks_stay_two_weeks_apart() -> None:
    winter = quarter(name="2027-Q1", start=date(2026, 12, 1), end=date(2027, 3, 1))
    openings = [item.opens for item in rounds(winter, Cadence.BIWEEKLY)]
    assert {later - earlier for earlier, later in itertools.pairwise(openings)} == {timedelta(weeks=2)}


def test_monthly_rounds_survive_months_that_are_too_short() -> None:
    cycle = quarter(start=date(2026, 12, 31), end=date(2027, 4, 30))
    assert [str(item.opens) for item in rounds(cycle, Cadence.MONTHLY)] == [
        "2027-01-04",
        "2027-02-01",
        "2027-03-01",
        "2027-04-05",
    ]


def test_the_last_round_closes_before_the_scoring_window_opens() -> None:
    last = rounds(quarter(), Cadence.BIWEEKLY)[-1]
    assert last == Round(index=6, opens=date(2026, 9, 14), closes=date(2026, 9, 22))


def test_a_round_that_would_ask_within_the_scoring_window_is_left_out() -> None:
    works = holiday_from(date(2026, 9, 21), date(2026, 9, 25))
    assert rounds(quarter(), Cadence.WEEKLY, works)[-1].opens == date(2026, 9, 14)


def test_a_round_asks_on_its_monday_or_the_next_working_day() -> None:
    item = Round(index=1, opens=date(2026, 7, 6), closes=date(2026, 7, 12))
    assert asking_day(item, weekdays) == date(2026, 7, 6)
    assert asking_day(item, holiday_from(date(2026, 7, 6), date(2026, 7, 7))) == date(2026, 7, 8)
    assert asking_day(item, holiday_from(date(2026, 7, 6), date(2026, 7, 10))) is None


@st.composite
def cycles(draw: st.DrawFn) -> Cycle:
    start = draw(DAYS)
    return quarter(start=start, end=start + timedelta(days=draw(st.integers(1, 370))))


@QUICK
@given(cycles(), CADENCES)
def test_rounds_never_overlap_and_leave_no_gap(cycle: Cycle, cadence: Cadence) -> None:
    found = rounds(cycle, cadence)
    window_opens, _ = scoring_window(cycle, weekdays)
    assert [item.index for item in found] == list(range(1, len(found) + 1))
    for item, following in itertools.pairwise(found):
        assert item.closes + timedelta(days=1) == following.opens
    for item in found:
        assert item.opens.weekday() == 0
        assert cycle.start <= item.opens <= item.closes < window_opens
    if found:
        assert found[-1].closes + timedelta(days=1) == window_opens
        assert found[0].opens - cycle.start < timedelta(weeks=1)
