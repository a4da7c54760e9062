"""The dashboard: KPIs, readings, alerts and what people did to them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.calendar.periods import Frequency
from domain.kpis.alerts import AlertKind, AlertState
from domain.kpis.model import Direction, Indicator, KpiState
from domain.values.units import Unit
from storage.codecs import limits, plain, targets
from storage.rows.base import Base
from storage.types import Json, Prose, Word


class KpiRow(Base):
    """A KPI; its dated targets and its limits are always read and written with it."""

    __tablename__ = "kpis"

    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Prose)
    team: Mapped[str] = mapped_column(ForeignKey("teams.key"), index=True)
    owner: Mapped[str] = mapped_column(index=True)
    unit: Mapped[Unit]
    direction: Mapped[Direction] = mapped_column(Word(Direction))
    frequency: Mapped[Frequency] = mapped_column(Word(Frequency))
    indicator: Mapped[Indicator] = mapped_column(Word(Indicator))
    targets: Mapped[Any] = mapped_column(Json(plain, targets))
    limits: Mapped[Any | None] = mapped_column(Json(plain, limits))
    grace_days: Mapped[int | None]


class ReadingRow(Base):
    """The reading of one period as it stands; what it said before is in the audit."""

    __tablename__ = "readings"

    kpi: Mapped[str] = mapped_column(ForeignKey("kpis.key"), primary_key=True)
    period: Mapped[date] = mapped_column(primary_key=True)
    value: Mapped[Decimal]
    learnt_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(Prose)
    source: Mapped[str]
    by: Mapped[str | None]


class EvaluationRow(Base):
    """Up to which period a KPI's readings have been judged, and whether one has come or changed since.

    The mark is set by the writing of the reading: no comparing of instants, so a clock that steps back hides nothing.
    """

    __tablename__ = "evaluations"

    kpi: Mapped[str] = mapped_column(ForeignKey("kpis.key"), primary_key=True)
    through: Mapped[date]
    at: Mapped[datetime]
    changed: Mapped[bool]


class AlertRow(Base):
    """An alert; at most one of a KPI and kind is open."""

    __tablename__ = "alerts"
    __table_args__ = (
        Index(
            "ux_alerts_one_open",
            "kpi",
            "kind",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(None, "kpi", "opened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kpi: Mapped[str] = mapped_column(ForeignKey("kpis.key"))
    kind: Mapped[AlertKind] = mapped_column(Word(AlertKind))
    state: Mapped[AlertState] = mapped_column(Word(AlertState))
    state_shown: Mapped[KpiState] = mapped_column(Word(KpiState))
    since: Mapped[date]
    opened_at: Mapped[datetime]
    worst: Mapped[Decimal | None]
    worst_period: Mapped[date | None]
    last: Mapped[Decimal | None]
    last_period: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    acknowledged_by: Mapped[str | None]
    acknowledged_at: Mapped[datetime | None]
    assigned_to: Mapped[str | None]
    snoozed_until: Mapped[datetime | None]
    lead_told_at: Mapped[datetime | None]
    said_at: Mapped[datetime | None]


class AlertNoteRow(Base):
    """Something that a person did to an alert; rows are only ever added."""

    __tablename__ = "alert_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    alert: Mapped[int] = mapped_column(ForeignKey("alerts.id"), index=True)
    by: Mapped[str]
    at: Mapped[datetime]
    action: Mapped[str]
    text: Mapped[str] = mapped_column(Prose)
