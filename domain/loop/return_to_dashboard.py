"""The loop: dashboard → alert → key result → dashboard (RULES 5.7).

`key_result_from_alert` drafts the key result. Here is the way back: once it is met and its KPI stays ok, it
goes back to the dashboard, with limits that hold what was won.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from domain.kpis.control_limits import step_for
from domain.kpis.limits import LimitProposal, judge_value, propose
from domain.kpis.model import Kpi, KpiState, Limits, Reading, Season
from domain.okrs.model import KeyResult, Metric
from domain.okrs.status_model import Progress
from domain.values.arithmetic import EXACT, MAX_DIGITS, ONE
from domain.values.numbers import plain

STABLE_PERIODS = 4
"""For how many successive periods a KPI stays ok before its key result goes back to the dashboard."""
RETURNING = (Metric.INCREASE, Metric.DECREASE, Metric.MAINTAIN)
"""The kinds that go back: those with a target that a KPI can meet."""
RETURNED = "returned"
"""The action of the note that an alert keeps once its key result went back; its text is the short id."""

_QUARTER = Decimal("0.25")
_TWENTIETH = Decimal("0.05")
# `step_for` gives a fifth of a distance at most; a limit that people read may be rounder.
_STEPS_TO_MARGIN = 2.5
_FIVE = 5


class Return(StrEnum):
    """Whether a key result goes back to the dashboard, and why not."""

    PROPOSE = "propose"
    NOT_FED = "not_fed"
    CANCELLED = "cancelled"
    ALREADY_BACK = "already_back"
    NO_TARGET = "no_target"
    NOT_MET = "not_met"
    NOT_STABLE = "not_stable"
    KEPT = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnDecision:
    """Whether a key result goes back to the dashboard, and why not.

    Attributes:
        reason: The named reason; only PROPOSE tells anybody anything.
        ok_periods: For how many successive periods the KPI has been ok, of the four that it takes.
    """

    reason: Return
    ok_periods: int = 0


def back_to_dashboard(
    key_result: KeyResult,
    *,
    progress: Progress | None,
    state: KpiState,
    ok_periods: int,
    kept_for: int | None = None,
) -> ReturnDecision:
    """Decide whether it is time to give a key result's KPI back to the dashboard (RULES 5.7).

    Args:
        key_result: The key result.
        progress: Where it stands; None while there is no check-in.
        state: The state of the KPI that feeds it, today.
        ok_periods: For how many successive periods that KPI has been ok.
        kept_for: How many periods ago somebody chose to keep the key result; None for never.
    """
    return ReturnDecision(
        reason=_find_obstacle(key_result, progress, state, ok_periods, kept_for) or Return.PROPOSE,
        ok_periods=ok_periods,
    )


def _find_obstacle(
    key_result: KeyResult, progress: Progress | None, state: KpiState, ok_periods: int, kept_for: int | None
) -> Return | None:
    reasons = (
        (key_result.kpi is None, Return.NOT_FED),
        (key_result.returned_on is not None, Return.ALREADY_BACK),
        (key_result.cancelled, Return.CANCELLED),
        (key_result.metric not in RETURNING, Return.NO_TARGET),
        (progress is None or progress.ratio < 1, Return.NOT_MET),
        (state is not KpiState.OK or ok_periods < STABLE_PERIODS, Return.NOT_STABLE),
        (kept_for is not None and kept_for < STABLE_PERIODS, Return.KEPT),
    )
    return next((reason for holds, reason in reasons if holds), None)


def limits_after(kpi: Kpi, key_result: KeyResult, readings: Sequence[Reading], *, today: date) -> Limits | None:
    """Return the limits that hold what a key result won; None where the present ones do that as well.

    From the readings since the KPI settled where they are enough and say something narrower; else a warning a quarter
    of the way back from the target to the old limit, never within what was seen since. Never wider than before.
    Seasonal limits stay: they move with what is usual by themselves.

    Args:
        kpi: The KPI with its present limits, or none.
        key_result: The key result that is met; its target is the gain.
        readings: Those since the KPI settled, oldest first; at least one.
        today: The day of the proposal.
    """
    if kpi.limits is not None and kpi.limits.season is not Season.NONE:
        return None
    wanted = _goals(key_result)
    proposal = propose(kpi, readings, today=today)
    if isinstance(proposal, LimitProposal) and _narrower(proposal.limits, kpi.limits, wanted):
        return _merge_sides(proposal.limits, kpi.limits, {sign for sign, _ in wanted})
    limits = kpi.limits
    seen = [reading.value for reading in readings[-STABLE_PERIODS:]]
    for sign, goal in wanted:
        limits = _held(limits, key_result, sign, goal, seen)
    return None if limits == kpi.limits else limits


def _goals(key_result: KeyResult) -> list[tuple[Decimal, Decimal]]:
    """Return what was won as (sign, value): 1 for at or above the value, −1 for at or below it."""
    if key_result.metric is Metric.MAINTAIN:
        ends = [(ONE, key_result.low), (-ONE, key_result.high)]
    else:
        ends = [(ONE if key_result.metric is Metric.INCREASE else -ONE, key_result.target)]
    return [(sign, value) for sign, value in ends if value is not None]


def _narrower(new: Limits, old: Limits | None, goals: Sequence[tuple[Decimal, Decimal]]) -> bool:
    """Tell whether proposed limits hold what was won: on each of its sides, and narrower than before."""
    if new.season is not Season.NONE or any(judge_value(new, goal, None)[0] is not KpiState.OK for _, goal in goals):
        return False
    for sign, _ in goals:
        bound, before = _warning(new, sign), _warning(old, sign)
        if bound is None or (before is not None and sign * bound <= sign * before):
            return False
    return True


def _merge_sides(new: Limits, old: Limits | None, won: set[Decimal]) -> Limits:
    """Return proposed limits with the old ones on the side on which nothing was won."""
    if old is None or len(won) > 1:
        return new
    if ONE in won:
        return replace(new, warning_high=old.warning_high, critical_high=old.critical_high, clear_high=old.clear_high)
    return replace(new, warning_low=old.warning_low, critical_low=old.critical_low, clear_low=old.clear_low)


def _warning(limits: Limits | None, sign: Decimal) -> Decimal | None:
    """Return the first limit of a side: its warning, else its critical one."""
    if limits is None:
        return None
    if sign > 0:
        return limits.critical_low if limits.warning_low is None else limits.warning_low
    return limits.critical_high if limits.warning_high is None else limits.warning_high


def _held(
    limits: Limits | None, key_result: KeyResult, sign: Decimal, goal: Decimal, seen: Sequence[Decimal]
) -> Limits | None:
    """Return limits with one side moved up to what was won; as they are where that would be no gain."""
    before = _warning(limits, sign)
    if limits is not None and judge_value(limits, goal, None)[0] is not KpiState.OK:
        return limits
    margin = _margin(key_result, sign, goal, before)
    worst = min(sign * value for value in seen)
    bound = _outward(min(sign * goal - margin, worst), margin)
    if before is not None and bound <= sign * before:
        return limits
    return _move_warning(limits, sign, Decimal(plain(sign * bound)))


def _margin(key_result: KeyResult, sign: Decimal, goal: Decimal, before: Decimal | None) -> Decimal:
    """Return how far short of the goal the warning lies; above 0."""
    if before is not None and sign * goal > sign * before:
        return EXACT.multiply(abs(EXACT.subtract(goal, before)), _QUARTER)
    if key_result.baseline is not None:
        return EXACT.multiply(abs(EXACT.subtract(goal, key_result.baseline)), _QUARTER)
    return EXACT.multiply(abs(goal), _TWENTIETH) or ONE


def _move_warning(limits: Limits | None, sign: Decimal, bound: Decimal) -> Limits:
    """Return limits with a new warning on one side; critical stays as far beyond it as it was."""
    if limits is None:
        limits = Limits(warning_low=bound) if sign > 0 else Limits(warning_high=bound)
    elif sign > 0:
        critical = _move(limits.critical_low, limits.warning_low, bound)
        limits = replace(limits, warning_low=bound, critical_low=critical, clear_low=None)
    else:
        critical = _move(limits.critical_high, limits.warning_high, bound)
        limits = replace(limits, warning_high=bound, critical_high=critical, clear_high=None)
    return replace(limits, suggested=True, set_by=None, set_on=None)


def _move(critical: Decimal | None, warning: Decimal | None, bound: Decimal) -> Decimal | None:
    if critical is None or warning is None:
        return critical
    return EXACT.add(bound, EXACT.subtract(critical, warning))


def _outward(value: Decimal, margin: Decimal) -> Decimal:
    """Round a mirrored value down, to a step of 1 or 5 that is at most half the margin."""
    digit, power = step_for(float(margin) * _STEPS_TO_MARGIN)
    step = Decimal(digit if digit == _FIVE else 1).scaleb(max(power, value.adjusted() - MAX_DIGITS + 1, -MAX_DIGITS))
    count = EXACT.divide(value, step).to_integral_value(rounding=ROUND_FLOOR)
    return EXACT.multiply(count, step)
