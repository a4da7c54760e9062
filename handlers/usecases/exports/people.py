"""people.csv and teams.csv (RULES 11).

Zones, locales and whether an account is active are Slack's to tell, and are not in the files.
"""

from collections.abc import Iterable, Iterator

from domain.company.teams import Person, Team
from domain.values.ids import PersonId
from handlers.usecases.exports.sheet import one_line
from handlers.usecases.imports import cells

PEOPLE_COLUMNS = ("slack_id", "email", "name", "team", "role")
TEAMS_COLUMNS = ("key", "name", "parent", "lead", "channel", "timezone", "cadence", "holidays")


def people_rows(people: Iterable[Person], *, named: Iterable[PersonId]) -> Iterator[list[str]]:
    """Yield a row for each person, by id; `named` are ids that other files name, whoever they are."""
    known = {person.id: person for person in people}
    unknown = {who: Person(id=who, name=who) for who in named if who not in known}
    for who, person in sorted((known | unknown).items()):
        yield [who, _email(person), one_line(person.name) or who, person.team or "", person.role.value]


def teams_rows(teams: Iterable[Team]) -> Iterator[list[str]]:
    """Yield a row for each team, by key."""
    for team in sorted(teams, key=lambda team: team.key):
        yield [
            team.key,
            one_line(team.name),
            team.parent or "",
            team.lead or "",
            team.channel or "",
            team.timezone,
            team.cadence.value,
            team.holidays or "",
        ]


def _email(person: Person) -> str:
    """Return an address as the importer reads it; what Slack holds for a bot may be none."""
    try:
        return cells.email(person.email or "")
    except cells.CellError:
        return ""
