"""Steps of a delivery, short enough to tell a story with."""

from datetime import datetime, timedelta
from typing import Any

from domain.ledger.deliveries import Delivery, NewDelivery
from storage.store import Store, Transaction
from tests.people import NOW

LEASE = timedelta(seconds=60)
SECOND = timedelta(seconds=1)
GROWTH, PLATFORM = "C0GROWTH1", "C0PLATFRM"


def new(key: str, to: str = GROWTH, **more: Any) -> NewDelivery:
    return NewDelivery(key=key, kind="digest", to=to, payload={"text": key}, **more)


def add(store: Store, *deliveries: NewDelivery, now: datetime = NOW, run_at: datetime | None = None) -> None:
    with store.transaction() as tx:
        for delivery in deliveries:
            assert tx.outbox.add(delivery, now=now, run_at=run_at)


def claim(tx: Transaction, *, now: datetime = NOW, owner: str = "me") -> Delivery:
    delivery = tx.outbox.claim_next(now=now, owner=owner, lease=LEASE)
    assert delivery is not None
    return delivery


def begin(tx: Transaction, *, now: datetime = NOW) -> Delivery:
    delivery = tx.outbox.start_sending(claim(tx, now=now), now=now, floor_ts="100.0")
    assert delivery is not None
    return delivery


def send(tx: Transaction, *, now: datetime = NOW, ts: str = "101.0") -> str:
    delivery = begin(tx, now=now)
    assert tx.outbox.sent(delivery, now=now, channel="C9", ts=ts)
    return delivery.key


def nothing(tx: Transaction, *, now: datetime = NOW) -> bool:
    return tx.outbox.claim_next(now=now, owner="other", lease=LEASE) is None
