"""What the coach says of one key result by its words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.coach.drafts import Draft
from domain.coach.findings import RANK, RULES, CoachRule, Finding, drop_dismissed, sort_findings
from domain.coach.key_results import MOST_FINDINGS, lint_key_result
from domain.coach.vocabulary import ACTIVITY_VERBS, CHANGE_VERBS, REACH_VERBS, STAY_VERBS
from domain.kpis.model import Direction
from domain.okrs.model import Metric
from domain.values.units import NUMBER, PERCENT, Unit, UnitKind
from tests.domain.coach.drafts import churn, draft, kpi_status, said
from tests.domain.okr_company import QUICK, VALUES, key_result

WORDS = (CoachRule.TASK, CoachRule.UNMEASURABLE, CoachRule.MAINTAIN)


def typed(title: str) -> Finding | None:
    found = lint_key_result(Draft(title=title))
    assert len(found) <= 1
    return found[0] if found else None


def test_a_task_is_asked_what_changes_in_the_words_of_its_owner() -> None:
    finding = typed("Launch the new onboarding.")
    assert finding is not None
    assert finding.rule is CoachRule.TASK
    assert finding.why == "‘Launch the new onboarding.’ is something you do. What changes when it is done?"
    assert finding.rewrite == "Raise … from … to … with the new onboarding"
    assert (finding.subject, finding.about) == ("", "Launch the new onboarding.")


def test_a_task_fed_by_a_kpi_is_rewritten_with_its_name_and_number() -> None:
    down = Draft(title="Launch The new onboarding", kpi=kpi_status(value="4.2"))
    assert said(down)[CoachRule.TASK].rewrite == "Lower Churn from 4.2 % to … with the new onboarding"
    up = Draft(title="Launch Acme", kpi=kpi_status(churn(direction=Direction.UP, name="Win rate")))
    assert said(up)[CoachRule.TASK].rewrite == "Raise Win rate from … to … with Acme"


@pytest.mark.parametrize(
    "title", ["Go live", "Collaborate with sales", "Scope & start the beta", "Skills matrix defined"]
)
def test_behind_a_task_that_is_about_no_one_thing_stands_what_it_changes(title: str) -> None:
    finding = typed(f"{title}.")
    assert finding is not None
    assert finding.rewrite == f"{title}, so that … rises from … to …"
    churning = said(Draft(title=title, kpi=kpi_status(value="4.2")))[CoachRule.TASK]
    assert churning.rewrite == f"{title}, so that Churn falls from 4.2 % to …"


@pytest.mark.parametrize("title", ["Launch", "Launch " + "a very long name " * 9])
def test_a_task_of_one_word_or_very_many_gets_no_rewrite(title: str) -> None:
    finding = typed(title)
    assert finding is not None
    assert (finding.rule, finding.rewrite) == (CoachRule.TASK, "")


def test_a_long_title_is_cut_in_the_reason_only() -> None:
    finding = typed("Launch " + "a very long name " * 9)
    assert finding is not None
    assert "…’ is something you do" in finding.why
    assert len(finding.why) < 140 < len(finding.about)


def test_what_is_to_stay_becomes_a_kpi() -> None:
    finding = typed("Maintain A churn rate below 3%")
    assert finding is not None
    assert finding.rule is CoachRule.MAINTAIN
    assert finding.rewrite == "KPI: a churn rate below 3%"
    assert "Make it a KPI with a limit" in finding.why


def test_a_relative_change_is_asked_from_where() -> None:
    finding = typed("Reduce churn by 30%")
    assert finding is not None
    assert finding.rule is CoachRule.UNMEASURABLE
    assert "not from where" in finding.why
    assert finding.rewrite == "Reduce churn by 30%, from … to …"


def test_a_relative_change_with_baseline_and_target_is_fine() -> None:
    assert said(draft("Reduce churn by 25%", last="4")) == {}


@pytest.mark.parametrize(
    ("title", "rewrite"),
    [
        ("Reduce churn by 30%", "Reduce churn by 30%, from 4.2 to 2.94 %"),
        ("Cut churn by 12,5 %.", "Cut churn by 12,5 %, from 4.2 to 3.68 %"),
        ("Increase signups by 50 %", "Increase signups by 50 %, from 4.2 to 6.3 %"),
        ("20% fewer incidents", "20% fewer incidents, from 4.2 to 3.36 %"),
        ("Halve churn", "Halve churn, from 4.2 to 2.1 %"),
        ("Cut churn by half", "Cut churn by half, from 4.2 to 2.1 %"),
        ("Get a third fewer tickets", "Get a third fewer tickets, from 4.2 to 2.8 %"),
        ("Reduce churn by two thirds", "Reduce churn by two thirds, from 4.2 to 1.4 %"),
        ("Triple signups", "Triple signups, from 4.2 to 12.6 %"),
        ("Increase MRR by $200k", "Increase MRR by $200k, from 4.2 to …"),
        ("Increase signups by 1.2.3%", "Increase signups by 1.2.3%, from 4.2 to …"),
        ("Make customers happier", ""),
        ("Happier customers", "Happier customers, from 4.2 to …"),
    ],
)
def test_where_the_start_is_known_the_end_is_computed(title: str, rewrite: str) -> None:
    finding = lint_key_result(Draft(title=title, last=Decimal("4.2"), unit=PERCENT))[0]
    if rewrite:
        assert (finding.rule, finding.rewrite) == (CoachRule.UNMEASURABLE, rewrite)
    else:
        assert finding.rule is CoachRule.TASK


def test_a_baseline_that_was_typed_goes_before_the_last_value_and_zero_stays_zero() -> None:
    item = Draft(title="Reduce churn by 30%", baseline=Decimal(0), last=Decimal(5), unit=Unit.parse("EUR"))
    assert lint_key_result(item)[0].rewrite == "Reduce churn by 30%, from 0 to 0 EUR"


def test_a_rewrite_that_would_not_pass_is_not_offered() -> None:
    # Behind `update`, bare numbers are versions.
    (finding,) = lint_key_result(Draft(title="Update prices to 30% lower ones", last=Decimal(4)))
    assert (finding.rule, finding.rewrite) == (CoachRule.UNMEASURABLE, "")


def test_what_has_no_number_is_asked_for_one() -> None:
    finding = typed("Customers love us")
    assert finding is not None
    assert finding.rule is CoachRule.UNMEASURABLE
    assert (
        finding.why
        == "‘Customers love us’ has no number that could be reached. Which one would show it, and from where?"
    )
    assert finding.rewrite == "Customers love us, from … to …"


@pytest.mark.parametrize("metric", [Metric.MAINTAIN, Metric.MILESTONE, Metric.BASELINE])
def test_numbers_of_its_own_make_any_words_measurable(metric: Metric) -> None:
    assert lint_key_result(Draft(title="Customers love us", metric=metric)) == ()
    assert said(draft("Customers love us")) == {}


def test_an_activity_with_a_real_way_is_no_task_but_percent_done_is_one() -> None:
    assert said(draft("Launch the new onboarding")) == {}
    done = draft("Launch the new onboarding", metric=Metric.INCREASE, baseline="0", target="100")
    assert set(said(done)) == {CoachRule.TASK}
    counted = draft("Launch the new onboarding", metric=Metric.INCREASE, baseline="0", target="100", unit=NUMBER)
    assert said(counted) == {}
    assert set(said(Draft(title="Launch the app", metric=Metric.BINARY))) == {CoachRule.TASK}


@pytest.mark.parametrize("title", ["", "  ", "\n"])
def test_nothing_is_said_of_nothing(title: str) -> None:
    assert lint_key_result(Draft(title=title)) == ()


def test_a_key_result_that_stands_is_named() -> None:
    item = Draft.of(key_result(7, title="Reduce churn", metric=Metric.BINARY, baseline=None, target=None))
    (finding,) = lint_key_result(item)
    assert (finding.subject, finding.about) == ("KR-7", "Reduce churn")


TITLES = st.builds(
    " ".join,
    st.lists(
        st.one_of(
            st.sampled_from(sorted(ACTIVITY_VERBS | CHANGE_VERBS | REACH_VERBS | STAY_VERBS)),
            st.sampled_from(
                [
                    "Q3",
                    "v2.0",
                    "30%",
                    "12",
                    "3.5",
                    "$5k",
                    "by",
                    "from",
                    "to",
                    "of",
                    "a",
                    "the",
                    "and",
                    "or",
                    ",",
                    ".",
                    "–",
                    "below",
                    "than",
                    "churn",
                    "customers",
                    "guides",
                    "tickets",
                    "NPS",
                    "half",
                    "third",
                    "fewer",
                    "…",
                    "two",
                    "4/5",
                    "days",
                    "within",
                    "hold",
                    "plan",
                    "target",
                    "is",
                    "are",
                    "done",
                    "them",
                ]
            ),
        ),
        min_size=1,
        max_size=8,
    ),
)


@QUICK
@given(st.one_of(TITLES, st.text(max_size=40)), st.one_of(st.none(), VALUES), st.sampled_from(list(UnitKind)))
def test_a_rewrite_of_words_passes_its_own_rule(title: str, last: Decimal | None, kind: UnitKind) -> None:
    found = lint_key_result(Draft(title=title, last=last, unit=Unit(kind=kind)))
    assert len(found) <= MOST_FINDINGS
    for finding in found:
        assert finding.why.endswith((".", "?"))
        if finding.rewrite:
            assert finding.rule not in said(Draft(title=finding.rewrite))


def test_every_rule_says_in_one_sentence_why_it_matters() -> None:
    assert list(RULES) == list(CoachRule) == list(RANK)
    for sentence in RULES.values():
        assert sentence.endswith(".")
        assert ". " not in sentence


def test_findings_are_put_in_order_and_left_out_where_they_were_dismissed() -> None:
    task = Finding(rule=CoachRule.TASK, subject="KR-1", about="", why="")
    other = Finding(rule=CoachRule.TASK, subject="KR-2", about="", why="")
    orphan = Finding(rule=CoachRule.ORPHAN, subject="O-1", about="", why="")
    ordered = sort_findings([orphan, task, other])
    assert ordered == (task, other, orphan)
    assert drop_dismissed(ordered, {("KR-2", CoachRule.TASK), ("O-1", CoachRule.TASK)}) == (task, orphan)
