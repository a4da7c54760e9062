"""The steering wheel: cycles, objectives, key results, check-ins, prompts, scores."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.okrs.checkins import PromptState
from domain.okrs.cycles import CycleState
from domain.okrs.model import CheckInSource, Commitment, Metric
from domain.okrs.scores import Cause, Decision
from domain.values.units import Unit
from storage.codecs import checkpoints, milestones, plain, tuple_of
from storage.rows.base import Base
from storage.types import Json, Prose, Word


class CycleRow(Base):
    """A cycle; `end` is the first day after it."""

    __tablename__ = "cycles"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    start: Mapped[date]
    end: Mapped[date]
    state: Mapped[CycleState] = mapped_column(Word(CycleState))
    activated_on: Mapped[date | None]


class ObjectiveRow(Base):
    """An objective; what it serves may come later in the same transaction."""

    __tablename__ = "objectives"
    __table_args__ = (UniqueConstraint("cycle", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cycle: Mapped[int] = mapped_column(ForeignKey("cycles.id"))
    team: Mapped[str] = mapped_column(ForeignKey("teams.key"), index=True)
    owner: Mapped[str]
    title: Mapped[str] = mapped_column(Prose)
    commitment: Mapped[Commitment] = mapped_column(Word(Commitment))
    parent_objective: Mapped[int | None] = mapped_column(
        ForeignKey("objectives.id", deferrable=True, initially="DEFERRED")
    )
    parent_key_result: Mapped[int | None] = mapped_column(
        ForeignKey("key_results.id", deferrable=True, initially="DEFERRED", use_alter=True)
    )
    guardrails: Mapped[Any] = mapped_column(Json(plain, tuple_of), server_default="[]")
    external_id: Mapped[str | None]


class KeyResultRow(Base):
    """A key result."""

    __tablename__ = "key_results"
    __table_args__ = (UniqueConstraint("objective", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    objective: Mapped[int] = mapped_column(ForeignKey("objectives.id", deferrable=True, initially="DEFERRED"))
    owner: Mapped[str] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(Prose)
    metric: Mapped[Metric] = mapped_column(Word(Metric))
    unit: Mapped[Unit]
    baseline: Mapped[Decimal | None]
    target: Mapped[Decimal | None]
    low: Mapped[Decimal | None]
    high: Mapped[Decimal | None]
    weight: Mapped[Decimal]
    milestones: Mapped[Any] = mapped_column(Json(plain, milestones))
    checkpoints: Mapped[Any] = mapped_column(Json(plain, checkpoints), server_default="[]")
    due: Mapped[date | None]
    kpi: Mapped[str | None] = mapped_column(ForeignKey("kpis.key", deferrable=True, initially="DEFERRED"), index=True)
    cancelled: Mapped[bool]
    predecessor: Mapped[int | None]
    origin_alert: Mapped[int | None] = mapped_column(index=True)
    returned_on: Mapped[date | None]
    external_id: Mapped[str | None]


class AdjustmentRow(Base):
    """What a key result was measured by before a change; rows are only ever added."""

    __tablename__ = "adjustments"

    id: Mapped[int] = mapped_column(primary_key=True)
    key_result: Mapped[int] = mapped_column(ForeignKey("key_results.id"), index=True)
    by: Mapped[str]
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Prose)
    baseline: Mapped[Decimal | None]
    target: Mapped[Decimal | None]
    low: Mapped[Decimal | None]
    high: Mapped[Decimal | None]
    due: Mapped[date | None]


class DismissalRow(Base):
    """A rule of the coach that is silent about one thing."""

    __tablename__ = "dismissals"

    subject: Mapped[str] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(primary_key=True)
    by: Mapped[str]
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Prose)


class CheckInRow(Base):
    """A check-in; rows are only ever added.

    `submission` names the form or file that it came with, `content` is the hash of what it says: the same submission
    with the same content is one row, however often it arrives.
    """

    __tablename__ = "checkins"
    __table_args__ = (
        UniqueConstraint("submission", "key_result", "content"),
        Index(None, "key_result", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key_result: Mapped[int] = mapped_column(ForeignKey("key_results.id"))
    by: Mapped[str | None]
    at: Mapped[datetime]
    value: Mapped[Decimal]
    confidence: Mapped[int | None]
    note: Mapped[str] = mapped_column(Prose)
    blocker: Mapped[str] = mapped_column(Prose)
    done_steps: Mapped[Any] = mapped_column(Json(plain, tuple_of))
    source: Mapped[CheckInSource] = mapped_column(Word(CheckInSource))
    corrects: Mapped[int | None] = mapped_column(ForeignKey("checkins.id"))
    submission: Mapped[str | None]
    content: Mapped[str]


class PromptRow(Base):
    """What one person is asked in one round; one per owner and the day on which it is due."""

    __tablename__ = "prompts"
    __table_args__ = (
        UniqueConstraint("cycle", "owner", "due_on"),
        Index(None, "person", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle: Mapped[int] = mapped_column(ForeignKey("cycles.id"))
    round: Mapped[int]
    person: Mapped[str]
    owner: Mapped[str]
    key_results: Mapped[Any] = mapped_column(Json(plain, tuple_of))
    due_on: Mapped[date]
    sent_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    state: Mapped[PromptState] = mapped_column(Word(PromptState))
    skipped: Mapped[Any] = mapped_column(Json(plain, tuple_of))
    snoozed_until: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]


class ScoreRow(Base):
    """The score of one key result."""

    __tablename__ = "scores"

    key_result: Mapped[int] = mapped_column(ForeignKey("key_results.id"), primary_key=True, autoincrement=False)
    suggested: Mapped[Decimal]
    given: Mapped[Decimal]
    by: Mapped[str]
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Prose)
    as_set: Mapped[Decimal | None]
    learning: Mapped[str] = mapped_column(Prose)
    decision: Mapped[Decision | None] = mapped_column(Word(Decision))
    cause: Mapped[Cause | None] = mapped_column(Word(Cause))
