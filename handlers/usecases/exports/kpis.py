"""kpis.csv and readings.csv (RULES 4 and 11)."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from domain.kpis.model import Direction, Kpi, LimitsError, Season, check_order
from domain.values.ids import KpiKey
from domain.values.numbers import ENGLISH, number_text, plain
from handlers.usecases.exports.sheet import one_line
from handlers.usecases.imports.target_cells import targets_cell
from storage.store import Transaction

KPIS_COLUMNS = (
    "key", "name", "team", "owner", "unit", "direction", "target", "warning", "critical", "frequency", "indicator",
)  # fmt: skip
READINGS_COLUMNS = ("kpi", "date", "value", "note")
_KPIS_AT_ONCE = 100


def kpis_rows(kpis: Iterable[Kpi]) -> Iterator[list[str]]:
    """Yield a row for each KPI; targets that no words say and seasonal limits have an empty cell (`list_unsaid`)."""
    for kpi in kpis:
        warning, critical = _limits(kpi)
        yield [
            kpi.key,
            one_line(kpi.name),
            kpi.team,
            kpi.owner,
            str(kpi.unit),
            kpi.direction.value,
            targets_cell(kpi.targets, unit=kpi.unit, direction=kpi.direction) or "",
            warning,
            critical,
            kpi.frequency.value,
            kpi.indicator.value,
        ]


def readings_rows(tx: Transaction, kpis: Sequence[KpiKey]) -> Iterator[list[str]]:
    """Yield a row for each reading, by KPI and period; its date is the first day of the period."""
    keys = iter(kpis)
    while portion := list(itertools.islice(keys, _KPIS_AT_ONCE)):
        for key, readings in tx.readings.of(portion).items():
            for reading in readings:
                yield [key, reading.period.isoformat(), plain(reading.value), reading.note.strip()]


def list_unsaid(kpis: Iterable[Kpi], *, today: date) -> Iterator[str]:
    """Say of which KPIs something cannot be written, or will not be read again."""
    odd: list[str] = []
    seasonal: list[str] = []
    contrary: list[str] = []
    for kpi in kpis:
        if targets_cell(kpi.targets, unit=kpi.unit, direction=kpi.direction) is None:
            odd.append(kpi.key)
        if kpi.limits is not None and kpi.limits.season is not Season.NONE:
            seasonal.append(kpi.key)
        if _contradicts(kpi, today):
            contrary.append(kpi.key)
    if seasonal:
        yield f"Seasonal limits have no words in CSV; these KPIs are written without limits: {', '.join(seasonal)}."
    if odd:
        yield f"These targets contradict the direction of their KPI and are left out: {', '.join(odd)}."
    if contrary:
        yield f"Limits and target contradict each other, so an import will refuse these KPIs: {', '.join(contrary)}."


def _contradicts(kpi: Kpi, today: date) -> bool:
    try:
        check_order(kpi, today=today)
    except LimitsError:
        return True
    return False


def _limits(kpi: Kpi) -> tuple[str, str]:
    limits = kpi.limits
    if limits is None or limits.season is not Season.NONE:
        return "", ""
    return (
        _pair(limits.warning_low, limits.warning_high, kpi.direction),
        _pair(limits.critical_low, limits.critical_high, kpi.direction),
    )


def _pair(low: Decimal | None, high: Decimal | None, direction: Direction) -> str:
    """Write one number on the bad side, else `low..high` with either end left out."""
    if low is None and high is None:
        return ""
    if direction is Direction.UP and low is not None and high is None:
        return number_text(low, ENGLISH)
    if direction is Direction.DOWN and high is not None and low is None:
        return number_text(high, ENGLISH)
    return "..".join("" if end is None else number_text(end, ENGLISH) for end in (low, high))
