"""The coach's report on a whole cycle."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from domain.coach.findings import CoachRule
from domain.coach.report import Report, Review, lint_cycle
from domain.kpis.model import Indicator, Target
from domain.okrs.model import Commitment, KeyResult, Metric
from domain.okrs.status import assess_objective
from domain.okrs.status_model import ObjectiveStatus
from domain.values.ids import KeyResultId, KpiKey, ObjectiveId
from tests.domain.coach.drafts import START, churn, kpi_status, weekly_before
from tests.domain.okr_company import (
    ADA,
    BEN,
    COMPANY,
    GROWTH,
    TODAY,
    key_result,
    objective,
    person,
    quarter,
    seen,
    teams,
)

PEOPLE = {ADA: person(), BEN: person(BEN, active=False)}


def status(*key_results: KeyResult, number: int = 3, **changes: object) -> ObjectiveStatus:
    """An objective of the company, with key results that were spoken of yesterday."""
    said = [seen((1, "30", 7), of=item) for item in key_results]
    item = objective(**{"id": ObjectiveId(number), "team": COMPANY, **changes})
    return assess_objective(item, said, cycle=quarter(), today=TODAY)


def review(*objectives: ObjectiveStatus, **changes: object) -> Review:
    fields = {"cycle": quarter(), "objectives": objectives, "teams": teams(), "people": PEOPLE, **changes}
    return Review(**fields)  # type: ignore[arg-type]  # makers take any field


def said(report: Report) -> list[tuple[str, str]]:
    return [(finding.rule.value, finding.subject) for finding in report.findings]


def binary(id_: int, title: str, **changes: object) -> KeyResult:
    return key_result(id_, title=title, metric=Metric.BINARY, baseline=None, target=None, **changes)


def test_a_cycle_without_fault_has_an_empty_report() -> None:
    report = lint_cycle(review(status(key_result(1), key_result(2))))
    assert report == Report(findings=(), looked_at=2, clean=2, dismissed=0)
    assert (report.counts, report.by_rule) == ({}, ())


def test_findings_come_by_rule_what_is_best_seen_to_first() -> None:
    report = lint_cycle(
        review(
            status(binary(1, "Launch the app"), binary(2, "Happier customers", owner=BEN)),
            status(binary(4, "Build the app"), number=4, title="Be better", team=GROWTH, owner=BEN),
        )
    )
    assert said(report) == [
        ("no_owner", "O-4"),
        ("no_owner", "KR-2"),
        ("task", "KR-1"),
        ("task", "KR-4"),
        ("unmeasurable", "KR-2"),
        ("too_few_key_results", "O-4"),
        ("vague_objective", "O-4"),
        ("orphan", "O-4"),
    ]
    assert report.counts[CoachRule.TASK] == 2
    assert [(rule, len(found)) for rule, found in report.by_rule][:2] == [(CoachRule.NO_OWNER, 2), (CoachRule.TASK, 2)]
    assert (report.looked_at, report.clean) == (3, 0)


def test_what_was_dismissed_is_left_out_and_counted() -> None:
    both = review(status(binary(1, "Launch the app"), key_result(2)))
    report = lint_cycle(replace(both, dismissed={("KR-1", CoachRule.TASK), ("KR-2", CoachRule.TASK)}))
    assert report == Report(findings=(), looked_at=2, clean=2, dismissed=1)


def test_cancelled_key_results_are_not_looked_at() -> None:
    report = lint_cycle(review(status(key_result(1), key_result(2), binary(3, "Launch the app", cancelled=True))))
    assert (report.findings, report.looked_at) == ((), 2)


def test_the_history_of_a_kpi_and_what_was_expected_reach_the_key_result() -> None:
    fed = key_result(
        1, title="Churn", kpi=KpiKey("churn"), metric=Metric.DECREASE, baseline=Decimal(4), target=Decimal(3)
    )
    cycle = review(
        status(fed, key_result(2)),
        kpis=[kpi_status(churn(targets=(Target(high=Decimal(3)),), indicator=Indicator.LEADING))],
        points={KpiKey("churn"): weekly_before(START, 3.2, 2.9)},
        confidences={KeyResultId(2): 10},
    )
    assert said(lint_cycle(cycle)) == [("business_as_usual", "KR-1"), ("sandbagged", "KR-2")]
    committed = replace(cycle.objectives[0].objective, commitment=Commitment.COMMITTED)
    sure = replace(cycle, objectives=[replace(cycle.objectives[0], objective=committed)])
    assert said(lint_cycle(sure)) == [("business_as_usual", "KR-1")]
    unseen = replace(cycle, kpis=(), points={}, confidences={})
    assert said(lint_cycle(unseen)) == []


def test_a_key_result_that_worsens_the_guardrail_of_another_objective_is_in_conflict() -> None:
    fed = key_result(1, title="Churn of 6", kpi=KpiKey("churn"), baseline=Decimal(4), target=Decimal(6))
    guarded = status(key_result(3), key_result(4), number=9, guardrails=(KpiKey("churn"),))
    kpis = [kpi_status(churn(targets=(Target(high=Decimal(3)),), indicator=Indicator.LEADING))]
    report = lint_cycle(review(status(fed, key_result(2)), guarded, kpis=kpis))
    assert said(report) == [("conflict", "KR-1")]
    assert "Churn guards O-9" in report.findings[0].why


def test_teams_are_told_of_too_much_at_once() -> None:
    many = [status(key_result(1), key_result(2), number=number) for number in range(1, 7)]
    kpis = [kpi_status(churn(key=KpiKey(f"k{number}"), targets=(Target(high=Decimal(3)),))) for number in range(11)]
    report = lint_cycle(review(*many, kpis=kpis, alerted={KpiKey("k3"), KpiKey("k4")}, acted_on={KpiKey("k4")}))
    assert said(report) == [
        ("too_many_objectives", "team:company"),
        ("never_acted_on", "kpi:k3"),
        ("all_lagging", "team:growth"),
        ("too_many_kpis", "team:growth"),
    ]
    assert report.findings[0].about == "Company"
    assert lint_cycle(review(*many, teams={})).findings[0].about == "company"


def test_a_key_result_whose_own_last_day_is_nearer_is_forecast_to_that_day() -> None:
    falls = [float(f"{value:.1f}") for value in (4.6, 4.5, 4.4, 4.3, 4.2, 4.1)]
    ways = {"kpi": KpiKey("churn"), "metric": Metric.DECREASE, "baseline": Decimal(4), "target": Decimal(3)}
    points = {KpiKey("churn"): weekly_before(START, *falls)}
    item, soon = key_result(1, **ways), key_result(2, **ways, due=date(2026, 7, 20))
    assert said(lint_cycle(review(status(item, soon), points=points))) == [("business_as_usual", "KR-1")]
