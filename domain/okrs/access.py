"""Who may change an objective or a key result, write one, and check in (RULES 10)."""

from collections.abc import Mapping
from datetime import date

from domain.company.access import Permission, may_edit, may_write
from domain.company.teams import Person, Team
from domain.okrs.model import KeyResult, Objective
from domain.values.ids import TeamKey, key_result_name, objective_name


def may_edit_key_result(
    person: Person, key_result: KeyResult, objective: Objective, teams: Mapping[TeamKey, Team]
) -> Permission:
    """Tell whether a person may change a key result: its owner, its objective's owner, a lead or a coordinator."""
    what = key_result_name(key_result.id)
    return may_edit(person, {key_result.owner, objective.owner}, objective.team, teams, what)


def may_write_under(person: Person, objective: Objective, teams: Mapping[TeamKey, Team]) -> Permission:
    """Tell whether a person may add a key result to an objective: its owner, a lead or a coordinator."""
    what = objective_name(objective.id)
    return may_edit(person, {objective.owner}, objective.team, teams, what)


def may_edit_objective(person: Person, objective: Objective, teams: Mapping[TeamKey, Team]) -> Permission:
    """Tell whether a person may change an objective: its owner, a lead or a coordinator."""
    return may_write_under(person, objective, teams)


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
    if owner is not None and away and owner.delegate == person.id and may_write(person):
        return Permission(allowed=True, reason=f"delegate of {owner.name}")
    return may_edit_key_result(person, key_result, objective, teams)
