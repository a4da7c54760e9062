"""Carrying key results over into the next cycle, where their owners decided so (RULES 2.6)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from domain.company.access import require
from domain.company.teams import Person
from domain.okrs.access import may_edit_key_result
from domain.okrs.carry_over import NeedsTarget, NothingLeft, copy_key_result
from domain.okrs.cycles import Cycle, CycleState
from domain.okrs.model import KeyResult, Objective
from domain.okrs.scores import Decision
from domain.values.errors import TillerError
from domain.values.ids import KeyResultId, ObjectiveId, PersonId, key_result_name
from handlers.context import ActorContext, Context
from handlers.organization import Organization
from handlers.usecases.checkins.record import GoneError
from handlers.usecases.okrs import cycles
from handlers.usecases.okrs.carried_objectives import (
    ORIGIN,
    EndedCycle,
    counterparts,
    link_parents,
    objective_in,
    read_carried_over,
    read_ended_cycle,
)
from handlers.usecases.okrs.key_results import person_of
from storage.store import Transaction


class NothingToCarryOverError(TillerError):
    """There is nothing to carry over, or nowhere to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What somebody decided about their key results of a cycle, by id; `open` are those without a decision."""

    kept: tuple[KeyResult, ...]
    changed: tuple[KeyResult, ...]
    open: tuple[KeyResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedOver:
    """What was carried over.

    Attributes:
        into: The next cycle.
        copies: The new key results, each with the one that it carries on.
        to_change: Those of the new ones whose owner wanted to change something.
        waiting: What needs a target from a person, with the reason.
        left: The reasons why the rest stays behind; what was dropped is not among them.
        already: The new key results that were there already.
    """

    into: Cycle
    copies: tuple[tuple[KeyResult, KeyResult], ...]
    to_change: frozenset[KeyResultId]
    waiting: tuple[tuple[KeyResult, NeedsTarget], ...]
    left: tuple[str, ...]
    already: tuple[KeyResult, ...]


def read_decisions(tx: Transaction, cycle: Cycle, *, owner: PersonId) -> Decided:
    """Tell what somebody decided about the key results that they own in a cycle."""
    live = [key_result for key_result in tx.okrs.key_results_of(owner, [cycle.id]) if not key_result.cancelled]
    scores = tx.scores.of([key_result.id for key_result in live])

    def those(decision: Decision | None) -> tuple[KeyResult, ...]:
        return tuple(
            key_result
            for key_result in live
            if (scores[key_result.id].decision if key_result.id in scores else None) is decision
        )

    return Decided(kept=those(Decision.KEEP), changed=those(Decision.CHANGE), open=those(None))


def choose_cycle_to_carry_over(tx: Transaction) -> Cycle:
    """Return the cycle whose key results are carried over now: the last one that was scored or is being scored.

    Raises:
        NothingToCarryOverError: There is none yet.
    """
    ended = [cycle for cycle in tx.cycles.all() if cycle.state in (CycleState.SCORING, CycleState.CLOSED)]
    if not ended:
        raise NothingToCarryOverError("No cycle was scored yet, so there is nothing to carry over.")
    return ended[-1]


def carry_over(ctx: ActorContext, *, cycle: Cycle) -> CarriedOver:
    """Copy what a person decided to keep or to change into the next cycle, their objectives along; again adds nothing.

    That is what they own themselves, what belongs to their objectives, and what belongs to the team that they lead.

    Raises:
        AccessError: Nobody has added the person yet.
        CycleClosedError: The next cycle is closed.
        NothingToCarryOverError: There is no next cycle, or the person has nothing in this one.
    """
    person = person_of(ctx.actor, ctx.org)
    if cycle.state not in (CycleState.SCORING, CycleState.CLOSED):
        raise NothingToCarryOverError(f"{cycle.name} is still {cycle.state}: decide about it once it is scored.")
    old = read_ended_cycle(ctx.tx, cycle)
    theirs = [
        key_result
        for key_result in old.key_results
        if _is_theirs(key_result, old.objectives[key_result.objective], person, ctx.org)
    ]
    if not theirs:
        raise NothingToCarryOverError(f"You own nothing in {cycle.name}, so there is nothing to carry over.")
    into = _next(ctx, cycle)
    known = read_carried_over(ctx.tx, into)
    there = counterparts(ctx.tx, old, into)
    copies, waiting, left = [], [], []
    for key_result in theirs:
        if key_result.id in known:
            continue
        found = _copy(ctx, key_result, old, into, there)
        if isinstance(found, KeyResult):
            copies.append((key_result, found))
        elif isinstance(found, NeedsTarget):
            waiting.append((key_result, found))
        elif _decision(key_result, old) is not Decision.DROP:
            left.append(found.reason)
    link_parents(ctx.tx, old, into)
    return CarriedOver(
        into=into,
        copies=tuple(copies),
        to_change=frozenset(new.id for key_result, new in copies if _decision(key_result, old) is Decision.CHANGE),
        waiting=tuple(waiting),
        left=tuple(left),
        already=tuple(known[key_result.id] for key_result in theirs if key_result.id in known),
    )


def prepare_target(ctx: ActorContext, key_result: KeyResultId) -> tuple[KeyResult, NeedsTarget | KeyResult, Objective]:
    """Prepare one key result for the form in which a person says where it goes from here.

    Returns:
        The old key result; where its copy starts, or the copy itself; and the objective of the next cycle, which is
        copied along if it was not yet.

    Raises:
        AccessError: The person may not change it.
        GoneError: It is gone.
        NothingToCarryOverError: It was carried over already, nothing of it is left, or there is no next cycle.
    """
    known = ctx.tx.okrs.key_result(key_result)
    objective = ctx.tx.okrs.objective(known.objective) if known is not None else None
    cycle = ctx.tx.cycles.get(objective.cycle) if objective is not None else None
    if known is None or objective is None or cycle is None:
        raise GoneError(f"There is no {key_result_name(key_result)}.")
    require(may_edit_key_result(person_of(ctx.actor, ctx.org), known, objective, ctx.org.teams))
    into = _next(ctx, cycle)
    made = read_carried_over(ctx.tx, into).get(key_result)
    if made is not None:
        name = key_result_name(made.id)
        raise NothingToCarryOverError(f"{name} carries {key_result_name(key_result)} on already: /okr edit {name}.")
    old = read_ended_cycle(ctx.tx, cycle)
    found = copy_key_result(known, last=old.last.get(known.id), decision=_decision(known, old), objective=objective.id)
    if isinstance(found, NothingLeft):
        raise NothingToCarryOverError(found.reason)
    there = counterparts(ctx.tx, old, into)
    return known, found, objective_in(ctx, objective, into, there)


def _is_theirs(key_result: KeyResult, objective: Objective, person: Person, org: Organization) -> bool:
    team = org.teams.get(objective.team)
    return person.id in (key_result.owner, objective.owner) or (team is not None and team.lead == person.id)


def _next(ctx: Context, cycle: Cycle) -> Cycle:
    found = cycles.follower(ctx.tx, cycle)
    if found is None:
        raise NothingToCarryOverError(
            f"There is no cycle after {cycle.name} yet. A coordinator can draft it: /okr admin draft."
        )
    return cycles.writable(ctx, found.id)


def _decision(key_result: KeyResult, old: EndedCycle) -> Decision | None:
    score = old.scores.get(key_result.id)
    return score.decision if score is not None else None


def _copy(
    ctx: ActorContext, key_result: KeyResult, old: EndedCycle, into: Cycle, there: dict[ObjectiveId, Objective]
) -> KeyResult | NeedsTarget | NothingLeft:
    found = copy_key_result(
        key_result,
        last=old.last.get(key_result.id),
        decision=_decision(key_result, old),
        objective=key_result.objective,
    )
    if not isinstance(found, KeyResult):
        return found
    objective = objective_in(ctx, old.objectives[key_result.objective], into, there)
    owner = ctx.org.people.get(key_result.owner)
    active = owner is not None and owner.active
    kpi = key_result.kpi if key_result.kpi is not None and ctx.tx.kpis.get(key_result.kpi) is not None else None
    added = ctx.tx.okrs.new_key_result(
        replace(found, objective=objective.id, owner=key_result.owner if active else ctx.actor, kpi=kpi)
    )
    ctx.tx.audit.add(
        actor=ctx.actor,
        action=f"key result carried over from {key_result_name(key_result.id)}",
        subject=key_result_name(added.id),
        old=None,
        new=added,
        at=ctx.now,
        origin=ORIGIN,
    )
    return added


def owners_of(ctx: Context, cycle: Cycle) -> Iterable[PersonId]:
    """Return who owns live key results of a cycle and can be told, by id."""
    return [owner for owner in ctx.tx.okrs.owners(cycle.id) if owner in ctx.org.people and ctx.org.people[owner].active]
