"""Which row of the outbox goes next."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, exists, func, literal_column, or_, select
from sqlalchemy.orm import aliased

from domain.ledger.deliveries import Delivery, DeliveryState
from storage.mapping import Shape, table_of
from storage.rows.ledger import DeliveryRow, GateRow
from storage.types import UtcDateTime

DELIVERY = Shape(Delivery, DeliveryRow)
OUTBOX = table_of(DeliveryRow)
IN_FLIGHT = (DeliveryState.LEASED, DeliveryState.SENDING)
WAITING = (DeliveryState.PENDING, *IN_FLIGHT)
LONGEST_WAIT = timedelta(hours=1)
"""No row is put back for longer; one that seems to be was put back before the clock stepped back."""
LONGEST_GATE = timedelta(minutes=5)
"""No gate is closed for longer, likewise."""

_FOLLOWED = aliased(DeliveryRow)
_BUSY = aliased(DeliveryRow)
_LINE = aliased(DeliveryRow)
_NOW = bindparam("now", type_=UtcDateTime())
_FAR = bindparam("far", type_=UtcDateTime())
_FAR_GATE = bindparam("far_gate", type_=UtcDateTime())
# Literals, not parameters: only so does a database see that its partial indexes answer the question.
_PENDING: ColumnElement[str] = literal_column("'pending'")
UNSENT = DeliveryRow.state != literal_column("'sent'")
_IN_FLIGHT: list[ColumnElement[str]] = [literal_column("'leased'"), literal_column("'sending'")]


def _candidates(*columns: Any) -> Select[Any]:
    """Ask for the rows that are first in their address's line and whose predecessor's fate is known.

    A row that was put back keeps its place and holds up those behind it; one that is only due later does not. What
    was due when it was added is due whatever the clock says since.
    """
    first = (
        select(func.min(_LINE.number).label("number"))
        .where(_LINE.state == _PENDING, or_(_LINE.due_at <= _NOW, _LINE.due_at <= _LINE.created_at))
        .group_by(_LINE.to)
        .subquery()
    )
    busy = exists().where(_BUSY.to == DeliveryRow.to, _BUSY.state.in_(_IN_FLIGHT))
    return (
        select(*columns)
        .select_from(first)
        .join(DeliveryRow, DeliveryRow.number == first.c.number)
        .outerjoin(GateRow, GateRow.address == DeliveryRow.to)
        .outerjoin(_FOLLOWED, _FOLLOWED.key == DeliveryRow.follows)
        .where(
            DeliveryRow.state == _PENDING,
            GateRow.blocked_reason.is_(None),
            or_(_FOLLOWED.state.is_(None), _FOLLOWED.state.not_in(WAITING)),
            ~busy,
        )
    )


# Built once: to build it takes SQLAlchemy longer than to run it takes the database.
_HEAD = (
    _candidates(DeliveryRow.number, DeliveryRow.follows, _FOLLOWED.state)
    .where(
        or_(DeliveryRow.run_at <= _NOW, DeliveryRow.run_at <= DeliveryRow.created_at, DeliveryRow.run_at > _FAR),
        or_(GateRow.next_ok_at.is_(None), GateRow.next_ok_at <= _NOW, GateRow.next_ok_at > _FAR_GATE),
    )
    .order_by(DeliveryRow.run_at, DeliveryRow.number)
    .limit(1)
    .with_for_update(of=DeliveryRow, skip_locked=True)
)


def head_of_queue(connection: Connection, now: datetime) -> Row[int, str | None, DeliveryState | None] | None:
    """Find the row to send next: its number, what it follows, and the state of that; None when there is none."""
    return connection.execute(_HEAD, {"now": now, "far": now + LONGEST_WAIT, "far_gate": now + LONGEST_GATE}).first()


_INSTANTS = _candidates(DeliveryRow.run_at, DeliveryRow.created_at, GateRow.next_ok_at)
_LATER = (
    select(func.min(DeliveryRow.due_at))
    .outerjoin(GateRow, GateRow.address == DeliveryRow.to)
    .where(
        DeliveryRow.state == _PENDING,
        DeliveryRow.due_at > _NOW,
        DeliveryRow.due_at > DeliveryRow.created_at,
        GateRow.blocked_reason.is_(None),
    )
)


def first_instant(connection: Connection, now: datetime) -> datetime | None:
    """Find when the first row may go, given the gates as they are; None when none waits."""
    earliest: datetime | None = connection.execute(_LATER, {"now": now}).scalar()
    for run_at, created_at, next_ok_at in connection.execute(_INSTANTS, {"now": now}):
        instant = now if run_at <= created_at or run_at > now + LONGEST_WAIT else run_at
        if next_ok_at is not None and next_ok_at <= now + LONGEST_GATE:
            instant = max(instant, next_ok_at)
        earliest = instant if earliest is None else min(earliest, instant)
    return earliest


def leases_over(lease: timedelta | None, lease_until: datetime | None, *, now: datetime) -> bool:
    """Tell whether a lease has ended, or ends so late that the clock must have stepped back since it was taken."""
    if lease is None or lease_until is None:
        return True
    return lease_until <= now or lease_until > now + 2 * lease
