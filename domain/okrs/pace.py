"""Pace: the past against the calendar (RULES 3.6 and 3.7).

The calendar runs from the cycle's first day to a key result's last: its own, where it has one, else the cycle's. Where
it shall be on the way may be said by checkpoints; then the calendar is read between them.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.okrs.cycles import Cycle, CycleState
from domain.okrs.model import PACED, KeyResult
from domain.okrs.progress import progress_of
from domain.okrs.status_model import Pace
from domain.values.arithmetic import EXACT, ONE, ZERO, no_minus

QUIET_UNTIL = Decimal("0.15")
"""Nothing is said about pace before this much is expected (RULES 3.7)."""
BEHIND_AFTER = Decimal("0.10")
WELL_BEHIND_AFTER = Decimal("0.25")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A day, and the progress in [0, 1] that is expected on it."""

    day: date
    ratio: Decimal


def expected_progress(*, first_day: date, last_day: date, today: date) -> Decimal:
    """Return `(today − first day) ÷ (last day − first day)` in whole days, cut to [0, 1] (RULES 3.6).

    When there is no day between the two, everything is expected from the last day on.
    """
    gone, every = _days(first_day=first_day, last_day=last_day, today=today)
    if every == 0:
        return ONE if today >= last_day else ZERO
    return EXACT.divide(Decimal(gone), Decimal(every))


def _days(*, first_day: date, last_day: date, today: date) -> tuple[int, int]:
    every = max(0, (last_day - first_day).days)
    return min(every, max(0, (today - first_day).days)), every


def last_day_of(key_result: KeyResult, cycle: Cycle) -> date:
    """Return a key result's last day: the earlier of its own and its cycle's."""
    return cycle.last_day if key_result.due is None else min(key_result.due, cycle.last_day)


def expected_marks(key_result: KeyResult, cycle: Cycle) -> tuple[Mark, ...]:
    """Return what is expected when: nothing on the first day, its checkpoints, everything on the last.

    Checkpoints that are not between the first and the last day say nothing, since these two are fixed.
    """
    first, last = cycle.first_day, last_day_of(key_result, cycle)
    between = [
        Mark(day=checkpoint.day, ratio=progress_of(key_result, checkpoint.value).ratio)
        for checkpoint in key_result.checkpoints
        if first < checkpoint.day < last
    ]
    return (Mark(day=first, ratio=ZERO), *between, Mark(day=last, ratio=ONE))


def leg_of(key_result: KeyResult, cycle: Cycle, today: date) -> tuple[Mark, Mark]:
    """Return the two marks between which a day lies: the last leg after the end, the first one before the start."""
    marks = expected_marks(key_result, cycle)
    ahead = next((at for at, mark in enumerate(marks[1:-1], start=1) if today < mark.day), len(marks) - 1)
    return marks[ahead - 1], marks[ahead]


def calendar_of(key_result: KeyResult, cycle: Cycle, today: date) -> tuple[int, int, Decimal | None]:
    """Return the whole days gone, the days in all, and what is expected: 0, 0 and None where nothing is.

    Nothing is expected of what has no half way (maintain, binary, baseline), nor of what is cancelled (RULES 3.6).
    """
    if key_result.metric not in PACED or key_result.cancelled:
        return 0, 0, None
    first, last = cycle.first_day, last_day_of(key_result, cycle)
    gone, every = _days(first_day=first, last_day=last, today=today)
    if not key_result.checkpoints:
        return gone, every, expected_progress(first_day=first, last_day=last, today=today)
    return gone, every, _interpolate(*leg_of(key_result, cycle, today), today)


def _interpolate(start: Mark, end: Mark, today: date) -> Decimal:
    share = expected_progress(first_day=start.day, last_day=end.day, today=today)
    return no_minus(EXACT.add(start.ratio, EXACT.multiply(EXACT.subtract(end.ratio, start.ratio), share)))


def pace_of(progress_ratio: Decimal | None, expected: Decimal | None, *, ended: bool) -> Pace:
    """Return the word for the past against the calendar (RULES 3.7).

    Args:
        progress_ratio: In [0, 1], or None while nothing is known; after the end that is a miss.
        expected: In [0, 1], or None where nothing is expected before the end.
        ended: Whether the last day is over.
    """
    if ended:
        return Pace.ON_PACE if progress_ratio is not None and progress_ratio >= 1 else Pace.MISSED
    if expected is None or progress_ratio is None:
        return Pace.UNDEFINED
    if expected < QUIET_UNTIL:
        return Pace.TOO_EARLY
    gap = EXACT.subtract(expected, progress_ratio)
    if gap <= BEHIND_AFTER:
        return Pace.ON_PACE
    return Pace.BEHIND if gap <= WELL_BEHIND_AFTER else Pace.WELL_BEHIND


def gap_of(expected: Decimal | None, ratio: Decimal | None) -> Decimal | None:
    """Return expected − progress, in [−1, 1]; None where either is missing."""
    if expected is None or ratio is None:
        return None
    return no_minus(EXACT.subtract(expected, ratio))


def has_ended(cycle: Cycle, today: date) -> bool:
    """Tell whether a cycle's last day is over, or it was closed before."""
    return today > cycle.last_day or cycle.state is CycleState.CLOSED


def is_over(key_result: KeyResult, cycle: Cycle, today: date) -> bool:
    """Tell whether a key result's last day is over, or its cycle was closed before."""
    return today > last_day_of(key_result, cycle) or cycle.state is CycleState.CLOSED
