"""The cycle that an OKR file is for: by name, or by its first and last day (RULES 2)."""

import re
from datetime import date, datetime, timedelta

from domain.company.teams import Role
from domain.okrs.cycles import Cycle, CycleState, cycle_name, require_open
from domain.values.errors import TillerError
from handlers.usecases.imports import cells
from handlers.usecases.imports.lookup import did_you_mean
from handlers.usecases.imports.trail import ACTOR
from storage.store import Transaction

_SPAN = re.compile(r"\s*(\S+?)\s*(?::|\.\.)\s*(\S+)\s*")
_LONGEST = timedelta(days=400)


class CycleWordError(TillerError):
    """A cycle that is not known, or that takes no more objectives."""


def cycle_for(tx: Transaction, word: str, *, now: datetime, fiscal_start_month: int | None = None) -> Cycle:
    """Return the cycle with this name or span (`2020-02-01:2020-04-30`, both days included); a new span is created.

    A new cycle is active from its first day. It is named as the quarter it is, by the fiscal year's first month or,
    where that is not known, by the calendar it fits.

    Raises:
        CycleClosedError: It is closed; the sentence says who can reopen it.
        CycleWordError: No such cycle, or a span that cannot be.
    """
    span = _span(word)
    cycle = tx.cycles.by_name(word.strip()) if span is None else _find_by_span(tx, *span)
    if cycle is None and span is None:
        known = [cycle.name for cycle in tx.cycles.all()]
        raise CycleWordError(
            f"There is no cycle ‘{word}’.{did_you_mean(word, known)} "
            "Write its name, or its first and last day as in 2026-10-01:2026-12-31."
        )
    if cycle is None and span is not None:
        cycle = _create(tx, *span, now=now, fiscal_start_month=fiscal_start_month)
    if cycle is None:
        raise CycleWordError(f"There is no cycle ‘{word}’.")
    coordinators = [person for person in tx.people.all() if person.role is Role.COORDINATOR and person.active]
    return require_open(cycle, reopeners=[person.name for person in coordinators])


def _span(word: str) -> tuple[date, date] | None:
    found = _SPAN.fullmatch(word)
    if found is None:
        return None
    first, last = cells.day(found[1]), cells.day(found[2])
    if last <= first:
        raise CycleWordError(f"A cycle from {first} to {last} would end before it starts.")
    if last - first > _LONGEST:
        raise CycleWordError(f"A cycle from {first} to {last} is longer than a year. Most are a quarter.")
    return first, last


def _find_by_span(tx: Transaction, first: date, last: date) -> Cycle | None:
    return next((cycle for cycle in tx.cycles.all() if (cycle.start, cycle.last_day) == (first, last)), None)


def _create(tx: Transaction, first: date, last: date, *, now: datetime, fiscal_start_month: int | None) -> Cycle:
    end = last + timedelta(days=1)
    name = cycle_name(first, end, fiscal_start_month=fiscal_start_month)
    taken = tx.cycles.by_name(name)
    if taken is not None:
        raise CycleWordError(f"{name} exists already, from {taken.start} to {taken.last_day}.")
    cycle = tx.cycles.add(name=name, start=first, end=end, state=CycleState.ACTIVE)
    tx.audit.add(
        actor=ACTOR,
        action="import",
        subject=f"cycle:{cycle.id}",
        old=None,
        new={"name": name, "start": str(first), "end": str(end)},
        at=now,
        origin="csv",
    )
    return cycle
