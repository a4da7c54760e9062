"""Drafts: an objective or a key result as it is being written, before it is checked and stored (RULES 3.2).

`Prefill` is what stands in the form, word for word; `draft_parser` reads it into a `KeyResultDraft`; `make_key_result`
says what cannot be, field by field. The coach, the form and the commands share them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.okrs.cycles import Cycle
from domain.okrs.model import Checkpoint, Commitment, KeyResult, Metric, Milestone
from domain.values.errors import TillerError
from domain.values.ids import AlertId, KeyResultId, KpiKey, ObjectiveId, PersonId, TeamKey
from domain.values.units import NUMBER, Unit

_NEW = KeyResultId(0)


class Field(StrEnum):
    """The fields of the two forms, so that a refusal can name the one that it is about."""

    OBJECTIVE = "objective"
    TITLE = "title"
    METRIC = "metric"
    BASELINE = "baseline"
    TARGET = "target"
    UNIT = "unit"
    STEPS = "steps"
    CHECKPOINTS = "checkpoints"
    DUE = "due"
    OWNER = "owner"
    WEIGHT = "weight"
    KPI = "kpi"
    REASON = "reason"
    CYCLE = "cycle"
    TEAM = "team"
    COMMITMENT = "commitment"
    PARENT = "parent"
    GUARDRAILS = "guardrails"


class DraftRefusedError(TillerError):
    """Something in a draft cannot be; nothing was stored.

    Attributes:
        fields: The sentence for each field.
    """

    def __init__(self, fields: Mapping[Field, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = dict(fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefill:
    """What stands in the key result form, as it was typed or is proposed; empty for nothing.

    Attributes:
        target: For maintain the band in words, `at or above 99.9`; for the others a number.
        unit: As it is typed: `%`, `USD`, `h`; empty for a bare number.
        steps: One a line, `Design (2)`.
        checkpoints: One a line, `2026-11-15: 35`.
    """

    objective: ObjectiveId | None = None
    title: str = ""
    metric: Metric = Metric.INCREASE
    baseline: str = ""
    target: str = ""
    unit: str = ""
    steps: str = ""
    checkpoints: str = ""
    due: date | None = None
    owner: PersonId | None = None
    weight: str = ""
    kpi: KpiKey | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyResultDraft:
    """A key result as it is wanted; the fields are those of `KeyResult`, and may be missing or contradict each other.

    Attributes:
        owner: None where nobody is named.
    """

    objective: ObjectiveId
    title: str
    metric: Metric
    owner: PersonId | None
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
    predecessor: KeyResultId | None = None
    origin_alert: AlertId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveDraft:
    """An objective as it is wanted; at most one of the parents is set."""

    team: TeamKey
    owner: PersonId | None
    title: str
    commitment: Commitment = Commitment.ASPIRATIONAL
    parent_objective: ObjectiveId | None = None
    parent_key_result: KeyResultId | None = None
    guardrails: tuple[KpiKey, ...] = ()


def draft_of(key_result: KeyResult) -> KeyResultDraft:
    """Return a key result as a draft, to be changed."""
    return KeyResultDraft(
        objective=key_result.objective,
        title=key_result.title,
        metric=key_result.metric,
        owner=key_result.owner,
        unit=key_result.unit,
        baseline=key_result.baseline,
        target=key_result.target,
        low=key_result.low,
        high=key_result.high,
        weight=key_result.weight,
        milestones=key_result.milestones,
        checkpoints=key_result.checkpoints,
        due=key_result.due,
        kpi=key_result.kpi,
        predecessor=key_result.predecessor,
        origin_alert=key_result.origin_alert,
    )


def make_key_result(draft: KeyResultDraft, *, cycle: Cycle, number: KeyResultId = _NEW) -> KeyResult:
    """Return the key result that a draft makes, under a number that it has already, or 0.

    Raises:
        DraftRefusedError: Names every field that is missing or cannot be, with a sentence each.
    """
    problems: dict[Field, str] = {}
    if not draft.title.strip():
        problems[Field.TITLE] = "What shall be different in the end? For example: Lift the win rate from 28 to 45 %."
    if draft.owner is None:
        problems[Field.OWNER] = "There is no owner. Name the one person who keeps an eye on it."
    found = _plain(draft, number)
    for field, step in (
        (Field.WEIGHT, lambda so_far: replace(so_far, weight=draft.weight)),
        (_measure_field(draft), lambda so_far: _make_measured(draft, so_far)),
        (Field.CHECKPOINTS, lambda so_far: _add_checkpoints(draft, so_far)),
    ):
        try:
            found = step(found)
        except TillerError as refused:
            problems[field] = str(refused)
    problems = _off_the_calendar(draft, cycle) | problems
    if problems:
        raise DraftRefusedError(problems)
    return found


def _plain(draft: KeyResultDraft, number: KeyResultId) -> KeyResult:
    """Return the key result with nothing in it yet that could be wrong."""
    return KeyResult(
        id=number,
        objective=draft.objective,
        owner=draft.owner or PersonId(""),
        title=draft.title.strip(),
        metric=Metric.BINARY,
        due=draft.due,
        kpi=draft.kpi,
        predecessor=draft.predecessor,
        origin_alert=draft.origin_alert,
    )


def _make_measured(draft: KeyResultDraft, so_far: KeyResult) -> KeyResult:
    return replace(
        so_far,
        metric=draft.metric,
        unit=draft.unit,
        baseline=draft.baseline,
        target=draft.target,
        low=draft.low,
        high=draft.high,
        milestones=draft.milestones,
    )


def _add_checkpoints(draft: KeyResultDraft, so_far: KeyResult) -> KeyResult:
    # Where the measure itself is wrong there is no way yet that checkpoints could lie on.
    return replace(so_far, checkpoints=draft.checkpoints) if so_far.metric is draft.metric else so_far


def _measure_field(draft: KeyResultDraft) -> Field:
    if draft.metric is Metric.MILESTONE:
        return Field.STEPS
    on_its_way = draft.metric in (Metric.INCREASE, Metric.DECREASE)
    return Field.BASELINE if on_its_way and draft.target is not None and draft.baseline is None else Field.TARGET


def _off_the_calendar(draft: KeyResultDraft, cycle: Cycle) -> dict[Field, str]:
    """Return what lies outside the cycle, or after the key result's own last day."""
    problems = {}
    if draft.due is not None and not cycle.start <= draft.due <= cycle.last_day:
        problems[Field.DUE] = f"{cycle.name} runs from {cycle.start} to {cycle.last_day}. Choose a day in it, or none."
    last = cycle.last_day if Field.DUE in problems or draft.due is None else draft.due
    strays = [checkpoint.day for checkpoint in draft.checkpoints if not cycle.start <= checkpoint.day <= last]
    if strays:
        problems[Field.CHECKPOINTS] = f"The checkpoint of {strays[0]} is not between {cycle.start} and {last}."
    return problems
