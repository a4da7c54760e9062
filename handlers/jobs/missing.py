"""A reading that does not come: told once to the KPI's owner, never to the channel (SPEC 5.2)."""

from datetime import date, time, timedelta

from domain.calendar.local_time import resolve
from domain.calendar.working_days import next_working_day
from domain.company.teams import zone_of_team
from domain.kpis.model import Kpi
from domain.kpis.status import stale_on
from domain.ledger.occurrences import DONE, Occurrence, Outcome, Ritual, skipped
from handlers.jobs.context import JobContext, known
from handlers.notices import alerts as outgoing
from handlers.usecases.kpis import alerts as usecase
from storage.store import Transaction


def due(tx: Transaction, *, ctx: JobContext) -> list[Occurrence]:
    """Name, for each KPI, the day on which its next reading would be past its grace."""
    newest = tx.readings.newest_periods(until=ctx.now.date())
    return [
        occurrence
        for kpi in tx.kpis.all()
        if kpi.key in newest and (occurrence := _missing(kpi, newest[kpi.key], ctx)).due_at <= ctx.until
    ]


def _missing(kpi: Kpi, last: date, ctx: JobContext) -> Occurrence:
    zone = zone_of_team(ctx.org.teams.get(kpi.team))
    day = next_working_day(stale_on(kpi, last), ctx.org.works(kpi.owner))
    return Occurrence(
        key=f"missing:{kpi.key}:{last}",
        ritual=Ritual.MISSING_READING,
        due_at=resolve(day, time(ctx.policy.checkin_hour), zone),
        late_after=timedelta(days=30),
        kpi=kpi.key,
        period=last.isoformat(),
    )


def run(tx: Transaction, occurrence: Occurrence, *, ctx: JobContext) -> Outcome:
    """Tell the owner, unless the reading has come meanwhile."""
    found = usecase.evaluate_missing(tx, kpi_key=known(occurrence.kpi), now=ctx.now, org=ctx.org)
    if found is None:
        return skipped("the reading came meanwhile")
    outgoing.announce(tx, found, now=ctx.now, org=ctx.org)
    return DONE
