"""One Slack message per alert: posted once, edited in place, its history in its thread (RULES 5.3 and 5.6)."""

from datetime import datetime

from domain.company.teams import zone_of_team
from domain.kpis.alerts import Alert, AlertKind, AlertState, Reason
from domain.kpis.status_model import KpiStatus
from domain.ledger.deliveries import Method, NewDelivery
from domain.values.ids import KpiKey, PersonId
from handlers.context import Context
from handlers.organization import Organization
from handlers.usecases.kpis import alert_actions, alerts
from handlers.usecases.loop import guardrails
from handlers.views.blocks.block_kit import Message
from handlers.views.kpis import alert as kpi_alert
from handlers.views.kpis import alert_thread
from storage.store import Transaction


def announce(ctx: Context, found: alerts.Evaluated) -> None:
    """Say what an evaluation found, if there is anything to say; other numbers alone only edit the message."""
    alert = found.alert
    if alert is None or not (found.decision.tells or found.moved):
        return
    if found.decision.reason is Reason.OPENED:
        _post_opening(ctx, found, alert)
        return
    # By the instant: a reading may be corrected back and forth, and each time the message must follow.
    because = f"{found.decision.reason}:{alert.last}:{ctx.now.isoformat()}"
    refresh(ctx, alert, found.status, because=because)
    if not found.decision.tells:
        return
    zone = _zone(found.status, ctx.org)
    line = alert_thread.thread_line(
        alert,
        found.status,
        found.decision.reason,
        names=ctx.org.names,
        notes=ctx.tx.alerts.notes(alert.id),
        zone=zone,
    )
    post_in_thread(ctx.tx, alert, line, key=f"alert:{alert.id}:{because}:thread", now=ctx.now)


def _post_opening(ctx: Context, found: alerts.Evaluated, alert: Alert) -> None:
    """Post a new alert: to the team's channel, or to the owner alone when a reading is missing (RULES 5.2)."""
    message = _render(ctx, alert, found.status)
    channel = ctx.org.channel(found.kpi.team) if alert.kind is AlertKind.LIMIT else None
    ctx.notify(
        NewDelivery(
            key=opening_key(alert),
            kind="alert",
            to=channel or found.kpi.owner,
            payload=message.payload(),
        )
    )


def _render(ctx: Context, alert: Alert, status: KpiStatus) -> Message:
    is_open = alert.state is AlertState.OPEN
    return kpi_alert.message(
        alert,
        status,
        names=ctx.org.names,
        notes=ctx.tx.alerts.notes(alert.id),
        touched=guardrails.find_touched_by(ctx, alert.kpi) if is_open else None,
        zone=_zone(status, ctx.org),
    )


def _zone(status: KpiStatus, org: Organization) -> str:
    return zone_of_team(org.teams.get(status.kpi.team))


def opening_key(alert: Alert) -> str:
    """Return the key of the delivery that posted an alert; its edits and its thread follow that one."""
    return f"alert:{alert.id}:open"


def refresh(ctx: Context, alert: Alert, status: KpiStatus, *, because: str) -> None:
    """Edit an alert's message so that it shows how things stand now.

    Args:
        ctx: The transaction, the moment and the company.
        alert: The alert.
        status: How its KPI stands.
        because: What happened, unique within the alert; it makes the edit's key.
    """
    message = _render(ctx, alert, status)
    opening = ctx.tx.outbox.get(opening_key(alert))
    ctx.notify(
        NewDelivery(
            key=f"alert:{alert.id}:{because}",
            kind="alert",
            to=opening.to if opening is not None else "",
            method=Method.UPDATE,
            payload=message.payload(),
            follows=opening_key(alert),
        )
    )


def post_in_thread(tx: Transaction, alert: Alert, message: Message, *, key: str, now: datetime) -> None:
    """Say something in an alert's thread."""
    opening = tx.outbox.get(opening_key(alert))
    if opening is None:
        return
    tx.outbox.add(
        NewDelivery(
            key=key,
            kind="alert",
            to=opening.to,
            payload=message.payload(),
            follows=opening_key(alert),
            in_thread=True,
        ),
        now=now,
    )


def direct(tx: Transaction, to: PersonId, message: Message, *, key: str, kind: str, now: datetime) -> None:
    """Say something to one person."""
    tx.outbox.add(NewDelivery(key=key, kind=kind, to=to, payload=message.payload()), now=now)


def status_of(ctx: Context, kpi_key: KpiKey) -> KpiStatus:
    """Tell how one KPI stands.

    Raises:
        AlertGoneError: The KPI is gone.
    """
    kpi = ctx.tx.kpis.get(kpi_key)
    if kpi is None:
        raise alert_actions.AlertGoneError(f"There is no KPI ‘{kpi_key}’ any more.")
    return alerts.status_of(ctx, kpi)


def react(ctx: Context, alert: Alert, *, because: str, line: Message | None = None) -> None:
    """Show on an alert's message what a person did, and say it in the thread when there is a line for it."""
    if alert.state is AlertState.OPEN or line is None:
        refresh(ctx, alert, status_of(ctx, alert.kpi), because=because)
    if line is not None:
        post_in_thread(ctx.tx, alert, line, key=f"alert:{alert.id}:{because}:thread", now=ctx.now)


def show_last_action(ctx: Context, alert: Alert) -> None:
    """Show what a person did last about an alert, on its message and in its thread; the same thing only once."""
    notes = ctx.tx.alerts.notes(alert.id)
    if notes:
        line = alert_thread.note_line(notes[-1], names=ctx.org.names)
        react(ctx, alert, because=f"note:{len(notes)}", line=line)
