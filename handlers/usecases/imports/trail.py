"""What an import leaves in the audit: per thing, the fields that differ (RULES 10)."""

import dataclasses
from datetime import datetime

from domain.company.teams import Person, Team
from domain.kpis.model import Kpi
from domain.okrs.model import KeyResult, Objective
from storage.store import Transaction

ACTOR = "import"

Thing = Person | Team | Kpi | Objective | KeyResult


def note_change(tx: Transaction, subject: str, before: Thing | None, after: Thing, *, at: datetime) -> None:
    """Audit one imported thing; only the fields that changed, as text."""
    old, new = _difference(before, after)
    tx.audit.add(actor=ACTOR, action="import", subject=subject, old=old, new=new, at=at, origin="csv")


def _difference(before: Thing | None, after: Thing) -> tuple[dict[str, str] | None, dict[str, str]]:
    names = [field.name for field in dataclasses.fields(after)]
    new = {name: _text(getattr(after, name)) for name in names}
    if before is None:
        return None, new
    old = {name: _text(getattr(before, name)) for name in names}
    changed = [name for name in names if old[name] != new[name]]
    return {name: old[name] for name in changed}, {name: new[name] for name in changed}


def _text(value: object) -> str:
    return "" if value is None else str(value)
