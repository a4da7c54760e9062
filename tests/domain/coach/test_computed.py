"""What the coach says of one key result by its numbers."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.coach.drafts import Draft
from domain.coach.findings import CoachRule
from domain.coach.key_results import lint_key_result
from domain.kpis.model import Direction, Limits, Season
from domain.okrs.model import Metric
from domain.values.ids import AlertId
from domain.values.units import NUMBER, PERCENT
from tests.domain.coach.drafts import LAST_DAY, START, churn, draft, kpi_status, said, weekly_before
from tests.domain.okr_company import QUICK, VALUES, key_result

USUAL, SANDBAGGED, CONFLICT = CoachRule.BUSINESS_AS_USUAL, CoachRule.SANDBAGGED, CoachRule.CONFLICT


def test_a_target_that_is_met_already_scores_for_doing_nothing() -> None:
    points = weekly_before(START, 3.4, 3.1, 2.9)
    finding = said(draft(kpi=kpi_status(), kpi_points=points))[USUAL]
    assert finding.why == (
        "Churn is at 2.9 % already, so ‘3 %’ would score 1.0 for doing nothing. Keep it as a KPI with a limit,"
        " or set a target beyond it."
    )
    assert finding.rewrite == "Churn below 2.2 %"
    assert finding.target == Decimal("2.2")


def test_a_target_that_is_just_met_is_met() -> None:
    assert set(said(draft(last="3"))) == {USUAL}
    assert set(said(draft("Win rate", metric=Metric.INCREASE, baseline="2", target="3", last="3"))) == {USUAL}


def test_what_is_to_be_maintained_is_not_also_told_that_it_is_usual() -> None:
    assert set(said(draft("Keep churn below 3 %", last="2.9"))) == {CoachRule.MAINTAIN}


def test_of_one_that_was_made_from_an_alert_the_alert_is_the_beginning() -> None:
    calm = weekly_before(START, 2.4, 2.3, 2.2, 2.2)
    begun = key_result(metric=Metric.DECREASE, unit=PERCENT, baseline=Decimal("4.8"), target=Decimal("2.5"))
    usual = said(Draft.of(begun, kpi=kpi_status(), kpi_points=calm, start=START, end=LAST_DAY))
    assert usual[USUAL].why.startswith("Churn was 2.2 % before it began, so ‘2.5 %’")
    from_alert = replace(begun, origin_alert=AlertId(3))
    assert said(Draft.of(from_alert, kpi=kpi_status(), kpi_points=calm, start=START, end=LAST_DAY)) == {}


def test_what_was_reached_since_it_began_is_no_business_as_usual() -> None:
    points = [*weekly_before(START, 3.9, 4.1, 4), (START, Decimal(2)), (START + timedelta(weeks=3), Decimal(1))]
    assert said(draft(kpi=kpi_status(), kpi_points=points)) == {}
    assert USUAL in said(draft(kpi=kpi_status(), kpi_points=points, start=None))


def test_a_trend_that_leads_there_by_itself_scores_for_doing_nothing() -> None:
    points = weekly_before(START, 4.6, 4.5, 4.4, 4.3, 4.2, 4.1)
    finding = said(draft(kpi=kpi_status(), kpi_points=points))[USUAL]
    assert finding.why.startswith("Churn is on its way there by itself, from 4.1 %, so ‘3 %’ would score 1.0")
    # In fourteen weeks it falls by 0.1 a week, to 2.7: a quarter less is beyond it.
    assert finding.target == Decimal("2.0")
    assert finding.rewrite == "Churn below 2 %"


def test_a_trend_the_wrong_way_or_without_a_last_day_says_nothing() -> None:
    assert said(draft(kpi_points=weekly_before(START, 3.5, 3.6, 3.7, 3.8, 3.9))) == {}
    assert said(draft(kpi_points=weekly_before(START, 4.6, 4.5, 4.4, 4.3, 4.2), end=None)) == {}


def test_the_last_value_of_a_form_counts_without_any_history() -> None:
    up = draft("Win rate", metric=Metric.INCREASE, baseline="28", target="45", last="46", unit=NUMBER)
    finding = said(up)[USUAL]
    assert finding.why.startswith("Win rate is at 46 already, so ‘45’")
    assert finding.rewrite == "Win rate, from 28 to 58"
    assert said(replace(up, end=None))[USUAL].target == 58


def test_a_percentage_near_a_hundred_is_asked_for_a_share_of_what_is_left() -> None:
    up = draft("99.9 % uptime", metric=Metric.INCREASE, baseline="99", target="99.9", last="99.92")
    finding = said(up)[USUAL]
    assert finding.target == Decimal("99.94")
    assert finding.rewrite == "99.94 % uptime"
    low = draft("Reach 20 %", metric=Metric.INCREASE, baseline="10", target="20", last="24")
    assert said(low)[USUAL].target == 30
    full = draft("Reach 99 %", metric=Metric.INCREASE, baseline="90", target="99", last="100")
    assert (said(full)[USUAL].target, said(full)[USUAL].rewrite) == (None, "")


def test_what_has_fallen_to_nothing_has_no_target_beyond() -> None:
    assert said(draft(last="0"))[USUAL].target is None


def test_where_no_target_near_by_would_ask_for_more_none_is_named() -> None:
    up = draft("Reach 10", metric=Metric.INCREASE, baseline="-1000", target="10", last="0", unit=NUMBER)
    assert said(up)[SANDBAGGED].target is None


@pytest.mark.parametrize(
    ("low", "high", "goal"), [("1", "3", "at least 1 % and at most 3 %"), (None, "3", "at most 3 %")]
)
def test_a_band_that_holds_already_is_business_as_usual(low: str | None, high: str, goal: str) -> None:
    band = draft("Churn", metric=Metric.MAINTAIN, baseline=None, target=None, low=low, high=high, last="2")
    finding = said(band)[USUAL]
    assert f"‘{goal}’ would score 1.0" in finding.why
    assert (finding.target, finding.rewrite) == (None, "")
    assert said(replace(band, last=Decimal(4))) == {}
    assert said(replace(band, low=Decimal("2.5"))) == {}


def test_nine_tenths_of_the_way_before_it_begins_are_sandbagged() -> None:
    finding = said(draft("Churn to 3 %", last="3.1"))[SANDBAGGED]
    assert finding.why == "Churn to 3 % is at 3.1 % already: nine tenths of the way are behind you."
    assert finding.rewrite == "Churn to 2.3 %"
    assert said(draft(last="3.2")) == {}


def test_being_sure_before_it_begins_is_sandbagged_unless_it_is_a_commitment() -> None:
    finding = said(draft(confidence=10))[SANDBAGGED]
    assert finding.why.startswith("You are 10 of 10 sure before it begins.")
    assert finding.target == Decimal("2.3")
    assert said(draft(confidence=9)) == {}
    assert said(draft(confidence=10, committed=True)) == {}
    assert said(draft("Churn of 3", metric=Metric.BINARY, confidence=10)) == {}


def test_a_target_past_a_limit_of_its_own_kpi_is_a_conflict() -> None:
    kpi = kpi_status(churn(direction=Direction.BAND, limits=Limits(warning_low=Decimal(2), critical_high=Decimal(9))))
    finding = said(draft("Churn below 1.5 %", target="1.5", kpi=kpi))[CONFLICT]
    assert finding.why == "At 1.5 %, Churn is past its limit of 2 %."
    assert finding.target == 2
    assert finding.rewrite == "Churn below 2 %"
    assert said(draft(kpi=kpi, target="2")) == {}
    up = draft("Churn of 10 %", kpi=kpi, metric=Metric.INCREASE, target="10")
    assert said(up)[CONFLICT].target == 9
    past = draft("Churn of 11 %", kpi=kpi, metric=Metric.INCREASE, baseline="9.5", target="11")
    assert said(past)[CONFLICT].target is None
    assert said(replace(past, baseline=None))[CONFLICT].target == 9


def test_a_target_that_comes_nearer_to_a_limit_from_outside_is_none() -> None:
    kpi = kpi_status(churn(limits=Limits(warning_high=Decimal(2), critical_high=Decimal(5))))
    assert said(draft(kpi=kpi)) == {}
    kpi = kpi_status(churn(limits=Limits(critical_low=Decimal(2))))
    assert CONFLICT in said(draft(kpi=kpi, target="1"))


def test_limits_of_a_season_say_nothing_of_one_target() -> None:
    limits = Limits(critical_low=Decimal("0.5"), season=Season.YEAR)
    assert said(draft(kpi=kpi_status(churn(limits=limits)), target="0.1")) == {}
    assert said(draft(kpi=kpi_status(churn(limits=Limits(critical_high=Decimal(5)))))) == {}


def test_to_worsen_a_kpi_that_guards_an_objective_is_a_conflict() -> None:
    up = draft("Churn of 6 %", kpi=kpi_status(), metric=Metric.INCREASE, target="6", guards=("O-3", "O-9"))
    finding = said(up)[CONFLICT]
    assert finding.why == "Churn guards O-3, O-9, and this takes it up, the wrong way. Which one gives?"
    assert finding.rewrite == ""
    down = replace(up, metric=Metric.DECREASE, target=Decimal(3))
    assert said(down) == {}
    assert "takes it down" in said(replace(down, kpi=kpi_status(churn(direction=Direction.UP))))[CONFLICT].why
    assert said(replace(up, guards=())) == {}
    assert said(replace(up, metric=Metric.BINARY)) == {}


def test_no_more_than_two_findings_are_said_the_more_useful_first() -> None:
    limits = Limits(critical_low=Decimal("3.5"))
    both = draft(kpi=kpi_status(churn(limits=limits)), last="2.9", guards=("O-1",))
    assert [finding.rule for finding in lint_key_result(both)] == [CONFLICT, USUAL]


@pytest.mark.parametrize(
    ("title", "rewrite"),
    [
        ("Churn below 3 %", "Churn below 2.3 %"),
        ("Churn from 4 to 3", "Churn from 4 to 2.3"),
        ("Top 33 churn reasons gone by week 13", "Top 33 churn reasons gone by week 13, from 4 to 2.3 %"),
        ("Churn of 3.5 halved.", "Churn of 3.5 halved, from 4 to 2.3 %"),
        ("Churn of 0.3", "Churn of 0.3, from 4 to 2.3 %"),
        ("Less churn for 1 in 3, and more joy", "Less churn for 1 in 2.3, and more joy"),
    ],
)
def test_the_new_target_takes_the_place_of_the_old_one(title: str, rewrite: str) -> None:
    assert said(draft(title, confidence=10))[SANDBAGGED].rewrite == rewrite


def test_a_key_result_that_stands_brings_its_own_last_day() -> None:
    own = Draft.of(key_result(due=LAST_DAY - timedelta(days=9)), end=LAST_DAY, confidence=4, committed=True)
    assert own.end == LAST_DAY - timedelta(days=9)
    assert (own.subject, own.confidence, own.committed) == ("KR-12", 4, True)
    assert [own.baseline, own.target] == [Decimal(28), Decimal(45)]
    assert Draft.of(key_result(), end=LAST_DAY).end == LAST_DAY


@QUICK
@given(
    st.lists(VALUES, max_size=8),
    VALUES,
    VALUES,
    st.one_of(st.none(), st.integers(0, 10)),
    st.sampled_from([PERCENT, NUMBER]),
    st.sampled_from([Metric.INCREASE, Metric.DECREASE, Metric.BINARY]),
)
def test_a_better_target_passes_its_own_rule(
    values: list[Decimal], baseline: Decimal, target: Decimal, confidence: int | None, unit: object, metric: Metric
) -> None:
    item = draft(
        "Lift the number to 45",
        metric=metric,
        baseline=baseline,
        target=target,
        unit=unit,
        confidence=confidence,
        kpi_points=weekly_before(START, *map(float, values)),
    )
    for finding in lint_key_result(item):
        if finding.target is not None:
            assert finding.target.is_finite()
            again = replace(item, title=finding.rewrite, target=finding.target, confidence=None)
            assert finding.rule not in said(again)
