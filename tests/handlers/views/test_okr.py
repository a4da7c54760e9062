"""Answers about objectives and key results, as a person reads them (RULES 3.13)."""

# ruff: noqa: E501 - what a person reads stands here in the lines in which they read it

from dataclasses import replace
from decimal import Decimal

from domain.okrs.model import CheckInSource
from domain.okrs.status_model import Disagreement, OkrState, Pace, Progress
from domain.values.ids import KeyResultId, PersonId
from handlers.views.okrs import card as okr_card
from handlers.views.okrs import line as okr_line
from handlers.views.okrs import lists
from handlers.views.okrs import why as okr_why
from tests.handlers.views.sample_company import (
    ADA,
    BEN,
    LOGOS_STATUS,
    MIA,
    NAMES,
    O3,
    O4,
    SOC,
    TODAY,
    TOUR,
    WIN_RATE,
    WIN_RATE_STATUS,
    checkin,
    read,
    silent,
)


def test_mine_shows_what_is_due_first() -> None:
    assert (
        read(lists.mine([O3, O4], person=ADA, on=TODAY, names=NAMES, owed=[KeyResultId(15)], share="okr"))
        == """\
You own 2 key results on Mon 23 Nov 2026. 1 check-in due.
O-3 Become the obvious choice for mid-market
41 % · 14 points behind · confidence 6 → 4
• due  KR-15 Close 12 logos above $50K, 0 → 12
    🟢 on track · 7 on 9 Nov · 58 % of the way · on pace · confidence 6 → 8
• KR-12 Lift win rate against Competitor X, 28 → 45 %
    🟢 on track · 31 % on 5 Nov · 18 % of the way · well behind, by 40 points · confidence 7 · says on track, numbers disagree
[Check in] [Share to channel]"""
    )


def test_owning_nothing_is_said_with_a_way_on() -> None:
    shown = lists.mine([O3], person=PersonId("U0NOBODY1"), on=TODAY, names=NAMES)
    assert shown.text == "You own no key results on Mon 23 Nov 2026. /okr company shows everybody's."


def test_another_persons_are_shown_without_a_check_in_button() -> None:
    shown = read(lists.render_person([O3, O4], person=BEN, on=TODAY, names=NAMES))
    assert shown.startswith("Ben owns 1 objective on Mon 23 Nov 2026.")
    assert "[Check in]" not in shown
    assert (
        read(lists.render_person([], person=MIA, on=TODAY, names=NAMES))
        == "Mia owns no key results on Mon 23 Nov 2026."
    )


def test_only_the_persons_own_key_results_stand_under_anothers_objective() -> None:
    other = replace(LOGOS_STATUS, key_result=replace(LOGOS_STATUS.key_result, owner=MIA))
    mixed = replace(O3, key_results=(WIN_RATE_STATUS, other))
    shown = read(lists.render_person([mixed], person=MIA, on=TODAY, names=NAMES))
    assert "KR-15" in shown
    assert "KR-12" not in shown


def test_a_teams_answer_starts_with_the_paces() -> None:
    shown = read(lists.render_team([O3, O4], team="Growth", on=TODAY, names=NAMES))
    assert shown.splitlines()[0] == "Growth on Mon 23 Nov 2026: 2 objectives, 1 behind, 1 on pace."
    assert "41 % · 14 points behind · confidence 6 → 4 · Ben" in shown
    assert "no objectives" in lists.render_team([], team="Growth", on=TODAY, names=NAMES).text


def test_the_companys_answer_has_no_key_results() -> None:
    shown = read(lists.company([O3, O4], team="Acme", on=TODAY, names=NAMES, share="okr company"))
    assert "KR-12" not in shown
    assert shown.endswith("[Share to channel]")


