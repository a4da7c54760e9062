"""What a KPI touches on the steering wheel, and how the guardrails of objectives stand (RULES 4.8 and 5.3)."""

from collections.abc import Iterable, Mapping

from domain.company.teams import team_day
from domain.kpis.status_model import KpiStatus
from domain.loop.guardrails import Guardrail, Touched, find_touched, guardrails
from domain.okrs.model import Objective
from domain.okrs.status_model import ObjectiveStatus
from domain.values.ids import KpiKey
from handlers.context import Context
from handlers.usecases.status import kpis as kpi_statuses


def find_touched_by(ctx: Context, kpi: KpiKey) -> Touched:
    """Return what a KPI guards and feeds in the cycles that run."""
    running = [cycle.id for cycle in ctx.org.cycles]
    fed = ctx.tx.okrs.by_kpi(kpi)
    under = ctx.tx.okrs.objectives_by_ids(sorted({key_result.objective for key_result in fed}))
    known = {objective.id: objective for objective in ctx.tx.okrs.guarded(running)}
    known |= {objective.id: objective for objective in under.values() if objective.cycle in running}
    return find_touched(kpi, objectives=[known[objective_id] for objective_id in sorted(known)], key_results=fed)


def guardrail_statuses(
    ctx: Context, objectives: Iterable[Objective], *, known: Mapping[KpiKey, KpiStatus] | None = None
) -> dict[KpiKey, KpiStatus]:
    """Tell how the guardrails of some objectives stand; those that are known already are not read again."""
    found = dict(known or {})
    wanted = sorted({key for objective in objectives for key in objective.guardrails} - set(found))
    if not wanted:
        return found
    kpis = list(ctx.tx.kpis.by_keys(wanted).values())
    # The latest day of any team: each KPI is seen from its own team's day below.
    today = max((team_day(ctx.org.teams.get(kpi.team), ctx.now) for kpi in kpis), default=ctx.now.date())
    readings = kpi_statuses.read_readings(ctx.tx, kpis, today=today)
    return found | {
        kpi_status.kpi.key: kpi_status
        for kpi_status in kpi_statuses.assess_kpis(kpis, readings, org=ctx.org, now=ctx.now)
    }


def guardrails_of(ctx: Context, status: ObjectiveStatus) -> tuple[Guardrail, ...]:
    """Return an objective's guardrails, each with how it stands, as they were set."""
    return guardrails(status, guardrail_statuses(ctx, [status.objective]))
