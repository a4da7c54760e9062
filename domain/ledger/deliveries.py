"""Deliveries: one message to Slack, sent or to be sent (RULES 1, DESIGN D1).

A delivery is added in the transaction of the change that causes it; the worker in `bot/delivery` sends it. Its key
names the period or the episode, so that a message exists once whatever runs twice.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class Method(StrEnum):
    """What a delivery does in Slack."""

    POST = "post"
    UPDATE = "update"
    UPLOAD = "upload"


class DeliveryState(StrEnum):
    """Where a delivery stands; `leased` has provably not been posted, `sending` may have been."""

    PENDING = "pending"
    LEASED = "leased"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelivery:
    """A message to be sent.

    Attributes:
        key: Its unique key; adding the same key twice changes nothing.
        kind: What it is, for the log and for budgets: `digest`, `alert`, `prompt`, `receipt`, `scoring`, `summary`, …
        to: The Slack id it goes to: a channel (`C…`) or a person (`U…`, then the DM with them).
        method: Post a new message, update an earlier one, or upload a file.
        payload: `{"text", "blocks"}` for post and update; `{"filename", "title", "content"}` for an upload.
        follows: The key of the delivery that must have been sent before: the message to update, or the parent
            of the thread to post in.
        in_thread: Whether to post in the thread of `follows`.
        budget: How long it may be tried before it is dead.
    """

    key: str
    kind: str
    to: str
    payload: dict[str, Any]
    method: Method = Method.POST
    follows: str | None = None
    in_thread: bool = False
    budget: timedelta = timedelta(hours=36)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A delivery as it stands in the outbox.

    Attributes:
        number: Its place in the outbox; deliveries to one address go out in this order.
        channel: The resolved channel (`C…`, `D…`) once it is known.
        ts: Slack's timestamp of the message once it is sent.
        run_at: Not before this instant.
        claim: Counts the claims; a worker whose claim is old has lost the row.
        attempts: How often it was really tried.
        floor_ts: Slack's own ts or time before the first attempt; a search for the message starts there.
    """

    number: int
    key: str
    kind: str
    to: str
    method: Method
    payload: dict[str, Any]
    state: DeliveryState
    run_at: datetime
    created_at: datetime
    budget: timedelta
    follows: str | None = None
    in_thread: bool = False
    channel: str | None = None
    ts: str | None = None
    claim: int = 0
    attempts: int = 0
    floor_ts: str | None = None
    owner: str | None = None
    last_error: str = field(default="")
