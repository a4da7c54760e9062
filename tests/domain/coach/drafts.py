"""Makers of drafts and KPI statuses for the coach's tests."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from domain.coach.drafts import Draft
from domain.coach.findings import CoachRule, Finding
from domain.coach.key_results import lint_key_result
from domain.kpis.model import Direction, Kpi, KpiState, Reading
from domain.kpis.status_model import KpiStatus, Rule
from domain.okrs.model import Metric
from domain.values.ids import KpiKey
from domain.values.units import PERCENT
from tests.domain.okr_company import ADA, GROWTH, TODAY

START = date(2026, 7, 1)
LAST_DAY = date(2026, 9, 30)


def churn(**changes: Any) -> Kpi:
    fields = {"key": KpiKey("churn"), "name": "Churn", "team": GROWTH, "owner": ADA, "unit": PERCENT}
    return Kpi(**{**fields, "direction": Direction.DOWN, **changes})


def kpi_status(kpi: Kpi | None = None, *, value: str | None = None) -> KpiStatus:
    kpi = kpi or churn()
    reading = None
    if value is not None:
        learnt = datetime(2026, 6, 29, tzinfo=UTC)
        reading = Reading(kpi=kpi.key, period=date(2026, 6, 22), value=Decimal(value), learnt_at=learnt)
    return KpiStatus(kpi=kpi, on=TODAY, state=KpiState.OK, rule=Rule.NOTHING_SET, reading=reading)


def draft(title: str = "Churn below 3 %", **changes: Any) -> Draft:
    """Churn from 4 to 3 %, in the third quarter."""
    fields: dict[str, Any] = {
        "metric": Metric.DECREASE,
        "baseline": Decimal(4),
        "target": Decimal(3),
        "unit": PERCENT,
        "start": START,
        "end": LAST_DAY,
    }
    for name in ("baseline", "target", "low", "high", "last"):
        if isinstance(changes.get(name), str):
            changes[name] = Decimal(changes[name])
    return Draft(title=title, **{**fields, **changes})


def weekly_before(start: date, *values: float) -> Sequence[tuple[date, Decimal]]:
    """Weekly points of which the last lies a week before a day."""
    first = start - timedelta(weeks=len(values))
    return [(first + timedelta(weeks=week), Decimal(str(value))) for week, value in enumerate(values)]


def said(item: Draft) -> dict[CoachRule, Finding]:
    return {finding.rule: finding for finding in lint_key_result(item)}
