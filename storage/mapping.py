"""The way between a table's row and a frozen value of the domain, and what all repositories share."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, FromClause, Select, Table, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.rows.base import Base

T = TypeVar("T")
_MOST_PARAMETERS = 5000  # SQLite takes 32,766 in a statement, PostgreSQL 65,535


def table_of(row: type[Base]) -> Table:
    """Return the table that a row class describes."""
    table: FromClause = row.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{row.__name__} is no table.")
    return table


def portions(items: Iterable[T]) -> Iterator[list[T]]:
    """Cut many ids into lists that fit into one statement each; duplicates are dropped, the order is kept."""
    rest = iter(dict.fromkeys(items))
    while portion := list(itertools.islice(rest, _MOST_PARAMETERS)):
        yield portion


class Shape(Generic[T]):
    """How one kind of value lies in one table: each field in the column of its name.

    Two small functions per value would say the same twenty times over; here a field without a column is an error at
    the start of the process, not a field that is silently not stored.
    """

    def __init__(self, value_type: type[T], row: type[Base]) -> None:
        self.table = table_of(row)
        self._type = value_type
        self._names = tuple(field.name for field in fields(value_type))  # type: ignore[arg-type]  # all are dataclasses
        missing = [name for name in self._names if name not in self.table.c]
        if missing:
            raise TypeError(
                f"{value_type.__name__} has no column for {', '.join(missing)} in the table {self.table.name}: "
                "add it to storage/rows and write a migration."
            )
        self.columns = tuple(self.table.c[name] for name in self._names)
        self._select: Select[Any] = select(*self.columns)

    def select(self) -> Select[Any]:
        """Ask for the columns of the value, in the order of its fields."""
        return self._select

    def value(self, row: Sequence[Any]) -> T:
        """Build the value from a row that `select` gave."""
        return self._type(**dict(zip(self._names, row, strict=True)))

    def row(self, value: T) -> dict[str, Any]:
        """Take the value apart into columns."""
        return {name: getattr(value, name) for name in self._names}


class Repository:
    """Named questions about one aggregate, asked on one transaction's connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _one(self, shape: Shape[T], *conditions: Any) -> T | None:
        row = self._connection.execute(shape.select().where(*conditions)).first()
        return None if row is None else shape.value(row)

    def _all(self, shape: Shape[T], *conditions: Any, order_by: Sequence[Any]) -> tuple[T, ...]:
        rows = self._connection.execute(shape.select().where(*conditions).order_by(*order_by))
        return tuple(shape.value(row) for row in rows)

    def _among(self, shape: Shape[T], column: Any, wanted: Iterable[Any], *conditions: Any) -> list[T]:
        found: list[T] = []
        for portion in portions(wanted):
            rows = self._connection.execute(shape.select().where(column.in_(portion), *conditions))
            found.extend(shape.value(row) for row in rows)
        return found

    def _present(self, column: Any, wanted: Iterable[Any]) -> set[Any]:
        """Return those of some words that stand in a column."""
        found: set[Any] = set()
        for portion in portions(wanted):
            found.update(word for (word,) in self._connection.execute(select(column).where(column.in_(portion))))
        return found

    def _save(self, shape: Shape[T], value: T) -> bool:
        """Write a value under its primary key; tell whether anything changed."""
        table = shape.table
        row = shape.row(value)
        here = [column == row[column.name] for column in table.primary_key]
        stored = self._one(shape, *here)
        if stored == value:
            return False
        if stored is None:
            self._connection.execute(insert(table).values(row))
        else:
            self._connection.execute(update(table).where(*here).values(row))
        return True

    def _insert(self, table: Table, row: dict[str, Any]) -> int:
        """Insert a row whose id the database gives, and return that id."""
        result = self._connection.execute(insert(table).values(row))
        (number,) = result.inserted_primary_key or (0,)
        return int(number)

    def _insert_once(self, table: Table, row: dict[str, Any]) -> bool:
        """Insert a row unless its unique key is there already; tell whether it was inserted."""
        statement = self._insert_into(table).values(row).on_conflict_do_nothing()
        inserted = self._connection.execute(statement.returning(*table.primary_key))
        return inserted.first() is not None

    def _upsert(self, table: Table, key: dict[str, Any], values: dict[str, Any]) -> None:
        """Insert a row, or change the one with this key."""
        statement = self._insert_into(table).values(key | values)
        self._connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=values))

    def _insert_into(self, table: Table) -> Any:
        """Begin an insert that may meet a conflict; each database has its own words for that."""
        return (postgresql.insert if self._connection.dialect.name == "postgresql" else sqlite.insert)(table)
