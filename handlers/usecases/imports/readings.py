"""readings.csv: values of KPIs, one per period (RULES 4.5 and 11). Up to a million rows."""

import itertools
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from domain.calendar.periods import period_name, period_start
from domain.calendar.working_days import weekdays
from domain.kpis.model import Kpi, Reading
from domain.values.errors import TillerError
from domain.values.ids import KpiKey
from domain.values.numbers import MACHINE, read_number
from domain.values.precision import check_value
from handlers.context import Context
from handlers.organization import load
from handlers.usecases.checkins import linked_kpi
from handlers.usecases.imports import cells
from handlers.usecases.imports.lookup import Kpis
from handlers.usecases.imports.report import Count, ImportReport
from handlers.usecases.imports.table import Problems, Row, read_table
from storage.store import Transaction

_AT_ONCE = 5_000
_PLAIN = re.compile(r"-?\d{1,15}", re.ASCII)
_EARLIEST = date(1970, 1, 1)
_AHEAD = timedelta(days=366)


def import_readings(
    tx: Transaction,
    content: bytes | str,
    *,
    now: datetime,
    skip_bad: bool = False,
    advance: Callable[[int], None] | None = None,
) -> ImportReport:
    """Import readings.csv: `kpi`, `date`, `value`, and if wanted `note`.

    A date may be any day of its period. The same value again is nothing new; another one is an audited correction.
    `advance` is called with the number of readings taken since its last call.

    Raises:
        ImportRefusedError: Any row is wrong. Rows before it may be in the transaction, which the error must end.
    """
    problems = Problems(skip_bad=skip_bad)
    reader = _Reader(Kpis(tx.kpis.all()), problems, now)
    added = corrected = same = 0
    rows = read_table(content, required=("kpi", "date", "value"), optional=("note",), problems=problems)
    for batch in _batches(reader.readings(rows)):
        if skip_bad or not problems.number:
            counts = tx.readings.put_many(batch)
            added, corrected, same = added + counts.added, corrected + counts.corrected, same + counts.same
        if advance is not None:
            advance(len(batch))
    problems.refuse_if_any()
    if added or corrected:
        # Once per KPI and not per row: a key result takes over its KPI's newest value, not the history (RULES 4.8).
        linked_kpi.feed(Context(tx=tx, now=now, org=load(tx, calendars=lambda _: weekdays)), reader.kpis)
    counted = Count(noun="readings", new=added, changed=corrected, unchanged=same)
    return ImportReport(counts=(counted,), skipped=problems.skipped())


class _Reader:
    """Turns rows into readings."""

    def __init__(self, kpis: Kpis, problems: Problems, now: datetime) -> None:
        self._kpis = kpis
        self._problems = problems
        self._now = now
        self._latest = now.date() + _AHEAD
        self._known: dict[str, Kpi | None] = {}
        self._lines: dict[KpiKey, dict[date, int]] = {}

    @property
    def kpis(self) -> tuple[KpiKey, ...]:
        """The KPIs that the rows so far were about, by key."""
        return tuple(sorted(self._lines))

    def readings(self, rows: Iterator[Row]) -> Iterator[Reading]:
        """Yield a reading for each row that is right; what is wrong with the others goes to the problems."""
        for row in rows:
            word = row["kpi"]
            if word not in self._known:
                self._known[word] = self._kpis.find(word)
            kpi = self._known[word]
            if kpi is None:
                self._problems.add(row.line, "kpi", self._kpis.unknown(word) if word else "The KPI is missing.")
                continue
            reading = self._reading(row, kpi)
            if reading is not None:
                yield reading

    def _reading(self, row: Row, kpi: Kpi) -> Reading | None:
        column = "date"
        try:
            period = period_start(self._day(row["date"]), kpi.frequency)
            self._check_first(row, kpi, period)
            column = "value"
            value = _value(row["value"], kpi)
            column = "note"
            note = cells.note(row["note"])
        except TillerError as problem:
            self._problems.add(row.line, column, str(problem))
            return None
        return Reading(kpi=kpi.key, period=period, value=value, learnt_at=self._now, note=note, source="csv")

    def _day(self, text: str) -> date:
        day = cells.day(text)
        if day > self._latest:
            raise cells.CellError(f"{day} is more than a year ahead.")
        if day < _EARLIEST:
            raise cells.CellError(f"{day} is before 1970.")
        return day

    def _check_first(self, row: Row, kpi: Kpi, period: date) -> None:
        lines = self._lines.setdefault(kpi.key, {})
        line = lines.setdefault(period, row.line)
        if line != row.line:
            name = period_name(period, kpi.frequency)
            raise cells.CellError(f"{kpi.key} has a reading for {name} in line {line} already.")


def _value(text: str, kpi: Kpi) -> Decimal:
    """Read a value; plain whole numbers, which most are, without the whole machinery."""
    if _PLAIN.fullmatch(text):
        return Decimal(text) + 0
    return check_value(read_number(text, kpi.unit, MACHINE))


def _batches(readings: Iterator[Reading]) -> Iterator[list[Reading]]:
    while batch := list(itertools.islice(readings, _AT_ONCE)):
        yield batch
