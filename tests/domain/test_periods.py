"""Periods: starts, ends, neighbours, names, fiscal quarters."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar.periods import (
    Frequency,
    count_periods,
    last_complete_period,
    next_period,
    period_end,
    period_name,
    period_start,
    previous_period,
    quarter_of,
    same_period_last_year,
    whole_quarter_within,
)
from tests.domain.okr_company import QUICK

DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2150, 12, 31))
FREQUENCIES = st.sampled_from(Frequency)


@pytest.mark.parametrize(
    ("frequency", "start", "end", "name"),
    [
        (Frequency.DAY, date(2026, 11, 19), date(2026, 11, 20), "19 Nov"),
        (Frequency.WEEK, date(2026, 11, 16), date(2026, 11, 23), "week 47"),
        (Frequency.MONTH, date(2026, 11, 1), date(2026, 12, 1), "Nov 2026"),
        (Frequency.QUARTER, date(2026, 10, 1), date(2027, 1, 1), "Q4 2026"),
    ],
)
def test_a_day_belongs_to_one_named_period(frequency: Frequency, start: date, end: date, name: str) -> None:
    assert period_start(date(2026, 11, 19), frequency) == start
    assert period_end(start, frequency) == end
    assert period_name(start, frequency) == name


@pytest.mark.parametrize(
    ("frequency", "today", "ended"),
    [
        (Frequency.DAY, date(2026, 3, 1), date(2026, 2, 28)),
        (Frequency.WEEK, date(2026, 11, 22), date(2026, 11, 9)),
        (Frequency.WEEK, date(2026, 11, 23), date(2026, 11, 16)),
        (Frequency.MONTH, date(2026, 1, 31), date(2025, 12, 1)),
        (Frequency.QUARTER, date(2027, 1, 1), date(2026, 10, 1)),
    ],
)
def test_a_period_has_ended_on_the_day_after_its_last(frequency: Frequency, today: date, ended: date) -> None:
    assert last_complete_period(today, frequency) == ended


@pytest.mark.parametrize(
    ("frequency", "start", "earlier"),
    [
        (Frequency.DAY, date(2020, 2, 29), date(2019, 3, 2)),
        (Frequency.WEEK, date(2026, 11, 16), date(2025, 11, 17)),
        (Frequency.MONTH, date(2020, 2, 1), date(2019, 2, 1)),
        (Frequency.QUARTER, date(2026, 1, 1), date(2025, 1, 1)),
    ],
)
def test_last_year_keeps_the_weekday_or_the_month(frequency: Frequency, start: date, earlier: date) -> None:
    assert same_period_last_year(start, frequency) == earlier


@QUICK
@given(day=DAYS, frequency=FREQUENCIES)
def test_periods_tile_the_days(day: date, frequency: Frequency) -> None:
    start = period_start(day, frequency)
    assert start <= day < period_end(start, frequency)
    assert period_start(start, frequency) == start
    assert previous_period(next_period(start, frequency), frequency) == start
    assert next_period(start, frequency) == period_end(start, frequency)
    assert period_end(last_complete_period(day, frequency), frequency) == start


@QUICK
@given(day=DAYS, frequency=FREQUENCIES, steps=st.integers(min_value=-40, max_value=40))
def test_counting_steps_undoes_walking_them(day: date, frequency: Frequency, steps: int) -> None:
    start = walked = period_start(day, frequency)
    for _ in range(abs(steps)):
        walked = next_period(walked, frequency) if steps > 0 else previous_period(walked, frequency)
    assert count_periods(start, walked, frequency) == steps


@pytest.mark.parametrize(
    ("day", "month", "start", "end", "name"),
    [
        (date(2026, 11, 19), 1, date(2026, 10, 1), date(2027, 1, 1), "2026-Q4"),
        (date(2020, 2, 1), 2, date(2020, 2, 1), date(2020, 5, 1), "FY21-Q1"),
        (date(2020, 1, 31), 2, date(2019, 11, 1), date(2020, 2, 1), "FY20-Q4"),
        (date(2026, 12, 31), 10, date(2026, 10, 1), date(2027, 1, 1), "FY27-Q1"),
        (date(2026, 9, 30), 10, date(2026, 7, 1), date(2026, 10, 1), "FY26-Q4"),
        (date(1999, 8, 2), 7, date(1999, 7, 1), date(1999, 10, 1), "FY00-Q1"),
    ],
)
def test_a_fiscal_quarter_is_named_by_the_year_it_ends_in(
    day: date, month: int, start: date, end: date, name: str
) -> None:
    assert quarter_of(day, month) == (start, end, name)


@QUICK
@given(day=DAYS, month=st.integers(min_value=1, max_value=12))
def test_every_day_is_in_its_quarter(day: date, month: int) -> None:
    quarter = quarter_of(day, month)
    assert quarter.start <= day < quarter.end
    assert quarter_of(quarter.end, month).start == quarter.end
    assert quarter_of(quarter.end - timedelta(days=1), month) == quarter


@pytest.mark.parametrize(
    ("first", "last", "month", "name"),
    [
        (date(2020, 2, 1), date(2020, 4, 30), None, "FY21-Q1"),
        (date(2020, 2, 1), date(2020, 4, 30), 2, "FY21-Q1"),
        (date(2020, 1, 27), date(2020, 5, 15), None, "FY21-Q1"),
        (date(2020, 1, 27), date(2020, 5, 15), 1, None),
        (date(2020, 1, 27), date(2020, 7, 1), None, "2020-Q2"),
        (date(2020, 1, 1), date(2020, 3, 31), None, "2020-Q1"),
        (date(2020, 1, 1), date(2020, 3, 30), None, None),
        (date(2020, 1, 2), date(2020, 3, 31), None, None),
        (date(2020, 8, 1), date(2020, 10, 31), 2, "FY21-Q3"),
    ],
)
def test_a_span_is_searched_for_a_whole_quarter(first: date, last: date, month: int | None, name: str | None) -> None:
    found = whole_quarter_within(first, last, month)
    assert (found.name if found else None) == name
    if found:
        assert first <= found.start
        assert found.end - timedelta(days=1) <= last
