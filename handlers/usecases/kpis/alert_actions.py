"""What people do about an alert: acknowledge, snooze, assign, note; each remembered with who and when (SPEC 5.4)."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.company.access import AccessError, require
from domain.kpis.access import may_act_on_alert
from domain.kpis.alerts import Alert, AlertNote, AlertState
from domain.values.errors import TillerError
from domain.values.ids import AlertId, PersonId
from handlers.organization import Organization
from storage.store import Transaction

DAYS_TO_NEXT_READING = 400
"""How far away “until the next reading” is; the next reading ends it."""

_SAME_CLICK = timedelta(minutes=5)
"""The same choice again within this time is the same choice."""


class AlertGoneError(TillerError):
    """The alert is over, or was never there."""


def acknowledge(
    tx: Transaction, *, alert_id: AlertId, actor: PersonId, now: datetime, org: Organization
) -> tuple[Alert, bool]:
    """Note that somebody has seen an alert; a second click changes nothing (SPEC 5.4).

    Returns:
        The alert, and whether this click changed anything.

    Raises:
        AlertGoneError: The alert is over.
        AccessError: The person may not act on it.
    """
    alert = _open(tx, alert_id, actor=actor, org=org)
    if alert.acknowledged_by is not None:
        return alert, False
    changed = replace(alert, acknowledged_by=actor, acknowledged_at=now)
    return _remember(tx, changed, actor=actor, now=now, action="acknowledged"), True


def snooze(
    tx: Transaction,
    *,
    alert_id: AlertId,
    actor: PersonId,
    now: datetime,
    until: datetime,
    words: str,
    org: Organization,
) -> Alert:
    """Keep an alert's reminders quiet until an instant; its state goes on being shown.

    Raises:
        AlertGoneError: The alert is over.
        AccessError: The person may not act on it.
    """
    alert = _open(tx, alert_id, actor=actor, org=org)
    if alert.snoozed_until is not None and abs(until - alert.snoozed_until) < _SAME_CLICK:
        return alert
    changed = replace(alert, snoozed_until=until)
    return _remember(tx, changed, actor=actor, now=now, action="snoozed", text=words)


def assign(
    tx: Transaction, *, alert_id: AlertId, actor: PersonId, to: PersonId, now: datetime, org: Organization
) -> Alert:
    """Ask somebody to act on an alert.

    Raises:
        AlertGoneError: The alert is over.
        AccessError: The person may not act on it.
    """
    alert = _open(tx, alert_id, actor=actor, org=org)
    if alert.assigned_to == to:
        return alert
    return _remember(tx, replace(alert, assigned_to=to), actor=actor, now=now, action="assigned", text=to)


def add_note(
    tx: Transaction, *, alert_id: AlertId, actor: PersonId, text: str, now: datetime, org: Organization
) -> Alert:
    """Keep what somebody wrote about an alert.

    Raises:
        AlertGoneError: There is no such alert.
        AccessError: The person may not act on it.
    """
    alert = _theirs(tx, alert_id, actor=actor, org=org)
    already = [note for note in tx.alerts.notes(alert_id) if note.by == actor and note.text == text]
    if already:
        return alert
    return _remember(tx, alert, actor=actor, now=now, action="noted", text=text)


def actable(tx: Transaction, *, alert_id: AlertId, actor: PersonId, org: Organization) -> Alert:
    """Return an alert that a person may act on, open or over.

    Raises:
        AlertGoneError: There is no such alert.
        AccessError: The person may not act on it.
    """
    return _theirs(tx, alert_id, actor=actor, org=org)


def _open(tx: Transaction, alert_id: AlertId, *, actor: PersonId, org: Organization) -> Alert:
    alert = _theirs(tx, alert_id, actor=actor, org=org)
    if alert.state is not AlertState.OPEN:
        raise AlertGoneError("This alert is over, so there is nothing left to do about it.")
    return alert


def _theirs(tx: Transaction, alert_id: AlertId, *, actor: PersonId, org: Organization) -> Alert:
    """Return an alert that a person may act on."""
    alert = tx.alerts.get(alert_id)
    kpi = tx.kpis.get(alert.kpi) if alert is not None else None
    person = org.people.get(actor)
    if alert is None or kpi is None:
        raise AlertGoneError("This alert is not there any more.")
    if person is None:
        raise AccessError("I don't know you yet. Ask a coordinator to add you to a team.")
    require(may_act_on_alert(person, alert, kpi, org.teams))
    return alert


def _remember(tx: Transaction, alert: Alert, *, actor: PersonId, now: datetime, action: str, text: str = "") -> Alert:
    tx.alerts.save(alert)
    tx.alerts.add_note(AlertNote(alert=alert.id, by=actor, at=now, action=action, text=text))
    tx.audit.add(
        actor=actor,
        action=f"alert {action}",
        subject=f"alert {alert.id}",
        old=None,
        new=text or None,
        at=now,
        origin="button",
    )
    return alert


def snooze_until(choice: str, now: datetime) -> datetime | None:
    """Return the instant that a choice of the Snooze menu means, or None for a word that is no choice.

    "Until the next reading" is far away; the next reading ends it.
    """
    days = {"1d": 1, "3d": 3, "1w": 7, "next": DAYS_TO_NEXT_READING}.get(choice)
    return now + timedelta(days=days) if days is not None else None
