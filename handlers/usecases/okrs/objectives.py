"""Objectives are written and changed (RULES 1, 4.8 and 10)."""

from dataclasses import replace

from domain.company.access import may_write_objective, require
from domain.okrs.access import may_edit_objective
from domain.okrs.cycles import Cycle
from domain.okrs.drafts import DraftRefusedError, Field, ObjectiveDraft
from domain.okrs.model import Objective
from domain.values.errors import TillerError
from domain.values.ids import CycleId, ObjectiveId, PersonId, objective_name
from handlers.context import ActorContext, Context
from handlers.usecases.checkins.record import GoneError
from handlers.usecases.okrs import cycles
from handlers.usecases.okrs.key_results import person_of
from storage.store import Transaction


class ParentError(TillerError):
    """Something that an objective cannot serve."""


def create(ctx: ActorContext, *, draft: ObjectiveDraft, cycle: CycleId, origin: str) -> Objective:
    """Store a new objective in a cycle.

    Raises:
        AccessError: The person may not write it for this team and owner.
        CycleClosedError: The cycle is closed.
        DraftRefusedError: Names every field that is missing or cannot be, with a sentence each.
    """
    person = person_of(ctx.actor, ctx.org)
    require(may_write_objective(person, team=draft.team, owner=draft.owner, teams=ctx.org.teams))
    into = cycles.writable(ctx, cycle)
    owner = _check(ctx, draft, into, number=None)
    added = ctx.tx.okrs.add_objective(
        cycle=cycle,
        team=draft.team,
        owner=owner,
        title=draft.title.strip(),
        commitment=draft.commitment,
        parent_objective=draft.parent_objective,
        parent_key_result=draft.parent_key_result,
    )
    if draft.guardrails:
        added = replace(added, guardrails=draft.guardrails)
        ctx.tx.okrs.save_objective(added)
    _note(ctx, "created", None, added, origin=origin)
    return added


def change(ctx: ActorContext, *, objective: ObjectiveId, draft: ObjectiveDraft, origin: str) -> Objective:
    """Change an objective; its cycle stays.

    Raises:
        AccessError: The person may not change it, or not give it to this team.
        CycleClosedError: Its cycle is closed.
        DraftRefusedError: Names every field that is missing or cannot be, with a sentence each.
        GoneError: It is gone.
    """
    before, cycle = _theirs(ctx, objective)
    if draft.team != before.team:
        require(
            may_write_objective(person_of(ctx.actor, ctx.org), team=draft.team, owner=draft.owner, teams=ctx.org.teams)
        )
    owner = _check(ctx, draft, cycle, number=before.id)
    after = replace(
        before,
        team=draft.team,
        owner=owner,
        title=draft.title.strip(),
        commitment=draft.commitment,
        parent_objective=draft.parent_objective,
        parent_key_result=draft.parent_key_result,
        guardrails=draft.guardrails,
    )
    if ctx.tx.okrs.save_objective(after):
        _note(ctx, "changed", before, after, origin=origin)
    return after


def editable(ctx: ActorContext, objective: ObjectiveId) -> Objective:
    """Return an objective that a person may change, in a cycle that takes writes.

    Raises:
        AccessError: The person may not change it.
        CycleClosedError: Its cycle is closed.
        GoneError: It is gone.
    """
    return _theirs(ctx, objective)[0]


def draft_of(objective: Objective) -> ObjectiveDraft:
    """Return an objective as a draft, to be changed."""
    return ObjectiveDraft(
        team=objective.team,
        owner=objective.owner,
        title=objective.title,
        commitment=objective.commitment,
        parent_objective=objective.parent_objective,
        parent_key_result=objective.parent_key_result,
        guardrails=objective.guardrails,
    )


def _theirs(ctx: ActorContext, objective: ObjectiveId) -> tuple[Objective, Cycle]:
    known = ctx.tx.okrs.objective(objective)
    if known is None:
        raise GoneError(f"There is no {objective_name(objective)}.")
    require(may_edit_objective(person_of(ctx.actor, ctx.org), known, ctx.org.teams))
    return known, cycles.writable(ctx, known.cycle)


def _check(ctx: Context, draft: ObjectiveDraft, cycle: Cycle, *, number: ObjectiveId | None) -> PersonId:
    """Check an objective's parts, and return who owns it."""
    problems: dict[Field, str] = {}
    if not draft.title.strip():
        problems[Field.TITLE] = "What do you want to become? For example: Become the obvious choice for mid-market."
    owner = ctx.org.people.get(draft.owner) if draft.owner is not None else None
    if owner is None or not owner.active:
        problems[Field.OWNER] = "I don’t know this person. A coordinator can add them to a team."
    if draft.team not in ctx.org.teams:
        problems[Field.TEAM] = "This team is not there any more. Choose another one."
    try:
        _check_parent(ctx.tx, draft, cycle, number)
    except ParentError as refused:
        problems[Field.PARENT] = str(refused)
    gone = [key for key in draft.guardrails if ctx.tx.kpis.get(key) is None]
    if gone:
        problems[Field.GUARDRAILS] = f"There is no KPI ‘{gone[0]}’ any more."
    if problems or owner is None:
        raise DraftRefusedError(problems)
    return owner.id


def _check_parent(tx: Transaction, draft: ObjectiveDraft, cycle: Cycle, number: ObjectiveId | None) -> None:
    """Check that what an objective serves lies in its own cycle and does not lead back to it."""
    above = _find_parent(tx, draft)
    seen: set[ObjectiveId] = set()
    while above is not None and above.id not in seen:
        if above.id == number:
            raise ParentError(f"{objective_name(above.id)} would serve itself. Choose something above it.")
        if not seen and above.cycle != cycle.id:
            raise ParentError(f"{objective_name(above.id)} belongs to another cycle than {cycle.name}.")
        seen.add(above.id)
        above = _find_parent(tx, draft_of(above))


def _find_parent(tx: Transaction, draft: ObjectiveDraft) -> Objective | None:
    if draft.parent_objective is not None:
        return tx.okrs.objective(draft.parent_objective)
    served = tx.okrs.key_result(draft.parent_key_result) if draft.parent_key_result is not None else None
    return tx.okrs.objective(served.objective) if served is not None else None


def _note(ctx: ActorContext, action: str, before: Objective | None, after: Objective, *, origin: str) -> None:
    ctx.tx.audit.add(
        actor=ctx.actor,
        action=f"objective {action}",
        subject=objective_name(after.id),
        old=before,
        new=after,
        at=ctx.now,
        origin=origin,
    )
