"""What a use case is given: one transaction, the moment, the company, and who acts.

A listener opens it with `handlers.slack.acting`, a job gets it from `handlers.jobs.runner`; from there it is passed
down, and nothing else reaches a use case from outside. A use case that asks for `ActorContext` decides by who acts; one
that asks for `Context` does the same for everybody, also when the calendar calls it.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.company.teams import locale_of
from domain.ledger.deliveries import NewDelivery
from domain.values.ids import PersonId
from handlers.organization import Organization, load
from storage.store import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One transaction at one moment of one company.

    Attributes:
        now: The instant (UTC, aware); everything in a transaction happens at it.
        org: The company as it was when the transaction began.
    """

    tx: Transaction
    now: datetime
    org: Organization

    def notify(self, delivery: NewDelivery) -> bool:
        """Lay a message into the outbox, to leave once this is committed; False where its key lies there already."""
        return self.tx.outbox.add(delivery, now=self.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorContext(Context):
    """The same, with the person who acts."""

    actor: PersonId

    @property
    def locale(self) -> str:
        """How the person who acts reads numbers and days."""
        return locale_of(self.org.people.get(self.actor))

    def read_again(self) -> "ActorContext":
        """Return the same with the company as this transaction has just changed it."""
        return replace(self, org=load(self.tx, calendars=self.org.calendars))
