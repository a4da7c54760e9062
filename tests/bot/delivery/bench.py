"""A worker, a breaking Slack and a clock that is moved, put together."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from slack_sdk import WebClient

from bot.clock import MovedClock
from bot.delivery.policy import DeliveryPolicy
from bot.delivery.worker import Deliverer
from domain.ledger.deliveries import Delivery, DeliveryState, NewDelivery
from storage.store import Store
from tests.bot.delivery.scripted import ScriptedSlack

CHANNEL = "C0GROWTH1"
OTHER = "C0PLATFRM"
INSTANCE = "test-instance"
POLICY = DeliveryPolicy(http_timeout=timedelta(seconds=0.4))
"""The real waits, on a clock that is moved; only the time on the wire is real."""
_MOST_ROUNDS = 500


@dataclass
class Bench:
    """What a test of delivery needs at hand."""

    store: Store
    slack: ScriptedSlack
    clock: MovedClock
    policy: DeliveryPolicy = POLICY
    lives: int = 0
    _worker: Deliverer | None = field(default=None, repr=False)

    @property
    def worker(self) -> Deliverer:
        """The one worker of most tests."""
        if self._worker is None:
            self._worker = self.new_worker()
        return self._worker

    def new_worker(self, *, owner: str | None = None, clock: MovedClock | None = None, **waits: Any) -> Deliverer:
        """Begin a new life of the process."""
        self.lives += 1
        return Deliverer(
            store=self.store,
            client=WebClient(token="xoxb-test", base_url=self.slack.api_url),
            clock=clock or self.clock,
            owner=owner or f"life-{self.lives}",
            instance_id=INSTANCE,
            policy=replace(self.policy, **waits),
        )

    def restart(self) -> Deliverer:
        """Let the process die and begin anew."""
        self._worker = self.new_worker()
        return self._worker

    def add(self, key: str, to: str = CHANNEL, **fields: Any) -> str:
        """Put a delivery into the outbox."""
        payload = fields.pop("payload", {"text": f"text of {key}", "blocks": []})
        with self.store.transaction() as tx:
            new = NewDelivery(key=key, kind=fields.pop("kind", "digest"), to=to, payload=payload, **fields)
            assert tx.outbox.add(new, now=self.clock.now())
        return key

    def row(self, key: str) -> Delivery:
        """Return a delivery as it stands."""
        with self.store.reading() as tx:
            found = tx.outbox.get(key)
        assert found is not None, key
        return found

    def states(self) -> dict[str, DeliveryState]:
        """Return where each delivery stands."""
        with self.store.reading() as tx:
            kinds = ("digest", "alert", "prompt", "summary", "notice")
            return {delivery.key: delivery.state for delivery in tx.outbox.by_kind(*kinds)}

    def leave_in_flight(self, key: str, *, sending: bool, floor_ts: str = "0") -> Delivery:
        """Claim a delivery as a process that then died; `sending`: after its intent was on disk."""
        with self.store.transaction() as tx:
            left = tx.outbox.claim_next(now=self.clock.now(), owner="the dead", lease=self.policy.lease)
            assert left is not None
            assert left.key == key
            if sending:
                left = tx.outbox.start_sending(left, now=self.clock.now(), floor_ts=floor_ts)
                assert left is not None
        return left

    def run(self, *, within: timedelta = timedelta(hours=2), worker: Deliverer | None = None) -> int:
        """Deliver, moving the clock to what is due next, until nothing is due any more; return how many were sent."""
        end = self.clock.now() + within
        done = 0
        for _ in range(_MOST_ROUNDS):
            working = worker or self.worker
            done += working.deliver_due()
            due = working.next_due()
            if due is None or due > end:
                return done
            self.clock.move_to(due)
        raise AssertionError(f"It goes on for ever; the outbox holds {self.states()}.")
