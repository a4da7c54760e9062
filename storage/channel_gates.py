"""What is known of Slack's side of an address: its channel, and when the next message may go there."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from storage.mapping import Repository, table_of
from storage.rows.ledger import GateRow

GATES = table_of(GateRow)
WORKSPACE = "*"
"""The address under which the pause of the whole workspace is written down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """When and whether the next message may go to an address.

    Attributes:
        next_ok_at: Not before this instant; None: at once.
        floor_ts: Slack's own timestamp of the last message sent there: a search for the next one starts from it.
        blocked_reason: Why nothing can go there until a person sees to it; None: it can.
    """

    next_ok_at: datetime | None = None
    floor_ts: str | None = None
    blocked_reason: str | None = None


class Gates(Repository):
    """The gates, one per address, and the one of the whole workspace."""

    def gate(self, address: str) -> Gate:
        """Return the gate of an address; one that is not known is open."""
        question = select(GateRow.next_ok_at, GateRow.floor_ts, GateRow.blocked_reason)
        row = self._connection.execute(question.where(GateRow.address == address)).first()
        if row is None:
            return Gate()
        return Gate(next_ok_at=row.next_ok_at, floor_ts=row.floor_ts, blocked_reason=row.blocked_reason)

    def set_gate(self, address: str, gate: Gate) -> None:
        """Set the whole gate of an address."""
        values = {
            "next_ok_at": gate.next_ok_at,
            "floor_ts": gate.floor_ts,
            "blocked_reason": gate.blocked_reason,
        }
        self._upsert(GATES, {"address": address}, values)

    def channel_of(self, address: str) -> str | None:
        """Return the channel that an address was resolved to, or None while it has not been."""
        question = select(GateRow.channel).where(GateRow.address == address)
        channel: str | None = self._connection.execute(question).scalar()
        return channel

    def remember_channel(self, address: str, channel: str | None) -> None:
        """Remember the channel of an address; None forgets it."""
        self._upsert(GATES, {"address": address}, {"channel": channel})

    def pause_workspace(self, reason: str) -> None:
        """Hold back everything: Slack refuses this token. What is due stays pending."""
        self._upsert(GATES, {"address": WORKSPACE}, {"blocked_reason": reason})

    def resume_workspace(self) -> None:
        """Let everything go again."""
        self._upsert(GATES, {"address": WORKSPACE}, {"blocked_reason": None})

    def workspace_paused(self) -> str | None:
        """Return why everything is held back, or None."""
        return self.gate(WORKSPACE).blocked_reason
