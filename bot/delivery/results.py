"""Writes down what became of a delivery: its row, its address's gate, the workspace, and who is told (DESIGN D3).

Every write is guarded by the claim: a worker that was overtaken changes nothing.
"""

from dataclasses import replace
from datetime import datetime

from bot.delivery.addresses import is_person
from bot.delivery.notices import notices
from bot.delivery.outcomes import Kind, Outcome
from bot.delivery.policy import DeliveryPolicy, jitter
from bot.delivery.requests import add_note
from domain.company.teams import Role
from domain.ledger.deliveries import Delivery, Method
from domain.values.ids import PersonId
from storage.store import Store, Transaction


class Books:
    """Where outcomes are written down, each in one transaction.

    Args:
        store: Where the outbox is.
        policy: The waits.
        coordinators: Who is told of what is given up, besides those whose role it is.
    """

    def __init__(self, store: Store, policy: DeliveryPolicy, *, coordinators: frozenset[PersonId]) -> None:
        self._store = store
        self._policy = policy
        self._coordinators = coordinators

    def record(self, delivery: Delivery, outcome: Outcome, *, now: datetime, reconciled: bool = False) -> bool:
        """Write down the outcome of a try; tell whether the row was still ours.

        An unknown outcome is not for the books: the row stays `sending` until its message was looked for.
        """
        match outcome.kind:
            case Kind.SENT:
                return self._sent(delivery, outcome, now=now, reconciled=reconciled)
            case Kind.NOT_SENT:
                wait = self._policy.backoff(delivery.key, max(delivery.attempts, 1))
                return self.put_back(delivery, run_at=now + wait, error=outcome.error, now=now)
            case Kind.RATE_LIMITED:
                return self._slow_down(delivery, outcome, now=now)
            case Kind.WORKSPACE:
                return self._refuse(delivery, outcome, now=now)
            case _:
                return self.give_up(delivery, outcome, now=now)

    def put_back(self, delivery: Delivery, *, run_at: datetime, error: str, now: datetime) -> bool:
        """Write down that a delivery is to be tried again; the try counts."""
        with self._store.transaction() as tx:
            return tx.outbox.release(delivery, now=now, run_at=run_at, error=add_note(delivery, error), counts=True)

    def give_up(self, delivery: Delivery, outcome: Outcome, *, now: datetime) -> bool:
        """Write down that a delivery is dead, and have the coordinators told in the same transaction."""
        with self._store.transaction() as tx:
            if not tx.outbox.dead(delivery, now=now, error=outcome.error):
                return False
            told = self._list_whom_to_tell(tx)
            last_ts = tx.outbox.gate(delivery.to).floor_ts
            for notice in notices(delivery, outcome, coordinators=told, last_ts=last_ts, now=now):
                tx.outbox.add(notice, now=now)
        return True

    def _list_whom_to_tell(self, tx: Transaction) -> tuple[PersonId, ...]:
        people = {person.id: person for person in tx.people.all()}
        by_role = {person.id for person in people.values() if person.role is Role.COORDINATOR}
        gone = {person.id for person in people.values() if not person.active}
        return tuple(sorted((by_role | self._coordinators) - gone))

    def _sent(self, delivery: Delivery, outcome: Outcome, *, now: datetime, reconciled: bool) -> bool:
        with self._store.transaction() as tx:
            if not tx.outbox.sent(delivery, now=now, channel=outcome.channel, ts=outcome.ts, reconciled=reconciled):
                return False
            if delivery.method is not Method.UPDATE:  # a change is no new message: it takes no turn and is no floor
                gate = tx.outbox.gate(delivery.to)
                floor_ts = outcome.ts or gate.floor_ts
                tx.outbox.set_gate(delivery.to, replace(gate, next_ok_at=now + self._policy.spacing, floor_ts=floor_ts))
            if is_person(delivery.to) and outcome.channel[:1] == "D":
                tx.outbox.remember_channel(delivery.to, outcome.channel)
        return True

    def _slow_down(self, delivery: Delivery, outcome: Outcome, *, now: datetime) -> bool:
        open_at = now + outcome.wait
        run_at = open_at + self._policy.spacing * jitter(delivery.key, delivery.attempts)
        error = add_note(delivery, outcome.error)
        with self._store.transaction() as tx:
            if not tx.outbox.release(delivery, now=now, run_at=run_at, error=error, counts=False):
                return False
            tx.outbox.set_gate(delivery.to, replace(tx.outbox.gate(delivery.to), next_ok_at=open_at))
        return True

    def _refuse(self, delivery: Delivery, outcome: Outcome, *, now: datetime) -> bool:
        with self._store.transaction() as tx:
            tx.outbox.pause_workspace(outcome.error)
            error = add_note(delivery, outcome.error)
            return tx.outbox.release(delivery, now=now, run_at=now, error=error, counts=False)
