"""What people do about an alert: acknowledge, snooze, assign, note; each remembered with who and when (RULES 5.4)."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.company.access import AccessError, require
from domain.kpis.access import may_act_on_alert
from domain.kpis.alerts import Alert, AlertNote, AlertState
from domain.values.errors import TillerError
from domain.values.ids import AlertId, PersonId
from handlers.context import ActorContext

DAYS_TO_NEXT_READING = 400
"""How far away “until the next reading” is; the next reading ends it."""

_SAME_CLICK = timedelta(minutes=5)
"""The same choice again within this time is the same choice."""


class AlertGoneError(TillerError):
    """The alert is over, or was never there."""


def acknowledge(ctx: ActorContext, *, alert_id: AlertId) -> tuple[Alert, bool]:
    """Note that somebody has seen an alert; a second click changes nothing (RULES 5.4).

    Returns:
        The alert, and whether this click changed anything.

    Raises:
        AlertGoneError: The alert is over.
        AccessError: The person may not act on it.
    """
    alert = _require_open(ctx, alert_id)
    if alert.acknowledged_by is not None:
        return alert, False
    changed = replace(alert, acknowledged_by=ctx.actor, acknowledged_at=ctx.now)
    return _remember(ctx, changed, action="acknowledged"), True


def snooze(ctx: ActorContext, *, alert_id: AlertId, until: datetime, words: str) -> Alert:
    """Keep an alert's reminders quiet until an instant; its state goes on being shown.

    Raises:
        AlertGoneError: The alert is over.
        AccessError: The person may not act on it.
    """
    alert = _require_open(ctx, alert_id)
    if alert.snoozed_until is not None and abs(until - alert.snoozed_until) < _SAME_CLICK:
        return alert
    changed = replace(alert, snoozed_until=until)
    return _remember(ctx, changed, action="snoozed", text=words)


def assign(ctx: ActorContext, *, alert_id: AlertId, to: PersonId) -> Alert:
    """Ask somebody to act on an alert.

    Raises:
        AlertGoneError: The alert is over.
        AccessError: The person may not act on it.
    """
    alert = _require_open(ctx, alert_id)
    if alert.assigned_to == to:
        return alert
    return _remember(ctx, replace(alert, assigned_to=to), action="assigned", text=to)


def add_note(ctx: ActorContext, *, alert_id: AlertId, text: str) -> Alert:
    """Keep what somebody wrote about an alert.

    Raises:
        AlertGoneError: There is no such alert.
        AccessError: The person may not act on it.
    """
    alert = _theirs(ctx, alert_id)
    already = [note for note in ctx.tx.alerts.notes(alert_id) if note.by == ctx.actor and note.text == text]
    if already:
        return alert
    return _remember(ctx, alert, action="noted", text=text)


def actable(ctx: ActorContext, *, alert_id: AlertId) -> Alert:
    """Return an alert that a person may act on, open or over.

    Raises:
        AlertGoneError: There is no such alert.
        AccessError: The person may not act on it.
    """
    return _theirs(ctx, alert_id)


def _require_open(ctx: ActorContext, alert_id: AlertId) -> Alert:
    alert = _theirs(ctx, alert_id)
    if alert.state is not AlertState.OPEN:
        raise AlertGoneError("This alert is over, so there is nothing left to do about it.")
    return alert


def _theirs(ctx: ActorContext, alert_id: AlertId) -> Alert:
    """Return an alert that a person may act on."""
    alert = ctx.tx.alerts.get(alert_id)
    kpi = ctx.tx.kpis.get(alert.kpi) if alert is not None else None
    person = ctx.org.people.get(ctx.actor)
    if alert is None or kpi is None:
        raise AlertGoneError("This alert is not there any more.")
    if person is None:
        raise AccessError("I don't know you yet. Ask a coordinator to add you to a team.")
    require(may_act_on_alert(person, alert, kpi, ctx.org.teams))
    return alert


def _remember(ctx: ActorContext, alert: Alert, *, action: str, text: str = "") -> Alert:
    ctx.tx.alerts.save(alert)
    ctx.tx.alerts.add_note(AlertNote(alert=alert.id, by=ctx.actor, at=ctx.now, action=action, text=text))
    ctx.tx.audit.add(
        actor=ctx.actor,
        action=f"alert {action}",
        subject=f"alert {alert.id}",
        old=None,
        new=text or None,
        at=ctx.now,
        origin="button",
    )
    return alert


def snooze_until(choice: str, now: datetime) -> datetime | None:
    """Return the instant that a choice of the Snooze menu means, or None for a word that is no choice.

    "Until the next reading" is far away; the next reading ends it.
    """
    days = {"1d": 1, "3d": 3, "1w": 7, "next": DAYS_TO_NEXT_READING}.get(choice)
    return now + timedelta(days=days) if days is not None else None
