"""Working days: weekends and a team's holidays are not, and what falls on them moves on (RULES 6.1)."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from domain.values.errors import TillerError

WorkDays = Callable[[date], bool]
"""Whether a day is a working day: weekends and a team's holidays are not."""


_SATURDAY = 5


_A_YEAR = 366


class NoWorkingDayError(TillerError):
    """A calendar in which nobody works for a year."""


def weekdays(day: date) -> bool:
    """Tell whether a day is Monday to Friday: the calendar of a team without a holiday calendar."""
    return day.weekday() < _SATURDAY


def next_working_day(day: date, works: WorkDays) -> date:
    """Return the day itself if it is a working day, else the next one that is.

    Raises:
        NoWorkingDayError: Nobody works for a year.
    """
    return next(_working_days(day, 1, works))


def add_working_days(day: date, count: int, works: WorkDays) -> date:
    """Return the working day that lies `count` working days after a day, or before it when `count` is negative.

    The day itself is not counted, whether anyone works on it or not; with a count of 0 it is `next_working_day`.

    Raises:
        NoWorkingDayError: Nobody works for a year.
    """
    if count == 0:
        return next_working_day(day, works)
    step = 1 if count > 0 else -1
    days = _working_days(day + timedelta(days=step), step, works)
    return [next(days) for _ in range(abs(count))][-1]


def _working_days(first: date, step: int, works: WorkDays) -> Iterator[date]:
    day, idle = first, 0
    while idle < _A_YEAR:
        idle += 1
        if works(day):
            yield day
            idle = 0
        day += timedelta(days=step)
    raise NoWorkingDayError(f"Nobody works in the year around {first}. Check the team's holiday calendar.")
