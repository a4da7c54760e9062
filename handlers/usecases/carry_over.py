"""Carrying key results over into the next cycle, where their owners decided so (SPEC 2.6)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.access import may_edit_key_result, require
from domain.carry import NeedsTarget, NothingLeft, carried
from domain.cycles import Cycle, CycleState
from domain.errors import TillerError
from domain.ids import KeyResultId, ObjectiveId, PersonId, key_result_name, objective_name
from domain.okrs import CheckIn, KeyResult, Objective
from domain.scores import Decision, Score
from domain.teams import Person
from handlers.usecases import cycles
from handlers.usecases.checkins import GoneError
from handlers.usecases.key_results import person_of
from handlers.usecases.world import World
from storage.store import Transaction

ORIGIN = "carry"


class NothingToCarryError(TillerError):
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Old:
    """A cycle as it ended."""

    objectives: Mapping[ObjectiveId, Objective]
    key_results: Sequence[KeyResult]
    scores: Mapping[KeyResultId, Score]
    last: Mapping[KeyResultId, CheckIn]


def decided_of(tx: Transaction, cycle: Cycle, *, owner: PersonId) -> Decided:
    """Tell what somebody decided about the key results that they own in a cycle."""
    live = [one for one in tx.okrs.key_results_of(owner, [cycle.id]) if not one.cancelled]
    scores = tx.scores.of([one.id for one in live])

    def those(decision: Decision | None) -> tuple[KeyResult, ...]:
        return tuple(one for one in live if (scores[one.id].decision if one.id in scores else None) is decision)

    return Decided(kept=those(Decision.KEEP), changed=those(Decision.CHANGE), open=those(None))


def cycle_to_carry(tx: Transaction) -> Cycle:
    """Return the cycle whose key results are carried over now: the last one that was scored or is being scored.

    Raises:
        NothingToCarryError: There is none yet.
    """
    ended = [one for one in tx.cycles.all() if one.state in (CycleState.SCORING, CycleState.CLOSED)]
    if not ended:
        raise NothingToCarryError("No cycle was scored yet, so there is nothing to carry over.")
    return ended[-1]


def carry(tx: Transaction, *, cycle: Cycle, actor: PersonId, now: datetime, world: World) -> CarriedOver:
    """Copy what a person decided to keep or to change into the next cycle, their objectives along; again adds nothing.

    That is what they own themselves, what belongs to their objectives, and what belongs to the team that they lead.

    Raises:
        AccessError: Nobody has added the person yet.
        CycleClosedError: The next cycle is closed.
        NothingToCarryError: There is no next cycle, or the person has nothing in this one.
    """
    person = person_of(actor, world)
    if cycle.state not in (CycleState.SCORING, CycleState.CLOSED):
        raise NothingToCarryError(f"{cycle.name} is still {cycle.state}: decide about it once it is scored.")
    old = _read(tx, cycle)
    theirs = [one for one in old.key_results if _is_theirs(one, old.objectives[one.objective], person, world)]
    if not theirs:
        raise NothingToCarryError(f"You own nothing in {cycle.name}, so there is nothing to carry over.")
    into = _next(tx, cycle, world)
    known = _carried_already(tx, into)
    copies, waiting, left = [], [], []
    for one in theirs:
        if one.id in known:
            continue
        found = _copy(tx, one, old, into, actor=actor, now=now, world=world)
        if isinstance(found, KeyResult):
            copies.append((one, found))
        elif isinstance(found, NeedsTarget):
            waiting.append((one, found))
        elif _decision(one, old) is not Decision.DROP:
            left.append(found.reason)
    _link_parents(tx, old, into)
    return CarriedOver(
        into=into,
        copies=tuple(copies),
        to_change=frozenset(new.id for one, new in copies if _decision(one, old) is Decision.CHANGE),
        waiting=tuple(waiting),
        left=tuple(left),
        already=tuple(known[one.id] for one in theirs if one.id in known),
    )


def target_wanted(
    tx: Transaction, key_result: KeyResultId, *, actor: PersonId, now: datetime, world: World
) -> tuple[KeyResult, NeedsTarget | KeyResult, Objective]:
    """Prepare one key result for the form in which a person says where it goes from here.

    Returns:
        The old key result; where its copy starts, or the copy itself; and the objective of the next cycle, which is
        copied along if it was not yet.

    Raises:
        AccessError: The person may not change it.
        GoneError: It is gone.
        NothingToCarryError: It was carried over already, nothing of it is left, or there is no next cycle.
    """
    known = tx.okrs.key_result(key_result)
    objective = tx.okrs.objective(known.objective) if known is not None else None
    cycle = tx.cycles.get(objective.cycle) if objective is not None else None
    if known is None or objective is None or cycle is None:
        raise GoneError(f"There is no {key_result_name(key_result)}.")
    require(may_edit_key_result(person_of(actor, world), known, objective, world.teams))
    into = _next(tx, cycle, world)
    there = _carried_already(tx, into).get(key_result)
    if there is not None:
        name = key_result_name(there.id)
        raise NothingToCarryError(f"{name} carries {key_result_name(key_result)} on already: /okr edit {name}.")
    old = _read(tx, cycle)
    found = carried(known, last=old.last.get(known.id), decision=_decision(known, old), objective=objective.id)
    if isinstance(found, NothingLeft):
        raise NothingToCarryError(found.reason)
    return known, found, _objective_in(tx, objective, old, into, actor=actor, now=now)


def _read(tx: Transaction, cycle: Cycle) -> _Old:
    key_results = tx.okrs.key_results(cycle.id)
    numbers = [one.id for one in key_results]
    said = tx.checkins.of(numbers)
    return _Old(
        objectives={one.id: one for one in tx.okrs.objectives(cycle.id)},
        key_results=key_results,
        scores=tx.scores.of(numbers),
        last={number: checkins[-1] for number, checkins in said.items() if checkins},
    )


def _is_theirs(key_result: KeyResult, objective: Objective, person: Person, world: World) -> bool:
    team = world.teams.get(objective.team)
    return person.id in (key_result.owner, objective.owner) or (team is not None and team.lead == person.id)


def _next(tx: Transaction, cycle: Cycle, world: World) -> Cycle:
    found = cycles.follower(tx, cycle)
    if found is None:
        raise NothingToCarryError(
            f"There is no cycle after {cycle.name} yet. A coordinator can draft it: /okr admin draft."
        )
    return cycles.writable(tx, found.id, world=world)


def _carried_already(tx: Transaction, into: Cycle) -> dict[KeyResultId, KeyResult]:
    there = tx.okrs.key_results(into.id)
    return {one.predecessor: one for one in there if one.predecessor is not None}


def _decision(key_result: KeyResult, old: _Old) -> Decision | None:
    score = old.scores.get(key_result.id)
    return score.decision if score is not None else None


def _copy(
    tx: Transaction, one: KeyResult, old: _Old, into: Cycle, *, actor: PersonId, now: datetime, world: World
) -> KeyResult | NeedsTarget | NothingLeft:
    found = carried(one, last=old.last.get(one.id), decision=_decision(one, old), objective=one.objective)
    if not isinstance(found, KeyResult):
        return found
    objective = _objective_in(tx, old.objectives[one.objective], old, into, actor=actor, now=now)
    owner = world.people.get(one.owner)
    active = owner is not None and owner.active
    kpi = one.kpi if one.kpi is not None and tx.kpis.get(one.kpi) is not None else None
    added = tx.okrs.new_key_result(
        replace(found, objective=objective.id, owner=one.owner if active else actor, kpi=kpi)
    )
    tx.audit.add(
        actor=actor,
        action=f"key result carried over from {key_result_name(one.id)}",
        subject=key_result_name(added.id),
        old=None,
        new=added,
        at=now,
        origin=ORIGIN,
    )
    return added


def _objective_in(
    tx: Transaction, objective: Objective, old: _Old, into: Cycle, *, actor: PersonId, now: datetime
) -> Objective:
    """Return the objective that carries on another one, copied along the first time."""
    there = _counterparts(tx, old, into).get(objective.id)
    if there is not None:
        return there
    added = tx.okrs.add_objective(
        cycle=into.id,
        team=objective.team,
        owner=objective.owner,
        title=objective.title,
        commitment=objective.commitment,
    )
    added = replace(added, guardrails=objective.guardrails)
    tx.okrs.save_objective(added)
    tx.audit.add(
        actor=actor,
        action=f"objective carried over from {objective_name(objective.id)}",
        subject=objective_name(added.id),
        old=None,
        new=added,
        at=now,
        origin=ORIGIN,
    )
    return added


def _counterparts(tx: Transaction, old: _Old, into: Cycle) -> dict[ObjectiveId, Objective]:
    """Return which objective of the next cycle carries on which old one.

    A key result that was carried over tells; else the same title in the same team does.
    """
    there = {one.id: one for one in tx.okrs.objectives(into.id)}
    belongs = {one.id: one.objective for one in old.key_results}
    by_words = {(one.team, one.title): one for one in there.values()}
    found = {
        number: by_words[one.team, one.title]
        for number, one in old.objectives.items()
        if (one.team, one.title) in by_words
    }
    for predecessor, copy in _carried_already(tx, into).items():
        if predecessor in belongs:
            found[belongs[predecessor]] = there[copy.objective]
    return found


def _link_parents(tx: Transaction, old: _Old, into: Cycle) -> None:
    """Let each copied objective serve the copy of what the old one served, once both are there."""
    there = _counterparts(tx, old, into)
    key_results = _carried_already(tx, into)
    for number, copy in there.items():
        if copy.parent_objective is None and copy.parent_key_result is None:
            linked = _linked(copy, old.objectives[number], there, key_results)
            if linked != copy:
                tx.okrs.save_objective(linked)


def _linked(
    copy: Objective,
    one: Objective,
    there: Mapping[ObjectiveId, Objective],
    key_results: Mapping[KeyResultId, KeyResult],
) -> Objective:
    above = there.get(one.parent_objective) if one.parent_objective is not None else None
    served = key_results.get(one.parent_key_result) if one.parent_key_result is not None else None
    if above is not None and above.id != copy.id:
        return replace(copy, parent_objective=above.id)
    return replace(copy, parent_key_result=served.id) if served is not None else copy


def owners_of(tx: Transaction, cycle: Cycle, *, world: World) -> Iterable[PersonId]:
    """Return who owns live key results of a cycle and can be told, by id."""
    return [owner for owner in tx.okrs.owners(cycle.id) if owner in world.people and world.people[owner].active]
