"""Key results are written, changed, cancelled and taken back (SPEC 2.5, 3.2 and 10)."""

from dataclasses import replace
from datetime import datetime

from domain.company.access import AccessError, require
from domain.company.teams import Person
from domain.okrs.access import may_edit_key_result, may_write_under
from domain.okrs.cycles import Cycle, CycleState
from domain.okrs.drafts import DraftRefusedError, Field, KeyResultDraft, checked
from domain.okrs.model import KeyResult, Objective, adjustment_of, measured_by
from domain.values.ids import KeyResultId, PersonId, key_result_name, objective_name
from handlers.organization import Organization
from handlers.usecases.checkins import linked_kpi as feeding
from handlers.usecases.checkins.record import GoneError
from handlers.usecases.okrs import cycles
from handlers.usecases.okrs.key_result_links import KINDS, check_links
from storage.store import Transaction

_NO_REASON = "Its cycle has begun: say in a line why this changes. Both scores will be shown."


def create(
    tx: Transaction, *, draft: KeyResultDraft, actor: PersonId, now: datetime, org: Organization, origin: str
) -> KeyResult:
    """Store a new key result.

    Args:
        tx: The transaction.
        draft: What is wanted.
        actor: Who writes it.
        now: The instant.
        world: The company.
        origin: Where it was written, for the audit: `modal`, `command`, `carry`.

    Raises:
        AccessError: The person may not write under this objective.
        CycleClosedError: The objective's cycle is closed.
        DraftRefusedError: Names every field that is missing or cannot be, with a sentence each.
        GoneError: The objective is gone.
    """
    objective = _objective(tx, draft)
    _require_to_add(tx, draft, objective, actor=actor, org=org)
    cycle = cycles.writable(tx, objective.cycle, org=org)
    check_links(tx, draft, org=org)
    added = tx.okrs.new_key_result(checked(draft, cycle=cycle))
    _note(tx, "created", added.id, None, added, actor=actor, now=now, origin=origin)
    if added.kpi is not None:
        feeding.feed(tx, [added.kpi], now=now, org=org)
    return added


def _require_to_add(
    tx: Transaction, draft: KeyResultDraft, objective: Objective, *, actor: PersonId, org: Organization
) -> None:
    """Let through who may write under the objective, and whoever carries on there what they may change (SPEC 2.6)."""
    person = person_of(actor, org)
    permission = may_write_under(person, objective, org.teams)
    before = tx.okrs.key_result(draft.predecessor) if draft.predecessor is not None else None
    served = tx.okrs.objective(before.objective) if before is not None else None
    if not permission.allowed and before is not None and served is not None and served.team == objective.team:
        permission = may_edit_key_result(person, before, served, org.teams)
    require(permission)


def change(
    tx: Transaction,
    *,
    key_result: KeyResultId,
    draft: KeyResultDraft,
    reason: str,
    actor: PersonId,
    now: datetime,
    org: Organization,
    origin: str,
) -> KeyResult:
    """Change a key result; where it came from (predecessor, alert) stays what it is.

    After its cycle was activated, what it is measured by changes only with a reason, and both scores are kept.

    Raises:
        AccessError: The person may not change it, or not write under the objective that it moves to.
        CycleClosedError: Its cycle is closed.
        DraftRefusedError: Names every field that is missing or cannot be; also a missing reason.
        GoneError: It is gone, or the objective that it moves to.
    """
    before, cycle = _theirs(tx, key_result, actor=actor, org=org)
    if draft.objective != before.objective:
        _check_move(tx, draft, cycle, actor=actor, org=org)
    check_links(tx, draft, org=org)
    wanted = checked(
        replace(draft, predecessor=before.predecessor, origin_alert=before.origin_alert), cycle=cycle, number=before.id
    )
    after = replace(wanted, cancelled=before.cancelled, returned_on=before.returned_on)
    if after == before:
        return before
    if cycle.state is not CycleState.DRAFT:
        _adjust(tx, before, after, reason=reason, actor=actor, now=now)
    tx.okrs.save_key_result(after)
    _note(tx, "changed", before.id, before, after, actor=actor, now=now, origin=origin, reason=reason)
    if after.kpi is not None and after.kpi != before.kpi:
        feeding.feed(tx, [after.kpi], now=now, org=org)
    return after


