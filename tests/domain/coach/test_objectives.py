"""What the coach says of objectives."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.coach.findings import CoachRule
from domain.coach.objectives import lint_objective, lint_objective_title, lint_team
from domain.company.teams import Team
from domain.values.ids import KeyResultId, ObjectiveId, TeamKey
from tests.domain.okr_company import COMPANY, GROWTH, QUICK, key_result, objective

PIECES = ["grow", "to", "5", "30%", "$1M", "in", "3", "markets", "by"]
TEAMS = {
    COMPANY: Team(key=COMPANY, name="Company"),
    GROWTH: Team(key=GROWTH, name="Growth", parent=COMPANY),
}


@pytest.mark.parametrize(
    "title",
    [
        "Improve things",
        "Be better",
        "Do great work!",
        "Improve our performance",
        "Make everything very good",
        "be the best",
    ],
)
def test_an_objective_of_nothing_but_filling_is_vague(title: str) -> None:
    (finding,) = lint_objective_title(title, subject="O-3")
    assert finding.rule is CoachRule.VAGUE_OBJECTIVE
    assert (finding.subject, finding.about, finding.rewrite) == ("O-3", title, "")
    assert finding.why == f"‘{title}’ could stand over anything. What will be true at the end that is not true today?"


@pytest.mark.parametrize(
    "title",
    [
        "Become the obvious choice for mid-market", "Growth", "Strong team", "Loved by designers", "ARR",
        "Onboard in a day", "Win in Q3", "Be ISO 27001 ready by 30 June", "Two teams, one product", "24/7 support",
        "Become a top 3 vendor", "Move to v2.0", "All aboard", "Improve onboarding", "", "Onboard in 1 day",
    ],
)  # fmt: skip
def test_an_ordinary_objective_is_left_in_peace(title: str) -> None:
    assert lint_objective_title(title) == ()


@pytest.mark.parametrize(
    ("title", "rewrite"),
    [
        ("Grow revenue to $10M", "Grow revenue"),
        ("Reach 95 % happy customers", "Reach happy customers"),
        ("Win in 3 markets", "Win in markets"),
        ("Win in 3 markets, with 12 % churn", ""),
        ("Be loved by 8 of 10 users", ""),
        ("Be loved in 24 of our markets", ""),
        ("Be at 99.9 %", ""),
    ],
)
def test_a_number_in_an_objective_belongs_to_its_key_results(title: str, rewrite: str) -> None:
    (finding,) = lint_objective_title(title)
    assert finding.rule is CoachRule.NUMBER_IN_OBJECTIVE
    assert finding.why.endswith(" is a key result.")
    assert finding.rewrite == rewrite


@QUICK
@given(
    st.one_of(
        st.text(max_size=30),
        st.lists(st.sampled_from(["grow", "to", "5", "30%", "$1M", "in", "3", "markets", "by"])).map(" ".join),
    )
)
def test_a_rewritten_objective_has_no_number(title: str) -> None:
    for finding in lint_objective_title(title):
        if finding.rewrite:
            rules = {item.rule for item in lint_objective_title(finding.rewrite)}
            assert finding.rule not in rules


def rules_of(count: int, **changes: object) -> list[CoachRule]:
    parent = {"parent_objective": ObjectiveId(1), **changes}
    found = lint_objective(objective(**parent), [key_result(number + 1) for number in range(count)], teams=TEAMS)
    assert {finding.subject for finding in found} <= {"O-3"}
    return [finding.rule for finding in found]


def test_two_to_five_key_results_are_right() -> None:
    assert [rules_of(count) for count in (2, 5)] == [[], []]
    assert rules_of(6) == [CoachRule.TOO_MANY_KEY_RESULTS]
    assert [rules_of(count) for count in (0, 1)] == [[CoachRule.TOO_FEW_KEY_RESULTS]] * 2


def test_none_and_one_key_result_are_told_apart() -> None:
    name, none = (
        lint_objective(objective(team=COMPANY), [key_result()] * count, teams=TEAMS)[0].why for count in (1, 0)
    )
    assert "has one key result only. Which second number" in name
    assert "has no key results. Which two to five" in none


def test_cancelled_key_results_do_not_count() -> None:
    key_results = [key_result(number + 1, cancelled=number > 0) for number in range(7)]
    (finding,) = lint_objective(objective(team=COMPANY), key_results, teams=TEAMS)
    assert finding.rule is CoachRule.TOO_FEW_KEY_RESULTS


def test_below_the_company_an_objective_without_a_parent_is_an_orphan() -> None:
    assert rules_of(3, parent_objective=None) == [CoachRule.ORPHAN]
    assert rules_of(3, parent_objective=None, parent_key_result=KeyResultId(9)) == []
    assert rules_of(3, parent_objective=None, team=COMPANY) == []
    assert rules_of(3, parent_objective=None, team=TeamKey("unknown")) == []


def test_the_words_of_an_objective_that_stands_are_read_too() -> None:
    vague = replace(objective(team=COMPANY), title=" Be better ")
    assert lint_objective(vague, [key_result(), key_result(13)], teams=TEAMS)[0].about == "Be better"


def test_more_than_five_objectives_are_too_many() -> None:
    assert lint_team(GROWTH, "Growth", 5) == ()
    (finding,) = lint_team(GROWTH, "Growth", 6)
    assert (finding.rule, finding.subject, finding.about) == (CoachRule.TOO_MANY_OBJECTIVES, "team:growth", "Growth")
    assert finding.why.startswith("Growth has 6 objectives in this cycle.")


@pytest.mark.parametrize(
    ("title", "rewrite"),
    [
        ("Delight every customer: 95 %", "Delight every customer"),
        ("Delight every customer – 95 %", "Delight every customer"),
        ("95 %, and delight every customer", "And delight every customer"),
        ("Delight customers 95 %", "Delight customers"),
    ],
)
def test_what_is_left_of_an_objective_without_its_number_has_no_marks_at_its_ends(title: str, rewrite: str) -> None:
    (finding,) = lint_objective_title(title, subject="O-3")
    assert (finding.subject, finding.about, finding.rewrite) == ("O-3", title, rewrite)


@pytest.mark.parametrize(
    ("count", "why"),
    [
        (0, "has no key results. Which two to five numbers would show that you are there?"),
        (1, "has one key result only. Which second number would show that the first was not bought dearly?"),
        (2, None),
        (5, None),
        (6, "has 6 key results. Which 5 at most would you keep?"),
    ],
)
def test_an_objective_has_two_to_five_key_results(count: int, why: str | None) -> None:
    named = replace(objective(), title="Win the north")
    found = lint_objective(named, [key_result(id=KeyResultId(number + 1)) for number in range(count)], teams=TEAMS)
    said = [(finding.about, finding.why) for finding in found if finding.rule is not CoachRule.ORPHAN]
    assert said == ([("Win the north", f"‘Win the north’ {why}")] if why else [])
