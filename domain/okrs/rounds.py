"""Cadence: on which days and at which instants the habit falls (RULES 6.1).

Local time lives only inside `resolve`: everywhere else a day is a `date` and an instant is UTC. What recurs is counted
in local calendar days, never in hours, so a change of daylight saving time can neither double nor skip it.
"""

import calendar
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from domain.calendar.cadence import WEEKS, Cadence
from domain.calendar.working_days import WorkDays, add_working_days, next_working_day, weekdays
from domain.okrs.cycles import Cycle

SCORING_WORKING_DAYS = 5
"""How many working days the scoring window opens before a cycle's last day, and closes after it (RULES 7.8)."""

_MONTHS_IN_YEAR = 12


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


def scoring_window(cycle: Cycle, works: WorkDays) -> tuple[date, date]:
    """Return the first and the last day on which a cycle is scored (RULES 7.8); it opens no earlier than the cycle."""
    opens = add_working_days(cycle.last_day, -SCORING_WORKING_DAYS, works)
    return max(opens, cycle.start), add_working_days(cycle.last_day, SCORING_WORKING_DAYS, works)


def rounds(cycle: Cycle, cadence: Cadence, works: WorkDays = weekdays) -> tuple[Round, ...]:
    """Return a cycle's check-in rounds in order: without gaps or overlaps, from its first Monday on (RULES 6.1).

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
    first, weeks = _monday_on_or_after(start), WEEKS[cadence]
    return (first + timedelta(weeks=count * weeks) for count in itertools.count())


def _monday_on_or_after(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, _MONTHS_IN_YEAR)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def asking_day(item: Round, works: WorkDays) -> date | None:
    """Return the day on which a round asks: its Monday or the next working day; None if nobody works while it runs."""
    day = next_working_day(item.opens, works)
    return day if day <= item.closes else None
