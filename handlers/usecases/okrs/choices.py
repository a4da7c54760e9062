"""What the forms that write objectives and key results offer: where somebody may write, and what feeds or guards it."""

from collections.abc import Sequence
from decimal import Decimal

from domain.company.access import may_write_objective
from domain.company.teams import Team
from domain.kpis.model import Kpi
from domain.okrs.access import may_write_under
from domain.okrs.cycles import Cycle, CycleState
from domain.okrs.model import KeyResult, Objective
from domain.values.errors import TillerError
from domain.values.ids import ObjectiveId, PersonId
from handlers.context import ActorContext
from handlers.organization import Organization
from handlers.usecases.okrs.key_results import person_of
from storage.store import Transaction


class NowhereToWriteError(TillerError):
    """There is nothing that a person could write for, and the sentence says what to do about it."""


def cycles_for(tx: Transaction) -> tuple[Cycle, ...]:
    """Return the cycles in which objectives are written: running ones first, then drafts, each by start.

    Raises:
        NowhereToWriteError: There is none.
    """
    every = tx.cycles.all()
    found = [cycle for state in (CycleState.ACTIVE, CycleState.DRAFT) for cycle in every if cycle.state is state]
    if not found:
        raise NowhereToWriteError("No cycle is running or drafted. A coordinator can draft one: /okr admin.")
    return tuple(found)


def objectives_for(ctx: ActorContext, *, besides: ObjectiveId | None = None) -> list[tuple[Cycle, Objective]]:
    """Return the objectives under which a person may write key results, each with its cycle, one's own team first.

    Args:
        ctx: The transaction, the moment, the company, and who acts.
        besides: One that is offered whatever its cycle's state: the one that a key result belongs to already.

    Raises:
        AccessError: Nobody has added the person yet.
        NowhereToWriteError: There is no such objective.
    """
    person = person_of(ctx.actor, ctx.org)
    found = _besides(ctx.tx, besides)
    for cycle in ctx.tx.cycles.all():
        if cycle.state in (CycleState.ACTIVE, CycleState.DRAFT):
            every = sorted(
                ctx.tx.okrs.objectives(cycle.id), key=lambda objective: (objective.team != person.team, objective.id)
            )
            theirs = [objective for objective in every if may_write_under(person, objective, ctx.org.teams).allowed]
            found += [(cycle, objective) for objective in theirs if objective.id != besides]
    if not found:
        raise NowhereToWriteError(
            "There is no objective that you may write key results for. Its owner, its team’s lead or a coordinator "
            "can; or write an objective first: /okr new objective."
        )
    order = {CycleState.ACTIVE: 0, CycleState.DRAFT: 1}
    return sorted(found, key=lambda pair: (order.get(pair[0].state, 2), pair[0].start))


def _besides(tx: Transaction, number: ObjectiveId | None) -> list[tuple[Cycle, Objective]]:
    objective = tx.okrs.objective(number) if number is not None else None
    cycle = tx.cycles.get(objective.cycle) if objective is not None else None
    return [(cycle, objective)] if objective is not None and cycle is not None else []


def teams_for(*, actor: PersonId, org: Organization) -> list[Team]:
    """Return the teams for which a person may write objectives, their own first.

    Raises:
        AccessError: Nobody has added the person yet.
        NowhereToWriteError: There is none.
    """
    person = person_of(actor, org)
    found = [
        team
        for team in org.teams.values()
        if may_write_objective(person, team=team.key, owner=person.id, teams=org.teams).allowed
    ]
    if not found:
        raise NowhereToWriteError("There is no team that you may write objectives for. A coordinator can add you.")
    return sorted(found, key=lambda team: team.key != person.team)


def parents_for(tx: Transaction, cycles: Sequence[Cycle]) -> list[tuple[Objective, tuple[KeyResult, ...]]]:
    """Return what an objective may serve: the objectives of some cycles with their live key results, by id."""
    objectives = [objective for cycle in cycles for objective in tx.okrs.objectives(cycle.id)]
    under: dict[ObjectiveId, list[KeyResult]] = {objective.id: [] for objective in objectives}
    for key_result in tx.okrs.key_results_under(list(under)):
        if not key_result.cancelled:
            under[key_result.objective].append(key_result)
    return [(objective, tuple(under[objective.id])) for objective in objectives]


def kpis_near(ctx: ActorContext) -> list[Kpi]:
    """Return all KPIs, those of a person's own team first."""
    own = ctx.org.person_team(ctx.actor)
    return sorted(ctx.tx.kpis.all(), key=lambda kpi: (kpi.team != own, kpi.name.casefold()))


def last_value(tx: Transaction, kpi: Kpi) -> Decimal | None:
    """Return a KPI's newest reading, or None."""
    readings = tx.readings.of([kpi.key], last=1).get(kpi.key, ())
    return readings[-1].value if readings else None
