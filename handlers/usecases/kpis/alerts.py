"""Alerts: evaluate a KPI, and what people do about an alert (RULES 5)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.calendar.periods import last_complete_period
from domain.company.teams import team_day
from domain.kpis.alerts import (
    OVER,
    Alert,
    AlertDecision,
    AlertKind,
    AlertState,
    Reason,
    decide,
    decide_missing,
)
from domain.kpis.limits import judge
from domain.kpis.model import Kpi, KpiState, Reading
from domain.kpis.status_model import KpiStatus
from domain.values.ids import KpiKey
from handlers.context import Context
from handlers.usecases.kpis.alert_actions import DAYS_TO_NEXT_READING
from handlers.usecases.status import kpis as kpi_statuses
from storage.store import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """What an evaluation found.

    Attributes:
        decision: What the machine decided, and why.
        alert: The alert as it stands now, or None when there is none.
        status: How the KPI stands.
        moved: Whether the newest reading of an alert that was open before is another one now, or was corrected.
    """

    kpi: Kpi
    decision: AlertDecision
    alert: Alert | None
    status: KpiStatus
    moved: bool = False


def evaluate(ctx: Context, *, kpi_key: KpiKey) -> tuple[Evaluated, ...]:
    """Judge a KPI by its newest readings, for its limits and for a reading that came after all.

    Evaluating the same readings again changes nothing. The first load of history never alerts (RULES 5.1).
    """
    kpi = ctx.tx.kpis.get(kpi_key)
    if kpi is None:
        return ()
    today = team_day(ctx.org.teams.get(kpi.team), ctx.now)
    readings = kpi_statuses.read_readings(ctx.tx, [kpi], today=today).get(kpi.key, ())
    status = kpi_statuses.assess_kpis([kpi], {kpi.key: readings}, org=ctx.org, now=ctx.now)[0]
    if status.reading is None:
        return ()
    ended = [reading for reading in readings if reading.period <= status.reading.period]
    limit = _evaluate_limits(ctx.tx, kpi, ended, status, now=ctx.now)
    missing = _evaluate_missing(ctx.tx, kpi, status, now=ctx.now)
    return tuple(found for found in (limit, missing) if found is not None)


def count_red_periods(ctx: Context, kpi: Kpi) -> int:
    """Count the successive newest periods in which a KPI was past its critical limit."""
    if kpi.limits is None:
        return 0
    today = team_day(ctx.org.teams.get(kpi.team), ctx.now)
    readings = kpi_statuses.read_readings(ctx.tx, [kpi], today=today)[kpi.key]
    ended = [reading for reading in readings if reading.period <= last_complete_period(today, kpi.frequency)]
    red = 0
    for at in range(len(ended) - 1, -1, -1):
        judged = judge(kpi, kpi.limits, ended, at)
        if judged is None or judged.state is not KpiState.CRITICAL:
            break
        red += 1
    return red


def evaluate_missing(ctx: Context, *, kpi_key: KpiKey) -> Evaluated | None:
    """Judge whether a KPI's reading is missing; None when there is nothing new to tell."""
    kpi = ctx.tx.kpis.get(kpi_key)
    if kpi is None:
        return None
    return _evaluate_missing(ctx.tx, kpi, status_of(ctx, kpi), now=ctx.now)


def status_of(ctx: Context, kpi: Kpi) -> KpiStatus:
    """Tell how one KPI stands."""
    today = team_day(ctx.org.teams.get(kpi.team), ctx.now)
    readings = kpi_statuses.read_readings(ctx.tx, [kpi], today=today)
    return kpi_statuses.assess_kpis([kpi], readings, org=ctx.org, now=ctx.now)[0]


def _evaluate_limits(
    tx: Transaction, kpi: Kpi, readings: list[Reading], status: KpiStatus, *, now: datetime
) -> Evaluated:
    current = tx.alerts.open_for(kpi.key, AlertKind.LIMIT)
    newest = readings[-1]
    through = tx.alerts.evaluated_through(kpi.key)
    if through is not None and tx.alerts.changed_since(kpi.key):
        # A correction, or a gap that was filled: the newest reading is judged as if it had just come.
        through = min(through, newest.period - timedelta(days=1))
    decision = decide(kpi, readings, open_alert=current, evaluated_through=through)
    alert = _apply(tx, kpi, decision, current, newest, now=now)
    tx.alerts.set_evaluated(kpi.key, newest.period, at=now)
    moved = current is not None and (current.last, current.last_period) != (newest.value, newest.period)
    return Evaluated(kpi=kpi, decision=decision, alert=alert, status=status, moved=moved)


def _apply(
    tx: Transaction, kpi: Kpi, decision: AlertDecision, current: Alert | None, newest: Reading, *, now: datetime
) -> Alert | None:
    if decision.reason is Reason.OPENED:
        return tx.alerts.add(
            kpi=kpi.key,
            kind=AlertKind.LIMIT,
            state_shown=decision.state,
            since=decision.since or newest.period,
            opened_at=now,
            worst=decision.worst,
            worst_period=decision.worst_period,
            last=newest.value,
            last_period=newest.period,
        )
    if current is None:
        return None
    changed = replace(
        current,
        last=newest.value,
        last_period=newest.period,
        snoozed_until=_snoozed_until(current, newest, now),
    )
    if decision.worst is not None and decision.state is not KpiState.OK:
        changed = replace(changed, worst=decision.worst, worst_period=decision.worst_period)
    if decision.reason in (Reason.WORSE, Reason.EASED):
        changed = replace(changed, state_shown=decision.state, said_at=now)
    if decision.reason in OVER:
        changed = replace(changed, state=OVER[decision.reason], closed_at=now)
    if changed != current:
        tx.alerts.save(changed)
    return changed


def _evaluate_missing(tx: Transaction, kpi: Kpi, status: KpiStatus, *, now: datetime) -> Evaluated | None:
    """Open or close the alert about a reading that does not come."""
    current = tx.alerts.open_for(kpi.key, AlertKind.MISSING)
    last = status.reading.period if status.reading is not None else None
    decision = decide_missing(kpi, last, current, today=status.on)
    if decision.reason is Reason.OPENED:
        alert = tx.alerts.add(
            kpi=kpi.key,
            kind=AlertKind.MISSING,
            state_shown=KpiState.STALE,
            since=decision.since or status.on,
            opened_at=now,
            worst=None,
            worst_period=None,
            last=status.reading.value if status.reading is not None else None,
            last_period=last,
        )
        return Evaluated(kpi=kpi, decision=decision, alert=alert, status=status)
    if current is not None and decision.reason is Reason.RECOVERED:
        alert = replace(current, state=AlertState.CLOSED, closed_at=now)
        tx.alerts.save(alert)
        return Evaluated(kpi=kpi, decision=decision, alert=alert, status=status)
    return None


def _snoozed_until(alert: Alert, newest: Reading, now: datetime) -> datetime | None:
    """Return until when an alert stays snoozed once a reading has come."""
    until = alert.snoozed_until
    to_next_reading = until is not None and until - now > timedelta(days=DAYS_TO_NEXT_READING // 2)
    has_come = alert.last_period is None or newest.period > alert.last_period
    return None if to_next_reading and has_come else until
