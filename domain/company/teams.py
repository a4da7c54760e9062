"""Teams and people (RULES 1 and 10)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.calendar.cadence import Cadence
from domain.calendar.local_time import is_zone, local_day
from domain.values.errors import TillerError
from domain.values.ids import PersonId, TeamKey


class Role(StrEnum):
    """What a person may do (RULES 10)."""

    MEMBER = "member"
    LEAD = "lead"
    COORDINATOR = "coordinator"
    VIEWER = "viewer"


class TeamTreeError(TillerError):
    """The teams do not form one tree."""


DEFAULT_LOCALE = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A node of the one tree of teams.

    Attributes:
        channel: The id of its Slack channel, or None while it has none.
        timezone: An IANA zone; the team's days and its digest's hour are counted in it.
        holidays: The code of its holiday calendar (`DE`, `US-CA`), or None.
        echoes_checkins: Whether each check-in is echoed to the round's thread in the channel (RULES 6.6).
    """

    key: TeamKey
    name: str
    parent: TeamKey | None = None
    lead: PersonId | None = None
    channel: str | None = None
    timezone: str = "UTC"
    cadence: Cadence = Cadence.BIWEEKLY
    holidays: str | None = None
    echoes_checkins: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A Slack user.

    Attributes:
        timezone: The IANA zone that Slack told, or None while it is not known: then the team's zone counts.
        locale: The locale that Slack told (`de-DE`), or None.
        active: False once Slack says that the account is deactivated, or for a bot.
        away_until: The first day on which prompts come again, or None (RULES 6.8).
        delegate: Who answers while the person is away, or None.
    """

    id: PersonId
    name: str
    team: TeamKey | None = None
    role: Role = Role.MEMBER
    email: str | None = None
    timezone: str | None = None
    locale: str | None = None
    active: bool = True
    away_until: date | None = None
    delegate: PersonId | None = None


def subtree(teams: Iterable[Team], root: TeamKey) -> tuple[Team, ...]:
    """Return a team and all teams below it, parents before children, else in the order given.

    Raises:
        TeamTreeError: There is no such team.
    """
    children: dict[TeamKey | None, list[Team]] = {}
    by_key: dict[TeamKey, Team] = {}
    for team in teams:
        by_key[team.key] = team
        children.setdefault(team.parent, []).append(team)
    if root not in by_key:
        raise TeamTreeError(f"There is no team ‘{root}’.")
    found: list[Team] = []
    waiting = [by_key[root]]
    while waiting:
        team = waiting.pop(0)
        found.append(team)
        waiting = [*children.get(team.key, []), *waiting]
    return tuple(found)


def check_tree(parents: Mapping[TeamKey, TeamKey | None]) -> None:
    """Check that every parent exists and that no team is above itself.

    Raises:
        TeamTreeError: Names the team whose parent is missing or that stands in a circle.
    """
    for key in parents:
        seen = {key}
        above = parents[key]
        while above is not None:
            if above not in parents:
                raise TeamTreeError(f"The parent of ‘{key}’, ‘{above}’, is not a team.")
            if above in seen:
                raise TeamTreeError(f"‘{key}’ would stand above itself: its parents lead back to ‘{above}’.")
            seen.add(above)
            above = parents[above]


def ancestors(teams: Mapping[TeamKey, Team], key: TeamKey) -> tuple[Team, ...]:
    """Return a team and the teams above it, nearest first; empty for a key that is no team's."""
    found: list[Team] = []
    team = teams.get(key)
    while team is not None and team not in found:
        found.append(team)
        team = teams.get(team.parent) if team.parent is not None else None
    return tuple(found)


def zone_of(person: Person, team: Team | None) -> str:
    """Return the zone in which a person's hours are counted: their own, else their team's, else UTC.

    A name that is no zone counts as none, so that what Slack or a file says never stops a prompt.
    """
    told = [person.timezone, team.timezone if team is not None else None]
    return next((zone for zone in told if zone and is_zone(zone)), "UTC")


def zone_of_team(team: Team | None) -> str:
    """Return the zone in which a team's days are counted; UTC for a team that is gone."""
    return team.timezone if team is not None else "UTC"


def team_day(team: Team | None, now: datetime) -> date:
    """Return the day that it is for a team."""
    return local_day(now, zone_of_team(team))


def locale_of(person: Person | None) -> str:
    """Return the locale that Slack told for a person, or English."""
    return person.locale if person is not None and person.locale else DEFAULT_LOCALE
