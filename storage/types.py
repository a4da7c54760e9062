"""How a value lies in a column, the same on SQLite and on PostgreSQL."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Numeric, String, Text
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeDecorator, TypeEngine

MAX_DECIMAL_LENGTH = 60


def _keep(value: Any) -> Any:
    return value


class NaiveInstantError(TypeError):
    """An instant without a zone was about to be stored; it could mean any hour."""


class InexactDecimalError(ValueError):
    """A number was about to be stored that is not finite, or longer than anything Tiller counts."""


def canonical(value: Decimal) -> str:
    """Write a number in its one canonical form: no exponent, no trailing zeros, no `-0`.

    Raises:
        InexactDecimalError: The number is not finite or needs more than 60 characters.
    """
    if not value.is_finite():
        raise InexactDecimalError(f"{value} is not a finite number.")
    if abs(value.adjusted()) > MAX_DECIMAL_LENGTH:
        raise InexactDecimalError(f"{value} is out of range.")
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if len(text) > MAX_DECIMAL_LENGTH:
        raise InexactDecimalError(f"{value} has too many digits.")
    return "0" if text in ("-0", "") else text


class Key(TypeDecorator[str]):
    """A key or an id as text, compared byte by byte on both databases."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Take PostgreSQL's plain collation, which orders as SQLite and Python do."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(String(collation="C"))
        return dialect.type_descriptor(String())


class _UtcText(sqlite.DATETIME):
    """SQLite's own text of an instant, which names no zone: what it holds is UTC.

    A digest reads tens of thousands of them; to give each its zone afterwards takes longer than to read it.
    """

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], datetime | None]:
        """Read the text with its zone."""
        del dialect, coltype
        return _utc_from_text


def _utc_from_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Read SQLite's text as UTC at once."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(_UtcText())  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive instant, and turn the others to UTC."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise NaiveInstantError(f"{value.isoformat()} has no zone; instants are aware.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the instant back in UTC."""
        del dialect
        return value if value is None or value.tzinfo is UTC else value.astimezone(UTC)


class ExactDecimal(TypeDecorator[Decimal]):
    """A number, exactly: NUMERIC on PostgreSQL, canonical text on SQLite, which has no exact numbers.

    Numbers are compared in Python only: text does not order as numbers do.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Take PostgreSQL's unbounded NUMERIC, so that people can query it there."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Numeric())
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        """Bring the number to its canonical form on both."""
        if value is None:
            return None
        text = canonical(value)
        return Decimal(text) if dialect.name == "postgresql" else text

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Give the number back as it was bound."""
        del dialect
        return None if value is None else Decimal(value)


class Word(TypeDecorator[StrEnum]):
    """A word of one enum, as text, so that a new word needs no change of the schema."""

    impl = String
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words
        self._members = {word.value: word for word in words}

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """Store the word's value; a string that is no word of the enum is refused."""
        del dialect
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """Give the member back."""
        del dialect
        return None if value is None else self._members.get(value) or self.words(value)


class Duration(TypeDecorator[timedelta]):
    """A duration, in whole milliseconds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:
        """Store milliseconds."""
        del dialect
        return None if value is None else round(value / timedelta(milliseconds=1))

    def process_result_value(self, value: int | None, dialect: Dialect) -> timedelta | None:
        """Give the duration back."""
        del dialect
        return None if value is None else timedelta(milliseconds=value)


class Prose(TypeDecorator[str]):
    """What a person wrote, as text that both databases take.

    PostgreSQL refuses the NUL character and neither takes half of a surrogate pair; both come from broken
    spreadsheets and mean nothing, so the first is dropped and the second becomes the replacement character.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Drop what no database takes."""
        del dialect
        if value is None:
            return None
        return value.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class Json(TypeDecorator[Any]):
    """A plain value as JSON text, byte for byte as it was given: a retried payload must not change its order of keys.

    `encode` and `decode` stand between the domain's value and the plain one.
    """

    impl = Text
    cache_ok = True

    def __init__(self, encode: Callable[[Any], Any] = _keep, decode: Callable[[Any], Any] = _keep) -> None:
        super().__init__()
        self.encode = encode
        self.decode = decode

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write the value down; None stays NULL."""
        del dialect
        return None if value is None else json.dumps(self.encode(value), separators=(",", ":"), allow_nan=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read the value back; an empty list, as most are, needs no parser."""
        del dialect
        if value is None:
            return None
        return self.decode([] if value == "[]" else json.loads(value))
