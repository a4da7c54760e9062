"""The outbox: what is to be said, what was said, and how each try went (DESIGN D1 to D3).

A row is added in the transaction of the change that causes it. A worker claims it (`leased`), says that it will send
it (`sending`, committed before the call), and writes down how that went. Each of these steps is one guarded update:
it counts only while the row is in the state, and in the hands, that the worker believes.

Rows to one address leave in the order of their numbers, one at a time; a row waits for what it follows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, update

from domain.ledger.deliveries import Delivery, DeliveryState, NewDelivery
from storage.channel_gates import Gates
from storage.mapping import Shape, table_of
from storage.outbox_order import DELIVERY, IN_FLIGHT, OUTBOX, UNSENT, WAITING, first_instant, head_of_queue, leases_over
from storage.rows.ledger import AttemptRow, DeliveryRow

NEVER_SENT = "What it follows was never sent"
_ATTEMPTS = table_of(AttemptRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try to send a delivery; without an end the process died, or Slack never answered.

    Attributes:
        claim: The claim under which it was made.
        outcome: How it ended: `sent`, `sent (found in Slack)`, or the error; empty while it lasts.
    """

    delivery: str
    claim: int
    owner: str
    started_at: datetime
    ended_at: datetime | None
    outcome: str


_ATTEMPT = Shape(Attempt, AttemptRow)


