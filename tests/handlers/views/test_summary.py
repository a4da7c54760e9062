"""The end-of-quarter summary, as a person reads it."""

# ruff: noqa: E501 - what a person reads stands here in the lines in which they read it

import csv
import io
from dataclasses import replace
from decimal import Decimal

from domain.kpis.status_model import Verdict
from domain.okrs.model import Adjustment, Metric
from domain.okrs.scores import Cause, Decision, Score
from domain.okrs.scoring import objective_score
from domain.okrs.summaries import KpiMovement, Reading, Summary, summarise
from domain.values.ids import KeyResultId, ObjectiveId
from handlers.views.okrs import summary
from tests.handlers.views.sample_company import (
    ADA,
    CHURN,
    CYCLE,
    GROWTH,
    LOGOS,
    MRR,
    NAMES,
    NOW,
    O3,
    O4,
    PROMPT,
    SOC,
    TOUR,
    WIN_RATE,
    read,
)


def score(number: int, given: str, learning: str = "", cause: Cause | None = None) -> Score:
    value = Decimal(given)
    return Score(
        key_result=KeyResultId(number), suggested=value, given=value, by=ADA, at=NOW, learning=learning, cause=cause
    )


SCORES = {
    WIN_RATE.id: score(12, "0.3", "Pricing came in week 9.", Cause.DEPENDENCY),
    LOGOS.id: score(15, "0.9", "asking for less at sign-up did more than the tour"),
}


def quarter() -> Summary:
    return summarise(
        team=GROWTH,
        cycle=CYCLE,
        objectives=[
            objective_score(O3.objective, [WIN_RATE, LOGOS, SOC], SCORES),
            objective_score(O4.objective, [replace(TOUR, objective=ObjectiveId(4))], {TOUR.id: score(17, "0.8")}),
        ],
        prompts=[PROMPT, replace(PROMPT, answered_at=NOW)],
        movements=[
            KpiMovement(status=CHURN, first=Decimal("3.1"), last=Decimal("4.8"), verdict=Verdict.WORSE),
            KpiMovement(status=MRR, first=Decimal(1_100_000), last=Decimal(1_210_000), verdict=Verdict.BETTER),
        ],
    )


def test_a_quarter_is_one_line_then_the_win_the_miss_and_how_to_read_it() -> None:
    assert (
        read(summary.message(quarter()))
        == """\
Growth · 2026-Q4
Growth, 2026-Q4 in one line: 0.60 on average, a healthy stretch; 0 of 1 commitment kept.
🟢 Biggest win  KR-15 Close 12 logos above $50K  0.9 · “asking for less at sign-up did more than the tour”
🔴 Biggest miss  KR-12 Lift win rate against Competitor X  0.3 · cause: it depended on another team or a supplier · “Pricing came in week 9.”
🔴 Commitment missed  KR-17 New tour  0.8
🟠 amber  O-3 Become the obvious choice for mid-market  0.6, partly scored
🔴 commitment missed  O-4 Onboard in a day  0.8
[bar chart: Scores of 3 key results; 0.0: 0, 0.1: 0, 0.2: 0, 0.3: 1, 0.4: 0, 0.5: 0, 0.6: 0, 0.7: 0, 0.8: 1, 0.9: 1, 1.0: 0]
Check-in rate 50 %, half of the answers came on the day.
Causes named for misses: it depended on another team or a supplier (1).
Since 1 Oct: 1 KPI better (MRR $1.1M → $1.21M), 1 KPI worse (Churn 3.1 % → 4.8 %).
1 key result not scored.
1 Oct – 31 Dec 2026. Scores plan the next quarter; they grade nobody. Details and a CSV stand in the thread."""
    )


def test_how_to_read_a_mean_is_said() -> None:
    whole = quarter()
    lines = [summary.headline(replace(whole, reading=reading)) for reading in Reading]
    assert lines[0] == "2026-Q4 in one line: 0.60 on average, the targets were too easy; 0 of 1 commitment kept."
    assert len(set(lines)) == len(Reading)


def test_a_quarter_without_scores_is_not_scored_never_zero() -> None:
    nothing = summarise(team=GROWTH, cycle=CYCLE, objectives=[objective_score(O3.objective, [WIN_RATE], {})])
    shown = read(summary.message(nothing))
    assert "2026-Q4 in one line: nothing is scored." in shown
    assert "⚪ not scored  O-3" in shown
    assert "1 key result not scored." in shown


def test_all_exactly_one_is_asked_about() -> None:
    easy = summarise(
        team=GROWTH, cycle=CYCLE, objectives=[objective_score(O3.objective, [LOGOS], {LOGOS.id: score(15, "1.0")})]
    )
    assert "Every score is exactly 1.0." in summary.message(easy).text


