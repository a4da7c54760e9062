"""Teams, people, and where digests go."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.calendar.cadence import Cadence
from domain.company.teams import Role
from storage.rows.base import Base
from storage.types import Prose, Word


class TeamRow(Base):
    """A team; its parent may come later in the same transaction."""

    __tablename__ = "teams"

    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Prose)
    parent: Mapped[str | None] = mapped_column(ForeignKey("teams.key", deferrable=True, initially="DEFERRED"))
    lead: Mapped[str | None]
    channel: Mapped[str | None]
    timezone: Mapped[str]
    cadence: Mapped[Cadence] = mapped_column(Word(Cadence))
    holidays: Mapped[str | None]
    echoes_checkins: Mapped[bool]


class PersonRow(Base):
    """A person; their team may come later in the same transaction."""

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Prose)
    team: Mapped[str | None] = mapped_column(ForeignKey("teams.key", deferrable=True, initially="DEFERRED"))
    role: Mapped[Role] = mapped_column(Word(Role))
    email: Mapped[str | None] = mapped_column(Prose)
    timezone: Mapped[str | None]
    locale: Mapped[str | None]
    active: Mapped[bool]
    away_until: Mapped[date | None]
    delegate: Mapped[str | None]


class SubscriptionRow(Base):
    """A weekly digest of a team, to a channel or a person."""

    __tablename__ = "subscriptions"
    __table_args__ = (UniqueConstraint("team", "to"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team: Mapped[str] = mapped_column(ForeignKey("teams.key"))
    to: Mapped[str]
    weekday: Mapped[int]
    hour: Mapped[int]
    timezone: Mapped[str]
