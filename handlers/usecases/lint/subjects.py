"""What the coach speaks of, by the names in its findings: `KR-12`, `O-3`, `kpi:churn`, `team:growth` (RULES 8)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.company.access import Permission
from domain.company.teams import Person, Team
from domain.kpis.access import may_create_kpi, may_edit_kpi
from domain.kpis.model import Kpi
from domain.okrs.access import may_edit_key_result, may_edit_objective
from domain.okrs.model import KeyResult, Objective
from domain.values.errors import TillerError
from domain.values.ids import (
    KpiKey,
    PersonId,
    TeamKey,
    is_short_id,
    key_result_name,
    objective_name,
    parse_key_result_name,
    parse_objective_name,
)
from storage.store import Transaction


class SubjectGoneError(TillerError):
    """What the coach spoke of is not there any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Something that the coach speaks of: a key result with its objective, an objective, a KPI, or else a team."""

    name: str
    team: TeamKey
    key_result: KeyResult | None = None
    objective: Objective | None = None
    kpi: Kpi | None = None

    @property
    def owner(self) -> PersonId | None:
        """Who owns it; None for a team."""
        owned = self.key_result or self.objective or self.kpi
        return owned.owner if owned is not None else None


def subjects_of(
    objectives: Iterable[Objective], key_results: Iterable[KeyResult], kpis: Iterable[Kpi]
) -> dict[str, Subject]:
    """Return what there is by name; cancelled key results are nobody's concern."""
    above = {objective.id: objective for objective in objectives}
    found = [_describe_kpi(kpi) for kpi in kpis]
    found += [_describe_objective(objective) for objective in above.values()]
    found += [
        _describe_key_result(key_result, above[key_result.objective])
        for key_result in key_results
        if not key_result.cancelled
    ]
    teams = {subject.team: _describe_team(subject.team) for subject in found}
    return {subject.name: subject for subject in (*found, *teams.values())}


def find_subject(tx: Transaction, name: str) -> Subject:
    """Return one thing by its name.

    Raises:
        SubjectGoneError: There is none.
    """
    kind, _, key = name.partition(":")
    found: Subject | None = None
    if is_short_id(name):
        found = _find_short_id(tx, name)
    elif kind == "kpi":
        kpi = tx.kpis.get(KpiKey(key))
        found = _describe_kpi(kpi) if kpi is not None else None
    elif kind == "team":
        found = _describe_team(TeamKey(key))
    if found is None:
        raise SubjectGoneError("What the coach spoke of is not there any more.")
    return found


def _find_short_id(tx: Transaction, name: str) -> Subject | None:
    if not name.strip().upper().startswith("K"):
        item = tx.okrs.objective(parse_objective_name(name))
        return _describe_objective(item) if item is not None else None
    key_result = tx.okrs.key_result(parse_key_result_name(name))
    objective = tx.okrs.objective(key_result.objective) if key_result is not None else None
    return _describe_key_result(key_result, objective) if key_result is not None and objective is not None else None


def _describe_key_result(key_result: KeyResult, objective: Objective) -> Subject:
    name = key_result_name(key_result.id)
    return Subject(name=name, team=objective.team, key_result=key_result, objective=objective)


def _describe_objective(objective: Objective) -> Subject:
    return Subject(name=objective_name(objective.id), team=objective.team, objective=objective)


def _describe_kpi(kpi: Kpi) -> Subject:
    return Subject(name=f"kpi:{kpi.key}", team=kpi.team, kpi=kpi)


def _describe_team(team: TeamKey) -> Subject:
    return Subject(name=f"team:{team}", team=team)


def may_change(person: Person, subject: Subject, teams: Mapping[TeamKey, Team]) -> Permission:
    """Tell whether a person may say what matters for a thing: whoever may change it; of a team, who leads it."""
    if subject.key_result is not None and subject.objective is not None:
        return may_edit_key_result(person, subject.key_result, subject.objective, teams)
    if subject.objective is not None:
        return may_edit_objective(person, subject.objective, teams)
    if subject.kpi is not None:
        return may_edit_kpi(person, subject.kpi, teams)
    permission = may_create_kpi(person, subject.team, teams)
    if permission.allowed:
        return permission
    name = teams[subject.team].name if subject.team in teams else subject.team
    return Permission(allowed=False, reason=f"The lead of {name} or a coordinator can say what matters for {name}.")


def title_of(subject: Subject, teams: Mapping[TeamKey, Team]) -> str:
    """Return what people call a thing: `KR-12 Lift win rate`, `Churn`, `Growth`."""
    titled = subject.key_result or subject.objective
    if titled is not None:
        return f"{subject.name} {titled.title}"
    if subject.kpi is not None:
        return subject.kpi.name
    return teams[subject.team].name if subject.team in teams else subject.team
