"""Alerts: judge KPIs whose readings changed, remember open ones weekly, tell the lead when nobody acts (SPEC 5)."""

from dataclasses import replace
from datetime import time, timedelta

from domain.alerts import Alert, AlertKind, AlertState
from domain.cadence import resolve
from domain.ids import AlertId, KpiKey
from domain.kpis import Frequency, Kpi, KpiState
from domain.occurrences import DONE, Occurrence, OccurrenceState, Outcome, Ritual, skipped
from handlers.outgoing import alerts as outgoing
from handlers.rituals.scene import Scene, known
from handlers.usecases import alerts as usecase
from handlers.views import alert as views
from storage.store import Transaction

_RED_PERIODS = 2
_PERIOD = {
    Frequency.DAY: timedelta(days=1),
    Frequency.WEEK: timedelta(days=7),
    Frequency.MONTH: timedelta(days=30),
    Frequency.QUARTER: timedelta(days=91),
}


def pending(tx: Transaction, *, scene: Scene) -> list[KpiKey]:
    """Return the KPIs with a reading that came or changed since they were last judged, by key."""
    return sorted(tx.alerts.unevaluated(scene.now.date()))


def evaluate(tx: Transaction, kpi: KpiKey, *, scene: Scene) -> Outcome:
    """Judge one KPI and say what there is to say."""
    reasons = []
    for found in usecase.evaluate(tx, kpi_key=kpi, now=scene.now, world=scene.world):
        outgoing.announce(tx, found, now=scene.now, world=scene.world)
        reasons.append(found.decision.reason.value)
    return Outcome(state=OccurrenceState.DONE, reason=", ".join(reasons))


def due(tx: Transaction, *, scene: Scene) -> list[Occurrence]:
    """Name the next "still red" reminder of each open alert, and the day on which its lead is told."""
    found: list[Occurrence] = []
    for alert in tx.alerts.open_all():
        kpi = tx.kpis.get(alert.kpi)
        if kpi is not None and alert.kind is AlertKind.LIMIT:
            found.append(_reminder(alert, scene))
            found.append(_lead(alert, kpi, scene))
    return found


def _reminder(alert: Alert, scene: Scene) -> Occurrence:
    every = scene.policy.still_red_every
    number = max(1, (scene.now - alert.opened_at) // every)
    number += scene.now >= alert.opened_at + number * every + timedelta(days=2)
    return Occurrence(
        key=f"alert:{alert.id}:still:{number}",
        ritual=Ritual.ALERT_REMINDER,
        due_at=alert.opened_at + number * every,
        late_after=timedelta(days=2),
        kpi=alert.kpi,
        subject=alert.id,
    )


def _lead(alert: Alert, kpi: Kpi, scene: Scene) -> Occurrence:
    team = scene.world.teams.get(kpi.team)
    zone = team.timezone if team is not None else "UTC"
    day = (alert.opened_at + _RED_PERIODS * _PERIOD[kpi.frequency]).date()
    return Occurrence(
        key=f"alert:{alert.id}:lead",
        ritual=Ritual.ALERT_LEAD,
        due_at=resolve(day, time(scene.policy.checkin_hour), zone),
        kpi=alert.kpi,
        subject=alert.id,
    )


def run_reminder(tx: Transaction, occurrence: Occurrence, *, scene: Scene) -> Outcome:
    """Say in the alert's thread that it is still so."""
    alert = _still_open(tx, occurrence)
    if alert is None:
        return skipped("over meanwhile")
    if usecase.snoozed(alert, scene.now):
        return skipped("snoozed")
    standing = outgoing.standing_of(tx, alert.kpi, now=scene.now, world=scene.world)
    message = views.reminder(alert, standing, names=scene.world.names)
    outgoing.in_thread(tx, alert, message, key=occurrence.key, now=scene.now)
    return DONE


def run_lead(tx: Transaction, occurrence: Occurrence, *, scene: Scene) -> Outcome:
    """Tell the team's lead once that nobody acts on a red KPI (SPEC 5.5)."""
    alert = _still_open(tx, occurrence)
    if alert is None:
        return skipped("over meanwhile")
    if usecase.is_looked_after(tx, alert):
        return skipped("somebody acts on it")
    if alert.state_shown is not KpiState.CRITICAL:
        return skipped("not red")
    kpi = known(tx.kpis.get(alert.kpi))
    team = scene.world.teams.get(kpi.team)
    lead = scene.world.lead_above(kpi.owner) if team is None or team.lead == kpi.owner else team.lead
    if lead is None:
        return skipped("nobody leads the team")
    standing = outgoing.standing_of(tx, alert.kpi, now=scene.now, world=scene.world)
    message = views.lead_note(alert, standing, names=scene.world.names)
    outgoing.direct(tx, lead, message, key=occurrence.key, kind="alert", now=scene.now)
    tx.alerts.save(replace(alert, lead_told_at=scene.now))
    return DONE


def _still_open(tx: Transaction, occurrence: Occurrence) -> Alert | None:
    alert = tx.alerts.get(AlertId(known(occurrence.subject)))
    return alert if alert is not None and alert.state is AlertState.OPEN else None
