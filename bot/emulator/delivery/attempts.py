"""One attempt to hand one payload to the bot."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Envelope(StrEnum):
    """Socket Mode's word for the kind of a payload."""

    COMMAND = "slash_commands"
    INTERACTIVE = "interactive"
    EVENT = "events_api"


class Failure(StrEnum):
    """Why there was no acknowledgement in time."""

    TIMEOUT = "timeout"
    UNREACHABLE = "connection_failed"
    LOST = "connection_lost"
    REFUSED = "http_error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack:
    """What the bot answered, or why it did not."""

    payload: Any = None
    failure: Failure | None = None
    after_ms: float | None = None
    no_retry: bool = False

    @property
    def ok(self) -> bool:
        """Whether it was acknowledged in time."""
        return self.failure is None


@dataclass(slots=True, kw_only=True, eq=False)
class Attempt:
    """A payload on its way.

    Attributes:
        kind: The journal's `type`, such as `block_actions`.
        wants_answer: Whether the acknowledgement may carry a payload.
        attempt: 0 for the first, up to 3.
        reason: Why it is sent again.
        entry: Its journal entry.
        sent: The loop's time of sending; `sent_at` is the emulated one.
    """

    envelope: Envelope
    kind: str
    body: dict[str, Any]
    wants_answer: bool
    answer: asyncio.Future[Ack]
    retry: int = 0
    reason: str | None = None
    id: str = ""
    sent: float = 0.0
    sent_at: datetime | None = None
    entry: dict[str, Any] = field(default_factory=dict)

    def settle(self, ack: Ack) -> None:
        """Note the outcome, unless there is one."""
        if not self.answer.done():
            self.answer.set_result(ack)
