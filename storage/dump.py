"""Everything that Tiller remembers, as one JSON file that another database takes over (RULES 11).

The file is for a move, from one database to another, SQLite to PostgreSQL included: what starts on the copy does what
would have been done without the move. So every table is carried, the ledgers too: without the occurrences a digest
would be posted twice, without the outbox a message that was about to leave would be lost and a thread not found
again, without the evaluations the whole history would be judged anew. `REASONS` says it for each table.

The file is JSON, and each row is a line of its own, so that it can be read, compared and written without ever holding
the whole. The same state gives the same bytes on both databases: tables stand in the order in which they need each
other, rows in that of their keys, numbers and instants as exact text. It names no time of export for that reason.
`storage/loading.py` reads it back.

Stop Tiller before the move: the copy knows nothing of what the original does afterwards, and both would post.
"""

import json
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any, BinaryIO

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    String,
    Table,
    Text,
    select,
    type_coerce,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import SAWarning
from sqlalchemy.types import TypeEngine

from storage.codecs import UnitText
from storage.engine import Database, read_url
from storage.schema import HEAD, METADATA
from storage.store import Store
from storage.types import Duration, ExactDecimal, Json, Key, Prose, UtcDateTime, Word, canonical

FORMAT = "tiller everything"
VERSION = 1
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "teams": "who is asked and told where",
        "people": "who owns what and who may do what",
        "subscriptions": "where digests go and when",
        "cycles": "the quarters and how far each has come",
        "objectives": "with their short ids, which people know by heart",
        "key_results": "with their short ids, which people know by heart",
        "adjustments": "what was measured before a change: both scores are shown",
        "dismissals": "what the coach was told to be silent about",
        "checkins": "the past of every number, corrections included",
        "prompts": "who has been asked: nobody is asked twice, and an answer finds its question",
        "scores": "the verdicts, with what was suggested and why it was overridden",
        "kpis": "with targets and limits",
        "readings": "the past of every KPI",
        "evaluations": "what has been judged: without it the past would alert, or a new reading would not",
        "alerts": "the open ones, so that they close where they were opened, and the past ones for `why`",
        "alert_notes": "who acted on an alert",
        "occurrences": "what was due and done: nothing is said twice",
        "outbox": "what is still to be said, and where what was said stands, for edits and threads",
        "outbox_attempts": "the tries that may have reached Slack: they are looked for, not repeated",
        "outbox_gates": "how long each address must rest, and its channel",
        "inbound": "what was answered: the same click again gets the same answer",
        "audit": "who did what",
        "meta": "what Tiller keeps for itself, such as the id of this installation",
    }
)
"""Every table with the reason why it is carried."""
LEFT_OUT: Mapping[str, str] = MappingProxyType({})
"""Tables that are not carried, with the reason; there are none."""
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How one column stands in the file.

    Attributes:
        name: The column in the database and in the file; `key` is what the code calls it.
        asked: What is selected.
        written: What is selected, as JSON holds it; never called for NULL.
        read: The way back. What it raises (ValueError, TypeError, KeyError, ArithmeticError) says that the value is
            none of this column.
        bound: The type with which `read`'s result is inserted.
    """

    name: str
    key: str
    nullable: bool
    asked: ColumnElement[Any]
    written: Callable[[Any], Any]
    read: Callable[[Any], Any]
    bound: TypeEngine[Any]


@cache
def tables_in_order() -> tuple[Table, ...]:
    """Return the tables of the file, each after those that it leans on."""
    with warnings.catch_warnings():
        # Objectives and key results point to each other; their rows are checked at the end of the transaction.
        warnings.simplefilter("ignore", SAWarning)
        return tuple(table for table in METADATA.sorted_tables if table.name not in LEFT_OUT)


def forms_of(table: Table) -> tuple[Form, ...]:
    """Return how the columns of a table stand in the file, in the order of the table.

    Raises:
        TypeError: A column's type has no form here yet.
    """
    return tuple(_form(column) for column in table.columns)


def write_everything(store: Store, out: BinaryIO) -> dict[str, int]:
    """Write all tables as they are at one moment; return how many rows each has.

    Rows are read and written as they come, so the size of the database does not matter. The schema must be the
    newest one (`Store.migrate`).
    """
    database = Database(read_url(store.url))
    counts: dict[str, int] = {}
    try:
        with database.reading() as connection:
            head = json.dumps({"format": FORMAT, "version": VERSION, "schema": HEAD})
            out.write(f'{head[:-1]}, "tables": {{\n'.encode())
            for table in tables_in_order():
                out.write(f'{"" if not counts else "," + chr(10)}"{table.name}": ['.encode())
                counts[table.name] = _write_rows(connection, table, out)
                out.write(b"\n]")
            out.write(b"\n}}\n")
    finally:
        database.close()
    return counts


def _write_rows(connection: Connection, table: Table, out: BinaryIO) -> int:
    number = 0
    for number, line in enumerate(_lines(connection, table), start=1):
        out.write(b",\n" if number > 1 else b"\n")
        out.write(line)
    return number


def _lines(connection: Connection, table: Table) -> Iterator[bytes]:
    forms = forms_of(table)
    question = select(*(form.asked for form in forms)).order_by(*table.primary_key)
    fields = [(form.name, form.written) for form in forms]
    readable = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    for row in connection.execute(question, execution_options={"yield_per": _AT_ONCE}):
        plain = {
            name: None if value is None else written(value) for (name, written), value in zip(fields, row, strict=True)
        }
        try:
            yield readable(plain).encode()
        except UnicodeEncodeError:
            # Half of a surrogate pair, from a broken client: UTF-8 has no place for it, an escape has.
            yield json.dumps(plain, allow_nan=False).encode()


def _form(column: Column[Any]) -> Form:
    kind = column.type
    asked, bound = _raw(kind)
    written, read = _WAYS.get(type(kind), (None, None)) if not isinstance(kind, Json) else _json_ways(kind)
    if written is None or read is None:
        raise TypeError(f"{column} is of a type that storage/dump.py cannot write yet: {kind!r}.")
    return Form(
        name=column.name,
        key=column.key,
        nullable=bool(column.nullable),
        asked=column if asked is None else type_coerce(column, asked),
        written=written,
        read=_check(kind, read),
        bound=kind if bound is None else bound,
    )


def _raw(kind: TypeEngine[Any]) -> tuple[TypeEngine[Any] | None, TypeEngine[Any] | None]:
    """Return the plain type as which a column is read and as which it is written, where its own one would convert."""
    if isinstance(kind, Json):
        return Text(), Text()
    if isinstance(kind, Duration):
        return BigInteger(), BigInteger()
    if isinstance(kind, Word | UnitText):
        return String(), String()
    return None, None


def _keep(value: Any) -> Any:
    return value


def _json_ways(kind: Json) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    def read(value: Any) -> str:
        kind.decode(value)  # only to see that it can be read
        return json.dumps(value, separators=(",", ":"), allow_nan=False)

    return json.loads, read


def _check(kind: TypeEngine[Any], read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Add to a way back that the text is a word, or a unit, that this column knows."""
    if not isinstance(kind, Word | UnitText):
        return read
    known = kind.process_result_value

    def check(value: Any) -> Any:
        known(read(value), sqlite.dialect())
        return value

    return check


def _instant(value: datetime) -> str:
    return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat()}Z"


def _read_instant(value: Any) -> datetime:
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError(value)
    return found


def _read_day(value: Any) -> date:
    return date.fromisoformat(value)


def _read_number(value: Any) -> Decimal:
    if not isinstance(value, str):
        raise TypeError(value)
    number = Decimal(value)
    canonical(number)
    return number


def _read_text(value: Any) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise TypeError(value)
    return value


def _read_whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    return value


def _read_truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


_WAYS: Mapping[type[TypeEngine[Any]], tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    ExactDecimal: (canonical, _read_number),
    UtcDateTime: (_instant, _read_instant),
    Date: (date.isoformat, _read_day),
    **dict.fromkeys((Key, Prose, Word, UnitText, String, Text), (_keep, _read_text)),
    **dict.fromkeys((Duration, Integer, BigInteger), (_keep, _read_whole)),
    Boolean: (_keep, _read_truth),
}
