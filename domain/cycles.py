"""Cycles: what they are, which step may follow which, and that a closed one takes no more writes (SPEC 2)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from domain.errors import TillerError
from domain.ids import CycleId


class CycleState(StrEnum):
    """The states of a cycle, only forward (SPEC 2.1)."""

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
        activated_on: The day on which it became active; before the start it counts as the start (SPEC 3.6).
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
        """The day from which the calendar counts: the later of start and activation (SPEC 3.6)."""
        return self.start if self.activated_on is None else max(self.start, self.activated_on)


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


def check_open(cycle: Cycle, *, reopeners: Sequence[str] = ()) -> Cycle:
    """Return a cycle that may be written to.

    `reopeners` are the names of the coordinators; the refusal says who can reopen it.

    Raises:
        CycleClosedError: It is closed.
    """
    if cycle.state is CycleState.CLOSED:
        *others, final = reopeners or ("A coordinator",)
        who = f"{', '.join(others)} or {final}" if others else final
        raise CycleClosedError(f"{cycle.name} is closed. {who} can reopen it.")
    return cycle
