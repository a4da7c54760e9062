"""A reading that does not come: told once to the KPI's owner, never to the channel (RULES 5.2)."""

from datetime import date, time, timedelta

from domain.calendar.local_time import resolve
from domain.calendar.working_days import next_working_day
from domain.company.teams import zone_of_team
from domain.kpis.model import Kpi
from domain.kpis.status import stale_on
from domain.ledger.occurrences import DONE, Job, Occurrence, Outcome, skip
from handlers.jobs.context import JobContext, require
from handlers.notices import alerts
from handlers.usecases.kpis import alerts as kpi_alerts


def due(ctx: JobContext) -> list[Occurrence]:
    """Name, for each KPI, the day on which its next reading would be past its grace."""
    newest = ctx.tx.readings.newest_periods(until=ctx.now.date())
    return [
        occurrence
        for kpi in ctx.tx.kpis.all()
        if kpi.key in newest and (occurrence := _missing(kpi, newest[kpi.key], ctx)).due_at <= ctx.until
    ]


def _missing(kpi: Kpi, last: date, ctx: JobContext) -> Occurrence:
    zone = zone_of_team(ctx.org.teams.get(kpi.team))
    day = next_working_day(stale_on(kpi, last), ctx.org.works(kpi.owner))
    return Occurrence(
        key=f"missing:{kpi.key}:{last}",
        job=Job.MISSING_READING,
        due_at=resolve(day, time(ctx.policy.checkin_hour), zone),
        late_after=timedelta(days=30),
        kpi=kpi.key,
        period=last.isoformat(),
    )


def run(ctx: JobContext, occurrence: Occurrence) -> Outcome:
    """Tell the owner, unless the reading has come meanwhile."""
    found = kpi_alerts.evaluate_missing(ctx, kpi_key=require(occurrence.kpi))
    if found is None:
        return skip("the reading came meanwhile")
    alerts.announce(ctx, found)
    return DONE