def test_at_risk_counts_what_it_shows() -> None:
    assert lists.render_at_risk([O3, O4], where="Growth", on=TODAY, names=NAMES).text.startswith(
        "Growth on Mon 23 Nov 2026: 2 key results at risk."
    )
    assert lists.render_at_risk([O4], where="Growth", on=TODAY, names=NAMES).text == (
        "Growth on Mon 23 Nov 2026: nothing is at risk."
    )


def test_one_key_result_is_shown_with_what_was_said_last() -> None:
    history = [checkin(12, "30", TODAY, 7), checkin(12, "31", TODAY, 5, note="two calls", blocker="legal")]
    shown = read(
        okr_card.card(WIN_RATE_STATUS, objective=O3, names=NAMES, history=history, may_check_in=True, share="okr KR-12")
    )
    assert (
        shown
        == """\
KR-12 Lift win rate against Competitor X, 28 → 45 %
🟢 on track · 31 % on 5 Nov · 18 % of the way · well behind, by 40 points · confidence 7 · says on track, numbers disagree · Ada
23 Nov  31 % · confidence 5 · Ada · “two calls” · in the way: legal
23 Nov  30 % · confidence 7 · Ada
Serves O-3 Become the obvious choice for mid-market. 2026-Q4, Mon 23 Nov 2026
[Check in] [Why these numbers?] [Share to channel]"""
    )


def test_an_import_is_named_as_the_source_where_nobody_said_it() -> None:
    imported = replace(checkin(12, "30", TODAY), by=None, source=CheckInSource.IMPORT)
    assert "23 Nov  30 % · import" in okr_card.card(
        WIN_RATE_STATUS, objective=O3, names=NAMES, history=[imported]
    ).text.replace("*", "")


def test_steps_are_listed_as_done_or_to_do() -> None:
    tour = replace(silent(TOUR), last=checkin(17, "1", TODAY, 6, done_steps=(0,)))
    shown = read(okr_card.card(tour, objective=O3, names=NAMES))
    assert "☑ done  Draft\n☐ to do  Test with five\n☐ to do  Roll out" in shown


def test_one_objective_is_shown_with_what_it_serves() -> None:
    shown = read(okr_card.objective_card(O3, team="Growth", names=NAMES, parent="KR-1 Win"))
    assert "Growth · aspirational: 0.7 is good · serves KR-1 Win · 2026-Q4 · Mon 23 Nov 2026" in shown
    assert "committed: done means all of it" in read(okr_card.objective_card(O4, team="Growth", names=NAMES))


def test_why_prints_the_whole_sum() -> None:
    counted = replace(WIN_RATE_STATUS, days_gone=53, days_all=91, said=WIN_RATE_STATUS.last)
    assert (
        read(okr_why.explain_key_result(counted, O3, names=NAMES))
        == """\
Why KR-12 stands where it does on Mon 23 Nov 2026: 18 % of the way · well behind, by 40 points
KR-12 Lift win rate against Competitor X, 28 → 45 %
Progress
31 %, from a check-in of Ada on Thu 5 Nov 2026.
(now − baseline) ÷ (target − baseline) = (31 % − 28 %) ÷ (45 % − 28 %) = 0.1765.
Pace
Expected by the calendar, 53 of 91 days, 1 Oct to 31 Dec: 0.58.
Gap: 0.58 − 0.1765 = 0.4035: well behind.
Up to 10 points short is on pace, up to 25 points behind, more well behind.
Forecast
Too early to tell: a value on 2 days, and it takes 4. To be there on 31 Dec it needs 1.8 pt a week.
Confidence and health
Confidence 7 of 10, said by Ada on 5 Nov, 7 before. 7 to 10 is on track, 4 to 6 at risk, 0 to 3 off track.
Shown as 🟢 on track. After 17 days without a word it is outdated.
Says on track, numbers disagree: 28 → 31 of 45 %.
In O-3
Σ weight × progress ÷ Σ weight = (1 × 0.1765 + 1 × 0.5833) ÷ 2 = 0.41, 41 %."""
    )


