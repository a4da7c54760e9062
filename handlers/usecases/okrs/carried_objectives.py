"""Objectives are copied along, once, with the first of their key results that is carried over (RULES 2.6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from domain.okrs.cycles import Cycle
from domain.okrs.model import CheckIn, KeyResult, Objective
from domain.okrs.scores import Score
from domain.values.ids import KeyResultId, ObjectiveId, objective_name
from handlers.context import ActorContext
from storage.store import Transaction

ORIGIN = "carry"
"""Where it was written, for the audit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedCycle:
    """A cycle as it ended: its objectives and key results, the scores, and each key result's last check-in."""

    objectives: Mapping[ObjectiveId, Objective]
    key_results: Sequence[KeyResult]
    scores: Mapping[KeyResultId, Score]
    last: Mapping[KeyResultId, CheckIn]


def read_ended_cycle(tx: Transaction, cycle: Cycle) -> EndedCycle:
    """Read a cycle with its scores and each key result's last check-in."""
    key_results = tx.okrs.key_results(cycle.id)
    numbers = [key_result.id for key_result in key_results]
    said = tx.checkins.of(numbers)
    return EndedCycle(
        objectives={objective.id: objective for objective in tx.okrs.objectives(cycle.id)},
        key_results=key_results,
        scores=tx.scores.of(numbers),
        last={number: checkins[-1] for number, checkins in said.items() if checkins},
    )


def read_carried_over(tx: Transaction, into: Cycle) -> dict[KeyResultId, KeyResult]:
    """Return the key results of a cycle that carry an earlier one on, by the one that they carry on."""
    there = tx.okrs.key_results(into.id)
    return {key_result.predecessor: key_result for key_result in there if key_result.predecessor is not None}


def objective_in(
    ctx: ActorContext, objective: Objective, into: Cycle, there: dict[ObjectiveId, Objective]
) -> Objective:
    """Return the objective that carries on another one, copied along the first time and then among `there`."""
    known = there.get(objective.id)
    if known is not None:
        return known
    added = ctx.tx.okrs.add_objective(
        cycle=into.id,
        team=objective.team,
        owner=objective.owner,
        title=objective.title,
        commitment=objective.commitment,
    )
    added = replace(added, guardrails=objective.guardrails)
    ctx.tx.okrs.save_objective(added)
    ctx.tx.audit.add(
        actor=ctx.actor,
        action=f"objective carried over from {objective_name(objective.id)}",
        subject=objective_name(added.id),
        old=None,
        new=added,
        at=ctx.now,
        origin=ORIGIN,
    )
    there[objective.id] = added
    return added


def counterparts(tx: Transaction, old: EndedCycle, into: Cycle) -> dict[ObjectiveId, Objective]:
    """Return which objective of the next cycle carries on which old one.

    A key result that was carried over tells; else the same title in the same team does.
    """
    there = {objective.id: objective for objective in tx.okrs.objectives(into.id)}
    belongs = {key_result.id: key_result.objective for key_result in old.key_results}
    by_words = {(objective.team, objective.title): objective for objective in there.values()}
    found = {
        number: by_words[objective.team, objective.title]
        for number, objective in old.objectives.items()
        if (objective.team, objective.title) in by_words
    }
    for predecessor, copy in read_carried_over(tx, into).items():
        if predecessor in belongs:
            found[belongs[predecessor]] = there[copy.objective]
    return found


def link_parents(tx: Transaction, old: EndedCycle, into: Cycle) -> None:
    """Let each copied objective serve the copy of what the old one served, once both are there."""
    there = counterparts(tx, old, into)
    key_results = read_carried_over(tx, into)
    for number, copy in there.items():
        if copy.parent_objective is None and copy.parent_key_result is None:
            linked = _link(copy, old.objectives[number], there, key_results)
            if linked != copy:
                tx.okrs.save_objective(linked)


def _link(
    copy: Objective,
    objective: Objective,
    there: Mapping[ObjectiveId, Objective],
    key_results: Mapping[KeyResultId, KeyResult],
) -> Objective:
    above = there.get(objective.parent_objective) if objective.parent_objective is not None else None
    served = key_results.get(objective.parent_key_result) if objective.parent_key_result is not None else None
    if above is not None and above.id != copy.id:
        return replace(copy, parent_objective=above.id)
    return replace(copy, parent_key_result=served.id) if served is not None else copy