class Outbox(Gates):
    """The deliveries, their tries, and the gates of their addresses."""

    def add(self, delivery: NewDelivery, *, now: datetime, run_at: datetime | None = None) -> bool:
        """Add a delivery, not to be sent before `run_at`; False when its key is there already: nothing changes."""
        row = {
            "key": delivery.key,
            "kind": delivery.kind,
            "to": delivery.to,
            "method": delivery.method,
            "payload": delivery.payload,
            "follows": delivery.follows,
            "in_thread": delivery.in_thread,
            "budget": delivery.budget,
            "state": DeliveryState.PENDING,
            "run_at": run_at or now,
            "due_at": run_at or now,
            "created_at": now,
            "claim": 0,
            "attempts": 0,
            "last_error": "",
            "reconciled": False,
        }
        return self._insert_once(OUTBOX, row)

    def get(self, key: str) -> Delivery | None:
        """Return a delivery as it stands, or None."""
        return self._one(DELIVERY, DeliveryRow.key == key)

    def list_added(self, keys: Iterable[str]) -> set[str]:
        """Return those of the keys that were ever added, whatever became of them."""
        return self._present(DeliveryRow.key, keys)

    def claim_next(self, *, now: datetime, owner: str, lease: timedelta) -> Delivery | None:
        """Take the next row that may be sent now, by `run_at` and number; None when there is none.

        A row whose predecessor (what it follows) is dead, cancelled or was never added is buried on the way.
        """
        if self.workspace_paused() is not None:
            return None
        while True:
            head = head_of_queue(self._connection, now)
            if head is None:
                return None
            number, follows, followed_state = head
            if follows is not None and followed_state is not DeliveryState.SENT:
                self._bury(number, now=now, error=f"{NEVER_SENT}: {follows}.")
                continue
            return self._take(
                DeliveryRow.number == number,
                DeliveryRow.state == DeliveryState.PENDING,
                state=DeliveryState.LEASED,
                owner=owner,
                claim=DeliveryRow.claim + 1,
                lease=lease,
                lease_until=now + lease,
            )

    def start_sending(self, delivery: Delivery, *, now: datetime, floor_ts: str | None) -> Delivery | None:
        """Say that a leased row is about to be posted, and log the try; None when the row was lost.

        `floor_ts` is Slack's own time before the call; the one of the first try is kept.
        """
        lease = self._lease_of(delivery)
        started = self._take(
            *_held(delivery, DeliveryState.LEASED),
            state=DeliveryState.SENDING,
            attempts=DeliveryRow.attempts + 1,
            floor_ts=func.coalesce(DeliveryRow.floor_ts, floor_ts),
            lease_until=now + lease,
        )
        if started is not None:
            attempt = {
                "delivery": delivery.key,
                "claim": delivery.claim,
                "owner": delivery.owner or "",
                "started_at": now,
                "outcome": "",
            }
            self._connection.execute(insert(_ATTEMPTS).values(attempt))
        return started

    def sent(self, delivery: Delivery, *, now: datetime, channel: str, ts: str, reconciled: bool = False) -> bool:
        """Write down that a row was posted; False when the row was lost, and the result is to be dropped.

        `reconciled` says that the message was found in Slack, not told by the answer to the call.
        """
        done = self._change(
            *_held(delivery, DeliveryState.SENDING),
            state=DeliveryState.SENT,
            channel=channel,
            ts=ts,
            ended_at=now,
            reconciled=reconciled,
            **_LET_GO,
        )
        if done:
            self._end_attempt(delivery, now=now, outcome="sent (found in Slack)" if reconciled else "sent")
        return done

    def release(self, delivery: Delivery, *, now: datetime, run_at: datetime, error: str, counts: bool) -> bool:
        """Put a row back that was certainly not posted, until `run_at`; False when the row was lost.

        `counts` says whether the try counts as one; a rate limit does not.
        """
        attempts = delivery.attempts - (0 if counts or delivery.state is not DeliveryState.SENDING else 1)
        done = self._change(
            *_held(delivery, *IN_FLIGHT),
            state=DeliveryState.PENDING,
            run_at=run_at,
            attempts=max(attempts, 0),
            last_error=error,
            **_LET_GO,
        )
        if done:
            self._end_attempt(delivery, now=now, outcome=error)
        return done

    def dead(self, delivery: Delivery, *, now: datetime, error: str) -> bool:
        """Give a row up, with the reason for coordinators; False when the row was lost.

        What follows it is given up as soon as its own turn comes.
        """
        done = self._change(
            *_held(delivery, *IN_FLIGHT), state=DeliveryState.DEAD, last_error=error, ended_at=now, **_LET_GO
        )
        if done:
            self._end_attempt(delivery, now=now, outcome=error)
        return done

    def cancel(self, key: str, *, now: datetime, reason: str) -> bool:
        """Take a row back that nobody has begun to send; False when it is too late, or was never there."""
        return self._change(
            DeliveryRow.key == key,
            DeliveryRow.state == DeliveryState.PENDING,
            state=DeliveryState.CANCELLED,
            last_error=reason,
            ended_at=now,
        )

    def taken_over(self, *, now: datetime, owner: str, alone: bool | None = None) -> tuple[Delivery, ...]:
        """Return the rows in flight that nobody seems to work on any more, by number.

        Those are the rows whose lease is over, or lies more than twice its length ahead (the clock stepped back).
        Who is `alone` also gets the rows of any other owner than itself: they are left from an earlier life. None
        means alone on SQLite, which allows one process, and not on PostgreSQL.
        """
        sure = self._connection.dialect.name == "sqlite" if alone is None else alone
        columns = (*DELIVERY.columns, DeliveryRow.lease, DeliveryRow.lease_until)
        question = select(*columns).where(UNSENT, DeliveryRow.state.in_(IN_FLIGHT)).order_by(DeliveryRow.number)
        found = []
        for *values, lease, lease_until in self._connection.execute(question):
            delivery = DELIVERY.value(values)
            if leases_over(lease, lease_until, now=now) or (sure and delivery.owner != owner):
                found.append(delivery)
        return tuple(found)

    def take_over(self, delivery: Delivery, *, owner: str, now: datetime) -> Delivery | None:
        """Take a row in flight into one's own hands, in the state it is in; None when another was quicker."""
        return self._take(
            DeliveryRow.number == delivery.number,
            DeliveryRow.claim == delivery.claim,
            DeliveryRow.state == delivery.state,
            DeliveryRow.state.in_(IN_FLIGHT),
            owner=owner,
            claim=DeliveryRow.claim + 1,
            lease_until=now + self._lease_of(delivery),
        )

    def next_due(self, now: datetime) -> datetime | None:
        """Return when there is something to do next: a row that may go, or a lease that ends; None: nothing waits.

        It is `now` or earlier when something may go at once.
        """
        paused = self.workspace_paused() is not None
        leases = select(DeliveryRow.lease_until).where(UNSENT, DeliveryRow.state.in_(IN_FLIGHT))
        instants = list(self._connection.execute(leases).scalars())
        if not paused:
            instants.append(first_instant(self._connection, now))
        return min((instant for instant in instants if instant is not None), default=None)

    def counts(self) -> dict[DeliveryState, int]:
        """Return how many rows are in each state; all states are there."""
        unsent = select(DeliveryRow.state, func.count()).where(UNSENT).group_by(DeliveryRow.state)
        found = {row[0]: row[1] for row in self._connection.execute(unsent)}
        everything = self._connection.execute(select(func.count()).select_from(OUTBOX)).scalar_one()
        found[DeliveryState.SENT] = everything - sum(found.values())
        return {state: found.get(state, 0) for state in DeliveryState}

    def pending_count(self) -> int:
        """Return how many rows wait to be sent or are being sent."""
        waiting = select(func.count()).select_from(OUTBOX).where(UNSENT, DeliveryRow.state.in_(WAITING))
        return self._connection.execute(waiting).scalar_one()

    def list_dead(self) -> tuple[Delivery, ...]:
        """Return what was given up, by number; `last_error` says why."""
        return self._all(DELIVERY, UNSENT, DeliveryRow.state == DeliveryState.DEAD, order_by=[DeliveryRow.number])

    def by_kind(self, *kinds: str, states: Iterable[DeliveryState] = tuple(DeliveryState)) -> tuple[Delivery, ...]:
        """Return the deliveries of some kinds, by number."""
        here = (DeliveryRow.kind.in_(kinds), DeliveryRow.state.in_(list(states)))
        return self._all(DELIVERY, *here, order_by=[DeliveryRow.number])

    def attempts(self, key: str) -> tuple[Attempt, ...]:
        """Return how often and how a delivery was tried, the earliest first."""
        return self._all(_ATTEMPT, AttemptRow.delivery == key, order_by=[AttemptRow.id])

    def _take(self, *conditions: Any, **values: Any) -> Delivery | None:
        statement = update(OUTBOX).where(*conditions).values(**values).returning(*DELIVERY.columns)
        row = self._connection.execute(statement).first()
        return None if row is None else DELIVERY.value(row)

    def _change(self, *conditions: Any, **values: Any) -> bool:
        return self._connection.execute(update(OUTBOX).where(*conditions).values(**values)).rowcount == 1

    def _bury(self, number: int, *, now: datetime, error: str) -> None:
        here = (DeliveryRow.number == number, DeliveryRow.state == DeliveryState.PENDING)
        self._change(*here, state=DeliveryState.DEAD, last_error=error, ended_at=now)

    def _lease_of(self, delivery: Delivery) -> timedelta:
        question = select(DeliveryRow.lease).where(DeliveryRow.number == delivery.number)
        return self._connection.execute(question).scalar() or timedelta(0)

    def _end_attempt(self, delivery: Delivery, *, now: datetime, outcome: str) -> None:
        here = (AttemptRow.delivery == delivery.key, AttemptRow.ended_at.is_(None))
        self._connection.execute(update(_ATTEMPTS).where(*here).values(ended_at=now, outcome=outcome))


_LET_GO: dict[str, Any] = {"owner": None, "lease": None, "lease_until": None}


def _held(delivery: Delivery, *states: DeliveryState) -> tuple[Any, ...]:
    """Say that a row is still where its worker believes it to be."""
    return (
        DeliveryRow.number == delivery.number,
        DeliveryRow.state.in_(states),
        DeliveryRow.owner == delivery.owner,
        DeliveryRow.claim == delivery.claim,
    )
