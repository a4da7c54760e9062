"""Judges a delivery whose fate is not known, by what its channel shows (DESIGN D7 and D8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, assert_never

import structlog

from bot.delivery.addresses import Addresses
from bot.delivery.calls import SlackCalls
from bot.delivery.channel_search import Place, Sight, View, look
from bot.delivery.crash import crash_point
from bot.delivery.in_doubt import Doubt
from bot.delivery.outcomes import Kind, Outcome
from bot.delivery.policy import DeliveryPolicy
from bot.delivery.requests import MAY_BE_A_REPEAT, is_file_of, is_message_of
from bot.delivery.results import Books
from domain.ledger.deliveries import Delivery, DeliveryState, Method
from storage.store import Store

log: structlog.typing.FilteringBoundLogger = structlog.get_logger(__name__)

_INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a doubt.

    Attributes:
        delivery: The row as it is ours now; None if somebody else has judged it.
        sent: Whether its message was found.
        wait: When it could not be judged: after how long to try again.
    """

    delivery: Delivery | None = None
    sent: bool = False
    wait: timedelta | None = None
    reason: str = ""


class Reconciler:
    """Judges deliveries in doubt, one at a time."""

    def __init__(
        self,
        *,
        store: Store,
        calls: SlackCalls,
        addresses: Addresses,
        books: Books,
        policy: DeliveryPolicy,
        owner: str,
        instance_id: str,
    ) -> None:
        self._store = store
        self._calls = calls
        self._addresses = addresses
        self._books = books
        self._policy = policy
        self._owner = owner
        self._instance_id = instance_id

    def judge(self, doubt: Doubt, *, now: datetime) -> Verdict:
        """Take a delivery over and settle it: sent, to be sent again, or not to be told yet."""
        with self._store.transaction() as tx:
            ours = tx.outbox.take_over(doubt.delivery, owner=self._owner, now=now)
        if ours is None:
            return Verdict()
        crash_point("taken-over")
        harmless = _harmless_to_repeat(ours, doubt)
        if harmless is not None:
            return self._again(ours, error=harmless, now=now)
        sight, channel = self._look_for(ours)
        crash_point("read-back")
        log.info("looked for a delivery", key=ours.key, view=sight.view.value, error=sight.error)
        return self._by_sight(ours, doubt, sight, channel, now=now)

    def _by_sight(self, ours: Delivery, doubt: Doubt, sight: Sight, channel: str, *, now: datetime) -> Verdict:
        match sight.view:
            case View.THERE:
                return self._settle_found(ours, channel, sight, now=now)
            case View.NOT_THERE:
                reason = doubt.reason or _INTERRUPTED
                return self._again(ours, error=f"{reason}; it is not in the channel", now=now)
            case View.FORBIDDEN:
                return self._again(ours, error=f"{MAY_BE_A_REPEAT}: {sight.error} when it was looked for", now=now)
            case View.LATER:
                return self._not_yet(ours, sight, now=now)
            case _:
                assert_never(sight.view)

    def _look_for(self, delivery: Delivery) -> tuple[Sight, str]:
        known = self._addresses.look_up(delivery)
        channel = known.channel
        if channel is None:
            opened = self._addresses.open_dm(delivery.to)
            if isinstance(opened, Outcome):
                return self._no_channel(opened), ""
            channel = opened

        def fits(message: Mapping[str, Any]) -> bool:
            if delivery.method is Method.UPLOAD:
                return is_file_of(message, delivery)
            return is_message_of(message, delivery, self._instance_id)

        thread_ts = known.parent_ts if delivery.in_thread else None
        place = Place(channel=channel, floor=delivery.floor_ts or "0", thread_ts=thread_ts)
        return look(self._calls, self._policy, place, fits), channel

    def _no_channel(self, opened: Outcome) -> Sight:
        if opened.kind is Kind.BAD_DESTINATION or opened.error.startswith("missing_scope"):
            return Sight(view=View.FORBIDDEN, error=opened.error)
        return Sight(view=View.LATER, error=opened.error, wait=max(opened.wait, self._policy.look_again))

    def _settle_found(self, delivery: Delivery, channel: str, sight: Sight, *, now: datetime) -> Verdict:
        first, *more = sight.found
        for ts in more:  # the same message twice: the later ones go, whatever their removal answers
            removed = self._calls.send_json("chat.delete", {"channel": channel, "ts": ts})
            log.warning("removed a duplicate", key=delivery.key, ts=ts, ok=removed.ok, error=removed.error)
        outcome = Outcome(kind=Kind.SENT, channel=channel, ts=first)
        return Verdict(sent=self._books.record(delivery, outcome, now=now, reconciled=True))

    def _again(self, delivery: Delivery, *, error: str, now: datetime) -> Verdict:
        """Put a delivery back; a first failure waits no longer, since it was waited for before it was judged."""
        run_at = now + self._policy.backoff(delivery.key, delivery.attempts - 1)
        self._books.put_back(delivery, run_at=run_at, error=error, now=now)
        return Verdict()

    def _not_yet(self, delivery: Delivery, sight: Sight, *, now: datetime) -> Verdict:
        if now < delivery.created_at + delivery.budget:
            return Verdict(delivery=delivery, wait=sight.wait, reason=sight.error)
        error = f"nobody knows whether it was sent: {sight.error}"
        self._books.give_up(delivery, Outcome(kind=Kind.UNKNOWN, error=error), now=now)
        return Verdict()


def _harmless_to_repeat(delivery: Delivery, doubt: Doubt) -> str | None:
    """Return why a delivery may be tried again unseen, or None if its message must be looked for."""
    if delivery.state is DeliveryState.LEASED:  # without an intent nothing was ever posted
        return delivery.last_error or _INTERRUPTED
    if delivery.method is Method.UPDATE:  # changing a message twice is changing it once
        return doubt.reason or _INTERRUPTED
    return None
