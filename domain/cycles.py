"""The life of a cycle: which step may follow which, and that a closed one takes no more writes (SPEC 2.1 and 2.4)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.okrs import Cycle, CycleError, CycleState

_ORDER = (CycleState.DRAFT, CycleState.ACTIVE, CycleState.SCORING, CycleState.CLOSED)


class CycleClosedError(CycleError):
    """A write into a cycle that is closed."""


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
