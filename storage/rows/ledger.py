"""What was due, what was sent, what came in, who did what."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.ledger.deliveries import DeliveryState, Method
from domain.ledger.occurrences import Job, OccurrenceState
from storage.codecs import plain
from storage.rows.base import Base
from storage.types import Json, Prose, Word

_PENDING = text("state = 'pending'")
_UNSENT = text("state <> 'sent'")
_IN_FLIGHT = text("state IN ('leased', 'sending')")


class OccurrenceRow(Base):
    """Something that the calendar made due, and how it ended."""

    __tablename__ = "occurrences"
    __table_args__ = (Index(None, "state", "claimed_at"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    job: Mapped[Job] = mapped_column("ritual", Word(Job), key="job")
    due_at: Mapped[datetime]
    late_after: Mapped[timedelta | None]
    team: Mapped[str | None]
    person: Mapped[str | None]
    cycle: Mapped[int | None]
    kpi: Mapped[str | None]
    subject: Mapped[int | None]
    period: Mapped[str]
    state: Mapped[OccurrenceState] = mapped_column(Word(OccurrenceState))
    reason: Mapped[str] = mapped_column(Prose)
    claimed_at: Mapped[datetime]
    snapshot: Mapped[Any | None] = mapped_column(Json(plain))


class DeliveryRow(Base):
    """A message to Slack.

    `due_at` is when it was first to go, `run_at` when it may go now; they differ once it was put back. `lease` is how
    long its worker took it for, `lease_until` when that is over. At most one row of an address is in flight.

    Most rows are `sent` and of no further interest; the partial indexes hold the others, and stay small.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ux_outbox_one_in_flight", "to", unique=True, sqlite_where=_IN_FLIGHT, postgresql_where=_IN_FLIGHT),
        Index(
            "ix_outbox_line",
            "to",
            "number",
            "due_at",
            "created_at",
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
        Index("ix_outbox_unsent", "state", sqlite_where=_UNSENT, postgresql_where=_UNSENT),
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(index=True)
    to: Mapped[str]
    method: Mapped[Method] = mapped_column(Word(Method))
    payload: Mapped[Any] = mapped_column(Json())
    state: Mapped[DeliveryState] = mapped_column(Word(DeliveryState))
    run_at: Mapped[datetime]
    created_at: Mapped[datetime]
    budget: Mapped[timedelta]
    follows: Mapped[str | None]
    in_thread: Mapped[bool]
    channel: Mapped[str | None]
    ts: Mapped[str | None]
    claim: Mapped[int]
    attempts: Mapped[int]
    floor_ts: Mapped[str | None]
    owner: Mapped[str | None]
    last_error: Mapped[str] = mapped_column(Prose)
    due_at: Mapped[datetime]
    lease: Mapped[timedelta | None]
    lease_until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    reconciled: Mapped[bool]


class AttemptRow(Base):
    """One try to send a delivery: begun before the call, ended after it, if the process lived."""

    __tablename__ = "outbox_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    delivery: Mapped[str] = mapped_column(index=True)
    claim: Mapped[int]
    owner: Mapped[str]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(Prose)


class GateRow(Base):
    """What is known of an address in Slack: its channel, and when the next message may go there."""

    __tablename__ = "outbox_gates"

    address: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str | None]
    next_ok_at: Mapped[datetime | None]
    floor_ts: Mapped[str | None]
    blocked_reason: Mapped[str | None] = mapped_column(Prose)


class InboundRow(Base):
    """A click, command or form that was answered, so that the same again gets the same answer."""

    __tablename__ = "inbound"

    key: Mapped[str] = mapped_column(primary_key=True)
    result: Mapped[Any] = mapped_column(Json(plain))
    at: Mapped[datetime] = mapped_column(index=True)


class AuditRow(Base):
    """One write: who, what, old, new, from where (RULES 10); rows are only ever added."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    old: Mapped[Any | None] = mapped_column(Json(plain))
    new: Mapped[Any | None] = mapped_column(Json(plain))
    at: Mapped[datetime]
    origin: Mapped[str]


class MetaRow(Base):
    """A word that Tiller keeps for itself, such as the id of this installation."""

    __tablename__ = "meta"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(Prose)
