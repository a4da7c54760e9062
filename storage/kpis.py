"""KPIs and their readings."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, insert, select, update

from domain.kpis.model import Kpi, Reading
from domain.values.ids import KpiKey, PersonId, TeamKey
from storage.audit import Audit
from storage.mapping import Repository, Shape, portions, table_of
from storage.rows.kpis import EvaluationRow, KpiRow, ReadingRow

_KPI = Shape(Kpi, KpiRow)
_READING = Shape(Reading, ReadingRow)
_EVALUATIONS = table_of(EvaluationRow)


class Kpis(Repository):
    """The dashboard's KPIs."""

    def all(self) -> tuple[Kpi, ...]:
        """Return all KPIs, by key."""
        return self._all(_KPI, order_by=[KpiRow.key])

    def get(self, key: KpiKey) -> Kpi | None:
        """Return a KPI, or None."""
        return self._one(_KPI, KpiRow.key == key)

    def by_keys(self, keys: Iterable[KpiKey]) -> dict[KpiKey, Kpi]:
        """Return those of some KPIs that are there, by key."""
        return {kpi.key: kpi for kpi in self._among(_KPI, KpiRow.key, keys)}

    def of_teams(self, teams: Iterable[TeamKey]) -> tuple[Kpi, ...]:
        """Return the KPIs of some teams, by key."""
        return tuple(sorted(self._among(_KPI, KpiRow.team, teams), key=lambda kpi: kpi.key))

    def of_owner(self, person: PersonId) -> tuple[Kpi, ...]:
        """Return what one person owns, by key."""
        return self._all(_KPI, KpiRow.owner == person, order_by=[KpiRow.key])

    def save(self, kpi: Kpi) -> bool:
        """Add or change a KPI with its targets and limits; tell whether anything changed."""
        return self._save(_KPI, kpi)


class PutKind(StrEnum):
    """What putting a reading did."""

    ADDED = "added"
    SAME = "same"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingPut:
    """What putting one reading did; `old` is the value that it replaced."""

    kind: PutKind
    old: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingCounts:
    """What putting many readings did."""

    added: int = 0
    same: int = 0
    corrected: int = 0


