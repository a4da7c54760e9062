"""Access: who may do what, and the sentence that says why (SPEC 10).

Owners change their own; leads what belongs to their team and the teams below it; coordinators everything. Viewers and
deactivated accounts change nothing. Each use case asks first, for every entry point.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.alerts import Alert
from domain.errors import TillerError
from domain.ids import PersonId, TeamKey, key_result_name, objective_name
from domain.kpis import Kpi
from domain.okrs import KeyResult, Objective
from domain.teams import Person, Role, Team, above


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


def may_edit_key_result(
    person: Person, key_result: KeyResult, objective: Objective, teams: Mapping[TeamKey, Team]
) -> Permission:
    """Tell whether a person may change a key result: its owner, its objective's owner, a lead or a coordinator."""
    what = key_result_name(key_result.id)
    return _may_edit(person, {key_result.owner, objective.owner}, objective.team, teams, what)


def may_write_under(person: Person, objective: Objective, teams: Mapping[TeamKey, Team]) -> Permission:
    """Tell whether a person may add a key result to an objective: its owner, a lead or a coordinator."""
    what = objective_name(objective.id)
    return _may_edit(person, {objective.owner}, objective.team, teams, what)


def may_edit_objective(person: Person, objective: Objective, teams: Mapping[TeamKey, Team]) -> Permission:
    """Tell whether a person may change an objective: its owner, a lead or a coordinator."""
    return may_write_under(person, objective, teams)


def may_write_objective(
    person: Person, *, team: TeamKey, owner: PersonId | None, teams: Mapping[TeamKey, Team]
) -> Permission:
    """Tell whether a person may write an objective for a team.

    A lead and a coordinator may for anybody; a member of the team for themselves.
    """
    own = {person.id} if person.team == team and owner == person.id else set()
    name = _team_name(team, teams)
    permission = _may_edit(person, own, team, teams, name)
    if permission.allowed or not _may_write(person):
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
        return _not_at_all(person)
    if person.role is Role.COORDINATOR:
        return Permission(allowed=True, reason="coordinator")
    if not coordinators:
        return Permission(allowed=False, reason="Only a coordinator can do that, and nobody is one yet.")
    *others, final = coordinators
    who = f"{', '.join(others)} or {final}" if others else final
    return Permission(allowed=False, reason=f"Only a coordinator can do that: {who}.")


def may_check_in(
    person: Person,
    key_result: KeyResult,
    objective: Objective,
    teams: Mapping[TeamKey, Team],
    *,
    owner: Person | None,
    today: date,
) -> Permission:
    """Tell whether a person may check in: whoever may change it, and the owner's delegate while the owner is away."""
    away = owner is not None and owner.away_until is not None and today < owner.away_until
    if owner is not None and away and owner.delegate == person.id and _may_write(person):
        return Permission(allowed=True, reason=f"delegate of {owner.name}")
    return may_edit_key_result(person, key_result, objective, teams)


def may_edit_kpi(person: Person, kpi: Kpi, teams: Mapping[TeamKey, Team]) -> Permission:
    """Tell whether a person may log a KPI's readings and set its target and limits."""
    return _may_edit(person, {kpi.owner}, kpi.team, teams, kpi.name)


def may_create_kpi(person: Person, team: TeamKey, teams: Mapping[TeamKey, Team]) -> Permission:
    """Tell whether a person may add a KPI to a team, or move one there: a lead of it or above it, or a coordinator."""
    if not _may_write(person):
        return _not_at_all(person)
    found = _by_role(person, team, teams)
    if found is not None:
        return found
    name = _team_name(team, teams)
    return Permission(allowed=False, reason=f"The lead of {name} or a coordinator can add a KPI to {name}.")


def may_act_on_alert(person: Person, alert: Alert, kpi: Kpi, teams: Mapping[TeamKey, Team]) -> Permission:
    """Tell whether a person may acknowledge, snooze, assign or note an alert.

    Besides those who may change the KPI it is whoever the alert is assigned to, and the members of the KPI's team and
    of the teams above and below it: an alert is posted where they all see it, and the first to act shall be able to.
    """
    if not _may_write(person):
        return _not_at_all(person)
    if person.id == alert.assigned_to:
        return Permission(allowed=True, reason="asked to act")
    if person.team is not None and _related(person.team, kpi.team, teams):
        return Permission(allowed=True, reason=f"member of {_team_name(person.team, teams)}")
    permission = may_edit_kpi(person, kpi, teams)
    if permission.allowed:
        return permission
    name = _team_name(kpi.team, teams)
    return Permission(
        allowed=False, reason=f"This alert belongs to {name}. Its members, its lead or a coordinator can act on it."
    )


def _may_edit(
    person: Person, owners: set[PersonId], team: TeamKey, teams: Mapping[TeamKey, Team], what: str
) -> Permission:
    if not _may_write(person):
        return _not_at_all(person)
    if person.id in owners:
        return Permission(allowed=True, reason="owner")
    found = _by_role(person, team, teams)
    if found is not None:
        return found
    name = _team_name(team, teams)
    return Permission(
        allowed=False, reason=f"{what} is not yours. Its owner, the lead of {name} or a coordinator can change it."
    )


def _by_role(person: Person, team: TeamKey, teams: Mapping[TeamKey, Team]) -> Permission | None:
    """Return what being a lead of a team or above it, or a coordinator, allows; None for everybody else."""
    for one in above(teams, team):
        if person.id == one.lead or (person.role is Role.LEAD and person.team == one.key):
            return Permission(allowed=True, reason=f"lead of {one.name}")
    if person.role is Role.COORDINATOR:
        return Permission(allowed=True, reason="coordinator")
    return None


def _may_write(person: Person) -> bool:
    return person.active and person.role is not Role.VIEWER


def _not_at_all(person: Person) -> Permission:
    if not person.active:
        return Permission(allowed=False, reason="Your account is deactivated. A coordinator can help.")
    return Permission(
        allowed=False, reason="You can look, but not change anything. A coordinator can make you a member."
    )


def _related(one: TeamKey, other: TeamKey, teams: Mapping[TeamKey, Team]) -> bool:
    return any(team.key == other for team in above(teams, one)) or any(team.key == one for team in above(teams, other))


def _team_name(key: TeamKey, teams: Mapping[TeamKey, Team]) -> str:
    return teams[key].name if key in teams else key
