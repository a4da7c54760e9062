"""The messages that ask a KPI's owner about limits, and what becomes of them (RULES 4.6)."""

from datetime import date, datetime

from domain.kpis.model import Kpi
from domain.ledger.deliveries import Method, NewDelivery
from handlers.views.blocks.block_kit import Message
from storage.store import Transaction


def proposal_key(kpi: Kpi) -> str:
    """Return the key of the one message that proposes limits for a KPI."""
    return f"limits:{kpi.key}"


def review_key(kpi: Kpi, day: date) -> str:
    """Return the key of the message that asks, because of a day, whether limits are still right."""
    return f"limits_age:{kpi.key}:{day}"


def settle(tx: Transaction, kpi: Kpi, message: Message, *, now: datetime, asked: str = "") -> None:
    """Turn the messages that asked into what was decided, each once; nothing where nobody was asked.

    Args:
        tx: The transaction.
        kpi: The KPI.
        message: What was decided.
        now: The instant.
        asked: The key of the message in which it was decided; the first proposal is settled by any decision.
    """
    for key in dict.fromkeys((proposal_key(kpi), asked)):
        question = tx.outbox.get(key) if key else None
        if question is None or tx.outbox.get(f"{key}:decided") is not None:
            continue
        tx.outbox.add(
            NewDelivery(
                key=f"{key}:decided",
                kind="limits",
                to=question.to,
                method=Method.UPDATE,
                payload=message.payload(),
                follows=key,
            ),
            now=now,
        )
