"""Scoring from prompt to receipt, as a person reads it."""

import json
from datetime import date
from decimal import Decimal

from domain.okrs.scores import Cause, Decision, Score
from domain.values.ids import KeyResultId
from handlers.views.okrs import scoring, scoring_form
from tests.handlers.views.sample_company import (
    ADA,
    BEN,
    CYCLE,
    LOGOS,
    LOGOS_STATUS,
    MIA,
    NAMES,
    NOW,
    SOC,
    WIN_RATE,
    WIN_RATE_STATUS,
    read,
    read_view,
    silent,
)

CLOSES = date(2027, 1, 8)
WAITING = [WIN_RATE_STATUS, silent(SOC)]
SCORE = Score(
    key_result=KeyResultId(12),
    suggested=Decimal("0.2"),
    given=Decimal("0.3"),
    by=ADA,
    at=NOW,
    reason="two deals signed after the cut",
    learning="Pricing came in week 9.",
    cause=Cause.DEPENDENCY,
    decision=Decision.CHANGE,
)


def test_the_prompt_asks_how_it_went_and_until_when() -> None:
    assert (
        read(scoring.prompt(CYCLE, WAITING, owner=ADA, person=ADA, closes=CLOSES, names=NAMES))
        == """\
2026-Q4 ends: how did your 2 key results go? Scores are open until Fri 8 Jan 2027.
KR-12 Lift win rate against Competitor X, 28 → 45 %
last 31 % on 5 Nov · 18 % of the way
KR-16 SOC 2 report
no check-in yet
Scores plan the next quarter; they grade nobody. What is not scored stays “not scored”, never 0.
[Score]"""
    )


def test_who_answers_for_another_hears_for_whom() -> None:
    shown = scoring.prompt(CYCLE, WAITING, owner=MIA, person=ADA, closes=CLOSES, names=NAMES)
    assert shown.text.startswith("2026-Q4 ends: how did Mia's 2 key results go?")


def test_the_reminder_says_in_advance_who_hears_of_it() -> None:
    shown = read(scoring.reminder(CYCLE, WAITING, owner=ADA, person=ADA, lead=BEN, closes=CLOSES, names=NAMES))
    assert shown.startswith("2 key results in 2026-Q4 are not scored yet. Until Fri 8 Jan 2027.")
    assert "in two working days Ben sees which are missing." in shown


def test_the_lead_sees_only_what_is_missing() -> None:
    assert (
        read(scoring.escalation(CYCLE, {ADA: WAITING}, lead=BEN, closes=CLOSES, names=NAMES))
        == """\
Ben, scores of 2026-Q4 are still missing from Ada. They can be given until Fri 8 Jan 2027.
Ada: KR-12 and KR-16
Everybody here was asked and reminded once, and told that you would hear. Nothing more is sent."""
    )


def test_the_receipt_keeps_both_numbers_of_an_override_and_its_reason() -> None:
    assert (
        read(scoring.receipt(CYCLE, [(WIN_RATE, SCORE)], left=[LOGOS], closes=CLOSES))
        == """\
Thanks. 2026-Q4: 1 of 2 scored, KR-15 still open. They can change until Fri 8 Jan 2027.
KR-12 Lift win rate against Competitor X: 0.3
The numbers suggest 0.2. “two deals signed after the cut”
It depended on another team or a supplier · “Pricing came in week 9.”
[Score]"""
    )


def test_the_form_suggests_a_score_and_takes_another_with_a_reason() -> None:
    view = scoring_form.modal(CYCLE, 1, 1, [WIN_RATE_STATUS])
    assert (
        read_view(view)
        == """\
Score 2026-Q4

KR-12 Lift win rate against Competitor X, 28 → 45 %
last 31 % on 5 Nov · 18 % of the way · the numbers suggest 0.2
Final value, in % (optional)
  [ 31 ]
Score (optional)        [ (As suggested: 0.2) ▾ ]
If the score is another one: why? (optional)
  [          ]
What did we learn? (optional)
  [          ]
Next cycle (optional)   [ (Keep, change or drop?) ▾ ]
If it was a miss: the main cause (optional)
  [ (One of eight) ▾ ]
Not scored? (optional)
  [ ] Skip it
────────────────────────
Without a choice the score is what the final value suggests. Skipped stays “not scored”.

[Cancel] [Save]"""
    )


def test_a_score_that_is_changed_stands_in_the_form() -> None:
    view = scoring_form.modal(CYCLE, 1, 2, [WIN_RATE_STATUS], judged={KeyResultId(12): scoring_form.read_judged(SCORE)})
    shown = read_view(view)
    for words in ("[ 0.3 ▾ ]", "two deals signed", "Pricing came", "[ Change it ▾ ]", "It depended on another team"):
        assert words in shown
    assert json.loads(view["private_metadata"]) == {"v": 1, "cycle": 1, "page": 1, "pages": 2, "key_results": [12]}


def test_the_eight_causes_are_to_choose_from() -> None:
    blocks = scoring_form.modal(CYCLE, 1, 1, [LOGOS_STATUS])["blocks"]
    causes = next(block for block in blocks if block.get("block_id") == "cause:15")
    assert len(causes["element"]["options"]) == 8


def test_the_form_ends_with_what_was_saved() -> None:
    assert read_view(scoring_form.thanks([(WIN_RATE, SCORE)])).startswith("Thanks\n\nSaved. 1 score.\nKR-12")
