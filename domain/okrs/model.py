"""Objectives, key results and check-ins: the values of the steering wheel (RULES 1 and 3)."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from domain.values.errors import TillerError
from domain.values.ids import AlertId, CheckInId, CycleId, KeyResultId, KpiKey, ObjectiveId, PersonId, TeamKey
from domain.values.precision import check_value
from domain.values.units import NUMBER, Unit

MAX_CONFIDENCE = 10


class Commitment(StrEnum):
    """How a score is read (RULES 3.11)."""

    ASPIRATIONAL = "aspirational"
    COMMITTED = "committed"


class Metric(StrEnum):
    """How a key result is measured (RULES 3)."""

    INCREASE = "increase"
    DECREASE = "decrease"
    MAINTAIN = "maintain"
    MILESTONE = "milestone"
    BINARY = "binary"
    BASELINE = "baseline"


PACED = (Metric.INCREASE, Metric.DECREASE, Metric.MILESTONE)
"""The kinds of which something is expected on the way (RULES 3.6)."""


class KeyResultError(TillerError):
    """A key result that cannot be measured as it stands (RULES 3.2)."""


class CheckInError(TillerError):
    """A check-in that cannot be taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """A qualitative aim of one team in one cycle.

    Attributes:
        parent_objective: The objective that it serves, or None.
        parent_key_result: The key result that it serves, or None; never both.
        guardrails: The KPIs that must not suffer while it advances; they never count in its number (RULES 4.8).
    """

    id: ObjectiveId
    cycle: CycleId
    team: TeamKey
    owner: PersonId
    title: str
    commitment: Commitment = Commitment.ASPIRATIONAL
    parent_objective: ObjectiveId | None = None
    parent_key_result: KeyResultId | None = None
    guardrails: tuple[KpiKey, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """One weighted step of a milestone key result."""

    title: str
    weight: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """Where a key result shall be on a day on its way, in its own unit (RULES 3.6)."""

    day: date
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyResult:
    """A measured result that belongs to one objective and has one owner.

    Attributes:
        baseline: Where an increase or a decrease started; None for the other kinds.
        target: Where an increase or a decrease shall end; None for the other kinds.
        low: The lowest value that still counts as maintained, or None for no such end; only for maintain.
        high: The highest such value, or None; inclusive both.
        weight: Its share in its objective's progress; 0 leaves it out.
        milestones: The steps of a milestone key result, in order; empty for the others.
        checkpoints: Where it shall be on the way, by day; then the calendar is read between them. Not for the kinds
            of which nothing is expected on the way (maintain, binary, baseline).
        due: Its own last day, or None for the cycle's.
        kpi: The KPI that feeds it, or None.
        cancelled: Cancelled key results are listed but not counted.
        predecessor: The key result of an earlier cycle that it carries on, or None (RULES 2.6).
        origin_alert: The alert that it was made from, or None (RULES 5.7).
        returned_on: The day on which its KPI went back to the dashboard, or None (RULES 5.7).
    """

    id: KeyResultId
    objective: ObjectiveId
    owner: PersonId
    title: str
    metric: Metric
    unit: Unit = NUMBER
    baseline: Decimal | None = None
    target: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    weight: Decimal = Decimal(1)
    milestones: tuple[Milestone, ...] = ()
    checkpoints: tuple[Checkpoint, ...] = ()
    due: date | None = None
    kpi: KpiKey | None = None
    cancelled: bool = False
    predecessor: KeyResultId | None = None
    origin_alert: AlertId | None = None
    returned_on: date | None = None

    def __post_init__(self) -> None:
        if check_value(self.weight, what="The weight") < 0:
            raise KeyResultError(f"The weight {self.weight} is negative. Use 0 to leave it out, 1 for an equal share.")
        if self.metric is Metric.MILESTONE:
            _check_milestones(self.milestones)
        if self.metric in (Metric.INCREASE, Metric.DECREASE):
            _check_from_to(self.metric, self.baseline, self.target)
        if self.metric is Metric.MAINTAIN:
            _check_band(self.low, self.high)
        _check_checkpoints(self.metric, self.checkpoints)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """A change of what a key result is measured by, made after its cycle was activated (RULES 2.5).

    Attributes:
        reason: Why, in the words of who made it; never empty.
        baseline: Where it started before this change; `target`, `low`, `high` and `due` likewise.
    """

    key_result: KeyResultId
    by: PersonId
    at: datetime
    reason: str
    baseline: Decimal | None = None
    target: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    due: date | None = None

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise KeyResultError("Its cycle has begun: say in a line why this changes. Both scores will be shown.")


def measure_of(key_result: KeyResult) -> tuple[object, ...]:
    """Return what a key result is measured by: a change of it needs a reason once its cycle has begun (RULES 2.5)."""
    item = key_result
    return (item.baseline, item.target, item.low, item.high, item.due, item.unit, item.milestones)


def adjustment_of(before: KeyResult, *, by: PersonId, at: datetime, reason: str) -> Adjustment:
    """Return the record of a change of what a key result is measured by, from how it was before.

    Raises:
        KeyResultError: There is no reason.
    """
    return Adjustment(
        key_result=before.id,
        by=by,
        at=at,
        reason=reason.strip(),
        baseline=before.baseline,
        target=before.target,
        low=before.low,
        high=before.high,
        due=before.due,
    )


def original_of(key_result: KeyResult, adjustments: Sequence[Adjustment]) -> KeyResult:
    """Return a key result as it was set before any of its adjustments, which come oldest first (RULES 2.5)."""
    if not adjustments:
        return key_result
    first = adjustments[0]
    return replace(
        key_result, baseline=first.baseline, target=first.target, low=first.low, high=first.high, due=first.due
    )


def _check_milestones(milestones: tuple[Milestone, ...]) -> None:
    if not milestones:
        raise KeyResultError("A milestone key result needs at least one step.")
    weights = [check_value(step.weight, what="A step's weight") for step in milestones]
    if any(weight < 0 for weight in weights):
        raise KeyResultError("A step's weight is negative. Weights are 0 or more.")
    if not any(weights):
        raise KeyResultError("No step has a weight, so none would count. Give each step 1 for an equal share.")


def _check_from_to(metric: Metric, baseline: Decimal | None, target: Decimal | None) -> None:
    if target is None:
        raise KeyResultError("There is no target. Say where the number shall end, for example 45.")
    if baseline is None:
        raise KeyResultError("There is no baseline. Say where the number starts, for example 28.")
    check_value(baseline, what="The baseline")
    check_value(target, what="The target")
    if baseline == target:
        raise KeyResultError(f"Baseline and target are both {target}: nothing would change.")
    if metric is Metric.INCREASE and target < baseline:
        raise KeyResultError(f"An increase cannot go from {baseline} down to {target}. Use decrease, or swap them.")
    if metric is Metric.DECREASE and target > baseline:
        raise KeyResultError(f"A decrease cannot go from {baseline} up to {target}. Use increase, or swap them.")


def _check_band(low: Decimal | None, high: Decimal | None) -> None:
    if low is None and high is None:
        raise KeyResultError("There is nothing to keep. Say for example ‘at or above 99.9’ or ‘between 3 and 5’.")
    for value, what in ((low, "The low end"), (high, "The high end")):
        if value is not None:
            check_value(value, what=what)
    if low is not None and high is not None and low > high:
        raise KeyResultError(f"Between {low} and {high} is upside down: write the lower end first.")


def _check_checkpoints(metric: Metric, checkpoints: tuple[Checkpoint, ...]) -> None:
    if not checkpoints:
        return
    if metric not in PACED:
        raise KeyResultError(f"Checkpoints need a way to go, and a key result of the kind ‘{metric}’ has none.")
    for before, after in itertools.pairwise(checkpoints):
        if after.day <= before.day:
            raise KeyResultError(f"The checkpoint of {after.day} must come after that of {before.day}.")
    for checkpoint in checkpoints:
        check_value(checkpoint.value, what=f"The checkpoint of {checkpoint.day}")
    for before, after in itertools.pairwise(checkpoints):
        if after.value > before.value if metric is Metric.DECREASE else after.value < before.value:
            raise KeyResultError(
                f"The checkpoint of {after.day}, {after.value}, lies before that of {before.day}, {before.value}. "
                "What is expected never goes back."
            )


class CheckInSource(StrEnum):
    """Where a check-in came from."""

    PERSON = "person"
    KPI = "kpi"
    IMPORT = "import"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """What was said about a key result at one moment. Never overwritten (RULES 1).

    Attributes:
        value: The metric's value; 0 or 1 for binary, the sum of done weights for milestone, the number found for
            baseline.
        confidence: 0 to 10, or None when it was not said (an import, a KPI's feed).
        done_steps: For milestone, the indices of the steps that are done, ascending.
        corrects: The check-in that this one corrects, or None.
    """

    id: CheckInId
    key_result: KeyResultId
    by: PersonId | None
    at: datetime
    value: Decimal
    confidence: int | None = None
    note: str = ""
    blocker: str = ""
    done_steps: tuple[int, ...] = ()
    source: CheckInSource = CheckInSource.PERSON
    corrects: CheckInId | None = None

    def __post_init__(self) -> None:
        check_value(self.value, what="The value")
        if self.confidence is not None and not 0 <= self.confidence <= MAX_CONFIDENCE:
            raise CheckInError(f"A confidence of {self.confidence} is not on the scale: write a whole number, 0 to 10.")
