"""The coach reads what is being written (SPEC 8): it warns, and never stands in the way."""

from domain.drafts import KeyResultDraft
from storage.store import Transaction


def coach_lines(tx: Transaction, draft: KeyResultDraft) -> list[str]:
    """Return what the coach says of a key result while it is written, a line each; nothing where it is fine."""
    del tx, draft
    return []
