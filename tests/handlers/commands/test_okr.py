"""`/okr`: what it answers, and what somebody gets for words that it does not understand (RULES 6.10 and 9)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from domain.okrs.checkins import PromptState
from domain.okrs.model import CheckInSource
from tests.people import GROWTH, OWNER
from tests.tiller import LOGOS, NEWCOMER, REPORT, WIN_RATE, Running, ask, begin_scoring


def okr(tiller: Running, text: str, person: str = OWNER.id) -> str:
    return tiller.answer(tiller.actor(person).command("/okr", text, channel=GROWTH.channel))


@pytest.mark.parametrize(
    ("text", "first_line"),
    [
        ("", "You own 1 objective and 2 key results on Wed 18 Nov 2026. No check-in is due."),
        ("@Mia", "Mia owns 1 objective and 2 key results on Wed 18 Nov 2026."),
        ("mia", "Mia owns 1 objective and 2 key results on Wed 18 Nov 2026."),
        ("growth", "Growth on Wed 18 Nov 2026: 2 objectives, 1 behind, 1 well behind."),
        ("GROWTH?", "Growth on Wed 18 Nov 2026: 2 objectives, 1 behind, 1 well behind."),
        ("company", "Company on Wed 18 Nov 2026: 3 objectives, 2 well behind, 1 behind."),
        ("2026-Q3", "Company, 2026-Q3 on Wed 18 Nov 2026: no objectives."),
        ("growth 2026-q4", "Growth, 2026-Q4 on Wed 18 Nov 2026: 2 objectives, 1 behind, 1 well behind."),
        ("at risk", "Company on Wed 18 Nov 2026: 1 key result at risk."),
        ("platform at-risk", "Platform on Wed 18 Nov 2026: nothing is at risk."),
        ("my at risk", "Owen on Wed 18 Nov 2026: 1 key result at risk."),
        ("stale", "Company on Wed 18 Nov 2026: 3 key results wait for a word."),
        ("@mia stale", "Mia on Wed 18 Nov 2026: 2 key results wait for a word."),
        ("kr 12", "KR-12 Lift win rate, 28 → 45 %"),
        ("O-4", "O-4 Onboard in a day"),
        ("why KR-12", "Why KR-12 stands where it does on Wed 18 Nov 2026: 18 % of the way · well behind, by 35 points"),
        ("why o3", "Why O-3 stands at 34 % on Wed 18 Nov 2026"),
        ("summary", "Company · 2026-Q3"),
        ("summary 2026-q4", "Company · 2026-Q4"),
        ("help", "/okr: the steering wheel. What you can ask:"),
    ],
)
def test_a_question_is_answered(tiller: Running, text: str, first_line: str) -> None:
    assert okr(tiller, text).splitlines()[0] == first_line


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (
            "grwoth",
            (
                "I don’t know ‘grwoth’: it is no team, person, cycle or short id.\n"
                "Did you mean /okr growth?\nThere is: company, growth and platform."
            ),
        ),
        (
            "summry",
            (
                "I don’t know ‘summry’: it is no team, person, cycle or short id.\n"
                "Did you mean /okr summary?\nThere is: company, growth and platform."
            ),
        ),
        (
            "<script> & co",
            (
                "I don’t know ‘<script> & co’: it is no team, person, cycle or short id.\n"
                "There is: company, growth and platform."
            ),
        ),
        ("@mai", "I know nobody called ‘@mai’."),
        ("@Adaa", "I know nobody called ‘@Adaa’.\nDid you mean /okr @Ada?"),
        ("@Newt", "I don’t know @newt yet. A coordinator can add them to a team."),
        (
            "2026-Q9",
            "There is no cycle ‘2026-Q9’.\nDid you mean /okr 2026-Q3 or /okr 2026-Q4?\nThere is: 2026-Q3 and 2026-Q4.",
        ),
        ("KR-99", "There is no KR-99."),
        ("O-99", "There is no O-99."),
        ("why", "Why what? Name a key result or an objective.\nDid you mean /okr why KR-12 or /okr why O-3?"),
        (
            "why churn",
            "‘churn’ is no short id. Name a key result or an objective.\nDid you mean /okr why KR-12 or /okr why O-3?",
        ),
        ("why KR-99", "There is no KR-99."),
        ("summary 2025", "There is no cycle ‘2025’.\nThere is: 2026-Q3 and 2026-Q4."),
        ("score", "No cycle is being scored now. Scores are asked for in a cycle’s last days."),
    ],
)
def test_what_is_not_understood_is_said(tiller: Running, text: str, answer: str) -> None:
    assert okr(tiller, text) == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (
            "checkin growth",
            (
                "‘growth’ is not a key result. Key results look like KR-34.\n"
                'Did you mean /okr checkin KR-34 31 7 "what moved"?'
            ),
        ),
        ("checkin KR-99 3", "There is no KR-99."),
        ("checkin KR-12", 'What is the value of KR-12 now?\nDid you mean /okr checkin KR-12 45 7 "what moved"?'),
        (
            "checkin KR-12 3,1O 7",
            "I can’t read ‘3,1O’ as a percentage: there is a letter O in it. Try 3.1 %.",
        ),
        (
            "checkin KR-12 31% 7.5 better",
            (
                "I can’t read ‘7.5’ as a confidence: it is a whole number from 0 to 10.\n"
                'Did you mean /okr checkin KR-12 45 7 "what moved"?'
            ),
        ),
        (
            "checkin KR-12 31% 11 better",
            (
                "Confidence is a whole number from 0 (no way) to 10 (certain). Nothing was saved.\n"
                'Did you mean /okr checkin KR-12 45 7 "what moved"?'
            ),
        ),
        (
            "checkin KR-12 31% 3",
            (
                "Confidence 3 says off track. Add a line on what happened, for example ‘the vendor is late’. "
                'Nothing was saved.\nDid you mean /okr checkin KR-12 45 7 "what moved"?'
            ),
        ),
        (
            "checkin KR-12 31% 4",
            (
                "Confidence fell from 7 to 4. Add a line on what changed. Nothing was saved.\n"
                'Did you mean /okr checkin KR-12 45 7 "what moved"?'
            ),
        ),
        (f"checkin KR-12 31% 7 {'x' * 501}", "The note is 501 characters long; 500 fit."),
    ],
)
def test_a_check_in_in_one_line_says_which_piece_was_not_understood(tiller: Running, text: str, answer: str) -> None:
    assert okr(tiller, text) == answer
    with tiller.store.reading() as tx:
        assert len(tx.checkins.of([WIN_RATE])[WIN_RATE]) == 1


def test_a_binary_is_done_or_not_yet(tiller: Running) -> None:
    assert okr(tiller, "checkin KR-16 maybe", "U0MIA0003") == (
        'KR-16 is done or not yet; I can’t read ‘maybe’.\nDid you mean /okr checkin KR-16 done 9 "signed on Tuesday"?'
    )
    assert okr(tiller, "checkin KR-16 not yet 7 auditors come in May", "U0MIA0003").splitlines()[:2] == [
        "Saved: KR-16.",
        "KR-16 SOC 2 report: not done yet",
    ]
    assert okr(tiller, "check-in kr16 DONE 9", "U0MIA0003").splitlines()[1] == "KR-16 SOC 2 report: done"
    with tiller.store.reading() as tx:
        assert [(check_in.value, check_in.note) for check_in in tx.checkins.of([REPORT])[REPORT]] == [
            (Decimal(0), "auditors come in May"),
            (Decimal(1), ""),
        ]


def test_steps_do_not_fit_in_a_line(tiller: Running) -> None:
    assert okr(tiller, "checkin KR-17 2 7", "U0MIA0003") == (
        "KR-17 is made of steps to tick, so it does not fit in a line.\nDid you mean /okr checkin?"
    )


def test_a_check_in_in_one_line_is_stored_and_answers_the_prompt(tiller: Running) -> None:
    prompt = ask(tiller, WIN_RATE, LOGOS)
    said = okr(tiller, "checkin KR-12 33,5 % 6 “mid-market cohort moved”")
    assert said.splitlines()[0] == "Saved: KR-12."
    assert "33.5 %" in said
    assert "“mid-market cohort moved”" in said
    with tiller.store.reading() as tx:
        stored = tx.checkins.of([WIN_RATE])[WIN_RATE][-1]
        changed = tx.prompts.get(prompt.id)
    assert (stored.value, stored.confidence, stored.note) == (Decimal("33.5"), 6, "mid-market cohort moved")
    assert stored.source is CheckInSource.PERSON
    assert changed is not None
    assert changed.state is PromptState.PARTIAL
    tiller.move(timedelta(seconds=2))
    tiller.deliver()
    assert tiller.texts(tiller.owen.dm)[-1].splitlines()[0] == "Thanks Owen. Round 4: 1 of 2 done, KR-15 still open."


def test_a_command_that_comes_twice_is_stored_once(tiller: Running) -> None:
    first = okr(tiller, "checkin KR-12 33% 6 better")
    assert first.startswith("Saved: KR-12.")
    assert tiller.read(tiller.again("slash_commands")) == first
    with tiller.store.reading() as tx:
        assert len(tx.checkins.of([WIN_RATE])[WIN_RATE]) == 2
        assert len(tx.audit.of("KR-12")) == 1


def test_somebody_elses_key_result_is_not_mine_to_say(tiller: Running) -> None:
    assert okr(tiller, "checkin KR-12 33% 7 hello", "U0SAM0004") == (
        "KR-12 is not yours. Its owner, the lead of Growth or a coordinator can change it."
    )
    assert okr(tiller, "checkin KR-12 33% 7 hello", NEWCOMER) == (
        "I don't know you yet. Ask a coordinator to add you to a team."
    )


def test_a_newcomer_is_told_what_to_look_at(tiller: Running) -> None:
    assert okr(tiller, "", NEWCOMER) == ("You own no key results on Wed 18 Nov 2026. /okr company shows everybody's.")


def test_checkin_alone_opens_the_form(tiller: Running) -> None:
    form = tiller.owen.command("/okr", "checkin").opened
    assert tiller.read_view(form).splitlines()[0] == "Check-in"
    assert tiller.ada.command("/okr", "checkin").opened is None
    assert tiller.answer(tiller.ada.command("/okr", "check in")) == (
        "You own no key result in a running cycle, so there is nothing to check in on."
    )


def test_score_opens_the_scoring_form_once_the_cycle_is_scored(tiller: Running) -> None:
    begin_scoring(tiller)
    assert tiller.read_view(tiller.owen.command("/okr", "score").opened).splitlines()[0] == "Score 2026-Q4"


def test_what_is_due_comes_first(tiller: Running) -> None:
    ask(tiller, LOGOS)
    lines = okr(tiller, "").splitlines()
    assert lines[0] == "You own 1 objective and 2 key results on Wed 18 Nov 2026. 1 check-in due."
    assert lines[3].startswith("• due  KR-15")


def test_a_summary_that_was_asked_for_promises_no_thread(tiller: Running) -> None:
    assert okr(tiller, "summary 2026-Q4").splitlines()[-1] == (
        "1 Oct – 31 Dec 2026. Scores plan the next quarter; they grade nobody."
    )
