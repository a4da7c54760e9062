"""What the tests of the dashboard are made of: a KPI, its readings, and the real series where they are at hand."""

import csv
import functools
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from domain.calendar.periods import Frequency, next_period
from domain.kpis.alerts import OVER, Alert, AlertDecision, AlertKind, AlertState, Reason
from domain.kpis.model import Direction, Indicator, Kpi, Limits, Reading, Target
from domain.kpis.targets import read_target
from domain.values.ids import AlertId, KpiKey, PersonId, TeamKey
from domain.values.numbers import ENGLISH
from domain.values.units import NUMBER, Unit

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


def opened(decision: AlertDecision, number: int = 1, kind: AlertKind = AlertKind.LIMIT) -> Alert:
    """Return the alert that a caller makes of a decision to open one."""
    assert decision.reason is Reason.OPENED
    assert decision.since is not None
    return Alert(
        id=AlertId(number),
        kpi=a_kpi().key,
        kind=kind,
        state=AlertState.OPEN,
        state_shown=decision.state,
        since=decision.since,
        opened_at=NOW,
    )


def after(decision: AlertDecision, alert: Alert | None) -> Alert | None:
    """Return the open alert as a caller has it after a decision."""
    if decision.reason is Reason.OPENED:
        assert alert is None
        return opened(decision)
    if decision.reason in (Reason.WORSE, Reason.EASED):
        assert alert is not None
        return replace(alert, state_shown=decision.state)
    if decision.reason in OVER:
        assert alert is not None
        return None
    return alert


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
