"""The company as it is known at one moment: teams, people, cycles, read once and asked many times."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from domain.calendar.local_time import local_day
from domain.calendar.working_days import WorkDays, weekdays
from domain.company.teams import Person, Role, Team, ancestors, subtree, zone_of
from domain.okrs.cycles import Cycle, CycleState
from domain.values.ids import CycleId, PersonId, TeamKey
from storage.store import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """Teams, people and the cycles that are not closed.

    Attributes:
        cycles: Active and scoring cycles, by start.
        calendars: Returns the working days of a holiday calendar.
    """

    teams: dict[TeamKey, Team]
    people: dict[PersonId, Person]
    cycles: tuple[Cycle, ...]
    calendars: Callable[[str | None], WorkDays]

    @property
    def names(self) -> dict[PersonId, str]:
        """What people are called, by id."""
        return {person.id: person.name for person in self.people.values()}

    def cycle(self, cycle_id: CycleId) -> Cycle | None:
        """Return a cycle that is not closed, or None."""
        return next((cycle for cycle in self.cycles if cycle.id == cycle_id), None)

    def team_of(self, person: PersonId) -> Team | None:
        """Return the team that a person belongs to, or None."""
        known = self.people.get(person)
        return self.teams.get(known.team) if known is not None and known.team is not None else None

    def person_team(self, person: PersonId) -> TeamKey | None:
        """Return the key of the team that a person belongs to, or None."""
        team = self.team_of(person)
        return team.key if team is not None else None

    def zone(self, person: PersonId) -> str:
        """Return the IANA zone in which a person's hours are counted; UTC for a stranger."""
        known = self.people.get(person)
        return zone_of(known, self.team_of(person)) if known is not None else "UTC"

    def today(self, person: PersonId, now: datetime) -> date:
        """Return a person's own day."""
        return local_day(now, self.zone(person))

    def works(self, person: PersonId) -> WorkDays:
        """Return the working days of a person: those of their team's holiday calendar."""
        team = self.team_of(person)
        return self.calendars(team.holidays) if team is not None else weekdays

    def root(self) -> Team | None:
        """Return the company: the first team without a parent, or None in an empty company."""
        return next((team for team in self.teams.values() if team.parent is None), None)

    def below(self, team: TeamKey) -> tuple[Team, ...]:
        """Return a team and all teams below it."""
        return subtree(self.teams.values(), team)

    def channel(self, team: TeamKey) -> str | None:
        """Return the channel of a team, or of the nearest team above it that has one."""
        return next((ancestor.channel for ancestor in ancestors(self.teams, team) if ancestor.channel), None)

    def lead_above(self, person: PersonId) -> PersonId | None:
        """Return who leads a person: the nearest active lead, going up from their team, who is not themselves."""
        team = self.team_of(person)
        for ancestor in ancestors(self.teams, team.key) if team is not None else ():
            lead = self.people.get(ancestor.lead) if ancestor.lead is not None else None
            if lead is not None and lead.id != person and lead.active:
                return lead.id
        return None

    def coordinators(self) -> tuple[PersonId, ...]:
        """Return the active coordinators, by id."""
        found = [p.id for p in self.people.values() if p.role is Role.COORDINATOR and p.active]
        return tuple(sorted(found))


def load(tx: Transaction, *, calendars: Callable[[str | None], WorkDays]) -> Organization:
    """Read the company."""
    return Organization(
        teams={team.key: team for team in tx.teams.all()},
        people={person.id: person for person in tx.people.all()},
        cycles=tuple(c for c in tx.cycles.all() if c.state in (CycleState.ACTIVE, CycleState.SCORING)),
        calendars=calendars,
    )
