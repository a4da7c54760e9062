"""Whether a goal is looked after."""

from dataclasses import replace
from datetime import date

from domain.calendar.cadence import Cadence
from domain.coach.findings import CoachRule
from domain.coach.upkeep import lint_owner, lint_upkeep
from domain.okrs.cycles import CycleState
from domain.okrs.status_model import KeyResultStatus
from tests.domain.okr_company import ADA, TODAY, binary, key_result, person, quarter, score, seen


def said(status: KeyResultStatus, **cycle: object) -> list[str]:
    return [finding.why for finding in lint_upkeep(status, quarter(**cycle))]


def test_an_owner_who_is_here_is_fine() -> None:
    assert lint_owner(ADA, {ADA: person()}, subject="KR-1", about="Win rate") == ()


def test_an_owner_who_has_left_or_was_never_known_is_none() -> None:
    (left,) = lint_owner(ADA, {ADA: person(active=False)}, subject="KR-1", about="Win rate")
    assert left.why == "‘Win rate’ belongs to Ada, who has left. Who takes it?"
    (unknown,) = lint_owner(ADA, {}, subject="O-1", about="Win rate")
    assert unknown.why == "‘Win rate’ has no owner that Tiller knows. Who takes it?"
    assert (unknown.rule, unknown.subject) == (CoachRule.NO_OWNER, "O-1")


def test_after_two_rounds_without_a_word_it_is_asked_whether_it_is_wanted() -> None:
    assert said(seen((30, "30", 7))) == []
    assert said(seen((31, "30", 7))) == ["Nobody has checked in on ‘Lift win rate’ for 31 days. Is it still wanted?"]
    assert said(seen((16, "30", 7), cadence=Cadence.WEEKLY)) == []
    assert len(said(seen((17, "30", 7), cadence=Cadence.WEEKLY))) == 1


def test_what_nobody_ever_spoke_of_counts_from_the_first_day_of_the_cycle() -> None:
    early, late = (seen(today=date(2026, 7, day)) for day in (31, 31))
    assert said(early) == []
    assert said(replace(late, on=date(2026, 8, 1))) == [
        "Nobody has ever checked in on ‘Lift win rate’, 31 days in. Is it still wanted?"
    ]
    assert said(late, activated_on=date(2026, 7, 20)) == []


def test_what_is_done_or_cancelled_or_not_begun_need_not_be_spoken_of() -> None:
    assert said(seen((40, "1", None), of=binary())) == []
    assert len(said(seen((40, "0", None), of=binary()))) == 1
    assert said(seen((40, "30", 7), of=key_result(cancelled=True))) == []
    assert said(seen((40, "30", 7)), state=CycleState.DRAFT) == []


def test_after_the_end_a_key_result_without_a_score_was_never_scored() -> None:
    after = seen((40, "30", 7), today=date(2026, 10, 1))
    over = ["2026-Q3 is over and ‘Lift win rate’ was never scored. What did it reach, and what did it teach?"]
    assert said(after, state=CycleState.SCORING) == over
    assert said(seen((40, "30", 7)), state=CycleState.CLOSED) == over
    assert said(after, state=CycleState.ACTIVE) == []
    assert said(replace(after, score=score("0.4")), state=CycleState.SCORING) == []
    (finding,) = lint_upkeep(after, quarter(state=CycleState.SCORING))
    assert (finding.rule, finding.subject, after.on > TODAY) == (CoachRule.NEVER_SCORED, "KR-12", True)
