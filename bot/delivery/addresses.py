"""Finds where a delivery goes: its channel, its thread, the message that it changes (DESIGN D15)."""

from dataclasses import dataclass, replace

from bot.clock import Clock
from bot.delivery.calls import Answer, SlackCalls
from bot.delivery.outcomes import Kind, Outcome, classify
from bot.delivery.policy import DeliveryPolicy
from bot.delivery.posting import Destination
from domain.ledger.deliveries import Delivery, Method
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the database knows of where a delivery goes.

    Attributes:
        channel: The channel, or None for a person whose DM was never asked for.
        parent_ts: The message that it follows.
    """

    channel: str | None
    parent_ts: str | None


class Addresses:
    """Finds where deliveries go, and remembers the DMs of people."""

    def __init__(self, store: Store, calls: SlackCalls, clock: Clock, policy: DeliveryPolicy) -> None:
        self._store = store
        self._calls = calls
        self._clock = clock
        self._policy = policy
        self._closed_until = float("-inf")
        self._why_closed = Outcome(kind=Kind.NOT_SENT)

    def resolve(self, delivery: Delivery) -> Destination | Outcome:
        """Return where a delivery goes, or why that cannot be told now.

        A person's DM is asked for once. If that does not come off, the message goes to the person's id, which needs
        no permission but the one to post, and whose answer names the DM as well.
        """
        known = self.look_up(delivery)
        if known.parent_ts is None and _needs_parent(delivery):
            return Outcome(kind=Kind.BAD_MESSAGE, error="what it follows was never sent")
        channel: str | Outcome = known.channel or self.open_dm(delivery.to)
        if isinstance(channel, Outcome):
            if channel.kind is Kind.WORKSPACE:
                return channel
            channel = delivery.to
        return Destination(
            channel=channel,
            thread_ts=known.parent_ts if delivery.in_thread else None,
            ts=known.parent_ts if delivery.method is Method.UPDATE else None,
        )

    def look_up(self, delivery: Delivery) -> Known:
        """Read what the database knows of where a delivery goes."""
        with self._store.reading() as tx:
            parent = tx.outbox.get(delivery.follows) if delivery.follows is not None else None
            remembered = tx.outbox.channel_of(delivery.to) if is_person(delivery.to) else delivery.to
        if parent is None:
            return Known(channel=remembered, parent_ts=None)
        of_parent = parent.channel if parent.to == delivery.to else None
        return Known(channel=of_parent or remembered, parent_ts=parent.ts or None)

    def open_dm(self, person: str) -> str | Outcome:
        """Ask Slack for the DM with a person and remember it; or return what came instead.

        When Slack asks for less, or a permission is missing, it is not asked for any DM for a while: there may be
        hundreds of people, and each can be written to without.
        """
        if self._clock.monotonic() < self._closed_until:
            return self._why_closed
        answer = self._calls.send_form("conversations.open", {"users": person})
        channel = (answer.body.get("channel") or {}).get("id") if answer.ok else None
        if isinstance(channel, str) and channel:
            with self._store.transaction() as tx:
                tx.outbox.remember_channel(person, channel)
            return channel
        return self._fail_to_open(answer)

    def _fail_to_open(self, answer: Answer) -> Outcome:
        outcome = classify(answer, self._policy)
        wait = outcome.wait
        if answer.error == "missing_scope":
            outcome, wait = replace(outcome, kind=Kind.NOT_SENT), self._policy.probe_every
        if wait:
            self._closed_until = self._clock.monotonic() + wait.total_seconds()
            self._why_closed = outcome
        return outcome


def is_person(address: str) -> bool:
    """Tell whether an address is a person's, not a channel's."""
    return address[:1] in {"U", "W"}


def _needs_parent(delivery: Delivery) -> bool:
    return delivery.in_thread or delivery.method is Method.UPDATE
