"""Writes down what became of a delivery: its row, its address's gate, the workspace, and who is told.

Every write is guarded by the claim: a worker that was overtaken changes nothing.
"""

from datetime import datetime

from bot.delivery.addresses import is_person
from bot.delivery.notices import notices
from bot.delivery.outcomes import Kind, Outcome
from bot.delivery.policy import DeliveryPolicy, jitter
from bot.delivery.requests import noted
from domain.deliveries import Delivery, Method
from domain.teams import Role
from storage.gates import Gate
from storage.store import Transaction


def record(
    tx: Transaction,
    delivery: Delivery,
    outcome: Outcome,
    *,
    now: datetime,
    policy: DeliveryPolicy,
    reconciled: bool = False,
) -> bool:
    """Write down the outcome of a try; tell whether the row was still ours.

    An unknown outcome is not written: the row stays `sending` until its message was looked for.
    """
    if outcome.kind is Kind.SENT:
        return _sent(tx, delivery, outcome, now=now, policy=policy, reconciled=reconciled)
    if outcome.kind is Kind.NOT_SENT:
        wait = policy.backoff(delivery.key, max(delivery.attempts, 1))
        return tx.outbox.release(
            delivery, now=now, run_at=now + wait, error=noted(delivery, outcome.error), counts=True
        )
    if outcome.kind is Kind.RATE_LIMITED:
        return _slowed(tx, delivery, outcome, now=now, policy=policy)
    if outcome.kind is Kind.WORKSPACE:
        tx.outbox.pause_workspace(outcome.error)
        return tx.outbox.release(delivery, now=now, run_at=now, error=noted(delivery, outcome.error), counts=False)
    return give_up(tx, delivery, outcome, now=now)


def give_up(tx: Transaction, delivery: Delivery, outcome: Outcome, *, now: datetime) -> bool:
    """Write down that a delivery is dead, and have the coordinators told in the same transaction."""
    if not tx.outbox.dead(delivery, now=now, error=outcome.error):
        return False
    people = tx.people.all()
    coordinators = tuple(person.id for person in people if person.role is Role.COORDINATOR and person.active)
    last_ts = tx.outbox.gate(delivery.to).floor_ts
    for notice in notices(delivery, outcome, coordinators=coordinators, last_ts=last_ts, now=now):
        tx.outbox.add(notice, now=now)
    return True


def _sent(
    tx: Transaction,
    delivery: Delivery,
    outcome: Outcome,
    *,
    now: datetime,
    policy: DeliveryPolicy,
    reconciled: bool,
) -> bool:
    if not tx.outbox.sent(delivery, now=now, channel=outcome.channel, ts=outcome.ts, reconciled=reconciled):
        return False
    if delivery.method is not Method.UPDATE:  # a change is no new message: it takes no turn and is no floor
        floor_ts = outcome.ts or tx.outbox.gate(delivery.to).floor_ts
        tx.outbox.set_gate(delivery.to, Gate(next_ok_at=now + policy.spacing, floor_ts=floor_ts))
    if is_person(delivery.to) and outcome.channel[:1] == "D":
        tx.outbox.remember_channel(delivery.to, outcome.channel)
    return True


def _slowed(tx: Transaction, delivery: Delivery, outcome: Outcome, *, now: datetime, policy: DeliveryPolicy) -> bool:
    again = now + outcome.wait + policy.spacing * jitter(delivery.key, delivery.attempts)
    error = noted(delivery, outcome.error)
    if not tx.outbox.release(delivery, now=now, run_at=again, error=error, counts=False):
        return False
    floor_ts = tx.outbox.gate(delivery.to).floor_ts
    tx.outbox.set_gate(delivery.to, Gate(next_ok_at=now + outcome.wait, floor_ts=floor_ts))
    return True
