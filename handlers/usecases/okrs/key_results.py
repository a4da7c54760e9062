"""Key results are written, changed, cancelled and taken back (RULES 2.5, 3.2 and 10)."""

from dataclasses import replace

from domain.company.access import AccessError, require
from domain.company.teams import Person
from domain.okrs.access import may_edit_key_result, may_write_under
from domain.okrs.cycles import Cycle, CycleState
from domain.okrs.drafts import DraftRefusedError, Field, KeyResultDraft, make_key_result
from domain.okrs.model import KeyResult, KeyResultError, Objective, adjustment_of, measure_of
from domain.values.ids import KeyResultId, PersonId, key_result_name, objective_name
from handlers.context import ActorContext
from handlers.organization import Organization
from handlers.usecases.checkins import linked_kpi
from handlers.usecases.checkins.record import GoneError
from handlers.usecases.okrs import cycles
from handlers.usecases.okrs.key_result_links import KINDS, check_links
from storage.store import Transaction


def create(ctx: ActorContext, *, draft: KeyResultDraft, origin: str) -> KeyResult:
    """Store a new key result.

    Args:
        ctx: The transaction, the moment, the company, and who acts.
        draft: What is wanted.
        origin: Where it was written, for the audit: `modal`, `command`, `carry`.

    Raises:
        AccessError: The person may not write under this objective.
        CycleClosedError: The objective's cycle is closed.
        DraftRefusedError: Names every field that is missing or cannot be, with a sentence each.
        GoneError: The objective is gone.
    """
    objective = _objective(ctx.tx, draft)
    _require_to_add(ctx, draft, objective)
    cycle = cycles.writable(ctx, objective.cycle)
    check_links(ctx, draft)
    added = ctx.tx.okrs.new_key_result(make_key_result(draft, cycle=cycle))
    _note(ctx, "created", added.id, None, added, origin=origin)
    if added.kpi is not None:
        linked_kpi.feed(ctx, [added.kpi])
    return added


def _require_to_add(ctx: ActorContext, draft: KeyResultDraft, objective: Objective) -> None:
    """Let through who may write under the objective, and whoever carries on there what they may change (RULES 2.6)."""
    person = person_of(ctx.actor, ctx.org)
    permission = may_write_under(person, objective, ctx.org.teams)
    before = ctx.tx.okrs.key_result(draft.predecessor) if draft.predecessor is not None else None
    served = ctx.tx.okrs.objective(before.objective) if before is not None else None
    if not permission.allowed and before is not None and served is not None and served.team == objective.team:
        permission = may_edit_key_result(person, before, served, ctx.org.teams)
    require(permission)


def change(ctx: ActorContext, *, key_result: KeyResultId, draft: KeyResultDraft, reason: str, origin: str) -> KeyResult:
    """Change a key result; where it came from (predecessor, alert) stays what it is.

    After its cycle was activated, what it is measured by changes only with a reason, and both scores are kept.

    Raises:
        AccessError: The person may not change it, or not write under the objective that it moves to.
        CycleClosedError: Its cycle is closed.
        DraftRefusedError: Names every field that is missing or cannot be; also a missing reason.
        GoneError: It is gone, or the objective that it moves to.
    """
    before, cycle = _theirs(ctx, key_result)
    if draft.objective != before.objective:
        _check_move(ctx, draft, cycle)
    check_links(ctx, draft)
    wanted = make_key_result(
        replace(draft, predecessor=before.predecessor, origin_alert=before.origin_alert), cycle=cycle, number=before.id
    )
    after = replace(wanted, cancelled=before.cancelled, returned_on=before.returned_on)
    if after == before:
        return before
    if cycle.state is not CycleState.DRAFT:
        _adjust(ctx, before, after, reason=reason)
    ctx.tx.okrs.save_key_result(after)
    _note(ctx, "changed", before.id, before, after, origin=origin, reason=reason)
    if after.kpi is not None and after.kpi != before.kpi:
        linked_kpi.feed(ctx, [after.kpi])
    return after


def _adjust(ctx: ActorContext, before: KeyResult, after: KeyResult, *, reason: str) -> None:
    """Keep what a running key result was measured by, where that changes (RULES 2.5)."""
    if after.metric is not before.metric:
        raise DraftRefusedError({Field.METRIC: _stays(before)})
    if len(after.milestones) < len(before.milestones) and ctx.tx.checkins.of([before.id]):
        raise DraftRefusedError(
            {Field.STEPS: "Steps were ticked by their place, so none can be taken away. Add, rename or weigh them."}
        )
    if measure_of(before) == measure_of(after):
        return
    try:
        adjustment = adjustment_of(before, by=ctx.actor, at=ctx.now, reason=reason)
    except KeyResultError as refused:
        raise DraftRefusedError({Field.REASON: str(refused)}) from refused
    ctx.tx.adjustments.add(adjustment)


