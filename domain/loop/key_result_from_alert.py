"""Breaches: what a key result that is made from an alert starts as (RULES 5.7).

A key result that only came back to the limit would be over at the first good week: its target lies beyond the healthy
limit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from statistics import median

from domain.kpis.control_limits import step_for
from domain.kpis.model import Direction, Season
from domain.kpis.status_model import KpiStatus
from domain.okrs.cycles import Cycle, CycleState
from domain.okrs.model import Metric
from domain.values.arithmetic import EXACT, MAX_DIGITS, ONE, ZERO
from domain.values.errors import TillerError
from domain.values.ids import KpiKey, PersonId
from domain.values.numbers import plain
from domain.values.units import Unit, UnitKind

KEY_RESULT_MADE = "key_result"
"""The action of the note that an alert keeps once a key result was made from it; its text is the short id."""
LEAST_LEFT = timedelta(weeks=4)
"""How much of a cycle must be left for a new key result to make sense in it."""

_FEWEST_HEALTHY = 3
_QUARTER = Decimal("0.25")
_TWENTIETH = Decimal("0.05")
_HUNDRED = Decimal(100)


class AlertToKeyResultError(TillerError):
    """An alert that no key result can be drafted from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertDraft:
    """What a key result that is made from an alert starts as; a person changes and saves it.

    Attributes:
        name: The KPI's own words.
        baseline: The KPI's newest value; None where it is to be kept within a band.
        target: Beyond the healthy limit; None where no number lies beyond it, or where a band is kept.
        low: The lower end of the band that is kept, or None; `high` likewise.
    """

    kpi: KpiKey
    name: str
    owner: PersonId
    metric: Metric
    unit: Unit
    baseline: Decimal | None = None
    target: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """The way from bad to good on one side of a KPI, mirrored so that more is better.

    Attributes:
        sign: 1 where the value must rise, −1 where it must fall.
        value: Where the KPI stands.
        bound: The healthy limit, or None; `far` the limit on the other side, or None.
        seen: The last values.
    """

    sign: Decimal
    value: Decimal
    bound: Decimal | None
    far: Decimal | None
    seen: tuple[Decimal, ...]

    @property
    def start(self) -> Decimal:
        """The limit, or the value where it is better: a target must lie beyond it."""
        return self.value if self.bound is None else max(self.value, self.bound)

    def holds(self, goal: Decimal) -> bool:
        """Whether a goal lies beyond the limit and on this side of the other one."""
        return goal > self.start and (self.far is None or goal <= self.far)


def draft_from_alert(status: KpiStatus, *, owner: PersonId | None = None) -> AlertDraft:
    """Draft the key result that brings a KPI back beyond its healthy limit.

    The target is the KPI's own where that lies within the limits, else a quarter of the way from the limit to what is
    usual, rounded as people round. Seasonal limits count as they are for the newest period.

    Args:
        status: How the KPI stands, with its newest reading.
        owner: Who takes it on; None for the KPI's owner.

    Raises:
        AlertToKeyResultError: There is no reading to start from, or nothing says what would be healthy.
    """
    kpi = status.kpi
    if status.reading is None:
        raise AlertToKeyResultError(f"{kpi.name} has no reading yet, so there is nothing to start from.")
    low, high = healthy_bounds(status)
    value = status.reading.value
    way = _way(status, value, low, high)
    if way is None:
        return _keep_within(status, low, high, owner)
    return AlertDraft(
        kpi=kpi.key,
        name=kpi.name,
        owner=owner or kpi.owner,
        metric=Metric.INCREASE if way.sign > 0 else Metric.DECREASE,
        unit=kpi.unit,
        baseline=value,
        target=_target(way, status),
    )


def healthy_bounds(status: KpiStatus) -> tuple[Decimal | None, Decimal | None]:
    """Return within which ends a KPI is healthy, as values: past warning, critical and clear-limits alike."""
    limits = status.kpi.limits
    if limits is None or (limits.season is not Season.NONE and status.usual is None):
        return None, None
    factor = ONE if limits.season is Season.NONE or status.usual is None else status.usual
    lows = [item for item in (limits.warning_low, limits.critical_low, limits.clear_low) if item is not None]
    highs = [item for item in (limits.warning_high, limits.critical_high, limits.clear_high) if item is not None]
    low = EXACT.multiply(max(lows), factor) if lows else None
    high = EXACT.multiply(min(highs), factor) if highs else None
    return low, high


