"""Health: in which of the six states a KPI is on a day, by which rule, and how it moved (RULES 4.2, 4.7 and 4.9)."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from operator import attrgetter

from domain.calendar.periods import last_complete_period, next_period, same_period_last_year
from domain.kpis.limits import judge_value
from domain.kpis.model import Direction, Kpi, KpiState, Reading, Season, Target
from domain.kpis.seasons import usual_value
from domain.kpis.status_model import Change, KpiStatus, Rule, Verdict
from domain.values.arithmetic import EXACT

CHART_POINTS = 20
_PERIOD = attrgetter("period")


def stale_on(kpi: Kpi, last_period: date) -> date:
    """Return the first day on which the reading after `last_period` is late past its grace."""
    missing = next_period(last_period, kpi.frequency)
    return next_period(missing, kpi.frequency) + timedelta(days=kpi.grace + 1)


def days_late(kpi: Kpi, last_period: date, *, today: date) -> int:
    """Return how many days the reading after `last_period` is late past its grace; 0 when it is not."""
    return max(0, (today - stale_on(kpi, last_period)).days + 1)


def assess_kpi(kpi: Kpi, readings: Sequence[Reading], *, today: date) -> KpiStatus:
    """Return how a KPI stands on a day.

    The state is that of the newest reading: `no_data` without one, `stale` when the next one is past its grace, else
    by the limits. A KPI without limits is a warning while it misses its target (a target is not a limit: it colours
    the digest and never alerts), and `no_target` without a target.

    Args:
        kpi: The KPI.
        readings: Oldest first. Periods that have not ended by `today` do not count.
        today: The day it is seen from, in the team's zone.
    """
    count = bisect_right(readings, last_complete_period(today, kpi.frequency), key=_PERIOD)
    if count == 0:
        return KpiStatus(
            kpi=kpi,
            on=today,
            state=KpiState.NO_DATA,
            rule=Rule.NO_READING,
            reading=None,
            target=kpi.target_on(today),
        )
    reading = readings[count - 1]
    target = kpi.target_on(reading.period)
    usual = usual_value(readings, reading.period, kpi.limits.season, kpi.frequency) if kpi.limits else None
    state, rule, limit = _judge(kpi, reading, target, usual)
    late = days_late(kpi, reading.period, today=today)
    if late > 0:
        state, rule, limit = KpiState.STALE, Rule.STALE, None
    since, held = _run(kpi, readings, count, state)
    return KpiStatus(
        kpi=kpi,
        on=today,
        state=state,
        rule=rule,
        reading=reading,
        recent=tuple(readings[max(0, count - CHART_POINTS) : count]),
        target=target,
        limit=limit,
        usual=usual,
        against_previous=compare(kpi.direction, target, readings[count - 2], reading) if count > 1 else None,
        against_last_year=_against_last_year(kpi, target, readings, reading),
        since=since,
        held=held,
        days_late=late,
    )


def count_ok_periods(kpi: Kpi, readings: Sequence[Reading], *, today: date) -> int:
    """Count the last successive periods in which a KPI was ok: what shows that a recovery is stable (RULES 5.7).

    A period without a reading ends the run; the newest one may still be within its grace. A KPI that is stale now has
    none.

    Args:
        kpi: The KPI, with its limits and targets.
        readings: Oldest first. Periods that have not ended by `today` do not count.
        today: The day it is seen from, in the team's zone.
    """
    count = bisect_right(readings, last_complete_period(today, kpi.frequency), key=_PERIOD)
    if count == 0 or days_late(kpi, readings[count - 1].period, today=today) > 0:
        return 0
    run, after = 0, None
    for at in range(count - 1, -1, -1):
        reading = readings[at]
        broken = after is not None and next_period(reading.period, kpi.frequency) != after
        if broken or _state_at(kpi, readings, at) is not KpiState.OK:
            break
        run, after = run + 1, reading.period
    return run


def compare(direction: Direction, target: Target | None, old: Reading, new: Reading) -> Change:
    """Compare two readings; whether a change is good follows the direction (RULES 4.7).

    In a band, nearer to the band is better, and any move within it is the same; without a target nothing is known.
    """
    difference = EXACT.subtract(new.value, old.value)
    return Change(
        from_value=old.value,
        from_period=old.period,
        difference=difference,
        ratio=EXACT.divide(difference, abs(old.value)) if old.value else None,
        verdict=_verdict(direction, target, old.value, new.value),
    )


def _verdict(direction: Direction, target: Target | None, old: Decimal, new: Decimal) -> Verdict:
    if old == new:
        return Verdict.SAME
    if direction is Direction.UP:
        return Verdict.BETTER if new > old else Verdict.WORSE
    if direction is Direction.DOWN:
        return Verdict.BETTER if new < old else Verdict.WORSE
    if direction is Direction.NEUTRAL or target is None:
        return Verdict.UNKNOWN
    before, after = _distance(target, old), _distance(target, new)
    if before == after:
        return Verdict.SAME
    return Verdict.BETTER if after < before else Verdict.WORSE


def _distance(target: Target, value: Decimal) -> Decimal:
    below = EXACT.subtract(target.low, value) if target.low is not None else Decimal(0)
    above = EXACT.subtract(value, target.high) if target.high is not None else Decimal(0)
    return max(below, above, Decimal(0))


def _judge(
    kpi: Kpi, reading: Reading, target: Target | None, usual: Decimal | None
) -> tuple[KpiState, Rule, Decimal | None]:
    if kpi.limits is not None and (kpi.limits.season is Season.NONE or usual is not None):
        state, limit = judge_value(kpi.limits, reading.value, usual)
        if state is KpiState.CRITICAL:
            return state, Rule.PAST_CRITICAL, limit
        return state, Rule.PAST_WARNING if state is KpiState.WARNING else Rule.WITHIN_LIMITS, limit
    if target is None:
        return KpiState.NO_TARGET, Rule.NOTHING_SET, None
    if target.met_by(reading.value):
        return KpiState.OK, Rule.TARGET_MET, None
    return KpiState.WARNING, Rule.OFF_TARGET, None


def _run(kpi: Kpi, readings: Sequence[Reading], count: int, state: KpiState) -> tuple[date | None, int]:
    """Return since when, and for how many readings, the KPI has been a warning or critical without a break."""
    since, held = None, 0
    if state not in (KpiState.WARNING, KpiState.CRITICAL):
        return since, held
    for at in range(count - 1, -1, -1):
        if _state_at(kpi, readings, at) not in (KpiState.WARNING, KpiState.CRITICAL):
            break
        since, held = readings[at].period, held + 1
    return since, held


def _state_at(kpi: Kpi, readings: Sequence[Reading], at: int) -> KpiState:
    """Return the state that one reading made, by the target of its own period."""
    reading = readings[at]
    usual = usual_value(readings, reading.period, kpi.limits.season, kpi.frequency) if kpi.limits else None
    return _judge(kpi, reading, kpi.target_on(reading.period), usual)[0]


def _against_last_year(kpi: Kpi, target: Target | None, readings: Sequence[Reading], reading: Reading) -> Change | None:
    year_ago = same_period_last_year(reading.period, kpi.frequency)
    at = bisect_left(readings, year_ago, key=_PERIOD)
    if readings[at].period != year_ago:
        return None
    return compare(kpi.direction, target, readings[at], reading)
