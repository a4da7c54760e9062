"""Who did what: each write with its actor, the old and the new, and where it came from (RULES 10)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from storage.mapping import Repository, Shape
from storage.rows.ledger import AuditRow


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One write.

    Attributes:
        actor: A person's id, or the name of a machine or a file.
        subject: What it was done to: `kpi:churn`, `KR-12`.
        old: What it was before, as plain JSON values (numbers as text), or None.
        new: What it became, likewise.
        origin: From where: `slack`, `csv`, `cli`.
    """

    actor: str
    action: str
    subject: str
    old: Any
    new: Any
    at: datetime
    origin: str


_ENTRY = Shape(AuditEntry, AuditRow)


class Audit(Repository):
    """The log of writes; entries are only ever added."""

    def add(
        self, *, actor: str, action: str, subject: str, old: object, new: object, at: datetime, origin: str
    ) -> None:
        """Add an entry; `old` and `new` may be values of the domain."""
        entry = AuditEntry(actor=actor, action=action, subject=subject, old=old, new=new, at=at, origin=origin)
        self._connection.execute(insert(_ENTRY.table).values(_ENTRY.row(entry)))

    def of(self, subject: str) -> tuple[AuditEntry, ...]:
        """Return what was done to a subject, the earliest first."""
        return self._all(_ENTRY, AuditRow.subject == subject, order_by=[AuditRow.id])
