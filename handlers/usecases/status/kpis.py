"""How KPIs stand, read in a few set-based reads whatever their number (RULES 4)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from domain.calendar.periods import Frequency
from domain.company.teams import team_day
from domain.kpis.model import Kpi, Reading
from domain.kpis.status import assess_kpi
from domain.kpis.status_model import KpiStatus
from domain.values.ids import KpiKey
from handlers.organization import Organization
from storage.store import Transaction

_HISTORY = {
    # A year and a month for days and weeks, so that last year's value is there; seasons of months need two years.
    Frequency.DAY: timedelta(days=400),
    Frequency.WEEK: timedelta(days=430),
    Frequency.MONTH: timedelta(days=1200),
    Frequency.QUARTER: timedelta(days=2200),
}


def read_readings(
    tx: Transaction, kpis: Iterable[Kpi], *, today: date, years: int = 0
) -> dict[KpiKey, tuple[Reading, ...]]:
    """Read enough of each KPI's history to judge it, oldest first: one read per frequency.

    `years` asks for that much at least: a season of the year shows only over two of them.
    """
    found: dict[KpiKey, tuple[Reading, ...]] = {}
    by_frequency: dict[Frequency, list[KpiKey]] = {}
    for kpi in kpis:
        by_frequency.setdefault(kpi.frequency, []).append(kpi.key)
    for frequency, keys in by_frequency.items():
        found.update(
            tx.readings.of(keys, since=today - max(_HISTORY[frequency], timedelta(days=370 * years)), until=today)
        )
    return found


def assess_kpis(
    kpis: Iterable[Kpi], readings: Mapping[KpiKey, tuple[Reading, ...]], *, org: Organization, now: datetime
) -> list[KpiStatus]:
    """Tell how each KPI stands, each seen from its own team's day, in the order given."""
    return [assess_kpi(kpi, readings.get(kpi.key, ()), today=team_day(org.teams.get(kpi.team), now)) for kpi in kpis]
