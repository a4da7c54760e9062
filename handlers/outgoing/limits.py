"""The one message that proposes limits to a KPI's owner, and what becomes of it (SPEC 4.6)."""

from datetime import datetime

from domain.deliveries import Method, NewDelivery
from domain.kpis import Kpi
from handlers.views.message import Message
from storage.store import Transaction


def proposal_key(kpi: Kpi) -> str:
    """Return the key of the one message that proposes limits for a KPI."""
    return f"limits:{kpi.key}"


def settle(tx: Transaction, kpi: Kpi, message: Message, *, now: datetime, because: str) -> None:
    """Turn the proposal into what was decided; nothing where nobody was asked."""
    asked = tx.outbox.get(proposal_key(kpi))
    if asked is None:
        return
    tx.outbox.add(
        NewDelivery(
            key=f"{proposal_key(kpi)}:{because}",
            kind="limits",
            to=asked.to,
            method=Method.UPDATE,
            payload=message.payload(),
            follows=proposal_key(kpi),
        ),
        now=now,
    )
