"""The ledger of what the calendar made due: each occurrence is claimed once, and says how it ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from domain.ledger.occurrences import Occurrence, OccurrenceState
from storage.mapping import Repository, Shape
from storage.rows.ledger import OccurrenceRow

_OCCURRENCE = Shape(Occurrence, OccurrenceRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """An occurrence with how it ended.

    Attributes:
        reason: Why it was skipped, in a sentence; empty when it was done.
        claimed_at: When it was done or skipped.
    """

    occurrence: Occurrence
    state: OccurrenceState
    reason: str
    claimed_at: datetime


class Occurrences(Repository):
    """The ledger; a key that is there is never done again."""

    def claim(
        self,
        occurrence: Occurrence,
        *,
        now: datetime,
        state: OccurrenceState = OccurrenceState.DONE,
        reason: str = "",
        snapshot: dict[str, Any] | None = None,
    ) -> bool:
        """Enter an occurrence, in the transaction of what it causes; False when its key was claimed before."""
        row = _OCCURRENCE.row(occurrence) | {
            "state": state,
            "reason": reason,
            "claimed_at": now,
            "snapshot": snapshot,
        }
        return self._insert_once(_OCCURRENCE.table, row)

    def list_claimed(self, keys: Iterable[str]) -> set[str]:
        """Return those of the keys that have been claimed."""
        return self._present(OccurrenceRow.key, keys)

    def get(self, key: str) -> LedgerEntry | None:
        """Return how an occurrence ended, or None while it has not been claimed."""
        return next(iter(self._entries(OccurrenceRow.key == key)), None)

    def snapshot(self, key: str) -> dict[str, Any] | None:
        """Return what was written down with an occurrence, its numbers as exact text, or None."""
        stored: dict[str, Any] | None = self._connection.execute(
            select(OccurrenceRow.snapshot).where(OccurrenceRow.key == key)
        ).scalar()
        return stored

    def skipped(self, since: datetime) -> tuple[LedgerEntry, ...]:
        """Return what was skipped since an instant, with the reasons, the earliest first."""
        return self._entries(OccurrenceRow.state == OccurrenceState.SKIPPED, OccurrenceRow.claimed_at >= since)

    def _entries(self, *conditions: Any) -> tuple[LedgerEntry, ...]:
        question = select(*_OCCURRENCE.columns, OccurrenceRow.state, OccurrenceRow.reason, OccurrenceRow.claimed_at)
        ordered = question.where(*conditions).order_by(OccurrenceRow.claimed_at, OccurrenceRow.key)
        return tuple(
            LedgerEntry(occurrence=_OCCURRENCE.value(values), state=state, reason=reason, claimed_at=claimed_at)
            for *values, state, reason, claimed_at in self._connection.execute(ordered)
        )
