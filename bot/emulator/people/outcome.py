"""What came of something a person did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.emulator.delivery.attempts import Ack


@dataclass(slots=True, kw_only=True, eq=False)
class Outcome:
    """Filled in as things happen: first the acknowledgement, then whatever the bot still does with it.

    Attributes:
        ack: The payload of the acknowledgement.
        reply: The first message that answered, through the acknowledgement or the response URL.
        errors: Sentences by `block_id`, from the bot or from the client itself.
        opened: The view that was opened, laid on top, or changed as a result; for Home, what was published.
        trouble: What the person would read if it failed.
        sent: The message that was said.
        may_open: Whether a view may still be opened with it; `may_reply`, whether an answer may still come.
    """

    acked: bool = False
    acked_after_ms: float | None = None
    ack: Any = None
    reply: Mapping[str, Any] | None = None
    errors: dict[str, str] = field(default_factory=dict)
    opened: Mapping[str, Any] | None = None
    closed: bool = False
    trouble: str | None = None
    sent: Mapping[str, Any] | None = None
    may_open: bool = False
    may_reply: bool = False

    def note(self, ack: Ack, *, trouble: str) -> bool:
        """Take over an acknowledgement, or the trouble its absence makes; whether it came."""
        self.acked = ack.ok
        self.acked_after_ms = ack.after_ms
        self.ack = ack.payload
        if not ack.ok:
            self.trouble = trouble
            self.may_open = self.may_reply = False
        return ack.ok
