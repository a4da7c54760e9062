"""What the coach says of a team's KPIs."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from domain.coach.dashboard import lint_dashboard, lint_kpi
from domain.coach.findings import CoachRule
from domain.kpis.model import Direction, Indicator, Kpi, Limits, Target
from tests.domain.coach.drafts import churn, kpi_status
from tests.domain.okr_company import GROWTH, TODAY

TARGET = Target(high=Decimal(3))
LIMITS = Limits(critical_high=Decimal(5))


def rules_of(kpi: Kpi, *, alerted: bool = False, acted_on: bool = False) -> list[CoachRule]:
    keys = frozenset({kpi.key})
    found = lint_kpi(kpi_status(kpi), alerted=keys if alerted else set(), acted_on=keys if acted_on else set())
    assert {(finding.subject, finding.about) for finding in found} <= {("kpi:churn", "Churn")}
    return [finding.rule for finding in found]


def test_a_kpi_needs_a_target() -> None:
    assert rules_of(churn()) == [CoachRule.KPI_WITHOUT_TARGET]
    assert rules_of(churn(limits=LIMITS)) == [CoachRule.KPI_WITHOUT_TARGET]
    assert rules_of(churn(targets=(TARGET,))) == []


def test_a_neutral_kpi_is_well_with_limits_alone() -> None:
    assert rules_of(churn(direction=Direction.NEUTRAL, limits=LIMITS)) == []
    assert rules_of(churn(direction=Direction.NEUTRAL)) == [CoachRule.KPI_WITHOUT_TARGET]


def test_a_kpi_that_alerted_and_was_never_acted_on_is_noise() -> None:
    kpi = churn(targets=(TARGET,))
    assert rules_of(kpi, alerted=True) == [CoachRule.NEVER_ACTED_ON]
    assert rules_of(kpi, alerted=True, acted_on=True) == []


def test_limits_older_than_ninety_days_are_asked_about() -> None:
    def set_days_ago(days: int) -> Kpi:
        return churn(targets=(TARGET,), limits=replace(LIMITS, set_on=TODAY - timedelta(days=days)))

    assert rules_of(set_days_ago(90)) == []
    assert rules_of(set_days_ago(91)) == [CoachRule.OLD_LIMITS]
    assert rules_of(churn(targets=(TARGET,), limits=LIMITS)) == []


def dashboard(*indicators: Indicator) -> list[CoachRule]:
    found = lint_dashboard(GROWTH, "Growth", [churn(indicator=indicator) for indicator in indicators])
    assert {(finding.subject, finding.about) for finding in found} <= {("team:growth", "Growth")}
    return [finding.rule for finding in found]


def test_a_team_looks_at_ten_kpis_at_most_and_at_one_that_leads() -> None:
    lagging, leading = Indicator.LAGGING, Indicator.LEADING
    assert dashboard(*[leading] * 10) == []
    assert dashboard(*[leading] * 11) == [CoachRule.TOO_MANY_KPIS]
    assert dashboard(lagging, lagging) == [CoachRule.ALL_LAGGING]
    assert dashboard(lagging, leading) == []
    assert dashboard(lagging) == dashboard() == []


def test_each_finding_on_a_kpi_says_what_is_the_matter_and_asks() -> None:
    old = churn(limits=replace(LIMITS, set_on=TODAY - timedelta(days=91)))
    found = lint_kpi(kpi_status(old), alerted={old.key}, acted_on=set())
    assert [finding.why for finding in found] == [
        "Churn has no target, so nobody can tell whether it is well. Where shall it be?",
        "Churn has alerted, and nobody ever acted on it. Are its limits right, and does anybody need it?",
        "The limits of Churn are 91 days old. Still right?",
    ]


def test_each_finding_on_a_dashboard_says_how_many_and_asks() -> None:
    found = lint_dashboard(GROWTH, "Growth", [churn(indicator=Indicator.LAGGING)] * 11)
    assert [finding.why for finding in found] == [
        "Growth has 11 KPIs. Which 10 at most would you look at every week?",
        "All 11 KPIs of Growth tell what has happened. Which number would warn you before?",
    ]
