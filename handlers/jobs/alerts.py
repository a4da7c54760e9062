"""Alerts: judge KPIs whose readings changed, remember open ones weekly, tell the lead when nobody acts (RULES 5)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from domain.calendar.local_time import local_day, resolve
from domain.calendar.periods import last_complete_period
from domain.calendar.working_days import next_working_day
from domain.company.teams import team_day, zone_of_team
from domain.kpis.alerts import Alert, AlertKind, AlertNote, LeadNotice, Reminder, lead_notice, reminder_due
from domain.kpis.model import Kpi, KpiState
from domain.ledger.occurrences import DONE, Job, Occurrence, OccurrenceState, Outcome, skip
from domain.values.ids import AlertId, KpiKey
from handlers.jobs.context import JobContext, require
from handlers.notices import alerts
from handlers.usecases.kpis import alerts as kpi_alerts
from handlers.views.kpis import alert_thread


def pending(ctx: JobContext) -> list[KpiKey]:
    """Return the KPIs with a reading that came or changed since they were last judged, by key."""
    ended: dict[date, list[KpiKey]] = defaultdict(list)
    for kpi in ctx.tx.kpis.all():
        today = team_day(ctx.org.teams.get(kpi.team), ctx.now)
        ended[last_complete_period(today, kpi.frequency)].append(kpi.key)
    return sorted(kpi for until, keys in ended.items() for kpi in ctx.tx.alerts.unevaluated(keys, until=until))


def evaluate(ctx: JobContext, kpi: KpiKey) -> Outcome:
    """Judge one KPI and say what there is to say."""
    reasons = []
    for found in kpi_alerts.evaluate(ctx, kpi_key=kpi):
        alerts.announce(ctx, found)
        reasons.append(found.decision.reason.value)
    return Outcome(state=OccurrenceState.DONE, reason=", ".join(reasons))


def due(ctx: JobContext) -> list[Occurrence]:
    """Name the next "still red" reminder of each open alert, and the hour at which its lead is told."""
    opened = [alert for alert in ctx.tx.alerts.open_all() if alert.kind is AlertKind.LIMIT]
    kpis = ctx.tx.kpis.by_keys(alert.kpi for alert in opened)
    notes = ctx.tx.alerts.notes_of(alert.id for alert in opened)
    made = ctx.tx.okrs.by_alerts(alert.id for alert in opened)
    found: list[Occurrence] = []
    for alert in opened:
        kpi = kpis[alert.kpi]
        found.append(_reminder(alert, ctx))
        verdict = _lead_notice(ctx, alert, kpi, notes[alert.id], has_key_result=alert.id in made)
        if verdict is LeadNotice.DUE:
            found.append(_lead(alert, kpi, ctx))
    return found


def _reminder(alert: Alert, ctx: JobContext) -> Occurrence:
    said_at = _last_said_at(alert)
    return Occurrence(
        key=f"alert:{alert.id}:still:{said_at.date()}",
        job=Job.ALERT_REMINDER,
        due_at=said_at + ctx.policy.still_red_every,
        kpi=alert.kpi,
        subject=alert.id,
    )


def _last_said_at(alert: Alert) -> datetime:
    return alert.said_at or alert.opened_at


def _lead_notice(
    ctx: JobContext, alert: Alert, kpi: Kpi, notes: Sequence[AlertNote], *, has_key_result: bool
) -> LeadNotice:
    if kpi.limits is None or alert.state_shown is not KpiState.CRITICAL:
        return LeadNotice.NOT_RED
    red = kpi_alerts.count_red_periods(ctx, kpi)
    return lead_notice(alert, notes, hold=kpi.limits.hold, held=red, has_key_result=has_key_result, now=ctx.now)


def _lead(alert: Alert, kpi: Kpi, ctx: JobContext) -> Occurrence:
    """The lead hears of it at the first check-in hour after the owner had a whole working day to act."""
    zone = zone_of_team(ctx.org.teams.get(kpi.team))
    day = next_working_day(local_day(_last_said_at(alert), zone) + timedelta(days=1), ctx.org.works(kpi.owner))
    return Occurrence(
        key=f"alert:{alert.id}:lead",
        job=Job.ALERT_LEAD,
        due_at=resolve(day, time(ctx.policy.checkin_hour), zone),
        kpi=alert.kpi,
        subject=alert.id,
    )


def run_reminder(ctx: JobContext, occurrence: Occurrence) -> Outcome:
    """Say in the alert's thread that it is still so."""
    alert = require(ctx.tx.alerts.get(AlertId(require(occurrence.subject))))
    verdict = reminder_due(alert, last_said=_last_said_at(alert), now=ctx.now, every=ctx.policy.still_red_every)
    if verdict in (Reminder.DUE, Reminder.SNOOZED):
        # A snoozed one is said a week after it would have been said: the end of a snooze makes nothing due at once.
        ctx.tx.alerts.save(replace(alert, said_at=ctx.now))
    if verdict is not Reminder.DUE:
        return skip(verdict.value.replace("_", " "))
    status = alerts.status_of(ctx, alert.kpi)
    message = alert_thread.reminder(alert, status, names=ctx.org.names)
    alerts.post_in_thread(ctx.tx, alert, message, key=occurrence.key, now=ctx.now)
    return DONE


def run_lead(ctx: JobContext, occurrence: Occurrence) -> Outcome:
    """Tell the team's lead once that nobody acts on a red KPI (RULES 5.5)."""
    alert = require(ctx.tx.alerts.get(AlertId(require(occurrence.subject))))
    kpi = require(ctx.tx.kpis.get(alert.kpi))
    made = ctx.tx.okrs.by_alerts([alert.id])
    verdict = _lead_notice(ctx, alert, kpi, ctx.tx.alerts.notes(alert.id), has_key_result=bool(made))
    if verdict is not LeadNotice.DUE:
        return skip(verdict.value.replace("_", " "))
    team = ctx.org.teams.get(kpi.team)
    lead = ctx.org.lead_above(kpi.owner) if team is None or team.lead == kpi.owner else team.lead
    if lead is None:
        return skip("nobody leads the team")
    status = alerts.status_of(ctx, alert.kpi)
    message = alert_thread.lead_note(alert, status, names=ctx.org.names)
    alerts.direct(ctx.tx, lead, message, key=occurrence.key, kind="alert", now=ctx.now)
    ctx.tx.alerts.save(replace(alert, lead_told_at=ctx.now))
    return DONE
