"""Cycles: drafted, activated, scored, closed, reopened; by the calendar or by a coordinator (RULES 2)."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.company.access import AccessError, may_run_cycles, require
from domain.company.teams import team_day
from domain.ledger.occurrences import Job, Occurrence, OccurrenceState
from domain.okrs.cycles import Cycle, CycleError, CycleState, NewCycle, move, next_cycle, require_open
from domain.values.ids import CycleId, PersonId
from handlers.context import ActorContext, Context
from handlers.organization import Organization
from handlers.usecases.company.query_parser import NotUnderstoodError, shorten, suggest_like
from handlers.usecases.okrs.scoring_pages import closes_on
from storage.store import Transaction

CALENDAR = "tiller"
"""Who did it, in the audit log, where nobody did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleOverview:
    """A cycle with how much is in it; cancelled key results are not counted."""

    cycle: Cycle
    objectives: int
    key_results: int


def writable(ctx: Context, cycle: CycleId) -> Cycle:
    """Return a cycle that takes writes: any that is not closed (RULES 2.4).

    Raises:
        CycleClosedError: It is closed; the sentence says who can reopen it.
        CycleError: It is gone.
    """
    known = ctx.tx.cycles.get(cycle)
    if known is None:
        raise CycleError("Its cycle is not there any more.")
    return require_open(known, reopeners=_reopeners(ctx.org))


def _reopeners(org: Organization) -> list[str]:
    return [org.names[person] for person in org.coordinators()]


def start_scoring(tx: Transaction, *, cycle: CycleId, now: datetime) -> Cycle | None:
    """Move an active cycle on to scoring; None when it is not active any more."""
    known = tx.cycles.get(cycle)
    return _move(tx, known, CycleState.SCORING, now) if known and known.state is CycleState.ACTIVE else None


def close(tx: Transaction, *, cycle: CycleId, now: datetime) -> Cycle | None:
    """Close a cycle, so that its scores are final; None when it is closed already."""
    known = tx.cycles.get(cycle)
    return _move(tx, known, CycleState.CLOSED, now) if known and known.state is not CycleState.CLOSED else None


def overview(tx: Transaction) -> list[CycleOverview]:
    """Tell all cycles with how much is in them, the latest first."""
    return [amount_in(tx, cycle) for cycle in reversed(tx.cycles.all())]


def amount_in(tx: Transaction, cycle: Cycle) -> CycleOverview:
    """Tell how much is in a cycle."""
    live = sum(not key_result.cancelled for key_result in tx.okrs.key_results(cycle.id))
    return CycleOverview(cycle=cycle, objectives=len(tx.okrs.objectives(cycle.id)), key_results=live)


def cycle_leading(tx: Transaction, words: str, *, command: str) -> tuple[Cycle, str]:
    """Return the cycle whose name a line begins with, in any case, and what follows.

    Raises:
        NotUnderstoodError: It begins with none; says what may have been meant after `command`, and what there is.
    """
    cycles = sorted(tx.cycles.all(), key=lambda cycle: -len(cycle.name))
    for cycle in cycles:
        name = cycle.name.casefold()
        if f"{words.casefold()} ".startswith(f"{name} "):
            return cycle, words[len(name) :].strip()
    known = [cycle.name for cycle in tx.cycles.all()]
    first = words.partition(" ")[0]
    said = f"There is no cycle ‘{shorten(first)}’." if first else "Which cycle?"
    raise NotUnderstoodError(said, near=suggest_like(first, {name: f"{command} {name}" for name in known}), known=known)


def follower(tx: Transaction, cycle: Cycle) -> Cycle | None:
    """Return the cycle that comes after another: the first that does not begin before its end, or None."""
    return next((item for item in tx.cycles.all() if item.start >= cycle.end), None)


def draft_next(tx: Transaction, *, cycle: Cycle, now: datetime, fiscal_start_month: int | None = None) -> Cycle | None:
    """Draft the cycle that follows another; None where one lies there already (RULES 2.3)."""
    wanted = next_cycle(cycle, fiscal_start_month=fiscal_start_month)
    for item in tx.cycles.all():
        if item.name == wanted.name or (item.start < wanted.end and wanted.start < item.end):
            return None
    return _create_draft(tx, wanted, actor=CALENDAR, origin="calendar", now=now)


def draft(ctx: ActorContext, *, wanted: NewCycle, origin: str) -> Cycle:
    """Draft a cycle by hand.

    Raises:
        AccessError: The person is no coordinator.
        CycleError: One of this name is there, or one on some of its days, or it would end before it starts.
    """
    require_coordinator(ctx.actor, org=ctx.org)
    for known in ctx.tx.cycles.all():
        if known.name.casefold() == wanted.name.casefold():
            raise CycleError(f"{known.name} is there already, from {known.start} to {known.last_day}.")
        if known.start < wanted.end and wanted.start < known.end:
            raise CycleError(
                f"{known.name} lies on some of these days: it runs from {known.start} to {known.last_day}."
            )
    return _create_draft(ctx.tx, wanted, actor=ctx.actor, origin=origin, now=ctx.now)


