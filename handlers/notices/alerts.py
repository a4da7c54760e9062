"""One Slack message per alert: posted once, edited in place, its history in its thread (SPEC 5.3 and 5.6)."""

from datetime import datetime

from domain.company.teams import zone_of_team
from domain.kpis.alerts import Alert, AlertKind, AlertState, Reason
from domain.kpis.status_model import KpiStanding
from domain.ledger.deliveries import Method, NewDelivery
from domain.values.ids import KpiKey, PersonId
from handlers.organization import Organization
from handlers.usecases.kpis import alert_actions
from handlers.usecases.kpis import alerts as usecase
from handlers.usecases.loop import guardrails
from handlers.views.blocks.message import Message
from handlers.views.kpis import alert as views
from handlers.views.kpis import alert_thread
from storage.store import Transaction


def announce(tx: Transaction, found: usecase.Evaluated, *, now: datetime, org: Organization) -> None:
    """Say what an evaluation found, if there is anything to say; other numbers alone only edit the message."""
    alert = found.alert
    if alert is None or not (found.decision.tells or found.moved):
        return
    if found.decision.reason is Reason.OPENED:
        _open(tx, found, alert, now=now, org=org)
        return
    # By the instant: a reading may be corrected back and forth, and each time the message must follow.
    because = f"{found.decision.reason}:{alert.last}:{now.isoformat()}"
    refresh(tx, alert, found.standing, now=now, org=org, because=because)
    if not found.decision.tells:
        return
    zone = _zone(found.standing, org)
    line = alert_thread.thread_line(
        alert, found.standing, found.decision.reason, names=org.names, notes=tx.alerts.notes(alert.id), zone=zone
    )
    in_thread(tx, alert, line, key=f"alert:{alert.id}:{because}:thread", now=now)


def _open(tx: Transaction, found: usecase.Evaluated, alert: Alert, *, now: datetime, org: Organization) -> None:
    """Post a new alert: to the team's channel, or to the owner alone when a reading is missing (SPEC 5.2)."""
    message = _shown(tx, alert, found.standing, org=org)
    channel = org.channel(found.kpi.team) if alert.kind is AlertKind.LIMIT else None
    tx.outbox.add(
        NewDelivery(
            key=opening_key(alert),
            kind="alert",
            to=channel or found.kpi.owner,
            payload=message.payload(),
        ),
        now=now,
    )


def _shown(tx: Transaction, alert: Alert, standing: KpiStanding, *, org: Organization) -> Message:
    is_open = alert.state is AlertState.OPEN
    return views.message(
        alert,
        standing,
        names=org.names,
        notes=tx.alerts.notes(alert.id),
        touched=guardrails.touched_by(tx, alert.kpi, org=org) if is_open else None,
        zone=_zone(standing, org),
    )


def _zone(standing: KpiStanding, org: Organization) -> str:
    return zone_of_team(org.teams.get(standing.kpi.team))


def opening_key(alert: Alert) -> str:
    """Return the key of the delivery that posted an alert; its edits and its thread follow that one."""
    return f"alert:{alert.id}:open"


def refresh(
    tx: Transaction, alert: Alert, standing: KpiStanding, *, now: datetime, org: Organization, because: str
) -> None:
    """Edit an alert's message so that it shows how things stand now.

    Args:
        tx: The transaction.
        alert: The alert.
        standing: How its KPI stands.
        now: The instant.
        world: The company.
        because: What happened, unique within the alert; it makes the edit's key.
    """
    message = _shown(tx, alert, standing, org=org)
    opening = tx.outbox.get(opening_key(alert))
    tx.outbox.add(
        NewDelivery(
            key=f"alert:{alert.id}:{because}",
            kind="alert",
            to=opening.to if opening is not None else "",
            method=Method.UPDATE,
            payload=message.payload(),
            follows=opening_key(alert),
        ),
        now=now,
    )


def in_thread(tx: Transaction, alert: Alert, message: Message, *, key: str, now: datetime) -> None:
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


def standing_of(tx: Transaction, kpi_key: KpiKey, *, now: datetime, org: Organization) -> KpiStanding:
    """Tell how one KPI stands.

    Raises:
        AlertGoneError: The KPI is gone.
    """
    kpi = tx.kpis.get(kpi_key)
    if kpi is None:
        raise alert_actions.AlertGoneError(f"There is no KPI ‘{kpi_key}’ any more.")
    return usecase.standing_of(tx, kpi, now=now, org=org)


def react(
    tx: Transaction, alert: Alert, *, now: datetime, org: Organization, because: str, line: Message | None = None
) -> None:
    """Show on an alert's message what a person did, and say it in the thread when there is a line for it."""
    if alert.state is AlertState.OPEN or line is None:
        refresh(tx, alert, standing_of(tx, alert.kpi, now=now, org=org), now=now, org=org, because=because)
    if line is not None:
        in_thread(tx, alert, line, key=f"alert:{alert.id}:{because}:thread", now=now)


def remembered(tx: Transaction, alert: Alert, *, now: datetime, org: Organization) -> None:
    """Show what a person did last about an alert, on its message and in its thread; the same thing only once."""
    notes = tx.alerts.notes(alert.id)
    if notes:
        line = alert_thread.note_line(notes[-1], names=org.names)
        react(tx, alert, now=now, org=org, because=f"note:{len(notes)}", line=line)
