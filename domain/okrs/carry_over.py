"""Carrying a key result over into the next cycle: its owner decides, and a copy that starts afresh (RULES 2.6)."""

from dataclasses import dataclass, replace
from decimal import Decimal

from domain.okrs.model import CheckIn, KeyResult, Metric
from domain.okrs.scores import Decision
from domain.values.ids import KeyResultId, ObjectiveId, key_result_name


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsTarget:
    """A key result whose last value met its target: only a person can say where it shall go from here.

    Attributes:
        reason: Why, as a sentence.
        start: The last value, which is the new baseline.
        metric: The kind that the copy would have.
    """

    reason: str
    start: Decimal
    metric: Metric


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingLeft:
    """A key result of which nothing is left to carry over; `reason` says why, as a sentence."""

    reason: str


CarryOverResult = KeyResult | NeedsTarget | NothingLeft


def copy_key_result(
    key_result: KeyResult, *, last: CheckIn | None, decision: Decision | None, objective: ObjectiveId
) -> CarryOverResult:
    """Return the copy of a key result for the next cycle, or why there is none.

    The copy has the number 0. It links to its predecessor, starts at the last value, and brings no check-ins, no
    checkpoints and no day of its own, since those belong to the old cycle.

    Args:
        key_result: The one of the old cycle.
        last: Its last check-in, or None.
        decision: What its owner said shall become of it.
        objective: The objective of the next cycle to which the copy belongs.
    """
    name = key_result_name(key_result.id)
    if key_result.cancelled:
        return NothingLeft(reason=f"{name} was cancelled.")
    if decision is None:
        return NothingLeft(reason=f"Nobody decided about {name} yet: keep, change or drop it in the scoring form.")
    if decision is Decision.DROP:
        return NothingLeft(reason=f"{name} was dropped.")
    copy = replace(
        key_result,
        id=KeyResultId(0),
        objective=objective,
        checkpoints=(),
        due=None,
        predecessor=key_result.id,
        returned_on=None,
    )
    return _continue_from_end(copy, last, name)


def _continue_from_end(copy: KeyResult, last: CheckIn | None, name: str) -> CarryOverResult:
    if last is None or copy.metric is Metric.MAINTAIN:
        return copy
    if copy.metric is Metric.BINARY:
        return NothingLeft(reason=f"{name} is done.") if last.value >= 1 else copy
    if copy.metric is Metric.MILESTONE:
        left = tuple(step for at, step in enumerate(copy.milestones) if at not in last.done_steps)
        counted = any(step.weight for step in left)
        return replace(copy, milestones=left) if counted else NothingLeft(reason=f"All steps of {name} are done.")
    if copy.metric is Metric.BASELINE:
        reason = f"{name} found its number. Say where it shall go from there."
        return NeedsTarget(reason=reason, start=last.value, metric=Metric.INCREASE)
    if _met(copy, last.value):
        reason = f"{name} met its target. Keep it as a KPI, or set a target beyond where it ended."
        return NeedsTarget(reason=reason, start=last.value, metric=copy.metric)
    return replace(copy, baseline=last.value)


def _met(key_result: KeyResult, value: Decimal) -> bool:
    """Tell whether an increase or a decrease has nowhere left to go."""
    assert key_result.target is not None  # noqa: S101 - an increase or a decrease cannot be built without
    return value >= key_result.target if key_result.metric is Metric.INCREASE else value <= key_result.target