def _way(status: KpiStatus, value: Decimal, low: Decimal | None, high: Decimal | None) -> _Way | None:
    """Return which way is good from here; None for a band within which the KPI stands already."""
    rises = low is not None and value < low
    falls = high is not None and value > high
    if not rises and not falls:
        if status.kpi.direction in (Direction.BAND, Direction.NEUTRAL):
            return None
        rises = status.kpi.direction is Direction.UP
    sign = ONE if rises else -ONE
    bound, far = (low, high) if rises else (high, low)
    seen = tuple(sign * reading.value for reading in status.recent)
    return _Way(
        sign=sign,
        value=sign * value,
        bound=None if bound is None else sign * bound,
        far=None if far is None else sign * far,
        seen=seen,
    )


def _keep_within(status: KpiStatus, low: Decimal | None, high: Decimal | None, owner: PersonId | None) -> AlertDraft:
    kpi, target = status.kpi, status.target
    if target is not None:
        low, high = target.low, target.high
    if low is None and high is None:
        raise AlertToKeyResultError(
            f"{kpi.name} has neither limits nor a target, so nothing says what would be healthy."
        )
    return AlertDraft(
        kpi=kpi.key,
        name=kpi.name,
        owner=owner or kpi.owner,
        metric=Metric.MAINTAIN,
        unit=kpi.unit,
        low=low,
        high=high,
    )


def _target(way: _Way, status: KpiStatus) -> Decimal | None:
    goal = status.target
    if goal is not None:
        end = goal.low if way.sign > 0 else goal.high
        if end is not None and way.holds(way.sign * end):
            return end
    start, reach = way.start, _reach(way)
    found = way.sign * _beyond(start, reach, whole=_is_whole(way))
    if not way.holds(way.sign * found):
        found = way.sign * _beyond(start, reach, whole=False)
    values = [way.sign * value for value in way.seen]
    if min(values) >= 0:
        found = max(found, ZERO)
    if status.kpi.unit.kind is UnitKind.PERCENT and max(values) <= _HUNDRED:
        found = min(found, _HUNDRED)
    return Decimal(plain(found)) if found != way.sign * way.value else None


def _reach(way: _Way) -> Decimal:
    """Return how far beyond the limit a target lies: a quarter of the way to what is usual, where that is known."""
    fine = sorted(value for value in way.seen if way.holds(value))
    if len(fine) >= _FEWEST_HEALTHY:
        reach = EXACT.multiply(EXACT.subtract(Decimal(median(fine)), way.start), _QUARTER)
    elif way.bound is not None and way.value != way.bound:
        reach = EXACT.multiply(abs(EXACT.subtract(way.value, way.bound)), _QUARTER)
    else:
        reach = EXACT.multiply(abs(way.start), _TWENTIETH) or ONE
    if way.far is not None:
        reach = min(reach, EXACT.divide(EXACT.subtract(way.far, way.start), Decimal(2))) or reach
    return reach


def _is_whole(way: _Way) -> bool:
    return all(value == value.to_integral_value() for value in way.seen)


def _beyond(start: Decimal, reach: Decimal, *, whole: bool) -> Decimal:
    """Return a round number at least `reach` beyond `start`."""
    digit, power = step_for(float(reach))
    # A finer step than fifteen digits can hold would give a number that cannot be stored.
    power = max(power, start.adjusted() - MAX_DIGITS + 3, -MAX_DIGITS)
    step = Decimal(digit).scaleb(power)
    step = max(step, ONE) if whole else step
    return _to_step(EXACT.add(start, reach), step, ROUND_CEILING)


def _to_step(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    count = EXACT.divide(value, step).to_integral_value(rounding=rounding)
    return EXACT.multiply(count, step)


def cycle_for(cycles: Iterable[Cycle], *, today: date) -> Cycle | None:
    """Return the cycle that a new key result belongs to: the running one, or the next one near its end.

    A running cycle with less than four weeks left is taken only where no other one begins after it. None where no
    cycle is open.
    """
    ahead = [cycle for cycle in cycles if cycle.state in (CycleState.DRAFT, CycleState.ACTIVE) and cycle.end > today]
    ahead.sort(key=lambda cycle: cycle.start)
    roomy = [cycle for cycle in ahead if cycle.end - max(today, cycle.start) >= LEAST_LEFT]
    return next(iter(roomy or ahead), None)