def _create_draft(tx: Transaction, wanted: NewCycle, *, actor: str, origin: str, now: datetime) -> Cycle:
    # Built first, so that what cannot be is refused before anything is written.
    Cycle(id=CycleId(0), name=wanted.name, start=wanted.start, end=wanted.end)
    added = tx.cycles.add(name=wanted.name, start=wanted.start, end=wanted.end, state=CycleState.DRAFT)
    days = f"{added.start} to {added.last_day}"
    tx.audit.add(actor=actor, action="cycle draft", subject=added.name, old=None, new=days, at=now, origin=origin)
    return added


def activate(ctx: ActorContext, *, cycle: CycleId, origin: str) -> tuple[Cycle, bool]:
    """Activate a draft, so that its objectives are asked about; again changes nothing.

    Returns:
        The cycle, and whether it was a draft until now.

    Raises:
        AccessError: The person is no coordinator.
        CycleError: It is past that, or over already.
    """
    require_coordinator(ctx.actor, org=ctx.org)
    known = _require_known(ctx.tx, cycle)
    today = company_day(ctx.now, org=ctx.org)
    if known.state is CycleState.DRAFT and today >= known.end:
        raise CycleError(f"{known.name} ended on {known.last_day}: there is nothing left to ask about in it.")
    changed = move(known, CycleState.ACTIVE, on=today)
    return _store(ctx.tx, known, changed, actor=ctx.actor, now=ctx.now, origin=origin), changed != known


def close_by_hand(ctx: ActorContext, *, cycle: CycleId, origin: str) -> tuple[Cycle, bool]:
    """Close a cycle before the calendar does, or again after it was reopened; again changes nothing.

    Returns:
        The cycle, and whether it was open until now.

    Raises:
        AccessError: The person is no coordinator.
        CycleError: It is still a draft.
    """
    require_coordinator(ctx.actor, org=ctx.org)
    known = _require_known(ctx.tx, cycle)
    if known.state is CycleState.DRAFT:
        raise CycleError(f"{known.name} is still a draft: there is nothing to close.")
    changed = move(known, CycleState.CLOSED, on=company_day(ctx.now, org=ctx.org))
    return _store(ctx.tx, known, changed, actor=ctx.actor, now=ctx.now, origin=origin), changed != known


def reopen(ctx: ActorContext, *, cycle: CycleId, reason: str, origin: str) -> tuple[Cycle, bool]:
    """Reopen a closed cycle for scores, with a reason; one that is being scored stays as it is.

    Returns:
        The cycle, and whether it was closed until now.

    Raises:
        AccessError: The person is no coordinator.
        CycleError: There is no reason, or it was never closed.
    """
    require_coordinator(ctx.actor, org=ctx.org)
    known = _require_known(ctx.tx, cycle)
    if known.state in (CycleState.DRAFT, CycleState.ACTIVE):
        raise CycleError(f"{known.name} was never closed: there is nothing to reopen.")
    today = company_day(ctx.now, org=ctx.org)
    changed = move(known, CycleState.SCORING, on=today, reason=reason)
    if changed == known:
        return known, False
    if today >= closes_on(known, org=ctx.org):
        _keep_open(ctx.tx, known, now=ctx.now)
    return _store(ctx.tx, known, changed, actor=ctx.actor, now=ctx.now, origin=origin, reason=reason), True


def _keep_open(tx: Transaction, cycle: Cycle, *, now: datetime) -> None:
    """Keep the calendar from closing a cycle again at once: its closing day is over, so a coordinator closes it."""
    tx.occurrences.claim(
        Occurrence(key=summary_key(cycle.id), job=Job.SUMMARY, due_at=now, cycle=cycle.id, period=cycle.name),
        now=now,
        state=OccurrenceState.SKIPPED,
        reason="reopened by hand, so it is closed by hand",
        snapshot=None,
    )


def summary_key(cycle: CycleId) -> str:
    """Return the key of the occurrence that closes a cycle and sums it up."""
    return f"summary:{cycle}"


def require_coordinator(actor: PersonId, *, org: Organization) -> None:
    """Let only coordinators through.

    Raises:
        AccessError: The person is none; the sentence says who is.
    """
    person = org.people.get(actor)
    if person is None:
        raise AccessError("I don't know you yet. Ask a coordinator to add you to a team.")
    require(may_run_cycles(person, coordinators=_reopeners(org)))


def company_day(now: datetime, *, org: Organization) -> date:
    """Return the day that it is for the company."""
    return team_day(org.root(), now)


def _require_known(tx: Transaction, cycle: CycleId) -> Cycle:
    found = tx.cycles.get(cycle)
    if found is None:
        raise CycleError("This cycle is not there any more.")
    return found


def _store(
    tx: Transaction, known: Cycle, changed: Cycle, *, actor: str, now: datetime, origin: str, reason: str = ""
) -> Cycle:
    if changed != known:
        tx.cycles.save(changed)
        new = f"{changed.state}: {reason.strip()}" if reason.strip() else changed.state
        tx.audit.add(
            actor=actor,
            action=f"cycle {changed.state}",
            subject=known.name,
            old=known.state,
            new=new,
            at=now,
            origin=origin,
        )
    return changed


def _move(tx: Transaction, known: Cycle, state: CycleState, now: datetime) -> Cycle:
    return _store(tx, known, move(known, state, on=now.date()), actor=CALENDAR, now=now, origin="calendar")
