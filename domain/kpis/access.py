"""Who may change a KPI, add one, and act on its alerts (RULES 10)."""

from collections.abc import Mapping

from domain.company.access import Permission, are_related, may_edit, may_write, not_at_all, permit_by_role, team_name
from domain.company.teams import Person, Team
from domain.kpis.alerts import Alert
from domain.kpis.model import Kpi
from domain.values.ids import TeamKey


def may_edit_kpi(person: Person, kpi: Kpi, teams: Mapping[TeamKey, Team]) -> Permission:
    """Tell whether a person may log a KPI's readings and set its target and limits."""
    return may_edit(person, {kpi.owner}, kpi.team, teams, kpi.name)


def may_create_kpi(person: Person, team: TeamKey, teams: Mapping[TeamKey, Team]) -> Permission:
    """Tell whether a person may add a KPI to a team, or move one there: a lead of it or above it, or a coordinator."""
    if not may_write(person):
        return not_at_all(person)
    found = permit_by_role(person, team, teams)
    if found is not None:
        return found
    name = team_name(team, teams)
    return Permission(allowed=False, reason=f"The lead of {name} or a coordinator can add a KPI to {name}.")


def may_act_on_alert(person: Person, alert: Alert, kpi: Kpi, teams: Mapping[TeamKey, Team]) -> Permission:
    """Tell whether a person may acknowledge, snooze, assign or note an alert.

    Besides those who may change the KPI it is whoever the alert is assigned to, and the members of the KPI's team and
    of the teams above and below it: an alert is posted where they all see it, and the first to act shall be able to.
    """
    if not may_write(person):
        return not_at_all(person)
    if person.id == alert.assigned_to:
        return Permission(allowed=True, reason="asked to act")
    if person.team is not None and are_related(person.team, kpi.team, teams):
        return Permission(allowed=True, reason=f"member of {team_name(person.team, teams)}")
    permission = may_edit_kpi(person, kpi, teams)
    if permission.allowed:
        return permission
    name = team_name(kpi.team, teams)
    return Permission(
        allowed=False, reason=f"This alert belongs to {name}. Its members, its lead or a coordinator can act on it."
    )
