"""Small things that Tiller remembers: answers already given, and words that it keeps for itself."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from storage.mapping import Repository, table_of
from storage.rows.ledger import InboundRow, MetaRow

_INBOUND = table_of(InboundRow)
_META = table_of(MetaRow)


class Inbound(Repository):
    """What came in and how it was answered, so that the same again meets the same answer."""

    def recall(self, key: str) -> dict[str, Any] | None:
        """Return the answer that was given to a click, command or form, or None when it is new."""
        stored: dict[str, Any] | None = self._connection.execute(
            select(InboundRow.result).where(InboundRow.key == key)
        ).scalar()
        return stored

    def remember(self, key: str, result: dict[str, Any], *, at: datetime) -> bool:
        """Remember an answer; False when one is there already, which then stays."""
        return self._insert_once(_INBOUND, {"key": key, "result": result, "at": at})

    def forget(self, before: datetime) -> int:
        """Forget the answers given before an instant; return how many those were."""
        return self._connection.execute(delete(_INBOUND).where(InboundRow.at < before)).rowcount


class Meta(Repository):
    """Words by name."""

    def get(self, name: str) -> str | None:
        """Return the word of a name, or None."""
        word: str | None = self._connection.execute(select(MetaRow.value).where(MetaRow.name == name)).scalar()
        return word

    def set(self, name: str, value: str) -> None:
        """Keep a word under a name."""
        self._upsert(_META, {"name": name}, {"value": value})
