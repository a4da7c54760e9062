"""The coach's report on a whole cycle: every finding, what to see to first (RULES 8).

One pass over what is given: its cost grows with the number of objectives, key results and KPIs, and no faster.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby

from domain.coach.dashboard import lint_dashboard, lint_kpi
from domain.coach.drafts import Draft
from domain.coach.findings import CoachRule, Finding, drop_dismissed, sort_findings
from domain.coach.key_results import lint_key_result
from domain.coach.objectives import lint_objective, lint_team
from domain.coach.upkeep import lint_owner, lint_upkeep
from domain.company.teams import Person, Team
from domain.kpis.model import Kpi
from domain.kpis.status_model import KpiStatus
from domain.okrs.cycles import Cycle
from domain.okrs.model import Commitment, KeyResult
from domain.okrs.status_model import KeyResultStatus, ObjectiveStatus
from domain.values.ids import KeyResultId, KpiKey, PersonId, TeamKey, key_result_name, objective_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """All that the coach looks at in one cycle.

    Attributes:
        objectives: The cycle's objectives with their key results, as they stand.
        kpis: The KPIs of the teams in question, as they stand.
        teams: All teams, by key; `people` everybody, by id.
        points: The KPIs' days and values, oldest first, where a key result is fed by one; may reach beyond the cycle.
        confidences: What was expected of a key result when it was drafted, 0 to 10, where it was said.
        alerted: The KPIs that ever raised an alert.
        acted_on: Those of which somebody ever acknowledged or noted an alert, or made a key result.
        dismissed: Subjects and rules that somebody has dismissed.
    """

    cycle: Cycle
    objectives: Sequence[ObjectiveStatus]
    kpis: Sequence[KpiStatus] = ()
    teams: Mapping[TeamKey, Team] = field(default_factory=dict)
    people: Mapping[PersonId, Person] = field(default_factory=dict)
    points: Mapping[KpiKey, Sequence[tuple[date, Decimal]]] = field(default_factory=dict)
    confidences: Mapping[KeyResultId, int] = field(default_factory=dict)
    alerted: AbstractSet[KpiKey] = frozenset()
    acted_on: AbstractSet[KpiKey] = frozenset()
    dismissed: AbstractSet[tuple[str, CoachRule]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the coach says of a cycle.

    Attributes:
        findings: By rule in the order of `CoachRule`, within a rule in the order of what was given.
        looked_at: How many key results were looked at; cancelled ones are not.
        clean: How many of those nothing is said about.
        dismissed: How many findings somebody has dismissed.
    """

    findings: tuple[Finding, ...]
    looked_at: int
    clean: int
    dismissed: int

    @property
    def counts(self) -> Mapping[CoachRule, int]:
        """How many findings each rule has; rules without any are left out."""
        return Counter(finding.rule for finding in self.findings)

    @property
    def by_rule(self) -> tuple[tuple[CoachRule, tuple[Finding, ...]], ...]:
        """The findings rule by rule, what is best seen to first."""
        return tuple((rule, tuple(found)) for rule, found in groupby(self.findings, key=lambda finding: finding.rule))


def lint_cycle(review: Review) -> Report:
    """Return what the coach says of a cycle: of its teams, objectives, key results and KPIs."""
    every = sort_findings(
        [*_judge_objectives(review), *_judge_key_results(review), *_judge_teams(review), *_judge_kpis(review)]
    )
    kept = drop_dismissed(every, review.dismissed)
    spoken_of = {finding.subject for finding in kept}
    live = [status for _, status in _list_live(review)]
    return Report(
        findings=kept,
        looked_at=len(live),
        clean=sum(key_result_name(key_result_status.key_result.id) not in spoken_of for key_result_status in live),
        dismissed=len(every) - len(kept),
    )


def _list_live(review: Review) -> Iterator[tuple[ObjectiveStatus, KeyResultStatus]]:
    for objective in review.objectives:
        for status in objective.key_results:
            if not status.key_result.cancelled:
                yield objective, status


def _judge_objectives(review: Review) -> Iterator[Finding]:
    for status in review.objectives:
        objective = status.objective
        yield from lint_objective(
            objective, [key_result_status.key_result for key_result_status in status.key_results], teams=review.teams
        )
        subject = objective_name(objective.id)
        yield from lint_owner(objective.owner, review.people, subject=subject, about=objective.title)


def _judge_key_results(review: Review) -> Iterator[Finding]:
    kpis = {status.kpi.key: status for status in review.kpis}
    guarded: dict[KpiKey, list[str]] = {}
    for status in review.objectives:
        for key in status.objective.guardrails:
            guarded.setdefault(key, []).append(objective_name(status.objective.id))
    for objective, key_result_status in _list_live(review):
        key_result = key_result_status.key_result
        yield from lint_key_result(_draft(review, objective, key_result, kpis, guarded))
        yield from lint_upkeep(key_result_status, review.cycle)
        subject = key_result_name(key_result.id)
        yield from lint_owner(key_result.owner, review.people, subject=subject, about=key_result.title)


def _draft(
    review: Review,
    status: ObjectiveStatus,
    key_result: KeyResult,
    kpis: Mapping[KpiKey, KpiStatus],
    guarded: Mapping[KpiKey, Sequence[str]],
) -> Draft:
    fed_by = key_result.kpi
    return Draft.of(
        key_result,
        kpi=kpis.get(fed_by) if fed_by is not None else None,
        kpi_points=review.points.get(fed_by, ()) if fed_by is not None else (),
        guards=tuple(guarded.get(fed_by, ())) if fed_by is not None else (),
        confidence=review.confidences.get(key_result.id),
        committed=status.objective.commitment is Commitment.COMMITTED,
        start=review.cycle.first_day,
        end=review.cycle.last_day,
    )


def _judge_teams(review: Review) -> Iterator[Finding]:
    for key, count in Counter(objective_status.objective.team for objective_status in review.objectives).items():
        yield from lint_team(key, _team_name(review, key), count)


def _judge_kpis(review: Review) -> Iterator[Finding]:
    by_team: dict[TeamKey, list[Kpi]] = {}
    for status in review.kpis:
        by_team.setdefault(status.kpi.team, []).append(status.kpi)
        yield from lint_kpi(status, alerted=review.alerted, acted_on=review.acted_on)
    for key, kpis in by_team.items():
        yield from lint_dashboard(key, _team_name(review, key), kpis)


def _team_name(review: Review, key: TeamKey) -> str:
    team = review.teams.get(key)
    return team.name if team is not None else key
