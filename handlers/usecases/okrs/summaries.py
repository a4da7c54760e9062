"""The end of a quarter: its summaries, from scores that do not change any more (RULES 7.9 and 7.10)."""

from collections import defaultdict
from collections.abc import Sequence

from domain.company.teams import Team
from domain.kpis.model import Kpi, Reading
from domain.kpis.status import compare
from domain.kpis.status_model import KpiStatus
from domain.okrs.cycles import Cycle
from domain.okrs.model import KeyResult, Objective
from domain.okrs.scoring import objective_score
from domain.okrs.summaries import KpiMovement, ScoredObjective, Summary, summarise
from domain.values.ids import ObjectiveId
from handlers.context import Context
from handlers.organization import Organization
from handlers.usecases.status import kpis as kpi_statuses
from handlers.usecases.status import okrs
from storage.store import Transaction

MIN_READINGS = 2


def summarise_all(ctx: Context, *, cycle: Cycle) -> list[Summary]:
    """Summarise a cycle for the company and for each team with objectives in it, the company first.

    The company's summary covers every team; a team's covers the team and those below it.
    """
    objectives = ctx.tx.okrs.objectives(cycle.id)
    scored = {scored_objective.objective.id: scored_objective for scored_objective in _score(ctx.tx, objectives)}
    prompts = ctx.tx.prompts.of_cycle(cycle.id)
    movements = _movements(ctx, cycle=cycle)
    found = []
    for team in _tellers(objectives, ctx.org):
        covered = {below.key for below in ctx.org.below(team.key)}
        found.append(
            summarise(
                team=team,
                cycle=cycle,
                objectives=[scored[objective.id] for objective in objectives if objective.team in covered],
                prompts=[prompt for prompt in prompts if ctx.org.person_team(prompt.owner) in covered],
                movements=[move for move in movements if move.status.kpi.team in covered],
            )
        )
    return found


def _tellers(objectives: Sequence[Objective], org: Organization) -> list[Team]:
    root = org.root()
    with_objectives = {objective.team for objective in objectives}
    return [team for team in org.teams.values() if team == root or (team.key in with_objectives and team.channel)]


def _score(tx: Transaction, objectives: Sequence[Objective]) -> list[ScoredObjective]:
    rows = okrs.read_objectives(tx, objectives)
    under: dict[ObjectiveId, list[KeyResult]] = defaultdict(list)
    for key_result in rows.key_results:
        under[key_result.objective].append(key_result)
    return [objective_score(objective, under[objective.id], rows.scores, rows.adjustments) for objective in objectives]


def _movements(ctx: Context, *, cycle: Cycle) -> list[KpiMovement]:
    """Tell how each KPI moved from the cycle's first reading to its last."""
    kpis = ctx.tx.kpis.all()
    readings = kpi_statuses.read_readings(ctx.tx, kpis, today=ctx.now.date())
    found = []
    for status in kpi_statuses.assess_kpis(kpis, readings, org=ctx.org, now=ctx.now):
        within = _select_within(status.kpi, readings.get(status.kpi.key, ()), cycle)
        if len(within) >= MIN_READINGS:
            found.append(_movement(status, within))
    return found


def _select_within(kpi: Kpi, readings: Sequence[Reading], cycle: Cycle) -> list[Reading]:
    return [reading for reading in readings if reading.kpi == kpi.key and cycle.start <= reading.period < cycle.end]


def _movement(status: KpiStatus, within: Sequence[Reading]) -> KpiMovement:
    first, last = within[0], within[-1]
    change = compare(status.kpi.direction, status.target, first, last)
    return KpiMovement(status=status, first=first.value, last=last.value, verdict=change.verdict)
