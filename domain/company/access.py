"""Access: who may do what, and the sentence that says why (RULES 10).

Owners change their own; leads what belongs to their team and the teams below it; coordinators everything. Viewers and
deactivated accounts change nothing. Each use case asks first, for every entry point.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.company.teams import Person, Role, Team, ancestors
from domain.values.errors import TillerError
from domain.values.ids import PersonId, TeamKey


class AccessError(TillerError):
    """A person may not do what they asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """Whether a person may do something.

    Attributes:
        reason: Why they may, as a phrase for the audit log (`owner`, `lead of Growth`, `coordinator`), or a whole
            sentence for the person that says who may.
    """

    allowed: bool
    reason: str


def require(permission: Permission) -> Permission:
    """Return a permission that allows.

    Raises:
        AccessError: It does not; the reason is the sentence.
    """
    if not permission.allowed:
        raise AccessError(permission.reason)
    return permission


def may_write_objective(
    person: Person, *, team: TeamKey, owner: PersonId | None, teams: Mapping[TeamKey, Team]
) -> Permission:
    """Tell whether a person may write an objective for a team.

    A lead and a coordinator may for anybody; a member of the team for themselves.
    """
    own = {person.id} if person.team == team and owner == person.id else set()
    name = team_name(team, teams)
    permission = may_edit(person, own, team, teams, name)
    if permission.allowed or not may_write(person):
        return permission
    if person.team == team:
        return Permission(
            allowed=False, reason=f"You can write an objective of your own; for others the lead of {name} can."
        )
    return Permission(
        allowed=False, reason=f"{name} is not your team. Its members, its lead or a coordinator can write for it."
    )


def may_run_cycles(person: Person, *, coordinators: Sequence[str]) -> Permission:
    """Tell whether a person may draft, activate, close and reopen cycles; `coordinators` are the names of who may."""
    if not person.active:
        return not_at_all(person)
    if person.role is Role.COORDINATOR:
        return Permission(allowed=True, reason="coordinator")
    if not coordinators:
        return Permission(allowed=False, reason="Only a coordinator can do that, and nobody is one yet.")
    *others, final = coordinators
    who = f"{', '.join(others)} or {final}" if others else final
    return Permission(allowed=False, reason=f"Only a coordinator can do that: {who}.")


def may_edit(
    person: Person, owners: set[PersonId], team: TeamKey, teams: Mapping[TeamKey, Team], what: str
) -> Permission:
    """Tell whether a person may change what has these owners and belongs to a team; `what` names it in the sentence."""
    if not may_write(person):
        return not_at_all(person)
    if person.id in owners:
        return Permission(allowed=True, reason="owner")
    found = permit_by_role(person, team, teams)
    if found is not None:
        return found
    name = team_name(team, teams)
    return Permission(
        allowed=False, reason=f"{what} is not yours. Its owner, the lead of {name} or a coordinator can change it."
    )


def permit_by_role(person: Person, team: TeamKey, teams: Mapping[TeamKey, Team]) -> Permission | None:
    """Return what being a lead of a team or above it, or a coordinator, allows; None for everybody else."""
    for ancestor in ancestors(teams, team):
        if person.id == ancestor.lead or (person.role is Role.LEAD and person.team == ancestor.key):
            return Permission(allowed=True, reason=f"lead of {ancestor.name}")
    if person.role is Role.COORDINATOR:
        return Permission(allowed=True, reason="coordinator")
    return None


def may_write(person: Person) -> bool:
    """Tell whether a person may change anything at all."""
    return person.active and person.role is not Role.VIEWER


def not_at_all(person: Person) -> Permission:
    """Return the refusal of a person who may change nothing."""
    if not person.active:
        return Permission(allowed=False, reason="Your account is deactivated. A coordinator can help.")
    return Permission(
        allowed=False, reason="You can look, but not change anything. A coordinator can make you a member."
    )


def are_related(team_key: TeamKey, other: TeamKey, teams: Mapping[TeamKey, Team]) -> bool:
    """Tell whether one team stands above the other, or is it."""
    return any(team.key == other for team in ancestors(teams, team_key)) or any(
        team.key == team_key for team in ancestors(teams, other)
    )


def team_name(key: TeamKey, teams: Mapping[TeamKey, Team]) -> str:
    """Return what a team is called; its key where it is gone."""
    return teams[key].name if key in teams else key
