"""Objectives and key results as somebody asks for them: who sees what, loaded in a few reads (RULES 9)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.company.teams import team_day
from domain.okrs.access import may_check_in
from domain.okrs.cycles import Cycle
from domain.okrs.model import CheckIn, Metric, Objective
from domain.okrs.status_model import Disagreement, KeyResultStatus, ObjectiveStatus, OkrState, Pace
from domain.values.errors import TillerError
from domain.values.ids import CycleId, KeyResultId, ObjectiveId, PersonId, TeamKey, key_result_name, objective_name
from handlers.context import ActorContext, Context
from handlers.organization import Organization
from handlers.usecases.checkins import prompts
from handlers.usecases.company.query_parser import Only, Question
from handlers.usecases.status import okrs
from storage.store import Transaction

_AT_RISK = (OkrState.AT_RISK, OkrState.OFF_TRACK)
_FAR_BEHIND = (Pace.WELL_BEHIND, Pace.MISSED)


class UnknownIdError(TillerError):
    """There is nothing with this short id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyResultCard:
    """One key result, the objective that it belongs to, what was said about it, and whether the asker may answer."""

    status: KeyResultStatus
    objective: ObjectiveStatus
    history: tuple[CheckIn, ...]
    may_check_in: bool


def objectives_for(ctx: Context, question: Question) -> list[ObjectiveStatus]:
    """Tell how the objectives stand that a question asks for, the company's first, then team by team, by id.

    Where only some key results are asked for, an objective comes with those, and not at all without any.
    """
    cycles = _cycles(question, ctx.org, ctx.now)
    objectives = _select(ctx, question, cycles)
    rows = okrs.read_objectives(ctx.tx, objectives)
    found = okrs.assess_objectives(rows, org=ctx.org, cycles=cycles, now=ctx.now)
    if question.only is Only.ALL:
        return found
    kept = [_narrow(objective_status, question) for objective_status in found]
    return [objective_status for objective_status in kept if objective_status.key_results]


def _cycles(question: Question, org: Organization, now: datetime) -> dict[CycleId, Cycle]:
    if question.cycle is not None:
        return {question.cycle.id: question.cycle}
    root = org.root()
    today = team_day(root, now)
    return {cycle.id: cycle for cycle in org.cycles if cycle.start <= today}


def _select(ctx: Context, question: Question, cycles: Mapping[CycleId, Cycle]) -> Sequence[Objective]:
    every = [objective for cycle in cycles for objective in ctx.tx.okrs.objectives(cycle)]
    if question.person is not None:
        held = {kr.objective for kr in ctx.tx.okrs.key_results_of(question.person, list(cycles))}
        return [objective for objective in every if objective.id in held or objective.owner == question.person]
    root = ctx.org.root()
    top = question.team if question.team is not None else (root.key if root is not None else None)
    order = [team.key for team in ctx.org.below(top)] if top is not None else []
    if question.team is not None and question.only is Only.ALL and any(objective.team == top for objective in every):
        order = order[:1]
    return _sort_by_team(every, order)


def _sort_by_team(objectives: Iterable[Objective], order: Sequence[TeamKey]) -> list[Objective]:
    place = {key: at for at, key in enumerate(order)}
    return sorted(
        (objective for objective in objectives if objective.team in place),
        key=lambda objective: (place[objective.team], objective.id),
    )


def _narrow(status: ObjectiveStatus, question: Question) -> ObjectiveStatus:
    kept = [
        key_result_status for key_result_status in status.key_results if _is_wanted(key_result_status, question.only)
    ]
    if question.person is not None:
        kept = [
            key_result_status for key_result_status in kept if key_result_status.key_result.owner == question.person
        ]
    return replace(status, key_results=tuple(kept))


def _is_wanted(status: KeyResultStatus, only: Only) -> bool:
    if status.key_result.cancelled:
        return False
    return is_at_risk(status) if only is Only.AT_RISK else is_stale(status)


def is_at_risk(status: KeyResultStatus) -> bool:
    """Tell whether a key result is at risk: its owner or its numbers say so, or the two disagree."""
    if status.state is OkrState.CLOSED:
        return status.pace is Pace.MISSED
    doubtful = status.state in _AT_RISK or status.disagreement is not Disagreement.NONE
    return doubtful or status.pace in _FAR_BEHIND or _is_outside(status)


def _is_outside(status: KeyResultStatus) -> bool:
    """Tell whether what shall be maintained is not, whatever its owner has said or not said."""
    maintained = status.key_result.metric is Metric.MAINTAIN
    return maintained and status.progress is not None and status.progress.ratio == 0


def is_stale(status: KeyResultStatus) -> bool:
    """Tell whether a key result waits for a word: its last check-in is outdated, or there is none."""
    return status.state is OkrState.OUTDATED or (status.state is OkrState.PENDING and status.last is None)


def list_owed_by(tx: Transaction, person: PersonId) -> set[KeyResultId]:
    """Return the key results on which a person's open prompts still want a word."""
    waiting = [prompt for prompt in tx.prompts.open_for(person) if prompts.is_waiting(prompt)]
    return {key_result for prompt in waiting for key_result in prompts.list_unanswered(tx, prompt)}


def key_result_card(ctx: ActorContext, key_result: KeyResultId) -> KeyResultCard:
    """Tell all about one key result.

    Raises:
        UnknownIdError: There is none with this number.
    """
    found = ctx.tx.okrs.key_result(key_result)
    objective = ctx.tx.okrs.objective(found.objective) if found is not None else None
    if found is None or objective is None:
        raise UnknownIdError(f"There is no {key_result_name(key_result)}.")
    status, rows = _one_objective(ctx, objective)
    person = ctx.org.people.get(ctx.actor)
    today = ctx.org.today(found.owner, ctx.now)
    allowed = (
        person is not None
        and may_check_in(
            person, found, objective, ctx.org.teams, owner=ctx.org.people.get(found.owner), today=today
        ).allowed
    )
    open_cycle = ctx.org.cycle(objective.cycle) is not None and not found.cancelled
    return KeyResultCard(
        status=next(
            key_result_status
            for key_result_status in status.key_results
            if key_result_status.key_result.id == key_result
        ),
        objective=status,
        history=rows.checkins.get(key_result, ()),
        may_check_in=allowed and open_cycle,
    )


def read_objective_status(ctx: Context, objective: ObjectiveId) -> ObjectiveStatus:
    """Tell how one objective stands.

    Raises:
        UnknownIdError: There is none with this number.
    """
    found = ctx.tx.okrs.objective(objective)
    if found is None:
        raise UnknownIdError(f"There is no {objective_name(objective)}.")
    return _one_objective(ctx, found)[0]


def _one_objective(ctx: Context, objective: Objective) -> tuple[ObjectiveStatus, okrs.OkrRows]:
    cycles = {cycle.id: cycle for cycle in ctx.tx.cycles.all()}
    rows = okrs.read_objectives(ctx.tx, [objective])
    return okrs.assess_objectives(rows, org=ctx.org, cycles=cycles, now=ctx.now)[0], rows


def parent_text(tx: Transaction, objective: Objective) -> str:
    """Say what an objective serves, such as `O-1 Win the mid-market`; nothing where it serves nothing."""
    if objective.parent_objective is not None:
        above = tx.okrs.objective(objective.parent_objective)
        return f"{objective_name(above.id)} {above.title}" if above is not None else ""
    if objective.parent_key_result is not None:
        result = tx.okrs.key_result(objective.parent_key_result)
        return f"{key_result_name(result.id)} {result.title}" if result is not None else ""
    return ""
