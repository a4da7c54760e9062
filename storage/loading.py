"""A file of everything, taken over into an empty database: the way back of `storage/dump.py`.

All or nothing, in one transaction, and only where nothing is yet: rows of two installations have the same numbers for
different things, so there is no sensible way to mix them.
"""

import itertools
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

from sqlalchemy import Connection, Integer, Table, bindparam, func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from domain.values.errors import TillerError
from storage.dump import FORMAT, REASONS, VERSION, Form, forms_of, tables_in_order
from storage.engine import Database, read_url
from storage.schema import HEAD
from storage.store import Store

_AT_ONCE = 1_000
_TABLE = re.compile(r'"(?P<name>\w+)": \[')
_LONGEST_PIECE = 60
_NAMED = 3
_REFUSALS = {"meta": "the mark of a Tiller that was started on it"}
_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, ArithmeticError)


class NotEmptyError(TillerError):
    """The database that was to take everything over holds something already."""


class FileNotTakenError(TillerError):
    """A file of everything that is damaged, of another kind, or of another version of Tiller."""


class _TakeBackError(Exception):
    """Ends the transaction of a dry run."""


def read_everything(store: Store, lines: Iterable[bytes], *, dry_run: bool = False) -> dict[str, int]:
    """Fill an empty database with what `write_everything` wrote; return how many rows each table got.

    The schema must be the newest one (`Store.migrate`). Lines are taken as they come; a dry run does the same and
    takes it back. On PostgreSQL new numbers go on after the highest one of the file.

    Raises:
        NotEmptyError: Something is there already.
        FileNotTakenError: The file is none of these, of another version, or damaged; nothing was saved. The sentence
            names the table and the line.
    """
    database = Database(read_url(store.url))
    counts: dict[str, int] = {}
    try:
        with database.writing() as connection:
            _check_empty(connection)
            counts = _Reader(lines).take_over(connection)
            _check_references(connection)
            if dry_run:
                _take_back()
            _count_on(connection)
    except _TakeBackError:
        return counts
    finally:
        database.close()
    return counts


def _take_back() -> NoReturn:
    raise _TakeBackError