def _stays(key_result: KeyResult) -> str:
    name = key_result_name(key_result.id)
    return (
        f"{name} {KINDS[key_result.metric]}, and its cycle has begun: the kind stays. "
        f"Cancel {name} and write a new one."
    )


def cancel(ctx: ActorContext, *, key_result: KeyResultId, reason: str, origin: str) -> tuple[KeyResult, bool]:
    """Cancel a key result: it is listed, and not counted any more; again changes nothing.

    Returns:
        The key result, and whether it was live until now.

    Raises:
        AccessError: The person may not change it.
        CycleClosedError: Its cycle is closed.
        DraftRefusedError: There is no reason, and its cycle has begun.
        GoneError: It is gone.
    """
    before, cycle = _theirs(ctx, key_result)
    if before.cancelled:
        return before, False
    if cycle.state is not CycleState.DRAFT and not reason.strip():
        name = key_result_name(before.id)
        raise DraftRefusedError({Field.REASON: f"Its cycle has begun: say in a line why {name} is cancelled."})
    after = replace(before, cancelled=True)
    ctx.tx.okrs.save_key_result(after)
    _note(ctx, "cancelled", before.id, before, after, origin=origin, reason=reason)
    return after, True


def restore(ctx: ActorContext, *, key_result: KeyResultId, origin: str) -> tuple[KeyResult, bool]:
    """Take a cancelled key result back; again changes nothing.

    Returns:
        The key result, and whether it was cancelled until now.

    Raises:
        AccessError: The person may not change it.
        CycleClosedError: Its cycle is closed.
        GoneError: It is gone.
    """
    before, _ = _theirs(ctx, key_result)
    if not before.cancelled:
        return before, False
    after = replace(before, cancelled=False)
    ctx.tx.okrs.save_key_result(after)
    _note(ctx, "restored", before.id, before, after, origin=origin)
    return after, True


def editable(ctx: ActorContext, key_result: KeyResultId) -> KeyResult:
    """Return a key result that a person may change, in a cycle that takes writes.

    Raises:
        AccessError: The person may not change it.
        CycleClosedError: Its cycle is closed.
        GoneError: It is gone.
    """
    return _theirs(ctx, key_result)[0]


def may_edit(key_result: KeyResult, objective: Objective, *, actor: PersonId, org: Organization) -> bool:
    """Tell whether a person would be let change a key result, as far as who they are is concerned."""
    person = org.people.get(actor)
    return person is not None and may_edit_key_result(person, key_result, objective, org.teams).allowed


def person_of(actor: PersonId, org: Organization) -> Person:
    """Return who acts.

    Raises:
        AccessError: Nobody has added them yet.
    """
    person = org.people.get(actor)
    if person is None:
        raise AccessError("I don't know you yet. Ask a coordinator to add you to a team.")
    return person


def _theirs(ctx: ActorContext, key_result: KeyResultId) -> tuple[KeyResult, Cycle]:
    known = ctx.tx.okrs.key_result(key_result)
    objective = ctx.tx.okrs.objective(known.objective) if known is not None else None
    if known is None or objective is None:
        raise GoneError(f"There is no {key_result_name(key_result)}.")
    require(may_edit_key_result(person_of(ctx.actor, ctx.org), known, objective, ctx.org.teams))
    return known, cycles.writable(ctx, objective.cycle)


def _objective(tx: Transaction, draft: KeyResultDraft) -> Objective:
    found = tx.okrs.objective(draft.objective)
    if found is None:
        raise GoneError(f"There is no {objective_name(draft.objective)}.")
    return found


def _check_move(ctx: ActorContext, draft: KeyResultDraft, cycle: Cycle) -> None:
    objective = _objective(ctx.tx, draft)
    require(may_write_under(person_of(ctx.actor, ctx.org), objective, ctx.org.teams))
    if objective.cycle != cycle.id:
        sentence = f"{objective_name(objective.id)} belongs to another cycle. Carrying over makes a copy: /okr carry."
        raise DraftRefusedError({Field.OBJECTIVE: sentence})


def _note(
    ctx: ActorContext,
    action: str,
    key_result: KeyResultId,
    before: KeyResult | None,
    after: KeyResult,
    *,
    origin: str,
    reason: str = "",
) -> None:
    ctx.tx.audit.add(
        actor=ctx.actor,
        action=f"key result {action}: {reason.strip()}" if reason.strip() else f"key result {action}",
        subject=key_result_name(key_result),
        old=before,
        new=after,
        at=ctx.now,
        origin=origin,
    )
