"""What only the numbers tell of a key result: business as usual, sandbagged, in conflict (RULES 8).

Each names a better target where one can be computed, and only one that would pass its own rule.
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from domain.coach.drafts import Draft
from domain.coach.findings import CoachRule, Finding
from domain.coach.rewrites import amount, few_digits, quote
from domain.kpis.model import Direction, Limits, Season
from domain.kpis.status_model import KpiStatus
from domain.okrs.forecast import Chance, forecast
from domain.okrs.model import Metric
from domain.okrs.progress import raw_progress
from domain.values.arithmetic import EXACT, ZERO
from domain.values.numbers import plain
from domain.values.units import PERCENT

SURE = 9
"""A confidence above this at the draft leaves nothing to be learnt."""
NEARLY_THERE = Decimal("0.9")
_ONE_FURTHER = Decimal("0.25")
_TRIES = 6
_TWO_DIGITS = 2
_ALL = Decimal(100)
_HALF = Decimal(50)


def business_as_usual(draft: Draft) -> Finding | None:
    """Return a finding where doing nothing would reach the target: it is met already, or the trend leads there."""
    why = _usual(draft)
    if why is None:
        return None
    target = _further(draft, from_where=_trend_end(draft), passes=lambda draft: _usual(draft) is None)
    return _finding(draft, CoachRule.BUSINESS_AS_USUAL, why, target)


def _usual(draft: Draft) -> str | None:
    """Return why it would score 1.0 for doing nothing, or None."""
    last, goal = draft.value_before, _goal(draft)
    if last is None or not goal:
        return None
    so = f"{quote(goal)} would score 1.0 for doing nothing. Keep it as a KPI with a limit, or set a target beyond it."
    if _met(draft, last):
        return f"{_stood(draft, last)}, so {so}"
    if draft.target is None or draft.end is None:
        return None
    seen = forecast(draft.history, target=draft.target, rising=_rises(draft), end=draft.end)
    if seen.chance is not Chance.LIKELY:
        return None
    return f"{draft.name} is on its way there by itself, from {amount(last, draft.unit)}, so {so}"


def _goal(draft: Draft) -> str:
    if draft.metric is Metric.MAINTAIN:
        ends = [("at least", draft.low), ("at most", draft.high)]
        return " and ".join(f"{word} {amount(value, draft.unit)}" for word, value in ends if value is not None)
    return amount(draft.target, draft.unit) if draft.target is not None and _has_direction(draft) else ""


def _has_direction(draft: Draft) -> bool:
    """Tell whether it shall rise or fall, and its numbers do not say the opposite: then the form refuses them."""
    if draft.metric not in (Metric.INCREASE, Metric.DECREASE):
        return False
    if draft.baseline is None or draft.target is None:
        return True
    return draft.target > draft.baseline if _rises(draft) else draft.target < draft.baseline


def _rises(draft: Draft) -> bool:
    return draft.metric is Metric.INCREASE


def _met(draft: Draft, value: Decimal) -> bool:
    if draft.metric is Metric.MAINTAIN:
        return (draft.low is None or value >= draft.low) and (draft.high is None or value <= draft.high)
    target = draft.target if draft.target is not None else value
    return value >= target if _rises(draft) else value <= target


def _trend_end(draft: Draft) -> Decimal:
    """Return the value on the last day if all goes on as before, or the newest one if that is further."""
    last = draft.value_before or ZERO
    if draft.target is None or draft.end is None:
        return last
    drift = forecast(draft.history, target=draft.target, rising=_rises(draft), end=draft.end).drift_per_week
    if drift is None:
        return last
    weeks = EXACT.divide(Decimal((draft.end - draft.history[-1][0]).days), Decimal(7))
    there = EXACT.add(last, EXACT.multiply(drift, weeks))
    return max(last, there) if _rises(draft) else min(last, there)


def _stood(draft: Draft, last: Decimal) -> str:
    """Say where it stands while it is being typed, or where it stood before it began."""
    value = amount(last, draft.unit)
    return f"{draft.name} was {value} before it began" if draft.subject else f"{draft.name} is at {value} already"


def find_sandbagging(draft: Draft) -> Finding | None:
    """Return a finding where a target is nearly reached before it began, or its owner is already sure of it.

    A commitment is expected to be sure.
    """
    why = _too_easy(draft)
    if why is None or draft.target is None:
        return None
    last = draft.value_before if draft.value_before is not None else draft.target
    start = max(last, draft.target) if _rises(draft) else min(last, draft.target)
    return _finding(draft, CoachRule.SANDBAGGED, why, _further(draft, from_where=start, passes=_asks_for_more))


def _too_easy(draft: Draft) -> str | None:
    if not _has_direction(draft) or draft.baseline is None or draft.target is None:
        return None
    last = draft.value_before
    if last is not None and raw_progress(baseline=draft.baseline, target=draft.target, current=last) >= NEARLY_THERE:
        return f"{_stood(draft, last)}: nine tenths of the way are behind you."
    if draft.confidence is not None and draft.confidence > SURE and not draft.committed:
        return f"You are {draft.confidence} of 10 sure before it begins. A target worth aiming at leaves you half sure."
    return None


def _asks_for_more(draft: Draft) -> bool:
    # How sure one is of the new target is to be asked anew.
    return _too_easy(replace(draft, confidence=None)) is None and _usual(draft) is None


def _further(draft: Draft, *, from_where: Decimal, passes: Callable[[Draft], bool]) -> Decimal | None:
    """Return a round target beyond a value that passes, at first a quarter further, then more; None if none does.

    Of percentages below 100 that shall rise, a share of what is left to 100 is taken: 99 becomes 99.3, never 124.
    """
    if not _has_direction(draft):
        return None
    for step in range(1, _TRIES + 1):
        target = _step(draft, from_where, EXACT.multiply(_ONE_FURTHER, Decimal(step)))
        if target is None:
            return None
        beyond = target > from_where if _rises(draft) else target < from_where
        if beyond and passes(replace(draft, target=target)):
            return target
    return None


def _step(draft: Draft, value: Decimal, share: Decimal) -> Decimal | None:
    if draft.unit == PERCENT and _rises(draft) and value <= _ALL:
        gap = EXACT.multiply(EXACT.subtract(_ALL, value), EXACT.subtract(Decimal(1), share))
        if value >= _HALF:
            return EXACT.subtract(_ALL, few_digits(gap, digits=_TWO_DIGITS)) if gap > 0 else None
    if value == 0:
        return None
    step = EXACT.multiply(EXACT.abs(value), share)
    moved = EXACT.add(value, step) if _rises(draft) else EXACT.subtract(value, step)
    return few_digits(moved, digits=_TWO_DIGITS)


def conflict(draft: Draft) -> Finding | None:
    """Return a finding where reaching the target pushes its KPI past a limit, or worsens a KPI that guards."""
    if draft.kpi is None or draft.target is None or not _has_direction(draft):
        return None
    limit = _limit_past(draft, draft.kpi)
    name = draft.kpi.kpi.name
    if limit is not None:
        why = f"At {amount(draft.target, draft.unit)}, {name} is past its limit of {amount(limit, draft.unit)}."
        return _finding(draft, CoachRule.CONFLICT, why, limit if _leads_to(draft, limit) else None)
    worse = Direction.DOWN if _rises(draft) else Direction.UP
    if draft.guards and draft.kpi.kpi.direction is worse:
        way = "up" if _rises(draft) else "down"
        why = f"{name} guards {', '.join(draft.guards)}, and this takes it {way}, the wrong way. Which one gives?"
        return _finding(draft, CoachRule.CONFLICT, why, None)
    return None


def _limit_past(draft: Draft, kpi: KpiStatus) -> Decimal | None:
    """Return the nearest limit that the target lies past on the side to which it moves, or None.

    Seasonal limits are ratios: they say nothing of one target. A target that comes nearer from outside is no conflict.
    """
    limits, target = kpi.kpi.limits, draft.target
    if limits is None or limits.season is not Season.NONE or target is None:
        return None
    nearest = _nearest(limits, high=_rises(draft))
    if nearest is None:
        return None
    past = target > nearest if _rises(draft) else target < nearest
    return nearest if past else None


def _nearest(limits: Limits, *, high: bool) -> Decimal | None:
    if high:
        return limits.warning_high if limits.warning_high is not None else limits.critical_high
    return limits.warning_low if limits.warning_low is not None else limits.critical_low


def _leads_to(draft: Draft, target: Decimal) -> bool:
    """Tell whether a target lies on the draft's way from its baseline."""
    if draft.baseline is None:
        return True
    return target > draft.baseline if _rises(draft) else target < draft.baseline


def _finding(draft: Draft, rule: CoachRule, why: str, target: Decimal | None) -> Finding:
    return Finding(
        rule=rule,
        subject=draft.subject,
        about=draft.title.strip(),
        why=why,
        rewrite=_replace_target(draft, target) if target is not None else "",
        target=target,
    )


def _replace_target(draft: Draft, target: Decimal) -> str:
    """Return the title with the new target in the place of the old one; behind it where it does not stand there."""
    old, new = plain(draft.target or ZERO), plain(target)
    head, found, tail = draft.title.strip().rpartition(old)
    alone = not (
        head[-1:].isdigit() or head[-1:] in tuple(".,") or tail[:1].isdigit() or tail[:2].strip(".,").isdigit()
    )
    if found and alone:
        return f"{head}{new}{tail}"
    start = f"from {plain(draft.baseline)} " if draft.baseline is not None else ""
    return f"{draft.title.strip().rstrip('.')}, {start}to {amount(target, draft.unit)}"
