"""What the tests of the dashboard are made of: a KPI, its readings, and the real series where they are at hand."""

import csv
import functools
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from domain.ids import KpiKey, PersonId, TeamKey
from domain.kpis import Direction, Frequency, Indicator, Kpi, Limits, Reading, Target
from domain.numbers import ENGLISH
from domain.periods import next_period
from domain.targets import read_target
from domain.units import NUMBER, Unit

NOW = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
MONDAY = date(2026, 1, 5)
REAL = Path(__file__).parents[3] / "shared" / "data"
HAS_REAL_SERIES = (REAL / "company" / "readings.csv").exists()
HAS_REAL_TARGETS = (REAL / "kpis_gitlab.csv").exists()


def a_kpi(
    key: str = "churn",
    *,
    direction: Direction = Direction.UP,
    frequency: Frequency = Frequency.WEEK,
    unit: Unit = NUMBER,
    target: Target | None = None,
    limits: Limits | None = None,
    grace_days: int | None = None,
) -> Kpi:
    """Return a KPI of the growth team."""
    return Kpi(
        key=KpiKey(key),
        name=key.capitalize(),
        team=TeamKey("growth"),
        owner=PersonId("U0MIA"),
        unit=unit,
        direction=direction,
        frequency=frequency,
        indicator=Indicator.LEADING,
        targets=() if target is None else (target,),
        limits=limits,
        grace_days=grace_days,
    )


def series(
    values: Iterable[float | str | None],
    *,
    frequency: Frequency = Frequency.WEEK,
    first: date = MONDAY,
    key: str = "churn",
) -> list[Reading]:
    """Return one reading per period, oldest first; None leaves a period out."""
    readings: list[Reading] = []
    period = first
    for value in values:
        if value is not None:
            readings.append(Reading(kpi=KpiKey(key), period=period, value=Decimal(str(value)), learnt_at=NOW))
        period = next_period(period, frequency)
    return readings


@functools.cache
def real_kpis() -> dict[str, tuple[Kpi, list[Reading]]]:
    """Return the real KPIs with their readings."""
    folder = REAL / "company"
    with (folder / "readings.csv").open(encoding="utf-8") as file:
        rows = sorted((row["kpi"], date.fromisoformat(row["date"]), row["value"]) for row in csv.DictReader(file))
    found: dict[str, tuple[Kpi, list[Reading]]] = {}
    with (folder / "kpis.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            unit, direction = Unit.parse(row["unit"]), Direction(row["direction"])
            target = read_target(row["target"], unit, direction, ENGLISH)
            assert isinstance(target, Target)
            kpi = a_kpi(
                row["key"], direction=direction, frequency=Frequency(row["frequency"]), unit=unit, target=target
            )
            readings = [
                Reading(kpi=kpi.key, period=day, value=Decimal(value), learnt_at=NOW)
                for key, day, value in rows
                if key == row["key"]
            ]
            found[row["key"]] = kpi, readings
    return found
