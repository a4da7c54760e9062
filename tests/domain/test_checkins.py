"""Tests of check-ins: who is asked what, when nobody is asked, what an answer needs and how late it came.

It proves RULES 6.2, 6.3, 6.5, 6.7 and 6.8.
"""

from datetime import date
from decimal import Decimal

import pytest

from domain.calendar.working_days import weekdays
from domain.okrs.checkins import (
    PromptSelection,
    PromptState,
    addressee,
    close,
    find_missing_note,
    lateness,
    may_remind,
    may_tell_lead,
    missing,
    pages,
    preview,
    remind_on,
    select_for_prompt,
    settle,
    tell_lead_on,
)
from domain.okrs.model import CheckInSource
from domain.okrs.status_model import Pace, Progress
from domain.values.ids import KeyResultId, TeamKey
from domain.values.precision import ValueRefusedError
from tests.domain.okr_company import (
    BEN,
    GROWTH,
    MIA,
    NOON,
    SALES,
    TODAY,
    ZOE,
    binary,
    checkin,
    close_to,
    days,
    key_result,
    person,
    prompt,
    quarter,
    steps,
    teams,
)

KR_12, KR_15 = KeyResultId(12), KeyResultId(15)
BOTH = [key_result(12), key_result(15)]


def test_key_results_without_a_checkin_are_due() -> None:
    assert select_for_prompt(BOTH, {}, now=NOON) == PromptSelection(due=(KR_12, KR_15), fresh=(), finished=())


def test_what_was_updated_within_three_days_is_not_asked_again() -> None:
    known = {KR_12: [checkin(31, 6, at=NOON - days(3))], KR_15: [checkin(31, 6, at=NOON - days(3.001))]}
    found = select_for_prompt(BOTH, known, now=NOON)
    assert (found.due, found.fresh) == ((KR_15,), (KR_12,))


@pytest.mark.parametrize("source", [CheckInSource.KPI, CheckInSource.IMPORT])
def test_a_number_that_no_person_gave_does_not_spare_the_question(source: CheckInSource) -> None:
    known = {KR_12: [checkin(31, at=NOON, source=source)]}
    assert select_for_prompt([key_result(12)], known, now=NOON).due == (KR_12,)


def test_what_is_done_cancelled_or_back_on_the_dashboard_is_not_asked() -> None:
    gone = [key_result(5, cancelled=True), key_result(6, returned_on=TODAY)]
    subjects = [binary(1), binary(2), steps("1", "2", id_=3), key_result(4), *gone]
    known = {
        KeyResultId(1): [checkin(1, at=NOON - days(20))],
        KeyResultId(2): [checkin(0, at=NOON - days(20))],
        KeyResultId(3): [checkin(3, at=NOON - days(20))],
        KeyResultId(4): [checkin(45, at=NOON - days(20))],
    }
    found = select_for_prompt(subjects, known, now=NOON)
    assert found == PromptSelection(
        due=(KeyResultId(2), KeyResultId(4)), fresh=(), finished=(KeyResultId(1), KeyResultId(3))
    )


PEOPLE = {item.id: item for item in (person(), person(BEN), person(MIA), person(ZOE))}


def test_the_owner_is_asked() -> None:
    back = person(away_until=TODAY, delegate=BEN)
    for owner in (person(), back):
        found = addressee(owner, team=GROWTH, people=PEOPLE, teams=teams(), today=TODAY)
        assert (found.person, found.reason) == (owner.id, "the owner")


def test_the_delegate_is_asked_while_the_owner_is_away() -> None:
    away = person(away_until=date(2026, 8, 20), delegate=BEN)
    found = addressee(away, team=GROWTH, people=PEOPLE, teams=teams(), today=TODAY)
    assert (found.person, found.reason) == (BEN, "Ada's delegate until 2026-08-20")


def test_nobody_is_asked_while_the_owner_is_away_without_an_active_delegate() -> None:
    alone = person(away_until=date(2026, 8, 20))
    gone_too = person(away_until=date(2026, 8, 20), delegate=BEN)
    people = {**PEOPLE, BEN: person(BEN, active=False)}
    for away in (alone, gone_too):
        found = addressee(away, team=GROWTH, people=people, teams=teams(), today=TODAY)
        assert (found.person, found.reason) == (None, "Ada is away until 2026-08-20")


def test_the_lead_is_asked_for_an_owner_who_has_left() -> None:
    left = person(active=False)
    found = addressee(left, team=GROWTH, people=PEOPLE, teams=teams(), today=TODAY)
    assert found.person == MIA
    assert "deactivated" in found.reason
    assert addressee(left, team=SALES, people=PEOPLE, teams=teams(), today=TODAY).person == ZOE


def test_a_lead_who_has_left_is_stood_in_for_from_above() -> None:
    left = person(MIA, active=False)
    people = {**PEOPLE, MIA: left}
    assert addressee(left, team=GROWTH, people=people, teams=teams(), today=TODAY).person == ZOE
    assert addressee(person(active=False), team=GROWTH, people=people, teams=teams(), today=TODAY).person == ZOE


@pytest.mark.parametrize("team", [None, TeamKey("nowhere")])
def test_nobody_is_asked_for_one_who_has_left_without_a_lead(team: TeamKey | None) -> None:
    found = addressee(person(active=False), team=team, people=PEOPLE, teams=teams(), today=TODAY)
    assert found.person is None
    assert "no lead is known" in found.reason


