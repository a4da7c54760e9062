"""Cadence: on which days and at which instants the habit falls (SPEC 6.1).

Local time lives only inside `resolve`: everywhere else a day is a `date` and an instant is UTC. What recurs is counted
in local calendar days, never in hours, so a change of daylight saving time can neither double nor skip it.
"""

import calendar
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from domain.cycles import Cycle
from domain.errors import TillerError
from domain.teams import Cadence, is_zone

WorkDays = Callable[[date], bool]
"""Whether a day is a working day: weekends and a team's holidays are not."""

SCORING_WORKING_DAYS = 5
"""How many working days the scoring window opens before a cycle's last day, and closes after it (SPEC 7.8)."""

_SATURDAY = 5
_A_YEAR = 366
_MONTHS_IN_YEAR = 12
_WEEKS = {Cadence.WEEKLY: 1, Cadence.BIWEEKLY: 2, Cadence.TRIWEEKLY: 3}


class ZoneError(TillerError):
    """A time zone that is not known."""


class NoWorkingDayError(TillerError):
    """A calendar in which nobody works for a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One team's check-in round.

    Attributes:
        index: 1 for the first of its cycle.
        opens: A Monday; people are asked on it or on the next working day.
        closes: The last day of the round.
    """

    index: int
    opens: date
    closes: date


def weekdays(day: date) -> bool:
    """Tell whether a day is Monday to Friday: the calendar of a team without a holiday calendar."""
    return day.weekday() < _SATURDAY


@lru_cache(maxsize=4096)
def resolve(day: date, at: time, zone: str) -> datetime:
    """Return the one UTC instant at which a local day reaches a local time (SPEC 6.1, RELIABILITY 2.5).

    A time that the day skips (daylight saving begins) becomes the first instant after the gap; one that it has twice
    is the first of the two.

    Raises:
        ZoneError: There is no such zone.
    """
    place = _place(zone)
    local = datetime.combine(day, at, place)
    instant = local.astimezone(UTC)
    if instant.astimezone(place).replace(tzinfo=None) == local.replace(tzinfo=None):
        return instant
    return _end_of_gap(local.replace(fold=1).astimezone(UTC), instant, place)


def _end_of_gap(before: datetime, after: datetime, place: ZoneInfo) -> datetime:
    """Halve the span around a jump of the clock until its first second is found.

    Why: `zoneinfo` does not tell its transitions; but it reads a skipped time with the offset after the jump (fold 1)
    as an instant before it, and with the offset before the jump (fold 0) as one after it.
    """
    offset = before.astimezone(place).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(place).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


def local_day(now: datetime, zone: str) -> date:
    """Return the day that it is in a zone at an instant.

    Raises:
        ZoneError: There is no such zone.
    """
    return now.astimezone(_place(zone)).date()


def _place(zone: str) -> ZoneInfo:
    if not is_zone(zone):
        raise ZoneError(f"‘{zone}’ is not a time zone. Write one such as Europe/Berlin or America/New_York.")
    return ZoneInfo(zone)


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


def iso_week(day: date) -> str:
    """Return the name of a day's ISO week, such as `2026-W47`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def cadence_days(cadence: Cadence) -> int:
    """Return how many days may lie between two check-ins: 7, 14, 21 or 31."""
    return 31 if cadence is Cadence.MONTHLY else 7 * _WEEKS[cadence]


def scoring_window(cycle: Cycle, works: WorkDays) -> tuple[date, date]:
    """Return the first and the last day on which a cycle is scored (SPEC 7.8); it opens no earlier than the cycle."""
    opens = add_working_days(cycle.last_day, -SCORING_WORKING_DAYS, works)
    return max(opens, cycle.start), add_working_days(cycle.last_day, SCORING_WORKING_DAYS, works)


def rounds(cycle: Cycle, cadence: Cadence, works: WorkDays = weekdays) -> tuple[Round, ...]:
    """Return a cycle's check-in rounds in order: without gaps or overlaps, from its first Monday on (SPEC 6.1).

    A round on whose asking day the scoring window is open already is left out, and the last one closes on the day
    before that window opens: nobody is asked twice for the same numbers. May be empty for a short cycle.
    """
    ends, _ = scoring_window(cycle, works)
    in_time = itertools.takewhile(lambda opens: next_working_day(opens, works) < ends, _openings(cycle.start, cadence))
    openings = list(in_time)
    following = [*openings[1:], ends]
    return tuple(
        Round(index=index, opens=opens, closes=after - timedelta(days=1))
        for index, (opens, after) in enumerate(zip(openings, following, strict=False), start=1)
    )


def _openings(start: date, cadence: Cadence) -> Iterator[date]:
    """Return Mondays without end; monthly ones are the first on or after the cycle's day of the month."""
    if cadence is Cadence.MONTHLY:
        return (_monday_on_or_after(_months_later(start, count)) for count in itertools.count())
    first, weeks = _monday_on_or_after(start), _WEEKS[cadence]
    return (first + timedelta(weeks=count * weeks) for count in itertools.count())


def _monday_on_or_after(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, _MONTHS_IN_YEAR)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def asking_day(one: Round, works: WorkDays) -> date | None:
    """Return the day on which a round asks: its Monday or the next working day; None if nobody works while it runs."""
    day = next_working_day(one.opens, works)
    return day if day <= one.closes else None
