"""Cycles, objectives, key results and check-ins: the values of the steering wheel (SPEC 1 to 3)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from domain.arithmetic import MAX_DIGITS, TENTH, rounded, stored_digits
from domain.errors import TillerError
from domain.ids import CheckInId, CycleId, KeyResultId, KpiKey, ObjectiveId, PersonId, TeamKey
from domain.units import NUMBER, Unit

MAX_CONFIDENCE = 10


class CycleState(StrEnum):
    """The states of a cycle, only forward (SPEC 2.1)."""

    DRAFT = "draft"
    ACTIVE = "active"
    SCORING = "scoring"
    CLOSED = "closed"


class Commitment(StrEnum):
    """How a score is read (SPEC 3.11)."""

    ASPIRATIONAL = "aspirational"
    COMMITTED = "committed"


class Metric(StrEnum):
    """How a key result is measured (SPEC 3)."""

    INCREASE = "increase"
    DECREASE = "decrease"
    BINARY = "binary"
    MILESTONE = "milestone"


class CycleError(TillerError):
    """A cycle that cannot be, or a step that it cannot take."""


class KeyResultError(TillerError):
    """A key result that cannot be measured as it stands (SPEC 3.2)."""


class CheckInError(TillerError):
    """A check-in that cannot be taken."""


class ScoreError(TillerError):
    """A score that is not on the scale of SPEC 3.11."""


class ValueRefusedError(TillerError):
    """A number that cannot be stored exactly (SPEC 3.2)."""


def check_value(value: Decimal, *, what: str = "This number") -> Decimal:
    """Return the value, or refuse one that is not finite or longer than 15 significant digits; `-0` becomes `0`.

    Raises:
        ValueRefusedError: The value is infinite, not a number, or too long.
    """
    if not value.is_finite():
        raise ValueRefusedError(f"{what} is not a finite number.")
    # Every check-in that is read passes here, and nearly all are short: their digits need not be counted.
    text = str(value)
    if (len(text) > MAX_DIGITS or "E" in text) and stored_digits(value) > MAX_DIGITS:
        raise ValueRefusedError(f"{what} is longer than {MAX_DIGITS} digits. Round it first.")
    return value if value != 0 else Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """A span of days `[start, end)`, usually a quarter.

    Attributes:
        activated_on: The day on which it became active; before the start it counts as the start (SPEC 3.6).
    """

    id: CycleId
    name: str
    start: date
    end: date
    state: CycleState = CycleState.DRAFT
    activated_on: date | None = None

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise CycleError(f"{self.name} would end on {self.end}, before it starts on {self.start}.")

    @property
    def last_day(self) -> date:
        """The last day that belongs to the cycle."""
        return date.fromordinal(self.end.toordinal() - 1)

    @property
    def first_day(self) -> date:
        """The day from which the calendar counts: the later of start and activation (SPEC 3.6)."""
        return self.start if self.activated_on is None else max(self.start, self.activated_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """A qualitative aim of one team in one cycle.

    Attributes:
        parent_objective: The objective that it serves, or None.
        parent_key_result: The key result that it serves, or None; never both.
    """

    id: ObjectiveId
    cycle: CycleId
    team: TeamKey
    owner: PersonId
    title: str
    commitment: Commitment = Commitment.ASPIRATIONAL
    parent_objective: ObjectiveId | None = None
    parent_key_result: KeyResultId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """One weighted step of a milestone key result."""

    title: str
    weight: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyResult:
    """A measured result that belongs to one objective and has one owner.

    Attributes:
        baseline: Where it started; None for binary and milestone.
        target: Where it shall end; None for binary and milestone.
        weight: Its share in its objective's progress; 0 leaves it out.
        milestones: The steps of a milestone key result, in order; empty for the others.
        kpi: The KPI that feeds it, or None.
        cancelled: Cancelled key results are listed but not counted.
    """

    id: KeyResultId
    objective: ObjectiveId
    owner: PersonId
    title: str
    metric: Metric
    unit: Unit = NUMBER
    baseline: Decimal | None = None
    target: Decimal | None = None
    weight: Decimal = Decimal(1)
    milestones: tuple[Milestone, ...] = ()
    kpi: KpiKey | None = None
    cancelled: bool = False

    def __post_init__(self) -> None:
        if check_value(self.weight, what="The weight") < 0:
            raise KeyResultError(f"The weight {self.weight} is negative. Use 0 to leave it out, 1 for an equal share.")
        if self.metric is Metric.MILESTONE:
            _check_milestones(self.milestones)
        if self.metric in (Metric.INCREASE, Metric.DECREASE):
            _check_from_to(self.metric, self.baseline, self.target)


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


class CheckInSource(StrEnum):
    """Where a check-in came from."""

    PERSON = "person"
    KPI = "kpi"
    IMPORT = "import"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """What was said about a key result at one moment. Never overwritten (SPEC 1).

    Attributes:
        value: The metric's value; 0 or 1 for binary, the sum of done weights for milestone.
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


class Decision(StrEnum):
    """What shall become of a key result in the next cycle (SPEC 2.6)."""

    KEEP = "keep"
    CHANGE = "change"
    DROP = "drop"


class Cause(StrEnum):
    """The eight main causes of a miss (SPEC 7.8)."""

    CAPACITY = "capacity"
    DEPENDENCY = "dependency"
    PRIORITY = "priority"
    TARGET = "target"
    METHOD = "method"
    MARKET = "market"
    MEASUREMENT = "measurement"
    OWNERSHIP = "ownership"


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The verdict on one key result (SPEC 3.11 and 3.12).

    Attributes:
        suggested: What the numbers say, one decimal in [0, 1].
        given: What the owner says; equal to `suggested` unless overridden.
        reason: Why it was overridden; empty otherwise.
    """

    key_result: KeyResultId
    suggested: Decimal
    given: Decimal
    by: PersonId
    at: datetime
    reason: str = ""
    learning: str = ""
    decision: Decision | None = None
    cause: Cause | None = None

    def __post_init__(self) -> None:
        for value in (self.suggested, self.given):
            if not value.is_finite() or not 0 <= value <= 1 or rounded(value, TENTH) != value:
                raise ScoreError(f"A score of {value} is not on the scale: write 0.0 to 1.0, for example 0.7.")
