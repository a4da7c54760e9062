"""What lies behind a KPI's state: its corrections, and the readings that say what is usual (RULES 4.9)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from domain.company.teams import team_day
from domain.kpis.model import Kpi, Reading
from domain.kpis.reasons import Correction, KpiReasons
from domain.kpis.seasons import usual_readings
from domain.kpis.status_model import KpiStatus
from domain.values.ids import KpiKey
from handlers.context import Context
from handlers.usecases.status import kpis as kpi_statuses
from storage.store import Transaction

_CORRECTED = "reading corrected"


def reasons(ctx: Context, *, status: KpiStatus) -> KpiReasons:
    """Return the corrections of the readings that a KPI's status shows, and of what its usual value was made."""
    kpi = status.kpi
    return KpiReasons(
        corrections=_corrections(ctx.tx, kpi.key, [reading.period for reading in status.recent]),
        usual_from=_usual(ctx, kpi, status.reading),
    )


def _corrections(tx: Transaction, kpi: KpiKey, periods: list[date]) -> Mapping[date, tuple[Correction, ...]]:
    found: dict[date, tuple[Correction, ...]] = {}
    for period in periods:
        entries = [entry for entry in tx.audit.of(f"reading:{kpi}:{period}") if entry.action == _CORRECTED]
        if entries:
            found[period] = tuple(
                Correction(old=Decimal(entry.old), new=Decimal(entry.new), by=entry.actor, at=entry.at)
                for entry in entries
            )
    return found


def _usual(ctx: Context, kpi: Kpi, newest: Reading | None) -> tuple[Reading, ...]:
    if kpi.limits is None or newest is None:
        return ()
    today = team_day(ctx.org.teams.get(kpi.team), ctx.now)
    readings = kpi_statuses.read_readings(ctx.tx, [kpi], today=today)[kpi.key]
    return usual_readings(readings, newest.period, kpi.limits.season, kpi.frequency)
