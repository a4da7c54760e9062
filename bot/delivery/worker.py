"""The worker: sends what the outbox holds (DESIGN D2 and D11)."""

import threading
from collections.abc import Iterable
from datetime import datetime, timedelta

import structlog
from slack_sdk import WebClient

from bot.clock import Clock
from bot.delivery.addresses import Addresses
from bot.delivery.calls import SlackCalls
from bot.delivery.circuit_breaker import CircuitBreaker
from bot.delivery.crash import crash_point
from bot.delivery.in_doubt import Doubts
from bot.delivery.outcomes import Kind, Outcome, classify
from bot.delivery.policy import DeliveryPolicy
from bot.delivery.posting import Destination, Sender, post, update
from bot.delivery.reconciling import Reconciler
from bot.delivery.results import Books
from bot.delivery.uploads import upload
from domain.ledger.deliveries import Delivery, DeliveryState, Method
from domain.values.ids import PersonId
from storage.store import Store

log: structlog.typing.FilteringBoundLogger = structlog.get_logger(__name__)

_WAYS = {Method.POST: post, Method.UPDATE: update, Method.UPLOAD: upload}


class Deliverer:
    """Sends what the outbox holds, in the order of the outbox for each address, one request at a time.

    Several may run on one PostgreSQL database; each row is claimed by one of them.

    Args:
        store: Where the outbox is.
        client: How to reach Slack; its token and address are used, its retry handlers are not.
        clock: Tells the time of day for what is due, and monotonic seconds for what is in doubt.
        policy: The waits.
        owner: The name of this worker in the rows that it claims; a new one for each life of the process.
        instance_id: The name of this installation, in the metadata of each message: two installations in one
            workspace never take each other's messages for their own.
        coordinators: Who is told of deliveries that are given up, besides those whose role it is.
    """

    def __init__(
        self,
        *,
        store: Store,
        client: WebClient,
        clock: Clock,
        owner: str,
        instance_id: str,
        policy: DeliveryPolicy | None = None,
        coordinators: Iterable[PersonId] = (),
    ) -> None:
        self._store = store
        self._clock = clock
        self._policy = policy or DeliveryPolicy()
        self._books = Books(store, self._policy, coordinators=frozenset(coordinators))
        self._owner = owner
        self._instance_id = instance_id
        self._calls = SlackCalls(client, timeout=self._policy.http_timeout)
        self._addresses = Addresses(store, self._calls, clock, self._policy)
        self._reconciler = Reconciler(
            store=store,
            calls=self._calls,
            addresses=self._addresses,
            books=self._books,
            policy=self._policy,
            owner=owner,
            instance_id=instance_id,
        )
        self._doubts = Doubts(self._policy)
        self._circuit_breaker = CircuitBreaker(self._policy)
        self._next_probe = float("-inf")
        self._drained_at: datetime | None = None
        self._working = threading.Lock()
        self._stopping = threading.Event()

    def deliver_due(self) -> int:
        """Send everything that can be sent now, and return how many deliveries were found to be sent.

        It never waits: what must wait for its turn, for Slack or for certainty is left for the next call, and
        `next_due` tells when that is. An error of the database leaves this method; whatever Slack does, does not.
        """
        with self._working:
            done = self._settle()
            if self._is_refused():
                return done
            while not self._stopping.is_set() and not self._circuit_breaker.remaining(self._clock.monotonic()):
                now = self._clock.now()
                delivery = self._claim(now)
                if delivery is None:
                    self._drained_at = now
                    break
                done += self._deliver(delivery)
            return done

    def settle(self) -> int:
        """Judge what is in doubt and old enough, and return how many deliveries were found to be sent."""
        with self._working:
            return self._settle()

    def next_due(self) -> datetime | None:
        """Return when there will be something to do, or None while nothing waits; it may lie in the past."""
        now, at = self._clock.now(), self._clock.monotonic()
        with self._store.reading() as tx:
            due = tx.outbox.next_due(now)
            paused = tx.outbox.workspace_paused() is not None
            waits = tx.outbox.counts()[DeliveryState.PENDING] > 0
        held = self._circuit_breaker.remaining(at)
        if paused:
            probe = timedelta(seconds=max(0.0, self._next_probe - at))
            due = now + max(probe, held) if waits else None
        elif due is not None and self._drained_at is not None and due < self._drained_at:
            # nothing was to be claimed then, so this is the end of a lease: the row is judged when it is old enough
            due = now + self._policy.look_again
        elif due is not None and held:
            due = max(due, now + held)
        doubt = self._doubts.next_wait(at=at)
        judged = None if doubt is None else now + max(doubt, held)
        return min((when for when in (due, judged) if when is not None), default=None)

    def stop(self) -> None:
        """Let a running `deliver_due` finish the message that it is sending, and then return."""
        self._stopping.set()

    def _settle(self) -> int:
        now, at = self._clock.now(), self._clock.monotonic()
        # whoever has them: what others really work on does not stay as it is for long enough to be judged
        with self._store.reading() as tx:
            stuck = tx.outbox.taken_over(now=now, owner=self._owner, alone=True)
        self._doubts.see(stuck, at=at)
        done = 0
        for doubt in self._doubts.ripe(at=at):
            if self._stopping.is_set() or self._circuit_breaker.remaining(self._clock.monotonic()):
                break
            verdict = self._reconciler.judge(doubt, now=self._clock.now())
            self._doubts.drop(doubt.delivery)
            if verdict.delivery is not None and verdict.wait is not None:
                later = self._clock.monotonic()
                self._doubts.keep(verdict.delivery, at=later, wait=verdict.wait, reason=verdict.reason)
                self._circuit_breaker.notice(Outcome(kind=Kind.NOT_SENT, error=verdict.reason), at=later)
            done += verdict.sent
        return done

    def _is_refused(self) -> bool:
        """Tell whether Slack refuses the installation; it is asked again now and then."""
        with self._store.reading() as tx:
            refused = tx.outbox.workspace_paused()
        if refused is None:
            return False
        at = self._clock.monotonic()
        if at < self._next_probe:
            return True
        self._next_probe = at + self._policy.probe_every.total_seconds()
        if not self._calls.send_form("auth.test", {}).ok:
            return True
        log.info("deliveries go on", after=refused)
        with self._store.transaction() as tx:
            tx.outbox.resume_workspace()
        return False

    def _claim(self, now: datetime) -> Delivery | None:
        with self._store.transaction() as tx:
            delivery = tx.outbox.claim_next(now=now, owner=self._owner, lease=self._policy.lease)
        if delivery is not None:
            crash_point("claimed")
        return delivery

    def _deliver(self, delivery: Delivery) -> int:
        now = self._clock.now()
        if now > delivery.created_at + delivery.budget:
            hours = delivery.budget.total_seconds() / 3600
            reason = f"not sent within {hours:g} hours: {delivery.last_error or 'it was never its turn'}"
            return self._record(delivery, Outcome(kind=Kind.BAD_MESSAGE, error=reason))
        target = self._slack_time_known() or self._addresses.resolve(delivery)
        if isinstance(target, Outcome):
            return self._record(delivery, target)
        return self._send(delivery, target)

    def _slack_time_known(self) -> Outcome | None:
        """Learn Slack's time of day before the first message of this life; return what came instead, if it did."""
        if self._calls.slack_time is not None:
            return None
        answer = self._calls.send_form("auth.test", {})
        if answer.ok:
            return None
        outcome = classify(answer, self._policy)
        return Outcome(kind=Kind.NOT_SENT, error=outcome.error) if outcome.kind is Kind.UNKNOWN else outcome

    def _send(self, delivery: Delivery, target: Destination) -> int:
        # before the commit, so that whoever sees the row counts from later than we do
        at = self._clock.monotonic()
        with self._store.transaction() as tx:
            floor_ts = delivery.floor_ts or tx.outbox.gate(delivery.to).floor_ts or self._first_floor()
            started = tx.outbox.start_sending(delivery, now=self._clock.now(), floor_ts=floor_ts)
        if started is None:
            return 0
        # should anything break before the outcome is recorded, the row is in doubt
        self._doubts.keep(started, at=at, wait=self._policy.in_doubt, reason="")
        crash_point("sending-committed")
        latest = at + self._policy.start_within.total_seconds()
        sender = Sender(
            calls=self._calls,
            policy=self._policy,
            instance_id=self._instance_id,
            may_start=lambda: self._clock.monotonic() <= latest,
        )
        outcome = _WAYS[delivery.method](sender, started, target)
        crash_point("posted")
        return self._record(started, outcome)

    def _first_floor(self) -> str:
        """Return where a search starts in a channel that holds no message of ours: Slack's time, and a margin.

        The earlier one of Slack's clock and ours: a floor that is too low only makes the search longer.
        """
        slack_time = self._calls.slack_time
        if slack_time is None:
            return "0"
        return f"{(min(slack_time, self._clock.now()) - self._policy.floor_margin).timestamp():.6f}"

    def _record(self, delivery: Delivery, outcome: Outcome) -> int:
        at = self._clock.monotonic()
        self._circuit_breaker.notice(outcome, at=at)
        said = log.info if outcome.kind is Kind.SENT else log.warning
        said("delivery", key=delivery.key, to=delivery.to, outcome=outcome.kind.value, error=outcome.error)
        if outcome.kind is Kind.UNKNOWN:
            self._doubts.keep(delivery, at=at, wait=self._policy.settle, reason=outcome.error)
            return 0
        ours = self._books.record(delivery, outcome, now=self._clock.now())
        self._doubts.drop(delivery)
        crash_point("recorded")
        return int(ours and outcome.kind is Kind.SENT)
