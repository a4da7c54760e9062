"""What a KPI touches on the steering wheel, and how the guardrails of objectives stand (SPEC 4.8 and 5.3)."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from domain.company.teams import team_day
from domain.kpis.status_model import KpiStanding
from domain.loop.guardrails import Guardrail, Touched, guardrails, touched
from domain.okrs.model import Objective
from domain.okrs.status_model import ObjectiveStanding
from domain.values.ids import KpiKey
from handlers.organization import Organization
from handlers.usecases.status import kpis as kpi_statuses
from storage.store import Transaction


def touched_by(tx: Transaction, kpi: KpiKey, *, org: Organization) -> Touched:
    """Return what a KPI guards and feeds in the cycles that run."""
    running = [cycle.id for cycle in org.cycles]
    fed = tx.okrs.by_kpi(kpi)
    under = tx.okrs.objectives_by_ids(sorted({key_result.objective for key_result in fed}))
    known = {objective.id: objective for objective in tx.okrs.guarded(running)}
    known |= {objective.id: objective for objective in under.values() if objective.cycle in running}
    return touched(kpi, objectives=[known[each] for each in sorted(known)], key_results=fed)


def stand_guardrails(
    tx: Transaction,
    objectives: Iterable[Objective],
    *,
    now: datetime,
    org: Organization,
    known: Mapping[KpiKey, KpiStanding] | None = None,
) -> dict[KpiKey, KpiStanding]:
    """Tell how the guardrails of some objectives stand; those that are known already are not read again."""
    found = dict(known or {})
    wanted = sorted({key for objective in objectives for key in objective.guardrails} - set(found))
    if not wanted:
        return found
    kpis = list(tx.kpis.by_keys(wanted).values())
    # The latest day of any team: each KPI is seen from its own team's day below.
    today = max((team_day(org.teams.get(kpi.team), now) for kpi in kpis), default=now.date())
    readings = kpi_statuses.read_readings(tx, kpis, today=today)
    return found | {each.kpi.key: each for each in kpi_statuses.stand_kpis(kpis, readings, org=org, now=now)}


def guardrails_of(
    tx: Transaction, standing: ObjectiveStanding, *, now: datetime, org: Organization
) -> tuple[Guardrail, ...]:
    """Return an objective's guardrails, each with how it stands, as they were set."""
    return guardrails(standing, stand_guardrails(tx, [standing.objective], now=now, org=org))
