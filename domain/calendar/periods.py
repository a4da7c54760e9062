"""Periods: the days, weeks, months and quarters that readings and cycles are counted in (RULES 1).

A period is named by its first day. Ends are exclusive: the first day that no longer belongs to it. Months and quarters
of readings follow the calendar; only a cycle's quarter follows the fiscal year.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple


class Frequency(StrEnum):
    """How long one period is."""

    DAY = "daily"
    WEEK = "weekly"
    MONTH = "monthly"
    QUARTER = "quarterly"


MONTHS_OF_A_QUARTER = 3
MONTHS_OF_A_YEAR = 12
# 52 whole weeks: a Thursday is compared with a Thursday.
_SAME_WEEKDAY_LAST_YEAR = timedelta(weeks=52)
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Quarter(NamedTuple):
    """Three whole months `[start, end)` and their name: `2026-Q4`, or `FY21-Q1` where the year is a fiscal one."""

    start: date
    end: date
    name: str


def add_months(first: date, months: int) -> date:
    """Return the first day of the month that lies so many months after (or before) a day's month."""
    count = first.year * MONTHS_OF_A_YEAR + first.month - 1 + months
    return date(count // MONTHS_OF_A_YEAR, count % MONTHS_OF_A_YEAR + 1, 1)


def period_start(day: date, frequency: Frequency) -> date:
    """Return the first day of the period that a day belongs to; weeks start on Monday."""
    if frequency is Frequency.DAY:
        return day
    if frequency is Frequency.WEEK:
        return day - timedelta(days=day.weekday())
    if frequency is Frequency.MONTH:
        return day.replace(day=1)
    return day.replace(month=(day.month - 1) // MONTHS_OF_A_QUARTER * MONTHS_OF_A_QUARTER + 1, day=1)


def _move(start: date, frequency: Frequency, count: int) -> date:
    if frequency is Frequency.DAY:
        return start + timedelta(days=count)
    if frequency is Frequency.WEEK:
        return start + timedelta(weeks=count)
    if frequency is Frequency.MONTH:
        return add_months(start, count)
    return add_months(start, MONTHS_OF_A_QUARTER * count)


def period_end(start: date, frequency: Frequency) -> date:
    """Return the first day after a period."""
    return _move(start, frequency, 1)


def next_period(start: date, frequency: Frequency) -> date:
    """Return the first day of the period that follows."""
    return _move(start, frequency, 1)


def previous_period(start: date, frequency: Frequency) -> date:
    """Return the first day of the period before."""
    return _move(start, frequency, -1)


def same_period_last_year(start: date, frequency: Frequency) -> date:
    """Return the first day of the period that one compares with a year later.

    Days and weeks go back by 52 whole weeks, so that weekdays stay what they are; months and quarters by twelve months.
    """
    if frequency in (Frequency.DAY, Frequency.WEEK):
        return start - _SAME_WEEKDAY_LAST_YEAR
    return add_months(start, -MONTHS_OF_A_YEAR)


def count_periods(first: date, last: date, frequency: Frequency) -> int:
    """Count the steps from one period to another: 0 for the same one, negative when `last` is earlier."""
    first, last = period_start(first, frequency), period_start(last, frequency)
    if frequency in (Frequency.DAY, Frequency.WEEK):
        days = (last - first).days
        return days if frequency is Frequency.DAY else days // 7
    months = (last.year - first.year) * MONTHS_OF_A_YEAR + last.month - first.month
    return months if frequency is Frequency.MONTH else months // MONTHS_OF_A_QUARTER


def period_name(start: date, frequency: Frequency) -> str:
    """Name a period as people say it: `12 Nov`, `week 47`, `Nov 2026`, `Q4 2026`."""
    month = _MONTH_NAMES[start.month - 1]
    if frequency is Frequency.DAY:
        return f"{start.day} {month}"
    if frequency is Frequency.WEEK:
        return f"week {start.isocalendar().week}"
    if frequency is Frequency.MONTH:
        return f"{month} {start.year}"
    return f"Q{(start.month - 1) // MONTHS_OF_A_QUARTER + 1} {start.year}"


def last_complete_period(today: date, frequency: Frequency) -> date:
    """Return the first day of the newest period that is over: its last day lies before `today`."""
    return previous_period(period_start(today, frequency), frequency)


def quarter_of(day: date, fiscal_start_month: int = 1) -> Quarter:
    """Return the quarter that a day belongs to.

    Args:
        day: Any day of it.
        fiscal_start_month: 1 to 12. A fiscal year that does not start in January is named by the calendar year in
            which it ends: with a start in February, 2020-02-01 begins `FY21-Q1`.
    """
    months_in = (day.month - fiscal_start_month) % MONTHS_OF_A_YEAR
    start = add_months(day, -(months_in % MONTHS_OF_A_QUARTER))
    year_start = add_months(day, -months_in)
    number = months_in // MONTHS_OF_A_QUARTER + 1
    if fiscal_start_month == 1:
        name = f"{year_start.year}-Q{number}"
    else:
        name = f"FY{(year_start.year + 1) % 100:02d}-Q{number}"
    return Quarter(start, add_months(start, MONTHS_OF_A_QUARTER), name)


def whole_quarter_within(first: date, last: date, fiscal_start_month: int | None = None) -> Quarter | None:
    """Return the first whole quarter that lies within a span of days, both ends included, or None.

    Without a fiscal start month the calendar's quarters are tried first; then the first three whole months, which are
    taken for the first quarter of a fiscal year.
    """
    month = add_months(first, 0 if first.day == 1 else 1)
    on_grid = month
    while (found := quarter_of(on_grid, fiscal_start_month or 1)).start != on_grid:
        on_grid = add_months(on_grid, 1)
    if found.end - timedelta(days=1) <= last:
        return found
    if fiscal_start_month is None:
        found = quarter_of(month, month.month)
        if found.end - timedelta(days=1) <= last:
            return found
    return None


def iso_week(day: date) -> str:
    """Return the name of a day's ISO week, such as `2026-W47`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())