class _Reader:
    """Reads the lines of a file from the first to the last."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self._number = 0
        self._table = ""
        self._last_end = ""

    def take_over(self, connection: Connection) -> dict[str, int]:
        """Insert all rows; return how many each table got."""
        self._read_head()
        tables = tables_in_order()
        counts: dict[str, int] = {}
        for table in tables:
            self._begin(table)
            counts[table.name] = self._fill(connection, table)
            if self._last_end != ("]" if table is tables[-1] else "],"):
                raise self._wrong("More or fewer tables stand here than this version of Tiller has.")
        if self._next() != "}}":
            raise self._wrong("The file should end here.")
        if any(line.strip() for line in self._lines):
            raise self._wrong("Something stands behind the end of the file.")
        return counts

    def _next(self) -> str:
        """Return the next line without its end; an empty text behind the last one."""
        self._number += 1
        try:
            return next(self._lines, b"").decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            raise self._wrong("This line is not UTF-8.") from None

    def _wrong(self, sentence: str) -> FileNotTakenError:
        where = f"line {self._number}, {self._table}" if self._table else f"line {self._number}"
        return FileNotTakenError(f"Nothing was imported.\n{where}: {sentence}")

    def _read_head(self) -> None:
        line = self._next().removeprefix("\ufeff")
        try:
            head = json.loads(f"{line}}}}}")
            version, schema = head["version"], head["schema"]
            known = head["format"] == FORMAT and head["tables"] == {}
        except (*_UNREADABLE, RecursionError):
            known, version, schema = False, None, None
        if not known:
            raise self._wrong("This is no file that `export --json` wrote.")
        if version != VERSION or schema != HEAD:
            raise self._wrong(
                f"The file is of version {version}, schema {schema}; this Tiller reads version {VERSION}, "
                f"schema {HEAD}. Import it with the Tiller that wrote it, and upgrade afterwards."
            )

    def _begin(self, table: Table) -> None:
        self._table = ""
        line = self._next()
        found = _TABLE.fullmatch(line)
        if found is None or found["name"] != table.name:
            raise self._wrong(
                f"The table ‘{table.name}’ should begin here. {'The file ends too early.' if not line else ''}".strip()
            )
        self._table = table.name

    def _fill(self, connection: Connection, table: Table) -> int:
        forms = forms_of(table)
        statement = insert(table).values({form.key: bindparam(form.key, type_=form.bound) for form in forms})
        number = 0
        rows = self._rows(forms)
        while portion := list(itertools.islice(rows, _AT_ONCE)):
            self._insert(connection, statement, portion)
            number += len(portion)
        return number

    def _insert(self, connection: Connection, statement: Any, portion: list[tuple[int, dict[str, Any]]]) -> None:
        """Insert some rows; where the database refuses, once more one by one, to name the line."""
        try:
            with connection.begin_nested():
                connection.execute(statement, [row for _, row in portion])
        except DBAPIError:
            for self._number, row in portion:
                try:
                    with connection.begin_nested():
                        connection.execute(statement, row)
                except DBAPIError as refused:
                    reason = (str(refused.orig).splitlines() or ["no reason given"])[0]
                    raise self._wrong(f"The database does not take this row: {reason}.") from refused

    def _rows(self, forms: tuple[Form, ...]) -> Iterator[tuple[int, dict[str, Any]]]:
        more = True
        while (line := self._next()) not in ("]", "],"):
            if not more:
                raise self._wrong("A comma is missing at the end of the row before.")
            more = line.endswith(",")
            yield self._number, self._row(line.removesuffix(","), forms)
        self._last_end = line

    def _row(self, line: str, forms: tuple[Form, ...]) -> dict[str, Any]:
        if not line:
            raise self._wrong("The file ends too early: it is not whole.")
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise self._wrong("This row cannot be read as JSON.") from None
        names = [form.name for form in forms]
        if not isinstance(row, dict) or set(row) != set(names):
            raise self._wrong(f"This row does not have the columns {', '.join(names)}.")
        return {form.key: self._value(row[form.name], form) for form in forms}

    def _value(self, value: Any, form: Form) -> Any:
        if value is None:
            if not form.nullable:
                raise self._wrong(f"‘{form.name}’ is empty, and must not be.")
            return None
        try:
            return form.read(value)
        except _UNREADABLE:
            shown = json.dumps(value, ensure_ascii=False)
            shown = shown if len(shown) <= _LONGEST_PIECE else f"{shown[:_LONGEST_PIECE]}…"
            raise self._wrong(f"‘{form.name}’ cannot be {shown}.") from None


def _check_empty(connection: Connection) -> None:
    filled = [
        table.name for table in tables_in_order() if connection.execute(select(1).select_from(table).limit(1)).first()
    ]
    if filled:
        what = [_REFUSALS.get(name, name.replace("_", " ")) for name in REASONS if name in filled]
        more = " and more" if len(what) > _NAMED else ""
        raise NotEmptyError(
            f"This database is not empty, it holds {', '.join(what[:_NAMED])}{more}. Everything goes into a new one "
            "only: set DATABASE_URL to a file that does not exist yet, or to an empty PostgreSQL database."
        )


def _check_references(connection: Connection) -> None:
    """Check now what the database would check at the commit: that no row names another that is not there."""
    missing = ""
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).first()
        missing = "" if broken is None else f"A row of {broken[0]} names one of {broken[2]} that is not in the file."
    else:
        try:
            connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        except IntegrityError as broken:
            detail = str(broken.orig).splitlines()[-1].removeprefix("DETAIL:").strip()
            missing = f"A row names another that is not in the file: {detail}"
    if missing:
        raise FileNotTakenError(f"Nothing was imported.\n{missing}")


def _count_on(connection: Connection) -> None:
    """Let PostgreSQL give out numbers after the highest one that came in; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables_in_order():
        for column in table.primary_key:
            if not isinstance(column.type, Integer):
                continue
            sequence = connection.execute(select(func.pg_get_serial_sequence(table.name, column.name))).scalar()
            highest = connection.execute(select(func.max(column))).scalar()
            if sequence is not None and highest is not None:
                connection.execute(select(func.setval(sequence, highest)))
