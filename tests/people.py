"""The fixture company: a company of three teams and four people with fixed roles, at one fixed moment."""

from datetime import UTC, date, datetime

from domain.company.teams import Person, Role, Team
from domain.okrs.cycles import Cycle, CycleState
from domain.values.ids import PersonId, TeamKey
from storage.store import Transaction

NOW = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)
"""A Wednesday in the middle of the quarter; later moments are `NOW + timedelta(…)`."""
TODAY = NOW.date()

COMPANY = Team(
    key=TeamKey("company"),
    name="Company",
    lead=PersonId("U0ADA0001"),
    channel="C0COMPANY1",
    timezone="Europe/Amsterdam",
)
GROWTH = Team(
    key=TeamKey("growth"),
    name="Growth",
    parent=COMPANY.key,
    lead=PersonId("U0OWEN002"),
    channel="C0GROWTH1",
    timezone="Europe/Amsterdam",
)
PLATFORM = Team(
    key=TeamKey("platform"),
    name="Platform",
    parent=COMPANY.key,
    lead=PersonId("U0SAM0004"),
    channel="C0PLATFRM",
    timezone="America/New_York",
)
TEAMS = (COMPANY, GROWTH, PLATFORM)

COORDINATOR = Person(
    id=PersonId("U0ADA0001"),
    name="Ada",
    team=COMPANY.key,
    role=Role.COORDINATOR,
    timezone="Europe/Amsterdam",
    locale="en-US",
)
OWNER = Person(
    id=PersonId("U0OWEN002"),
    name="Owen",
    team=GROWTH.key,
    role=Role.LEAD,
    timezone="Europe/Amsterdam",
    locale="en-US",
)
MEMBER = Person(
    id=PersonId("U0MIA0003"),
    name="Mia",
    team=GROWTH.key,
    timezone="Europe/London",
    locale="en-GB",
)
STRANGER = Person(
    id=PersonId("U0SAM0004"),
    name="Sam",
    team=PLATFORM.key,
    role=Role.LEAD,
    timezone="America/New_York",
    locale="en-US",
)
"""Knows the company, but has no say in Growth."""
PEOPLE = (COORDINATOR, OWNER, MEMBER, STRANGER)


def settle(tx: Transaction) -> None:
    """Put the teams and the people into a store."""
    for team in TEAMS:
        tx.teams.save(team)
    for person in PEOPLE:
        tx.people.save(person)


def quarter(tx: Transaction) -> Cycle:
    """Put the running quarter into a store: 2026-Q4, active from its first day."""
    return tx.cycles.add(
        name="2026-Q4",
        start=date(2026, 10, 1),
        end=date(2027, 1, 1),
        state=CycleState.ACTIVE,
        activated_on=date(2026, 10, 1),
    )