class Readings(Repository):
    """The values of KPIs, one per period."""

    def __init__(self, connection: Connection, audit: Audit) -> None:
        super().__init__(connection)
        self._audit = audit

    def put(self, reading: Reading) -> ReadingPut:
        """Store the reading of a period; a value that replaces another one is a correction, and is audited.

        The same value again is the same reading; a new note alone is taken over.
        """
        here = (ReadingRow.kpi == reading.kpi, ReadingRow.period == reading.period)
        stored = self._one(_READING, *here)
        if stored is None:
            self._connection.execute(insert(_READING.table).values(_READING.row(reading)))
            self._mark_unevaluated([reading.kpi])
            return ReadingPut(kind=PutKind.ADDED)
        if stored.value == reading.value:
            if reading.note and reading.note != stored.note:
                self._write(replace(stored, note=reading.note))
            return ReadingPut(kind=PutKind.SAME)
        self._write(reading)
        self._mark_unevaluated([reading.kpi])
        self._audit.add(
            actor=reading.by or reading.source,
            action="reading corrected",
            subject=f"reading:{reading.kpi}:{reading.period}",
            old=stored.value,
            new=reading.value,
            at=reading.learnt_at,
            origin=reading.source,
        )
        return ReadingPut(kind=PutKind.CORRECTED, old=stored.value)

    def put_many(self, readings: Iterable[Reading]) -> ReadingCounts:
        """Store many readings as `put` would, the new ones in bulk; of one period the last one given counts."""
        given = {(reading.kpi, reading.period): reading for reading in readings}
        known = self._read_known({kpi for kpi, _ in given})
        fresh = [_READING.row(reading) for place, reading in given.items() if place not in known]
        for start in range(0, len(fresh), 10_000):
            self._connection.execute(insert(_READING.table), fresh[start : start + 10_000])
        self._mark_unevaluated(row["kpi"] for row in fresh)
        counts = dict.fromkeys(PutKind, 0) | {PutKind.ADDED: len(fresh)}
        for place, reading in given.items():
            if place not in known:
                continue
            value, note = known[place]
            if value == reading.value and reading.note in ("", note):
                counts[PutKind.SAME] += 1
            else:
                counts[self.put(reading).kind] += 1
        return ReadingCounts(
            added=counts[PutKind.ADDED], same=counts[PutKind.SAME], corrected=counts[PutKind.CORRECTED]
        )

    def of(
        self,
        kpis: Iterable[KpiKey],
        *,
        since: date | None = None,
        until: date | None = None,
        last: int | None = None,
    ) -> dict[KpiKey, tuple[Reading, ...]]:
        """Return the readings of some KPIs, the oldest first, with an entry for each KPI asked for.

        `since` and `until` are the first and the last day on which a period may begin, both included; `last` leaves
        that many of the newest ones of each KPI.
        """
        wanted = list(dict.fromkeys(kpis))
        found: dict[KpiKey, list[Reading]] = {kpi: [] for kpi in wanted}
        for portion in portions(wanted):
            for row in self._connection.execute(_question(portion, since, until, last)):
                reading = _READING.value(row)
                found[reading.kpi].append(reading)
        return {kpi: tuple(readings) for kpi, readings in found.items()}

    def newest_period(self, kpi: KpiKey) -> date | None:
        """Return the first day of the newest period that has a reading, or None."""
        question = select(func.max(ReadingRow.period)).where(ReadingRow.kpi == kpi)
        newest: date | None = self._connection.execute(question).scalar()
        return newest

    def newest_periods(self, *, until: date) -> dict[KpiKey, date]:
        """Return the newest period of each KPI that begins on this day or earlier, where there is a reading."""
        newest = select(ReadingRow.kpi, func.max(ReadingRow.period)).where(ReadingRow.period <= until)
        rows = self._connection.execute(newest.group_by(ReadingRow.kpi).order_by(ReadingRow.kpi))
        return {KpiKey(kpi): period for kpi, period in rows}

    def _read_known(self, kpis: Iterable[KpiKey]) -> dict[tuple[KpiKey, date], tuple[Decimal, str]]:
        known: dict[tuple[KpiKey, date], tuple[Decimal, str]] = {}
        for portion in portions(kpis):
            question = select(ReadingRow.kpi, ReadingRow.period, ReadingRow.value, ReadingRow.note)
            for kpi, period, value, note in self._connection.execute(question.where(ReadingRow.kpi.in_(portion))):
                known[KpiKey(kpi), period] = (value, note)
        return known

    def _mark_unevaluated(self, kpis: Iterable[KpiKey]) -> None:
        for portion in portions(kpis):
            here = EvaluationRow.kpi.in_(portion)
            self._connection.execute(update(_EVALUATIONS).where(here).values(changed=True))

    def _write(self, reading: Reading) -> None:
        here = (ReadingRow.kpi == reading.kpi, ReadingRow.period == reading.period)
        self._connection.execute(update(_READING.table).where(*here).values(_READING.row(reading)))


def _question(kpis: list[KpiKey], since: date | None, until: date | None, last: int | None) -> Select[Any]:
    conditions: list[ColumnElement[bool]] = [ReadingRow.kpi.in_(kpis)]
    if since is not None:
        conditions.append(ReadingRow.period >= since)
    if until is not None:
        conditions.append(ReadingRow.period <= until)
    if last is None:
        return _READING.select().where(*conditions).order_by(ReadingRow.kpi, ReadingRow.period)
    place = func.row_number().over(partition_by=ReadingRow.kpi, order_by=ReadingRow.period.desc()).label("place")
    placed = select(*_READING.columns, place).where(*conditions).subquery()
    columns = [placed.c[column.name] for column in _READING.columns]
    return select(*columns).where(placed.c.place <= last).order_by(placed.c.kpi, placed.c.period)
