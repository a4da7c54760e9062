"""Which row of the outbox goes next."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased

from domain.deliveries import Delivery, DeliveryState
from storage.rows.ledger import DeliveryRow, GateRow
from storage.shapes import Shape, table_of

DELIVERY = Shape(Delivery, DeliveryRow)
OUTBOX = table_of(DeliveryRow)
IN_FLIGHT = (DeliveryState.LEASED, DeliveryState.SENDING)
_WAITING = (DeliveryState.PENDING, *IN_FLIGHT)
LONGEST_WAIT = timedelta(hours=1)
"""No row is put back for longer; one that seems to be was put back before the clock stepped back."""
LONGEST_GATE = timedelta(minutes=5)
"""No gate is closed for longer, likewise."""

_EARLIER = aliased(DeliveryRow)
_FOLLOWED = aliased(DeliveryRow)


def _candidates(now: datetime, *columns: Any) -> Select[Any]:
    """Ask for the rows that are first in their address's line and whose predecessor's fate is known.

    A row that was put back keeps its place and holds up those behind it; one that is only due later does not.
    """
    ahead = exists().where(
        _EARLIER.to == DeliveryRow.to,
        or_(
            _EARLIER.state.in_(IN_FLIGHT),
            and_(
                _EARLIER.state == DeliveryState.PENDING,
                _EARLIER.number < DeliveryRow.number,
                _EARLIER.due_at <= now,
            ),
        ),
    )
    return (
        select(*columns)
        .select_from(DeliveryRow)
        .outerjoin(GateRow, GateRow.address == DeliveryRow.to)
        .outerjoin(_FOLLOWED, _FOLLOWED.key == DeliveryRow.follows)
        .where(
            DeliveryRow.state == DeliveryState.PENDING,
            GateRow.blocked_reason.is_(None),
            or_(_FOLLOWED.state.is_(None), _FOLLOWED.state.not_in(_WAITING)),
            ~ahead,
        )
    )


def head_of_queue(now: datetime) -> Select[Any]:
    """Ask for the number of the row to send next, what it follows, and the state of that."""
    stepped_back = and_(DeliveryRow.run_at > DeliveryRow.due_at, DeliveryRow.run_at > now + LONGEST_WAIT)
    return (
        _candidates(now, DeliveryRow.number, DeliveryRow.follows, _FOLLOWED.state)
        .where(
            or_(DeliveryRow.run_at <= now, stepped_back),
            or_(
                GateRow.next_ok_at.is_(None),
                GateRow.next_ok_at <= now,
                GateRow.next_ok_at > now + LONGEST_GATE,
            ),
        )
        .order_by(DeliveryRow.run_at, DeliveryRow.number)
        .limit(1)
        .with_for_update(of=DeliveryRow, skip_locked=True)
    )


def first_instant(connection: Connection, now: datetime) -> datetime | None:
    """Find when the first row may go, given the gates as they are; None when none waits."""
    question = _candidates(now, DeliveryRow.run_at, DeliveryRow.due_at, GateRow.next_ok_at)
    earliest: datetime | None = None
    for run_at, due_at, next_ok_at in connection.execute(question):
        instant = now if run_at > due_at and run_at > now + LONGEST_WAIT else run_at
        if next_ok_at is not None and next_ok_at <= now + LONGEST_GATE:
            instant = max(instant, next_ok_at)
        earliest = instant if earliest is None else min(earliest, instant)
    return earliest


def leases_over(lease: timedelta | None, lease_until: datetime | None, *, now: datetime) -> bool:
    """Tell whether a lease has ended, or ends so late that the clock must have stepped back since it was taken."""
    if lease is None or lease_until is None:
        return True
    return lease_until <= now or lease_until > now + 2 * lease