def test_the_thread_has_every_score_with_its_learning_and_no_name() -> None:
    first, *others = summary.details(quarter())
    assert others == []
    assert (
        read(first)
        == """\
Growth, 2026-Q4: all scores
🟠 amber  O-3 Become the obvious choice for mid-market  0.6, partly scored
KR-12 Lift win rate against Competitor X  0.3 · cause: it depended on another team or a supplier · “Pricing came in week 9.”
KR-15 Close 12 logos above $50K  0.9 · “asking for less at sign-up did more than the tour”
KR-16 SOC 2 report · not scored
🔴 commitment missed  O-4 Onboard in a day  0.8
KR-17 New tour  0.8"""
    )


def test_a_large_company_takes_several_numbered_messages() -> None:
    many = replace(quarter(), objectives=quarter().objectives * 60)
    parts = summary.details(many)
    assert len(parts) > 1
    assert [message.text.splitlines()[0] for message in parts[:2]] == [
        f"Growth, 2026-Q4: all scores, 1 of {len(parts)}",
        f"Growth, 2026-Q4: all scores, 2 of {len(parts)}",
    ]
    for message in parts:
        read(message)


def test_no_message_names_people_beside_a_verdict() -> None:
    assert not [name for name in NAMES.values() if name in summary.message(quarter()).text]


def test_the_table_is_csv_with_a_row_for_each_key_result() -> None:
    rows = list(csv.DictReader(io.StringIO(summary.csv_text(quarter()))))
    assert [(row["objective"], row["key_result"], row["score"]) for row in rows] == [
        ("O-3", "KR-12", "0.3"),
        ("O-3", "KR-15", "0.9"),
        ("O-3", "KR-16", ""),
        ("O-4", "KR-17", "0.8"),
    ]
    assert rows[0]["cause"] == "It depended on another team or a supplier"


def test_a_cell_that_a_spreadsheet_would_run_is_escaped() -> None:
    bad = replace(LOGOS, title="=HYPERLINK(1)")
    scores = {LOGOS.id: score(15, "0.9", "+1 to that\nand @this")}
    whole = summarise(team=GROWTH, cycle=CYCLE, objectives=[objective_score(O3.objective, [bad], scores)])
    row = next(csv.DictReader(io.StringIO(summary.csv_text(whole))))
    assert (row["title"], row["learning"]) == ("'=HYPERLINK(1)", "'+1 to that and @this")


def test_an_objective_without_key_results_has_a_row_of_its_own() -> None:
    whole = summarise(team=GROWTH, cycle=CYCLE, objectives=[objective_score(O4.objective, [], {})])
    assert len(list(csv.DictReader(io.StringIO(summary.csv_text(whole))))) == 1


ADJUSTED = Adjustment(
    key_result=KeyResultId(12), by=ADA, at=NOW, reason="=the market fell", baseline=Decimal(28), target=Decimal(60)
)


def test_what_was_adjusted_shows_both_scores_and_why() -> None:
    both = replace(SCORES[WIN_RATE.id], as_set=Decimal("0.2"), decision=Decision.CHANGE, cause=None, learning="")
    adjusted = {WIN_RATE.id: [ADJUSTED]}
    scored = objective_score(O3.objective, [WIN_RATE], {WIN_RATE.id: both}, adjusted)
    whole = replace(quarter(), objectives=(scored,))
    assert "0.3 (0.3 as adjusted, 0.2 as set: “=the market fell”) · next cycle: change" in read(
        summary.details(whole)[0]
    )
    overridden = objective_score(
        O3.objective, [WIN_RATE], {WIN_RATE.id: replace(both, given=Decimal("0.5"), reason="late")}, adjusted
    )
    shown = read(summary.details(replace(whole, objectives=(overridden,)))[0])
    assert "0.5 (the numbers suggest 0.3 as adjusted, 0.2 as set: “=the market fell”)" in shown
    row = next(csv.DictReader(io.StringIO(summary.csv_text(whole))))
    assert (row["as_set"], row["adjusted_because"]) == ("0.2", "'=the market fell")


def test_the_table_says_what_was_aimed_at_as_it_is_typed() -> None:
    bands = [("3", None), (None, "5"), ("3", "5")]
    kept = [
        replace(
            WIN_RATE, id=KeyResultId(40 + at), metric=Metric.MAINTAIN, baseline=None, target=None,
            low=Decimal(low) if low else None, high=Decimal(high) if high else None,
        )
        for at, (low, high) in enumerate(bands)
    ]  # fmt: skip
    whole = replace(quarter(), objectives=(objective_score(O3.objective, [WIN_RATE, *kept, SOC], {}),))
    rows = list(csv.DictReader(io.StringIO(summary.csv_text(whole))))
    assert [row["target"] for row in rows] == ["45", "", ">= 3", "<= 5", "between 3 and 5"]