def _adjust(
    tx: Transaction, before: KeyResult, after: KeyResult, *, reason: str, actor: PersonId, now: datetime
) -> None:
    """Keep what a running key result was measured by, where that changes (SPEC 2.5)."""
    if after.metric is not before.metric:
        raise DraftRefusedError({Field.METRIC: _stays(before)})
    if len(after.milestones) < len(before.milestones) and tx.checkins.of([before.id]):
        raise DraftRefusedError(
            {Field.STEPS: "Steps were ticked by their place, so none can be taken away. Add, rename or weigh them."}
        )
    if measured_by(before) == measured_by(after):
        return
    if not reason.strip():
        raise DraftRefusedError({Field.REASON: _NO_REASON})
    tx.adjustments.add(adjustment_of(before, by=actor, at=now, reason=reason))


def _stays(key_result: KeyResult) -> str:
    name = key_result_name(key_result.id)
    return (
        f"{name} {KINDS[key_result.metric]}, and its cycle has begun: the kind stays. "
        f"Cancel {name} and write a new one."
    )


def cancel(
    tx: Transaction,
    *,
    key_result: KeyResultId,
    reason: str,
    actor: PersonId,
    now: datetime,
    org: Organization,
    origin: str,
) -> tuple[KeyResult, bool]:
    """Cancel a key result: it is listed, and not counted any more; again changes nothing.

    Returns:
        The key result, and whether it was live until now.

    Raises:
        AccessError: The person may not change it.
        CycleClosedError: Its cycle is closed.
        DraftRefusedError: There is no reason, and its cycle has begun.
        GoneError: It is gone.
    """
    before, cycle = _theirs(tx, key_result, actor=actor, org=org)
    if before.cancelled:
        return before, False
    if cycle.state is not CycleState.DRAFT and not reason.strip():
        name = key_result_name(before.id)
        raise DraftRefusedError({Field.REASON: f"Its cycle has begun: say in a line why {name} is cancelled."})
    after = replace(before, cancelled=True)
    tx.okrs.save_key_result(after)
    _note(tx, "cancelled", before.id, before, after, actor=actor, now=now, origin=origin, reason=reason)
    return after, True


def restore(
    tx: Transaction, *, key_result: KeyResultId, actor: PersonId, now: datetime, org: Organization, origin: str
) -> tuple[KeyResult, bool]:
    """Take a cancelled key result back; again changes nothing.

    Returns:
        The key result, and whether it was cancelled until now.

    Raises:
        AccessError: The person may not change it.
        CycleClosedError: Its cycle is closed.
        GoneError: It is gone.
    """
    before, _ = _theirs(tx, key_result, actor=actor, org=org)
    if not before.cancelled:
        return before, False
    after = replace(before, cancelled=False)
    tx.okrs.save_key_result(after)
    _note(tx, "restored", before.id, before, after, actor=actor, now=now, origin=origin)
    return after, True


def editable(tx: Transaction, key_result: KeyResultId, *, actor: PersonId, org: Organization) -> KeyResult:
    """Return a key result that a person may change, in a cycle that takes writes.

    Raises:
        AccessError: The person may not change it.
        CycleClosedError: Its cycle is closed.
        GoneError: It is gone.
    """
    return _theirs(tx, key_result, actor=actor, org=org)[0]


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


def _theirs(tx: Transaction, key_result: KeyResultId, *, actor: PersonId, org: Organization) -> tuple[KeyResult, Cycle]:
    known = tx.okrs.key_result(key_result)
    objective = tx.okrs.objective(known.objective) if known is not None else None
    if known is None or objective is None:
        raise GoneError(f"There is no {key_result_name(key_result)}.")
    require(may_edit_key_result(person_of(actor, org), known, objective, org.teams))
    return known, cycles.writable(tx, objective.cycle, org=org)


def _objective(tx: Transaction, draft: KeyResultDraft) -> Objective:
    found = tx.okrs.objective(draft.objective)
    if found is None:
        raise GoneError(f"There is no {objective_name(draft.objective)}.")
    return found


def _check_move(tx: Transaction, draft: KeyResultDraft, cycle: Cycle, *, actor: PersonId, org: Organization) -> None:
    objective = _objective(tx, draft)
    require(may_write_under(person_of(actor, org), objective, org.teams))
    if objective.cycle != cycle.id:
        sentence = f"{objective_name(objective.id)} belongs to another cycle. Carrying over makes a copy: /okr carry."
        raise DraftRefusedError({Field.OBJECTIVE: sentence})


def _note(
    tx: Transaction,
    action: str,
    key_result: KeyResultId,
    before: KeyResult | None,
    after: KeyResult,
    *,
    actor: PersonId,
    now: datetime,
    origin: str,
    reason: str = "",
) -> None:
    tx.audit.add(
        actor=actor,
        action=f"key result {action}: {reason.strip()}" if reason.strip() else f"key result {action}",
        subject=key_result_name(key_result),
        old=before,
        new=after,
        at=now,
        origin=origin,
    )