def test_what_is_missing_was_neither_answered_since_nor_skipped() -> None:
    known = {
        KR_12: [checkin(31, 6, at=NOON + days(1))],
        KR_15: [checkin(5, 6, at=NOON - days(1)), checkin(6, at=NOON + days(1), source=CheckInSource.KPI)],
    }
    assert missing(prompt(), known) == (KR_15,)
    assert missing(prompt(skipped=(KR_15,)), known) == ()
    assert missing(prompt(), {}) == (KR_12, KR_15)


def test_a_prompt_is_partly_then_wholly_answered() -> None:
    first, second = NOON + days(1), NOON + days(2)
    known = {KR_12: [checkin(31, 6, at=first)]}
    partly = settle(prompt(), known, now=first)
    assert (partly.state, partly.answered_at) == (PromptState.PARTIAL, first)
    known[KR_15] = [checkin(5, 6, at=second, of=15)]
    wholly = settle(partly, known, now=second)
    assert (wholly.state, wholly.answered_at) == (PromptState.ANSWERED, first)


def test_skipping_everything_is_an_answer() -> None:
    found = settle(prompt(skipped=(KR_12, KR_15)), {}, now=NOON)
    assert found.state is PromptState.ANSWERED


def test_a_prompt_without_an_answer_stays_as_it_is() -> None:
    assert settle(prompt(), {}, now=NOON) == prompt()


def test_a_round_that_closes_unanswered_is_missed_and_stays_so() -> None:
    missed = close(prompt())
    assert missed.state is PromptState.MISSED
    assert settle(missed, {KR_12: [checkin(31, 6, at=NOON)]}, now=NOON) is missed
    partly = prompt(state=PromptState.PARTIAL)
    assert close(partly).state is PromptState.ENDED


def test_reminders_count_working_days_from_the_day_of_the_prompt() -> None:
    thursday = prompt(due_on=date(2026, 8, 6))
    assert remind_on(thursday, weekdays) == date(2026, 8, 10)
    assert tell_lead_on(thursday, weekdays) == date(2026, 8, 12)


def test_a_person_is_reminded_once() -> None:
    assert may_remind(prompt(), now=NOON)
    assert may_remind(prompt(state=PromptState.PARTIAL), now=NOON)
    assert not may_remind(prompt(reminded_at=NOON), now=NOON)


@pytest.mark.parametrize("state", [PromptState.ANSWERED, PromptState.MISSED])
def test_nobody_is_reminded_of_what_is_over(state: PromptState) -> None:
    assert not may_remind(prompt(state=state), now=NOON)
    assert not may_tell_lead(prompt(state=state, reminded_at=NOON), now=NOON)


def test_a_snoozed_prompt_is_left_in_peace_until_then() -> None:
    snoozed = prompt(snoozed_until=NOON + days(1))
    assert not may_remind(snoozed, now=NOON)
    assert may_remind(snoozed, now=NOON + days(1))


def test_the_lead_is_told_once_and_only_after_the_reminder_that_said_so() -> None:
    assert not may_tell_lead(prompt(), now=NOON)
    assert may_tell_lead(prompt(reminded_at=NOON), now=NOON)
    assert not may_tell_lead(prompt(reminded_at=NOON, escalated_at=NOON), now=NOON)


@pytest.mark.parametrize(("after", "late"), [(0, 0), (0.99, 0), (1, 1), (5.5, 5), (-0.1, 0)])
def test_lateness_is_whole_days_since_the_prompt(after: float, late: int) -> None:
    assert lateness(prompt(answered_at=NOON + days(after))) == late


def test_without_an_answer_there_is_no_lateness() -> None:
    assert lateness(prompt()) is None


@pytest.mark.parametrize(
    ("previous", "confidence", "sentence"),
    [
        (8, 5, "Confidence fell from 8 to 5. Add a line on what changed."),
        (8, 6, None),
        (None, 4, None),
        (None, None, None),
        (9, None, None),
        (5, 9, None),
        (3, 3, "Confidence 3 says off track."),
        (None, 0, "Confidence 0 says off track."),
    ],
)
def test_a_note_is_asked_for_when_confidence_falls_by_three_or_says_off_track(
    previous: int | None, confidence: int | None, sentence: str | None
) -> None:
    found = find_missing_note(previous, confidence)
    assert found is None if sentence is None else found is not None and found.startswith(sentence)


def test_a_preview_says_what_a_value_would_change() -> None:
    found = preview(key_result(), Decimal(31), Decimal("33.1"), cycle=quarter(), today=TODAY)
    assert found.before is not None
    assert close_to(found.before.ratio, 0.1765)
    assert found.after == Progress(raw=Decimal("0.3"), ratio=Decimal("0.3"))
    assert close_to(found.expected, 0.4945)
    assert close_to(found.gap, 0.1945)
    assert found.pace is Pace.BEHIND


def test_a_preview_of_a_first_value_or_of_a_binary_has_less_to_say() -> None:
    first = preview(binary(), None, Decimal(1), cycle=quarter(), today=TODAY)
    assert (first.before, first.expected, first.gap, first.pace) == (None, None, None, Pace.UNDEFINED)


def test_a_preview_refuses_what_cannot_be_kept() -> None:
    with pytest.raises(ValueRefusedError):
        preview(key_result(), None, Decimal("1e40"), cycle=quarter(), today=TODAY)


def test_pages_hold_five_each_and_none_is_empty() -> None:
    ids = [KeyResultId(number) for number in range(1, 12)]
    assert [len(page) for page in pages(ids)] == [5, 5, 1]
    assert [key_result_id for page in pages(ids) for key_result_id in page] == ids
    assert pages([]) == ()