def test_why_says_how_done_steps_and_silence_count() -> None:
    soc = replace(silent(SOC), last=checkin(16, "1", TODAY, 9), progress=Progress(raw=Decimal(1), ratio=Decimal(1)))
    assert "Done counts as 1, everything before as 0: 1." in okr_why.explain_key_result(soc, O3, names=NAMES).text
    third = Progress(raw=Decimal(1) / 3, ratio=Decimal(1) / 3)
    tour = replace(silent(TOUR), last=checkin(17, "1", TODAY, 9, done_steps=(0,)), progress=third)
    assert "Weights done ÷ all weights = 1 ÷ 3 = 0.3333." in okr_why.explain_key_result(tour, O3, names=NAMES).text
    assert (
        "No check-in yet: it counts as 0 in its objective"
        in okr_why.explain_key_result(silent(WIN_RATE), O3, names=NAMES).text
    )
    assert "Nothing is expected of it before the end" in okr_why.explain_key_result(silent(SOC), O3, names=NAMES).text


def test_why_of_an_objective_lists_weights_and_what_is_left_out() -> None:
    cancelled = replace(silent(SOC), key_result=replace(SOC, cancelled=True))
    idle = replace(silent(TOUR), key_result=replace(TOUR, weight=Decimal(0)))
    whole = replace(O3, key_results=(*O3.key_results, cancelled, idle), left_out=(SOC, TOUR))
    shown = read(okr_why.explain_objective(whole, names=NAMES))
    assert "Σ weight × progress ÷ Σ weight = (1 × 0.1765 + 1 × 0.5833) ÷ 2 = 0.41, 41 %." in shown
    assert "Left out (cancelled, or weight 0): KR-16 and KR-17." in shown
    assert "KR-16 SOC 2 report: cancelled, left out" in shown
    assert "KR-17 New tour: weight 0, left out" in shown
    none = replace(O4, progress_ratio=None, confidence=None, gap=None)
    assert "No key result counts, so there is no progress to show." in okr_why.explain_objective(none, names=NAMES).text


def test_beyond_the_ends_progress_says_so() -> None:
    def way(raw: str) -> str:
        return okr_line.way(replace(WIN_RATE_STATUS, progress=Progress(raw=Decimal(raw), ratio=Decimal(0))))

    assert [way("1.3529"), way("-0.47"), way("1"), way("0"), way("0.999")] == [
        "135 %, beat the target",
        "47 % worse than at the start",
        "target met",
        "0 % of the way",
        "99 % of the way",
    ]


def test_silence_and_disagreement_are_said_in_words() -> None:
    still = replace(WIN_RATE_STATUS, disagreement=Disagreement.UNMOVED, unmoved_since=WIN_RATE_STATUS.last)
    assert okr_line.disagreement(still) == "says on track, numbers disagree: 31 % since 5 Nov"
    outdated = replace(WIN_RATE_STATUS, state=OkrState.OUTDATED, disagreement=Disagreement.NONE, pace=Pace.MISSED)
    assert okr_line.key_result(outdated)[1] == "⚪ outdated · 31 % on 5 Nov · 18 % of the way · missed · confidence 7"
    assert okr_line.key_result(silent(SOC))[1] == "⚪ no check-in yet"


def test_help_shows_each_question() -> None:
    shown = read(lists.help_text())
    for question in (
        "/okr @ada",
        "/okr company",
        "/okr at risk",
        "/okr KR-12",
        "/okr checkin",
        "/okr why",
        "/okr help",
    ):
        assert question in shown


def test_a_key_result_is_named_with_what_it_measures() -> None:
    named = [okr_line.subject(key_result) for key_result in (replace(WIN_RATE, title="Win rate."), SOC, TOUR)]
    assert named == ["*KR-12* Win rate, 28 → 45 %", "*KR-16* SOC 2 report", "*KR-17* New tour, 3 steps"]
