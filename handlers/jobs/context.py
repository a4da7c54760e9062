"""What every job sees: the moment, the company, the operator's choices."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from domain.calendar.local_time import local_day, resolve
from domain.calendar.working_days import next_working_day
from domain.company.teams import zone_of_team
from domain.values.ids import PersonId
from handlers.context import Context
from handlers.deps import Deps, Policy
from handlers.organization import load
from storage.store import Transaction

T = TypeVar("T")

HORIZON = timedelta(days=15)
"""How far ahead occurrences are named, so that "what is next" can be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobContext(Context):
    """The moment, the company and the operator's choices."""

    policy: Policy

    @property
    def until(self) -> datetime:
        """The instant up to which occurrences are named."""
        return self.now + HORIZON

    @property
    def company_zone(self) -> str:
        """The IANA zone in which the company's days begin; UTC in an empty company."""
        return zone_of_team(self.org.root())

    def prompt_hour(self, person: PersonId, day: date) -> datetime:
        """Return the instant of the check-in hour on a working day at or after `day`, in the person's own zone."""
        works_on = next_working_day(day, self.org.works(person))
        return resolve(works_on, time(self.policy.checkin_hour), self.org.zone(person))

    def next_prompt_hour(self, person: PersonId, moment: datetime) -> datetime:
        """Return the first check-in hour of a person that is not before a moment."""
        day = local_day(moment, self.org.zone(person))
        at = self.prompt_hour(person, day)
        return at if at >= moment else self.prompt_hour(person, day + timedelta(days=1))

    def today(self, person: PersonId) -> date:
        """Return the person's own day."""
        return local_day(self.now, self.org.zone(person))


def read_context(tx: Transaction, *, deps: Deps, now: datetime) -> JobContext:
    """Read the company as it is now."""
    return JobContext(tx=tx, now=now, org=load(tx, calendars=deps.calendars), policy=deps.policy)


def require(value: T | None) -> T:
    """Return a part of an occurrence that its job always sets.

    Raises:
        LookupError: The part is missing: the occurrence was made by another job.
    """
    if value is None:
        raise LookupError("This occurrence lacks a part that its job always sets.")
    return value
