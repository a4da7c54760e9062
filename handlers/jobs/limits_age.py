"""Limits that have grown old: every 90 days their owner is asked whether they are still right (RULES 4.6)."""

from datetime import date, timedelta

from domain.calendar.local_time import local_day
from domain.company.teams import locale_of, zone_of_team
from domain.kpis.alerts import Alert, AlertKind, AlertState
from domain.kpis.limit_reviews import review_days
from domain.kpis.model import Kpi
from domain.ledger.deliveries import NewDelivery
from domain.ledger.occurrences import DONE, Job, Occurrence, Outcome, skip
from handlers.jobs.context import JobContext, require
from handlers.notices.limits import review_key
from handlers.usecases.kpis import limits as kpi_limits
from handlers.views.kpis import limits as limit_views
from storage.store import Transaction

_LATE = timedelta(days=30)
_WEEK = timedelta(days=7)


def due(ctx: JobContext) -> list[Occurrence]:
    """Name, for each KPI with limits, the last day and the next one on which they are to be looked at.

    While an alert about its value is open the KPI has another worry: then the question waits until the day after.
    """
    days = [
        (kpi, day)
        for kpi in ctx.tx.kpis.all()
        if kpi.limits is not None and kpi.owner in ctx.org.people
        for day in review_days(kpi.limits, today=ctx.now.date())
        if day <= ctx.until.date()
    ]
    done = ctx.tx.occurrences.list_claimed([review_key(kpi, day) for kpi, day in days])
    found = []
    for kpi, day in days:
        asked_on = _find_day(ctx, kpi, day) if review_key(kpi, day) not in done else None
        if asked_on is not None:
            found.append(_occurrence(kpi, day, asked_on, ctx))
    return found


def _find_day(ctx: JobContext, kpi: Kpi, day: date) -> date | None:
    """Return the day on which to ask because of `day`, or None while an alert is open."""
    zone = ctx.org.zone(kpi.owner)
    asked_on = day
    for alert in _list_limit_alerts(ctx.tx, kpi):
        if alert.state is AlertState.OPEN:
            return None
        # One that was open on that day, or on the day to which it was put off, holds the question back.
        if alert.closed_at is not None and local_day(alert.opened_at, zone) <= asked_on:
            asked_on = max(asked_on, local_day(alert.closed_at, zone) + timedelta(days=1))
    return asked_on


def _list_limit_alerts(tx: Transaction, kpi: Kpi) -> list[Alert]:
    return [alert for alert in tx.alerts.of_kpi(kpi.key) if alert.kind is AlertKind.LIMIT]


def _occurrence(kpi: Kpi, day: date, asked_on: date, ctx: JobContext) -> Occurrence:
    return Occurrence(
        key=review_key(kpi, day),
        job=Job.LIMITS_AGE,
        due_at=ctx.prompt_hour(kpi.owner, asked_on),
        late_after=_LATE,
        kpi=kpi.key,
        person=kpi.owner,
        period=day.isoformat(),
    )


def run(ctx: JobContext, occurrence: Occurrence) -> Outcome:
    """Ask the owner, with what the limits did since they were set and what the history proposes now."""
    kpi = ctx.tx.kpis.get(require(occurrence.kpi))
    if kpi is None or kpi.limits is None or kpi.limits.set_on is None:
        return skip("the limits were taken away meanwhile")
    limits, since, zone = kpi.limits, kpi.limits.set_on, zone_of_team(ctx.org.teams.get(kpi.team))
    opened = [local_day(alert.opened_at, zone) for alert in _list_limit_alerts(ctx.tx, kpi)]
    message = limit_views.review(
        kpi,
        limits,
        today=ctx.today(kpi.owner),
        raised=[day for day in opened if day >= since],
        asked=occurrence.key,
        by=ctx.org.names.get(limits.set_by, "") if limits.set_by is not None else "",
        proposed=kpi_limits.propose_anew(kpi_limits.look(ctx, kpi=kpi)),
        locale=locale_of(ctx.org.people.get(kpi.owner)),
    )
    ctx.notify(NewDelivery(key=occurrence.key, kind="limits", to=kpi.owner, payload=message.payload(), budget=_WEEK))
    return DONE
