"""Cycles: what they are, which step may follow which, and that a closed one takes no more writes (RULES 2)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from domain.calendar.periods import MONTHS_OF_A_QUARTER, MONTHS_OF_A_YEAR, add_months, quarter_of, whole_quarter_within
from domain.values.errors import TillerError
from domain.values.ids import CycleId

_A_DAY = timedelta(days=1)
_FISCAL = re.compile(r"FY\d\d-Q([1-4])", re.ASCII)
_QUARTER = re.compile(
    r"(?:(?P<fiscal>FY)(?=\d\d-)|(?=\d{4}-))(?P<year>\d+)-Q(?P<number>[1-4])", re.IGNORECASE | re.ASCII
)
_CENTURY = 2000


class CycleState(StrEnum):
    """The states of a cycle, only forward (RULES 2.1)."""

    DRAFT = "draft"
    ACTIVE = "active"
    SCORING = "scoring"
    CLOSED = "closed"


_ORDER = (CycleState.DRAFT, CycleState.ACTIVE, CycleState.SCORING, CycleState.CLOSED)


class CycleError(TillerError):
    """A cycle that cannot be, or a step that it cannot take."""


class CycleClosedError(CycleError):
    """A write into a cycle that is closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """A span of days `[start, end)`, usually a quarter.

    Attributes:
        activated_on: The day on which it became active; before the start it counts as the start (RULES 3.6).
    """

    id: CycleId
    name: str
    start: date
    end: date
    state: CycleState = CycleState.DRAFT
    activated_on: date | None = None

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise CycleError(f"{self.name} would end on {self.end}, before it starts on {self.start}.")

    @property
    def last_day(self) -> date:
        """The last day that belongs to the cycle."""
        return date.fromordinal(self.end.toordinal() - 1)

    @property
    def first_day(self) -> date:
        """The day from which the calendar counts: the later of start and activation (RULES 3.6)."""
        return self.start if self.activated_on is None else max(self.start, self.activated_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCycle:
    """A cycle that is not there yet: `[start, end)` and the name that it gets."""

    name: str
    start: date
    end: date


def next_cycle(cycle: Cycle, *, fiscal_start_month: int | None = None) -> NewCycle:
    """Return the cycle that follows: as many months, or days where it is not made of months (RULES 2.3)."""
    start = cycle.end
    months = (cycle.end.year - cycle.start.year) * MONTHS_OF_A_YEAR + cycle.end.month - cycle.start.month
    whole_months = cycle.start.day == cycle.end.day == 1
    end = add_months(start, months) if whole_months else start + (cycle.end - cycle.start)
    fiscal = fiscal_start_month or fiscal_start_of(cycle)
    return NewCycle(name=cycle_name(start, end, fiscal_start_month=fiscal), start=start, end=end)


def cycle_name(start: date, end: date, *, fiscal_start_month: int | None = None) -> str:
    """Name a cycle as the quarter it is, `2026-Q4` or `FY21-Q1`; else by its first and last day.

    Where the fiscal year's first month is not known, the calendar decides that the quarter fits.
    """
    last = end - _A_DAY
    quarter = whole_quarter_within(start, last, fiscal_start_month) or whole_quarter_within(start, last)
    return quarter.name if quarter is not None and quarter[:2] == (start, end) else f"{start} to {last}"


def parse_quarter(name: str, *, fiscal_start_month: int | None = None) -> NewCycle | None:
    """Return the quarter that a name such as `2027-Q1` or `FY27-Q1` means, or None where it means none.

    A fiscal name needs the month in which the fiscal year starts.
    """
    found = _QUARTER.fullmatch(name.strip())
    if found is None or (found["fiscal"] and fiscal_start_month in (None, 1)):
        return None
    year, month = int(found["year"]), 1
    if found["fiscal"] and fiscal_start_month is not None:
        year, month = _CENTURY + year - 1, fiscal_start_month
    start = add_months(date(year, month, 1), MONTHS_OF_A_QUARTER * (int(found["number"]) - 1))
    return NewCycle(name=name.strip().upper(), start=start, end=add_months(start, MONTHS_OF_A_QUARTER))


def fiscal_start_of(cycle: Cycle) -> int | None:
    """Return the first month of the fiscal year that a quarter is named after, or None where its name tells none."""
    found = _FISCAL.fullmatch(cycle.name)
    if found is None:
        return None
    first = add_months(cycle.start, -MONTHS_OF_A_QUARTER * (int(found[1]) - 1)).month
    return first if quarter_of(cycle.start, first).name == cycle.name else None


def move(cycle: Cycle, to: CycleState, *, on: date, reason: str = "") -> Cycle:
    """Return a cycle in a later state; a first step out of draft remembers the day from which the calendar counts.

    The one way back is from closed to scoring, with a reason. The state that it is in already changes nothing.

    Raises:
        CycleError: The step leads back, or a closed cycle would be reopened without a reason.
    """
    if to is cycle.state:
        return cycle
    if cycle.state is CycleState.CLOSED and to is CycleState.SCORING:
        if not reason.strip():
            raise CycleError(f"{cycle.name} is closed. Say in a line why it is reopened.")
        return replace(cycle, state=to)
    if _ORDER.index(to) < _ORDER.index(cycle.state):
        raise CycleError(f"{cycle.name} is {cycle.state}: it cannot go back to {to}.")
    # A cycle that came in as active has no such day and counts from its start: a later step must not set one.
    first_step = cycle.state is CycleState.DRAFT and cycle.activated_on is None
    return replace(cycle, state=to, activated_on=on if first_step else cycle.activated_on)


def require_open(cycle: Cycle, *, reopeners: Sequence[str] = ()) -> Cycle:
    """Return a cycle that may be written to.

    `reopeners` are the names of the coordinators; the refusal says who can reopen it.

    Raises:
        CycleClosedError: It is closed.
    """
    if cycle.state is CycleState.CLOSED:
        *others, final = reopeners or ("A coordinator",)
        who = f"{', '.join(others)} or {final}" if others else final
        raise CycleClosedError(f"{cycle.name} is closed. {who} can reopen it: /okr admin.")
    return cycle
