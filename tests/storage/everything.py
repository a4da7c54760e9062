"""Rows for every table and every column, made from the schema itself: a column that is new tomorrow is filled too."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Date, Integer, Table, insert

from domain.values.units import NUMBER, Unit, UnitKind
from storage.dump import tables_in_order
from storage.store import Store
from storage.types import Duration, ExactDecimal, Json, Prose, UtcDateTime, Word

ROWS = 3
_INSTANTS = (
    datetime(2026, 11, 18, 15, 0, tzinfo=UTC),
    datetime(2026, 11, 18, 15, 0, 0, 1, tzinfo=UTC),
    datetime(2026, 11, 18, 15, 0, tzinfo=timezone(timedelta(hours=-5))),
)
_NUMBERS = (Decimal("0.10"), Decimal("-12345678901234.5"), Decimal("1E+3"))
_UNITS = (NUMBER, Unit(kind=UnitKind.CURRENCY, code="USD"), Unit(kind=UnitKind.DURATION, code="min"))
_KEYS = ("b-{}", "B-{}", "_ä-{}")
_STEP = {"title": "Contract | signed", "weight": "2.5"}
_END = {"low": None, "high": "4", "low_inclusive": True, "high_inclusive": False, "text": "below 4"}
_LIMITS = {"warning_low": None, "critical_low": None, "warning_high": "3", "critical_high": "4.5", "season": "week"}
_PARTS: Mapping[str, Any] = {
    "milestones": [_STEP],
    "checkpoints": [{"day": "2026-11-01", "value": "36.5"}],
    "targets": [_END | {"valid_from": None}, _END | {"valid_from": "2026-10-01"}],
    "limits": _LIMITS | {"hold": 2, "clear": 1, "suggested": True, "set_by": None, "set_on": "2026-11-01"},
    "guardrails": ["b-0"],
    "key_results": [1, 2],
    "done_steps": [0, 2],
    "skipped": [3],
}
_ANYTHING = {"z": ["ü", None, True, 1.5, "‘\ud83d’"], "a": {"=1+1": "2026-11-18"}}


def fill(store: Store) -> None:
    """Put some rows into every table, with every column empty in one of them where it may be."""
    with store._database.writing() as connection:
        made: dict[str, list[dict[str, Any]]] = {}
        for table in tables_in_order():
            made[table.name] = [_row(table, number, made) for number in range(ROWS)]
            _insert(connection, table, made[table.name])


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        connection.execute(insert(table).values(row))


def _row(table: Table, number: int, made: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    return {column.key: _value(column, number, made) for column in table.columns}


def _value(column: Column[Any], number: int, made: Mapping[str, list[dict[str, Any]]]) -> Any:
    if column.nullable and number == 0:
        return None
    for reference in column.foreign_keys:
        other = reference.column
        if other.table is column.table:
            return _value(other, number - 1, made)
        known = made.get(other.table.name)
        return _value(other, number, made) if known is None else known[number][other.name]
    return _plain(column, number)


def _plain(column: Column[Any], number: int) -> Any:
    kind = column.type
    of_kind: dict[type, Any] = {
        Json: _PARTS.get(column.name, _ANYTHING),
        ExactDecimal: _NUMBERS[number],
        UtcDateTime: _INSTANTS[number],
        Duration: timedelta(milliseconds=1500 * number),
        Date: date(2027, 1, 1) if column.name == "end" else date(2026, 11, 16) + timedelta(days=number),
        Boolean: number % 2 == 1,
        Integer: 10 * (number + 1),
        Prose: f'{column.name} {number} ü:\r\n\u2028 =1+1, ‘’ \\ "',
    }
    if isinstance(kind, Word):
        words = list(kind.words)
        return words[number % len(words)]
    if type(kind) in of_kind:
        return of_kind[type(kind)]
    return _UNITS[number] if column.name == "unit" else _KEYS[number].format(number)
