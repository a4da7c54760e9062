"""The check-in form: what is saved, what is refused at which field, and the receipt (RULES 6.3 and 6.6)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from domain.company.teams import Role
from domain.okrs.checkins import PromptState
from domain.okrs.cycles import CycleState
from domain.values.ids import KeyResultId, PersonId
from tests.people import GROWTH, MEMBER, OWNER
from tests.tiller import CHOICE, LOGOS, REPORT, TOUR, WIN_RATE, Running, ask, known


def opened(tiller: Running, *key_results: KeyResultId, person: PersonId = OWNER.id) -> None:
    """Let a person be asked and open the form."""
    ask(tiller, *key_results, person=person)
    click = tiller.actor(person).click(tiller.dms(person)[-1], action_id="checkin_open")
    assert click.opened is not None


def stored(tiller: Running, key_result: KeyResultId) -> list[tuple[Decimal, int | None, str]]:
    with tiller.store.reading() as tx:
        found = tx.checkins.of([key_result]).get(key_result, ())
    return [(check_in.value, check_in.confidence, check_in.note) for check_in in found]


def test_a_form_is_saved_and_the_prompt_turns_into_a_receipt(tiller: Running) -> None:
    opened(tiller, WIN_RATE, LOGOS)
    owen = tiller.owen
    owen.fill("value:12", "33")
    owen.fill("confidence:12", "6")
    owen.fill("note:12", "two reference calls")
    owen.fill("skip:15", ["skip"])
    thanks = owen.submit()
    assert thanks.errors == {}
    assert "Saved, thanks Owen. 1 check-in. KR-15 skipped." in tiller.read_view(thanks.opened)
    assert stored(tiller, WIN_RATE)[-1] == (Decimal(33), 6, "two reference calls")
    assert len(stored(tiller, LOGOS)) == 1
    tiller.move(timedelta(seconds=2))
    tiller.deliver()
    assert tiller.texts(owen.dm)[0].splitlines()[0] == "Thanks Owen. Round 4: 1 of 2 done, KR-15 skipped."
    with tiller.store.reading() as tx:
        prompt = tx.prompts.get(1)
    assert prompt is not None
    assert (prompt.state, prompt.skipped) == (PromptState.ANSWERED, (LOGOS,))


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {"value:12": "3,1O"},
            {"value:12": "I can’t read ‘3,1O’ as a percentage: there is a letter O in it. Try 3.1 %."},
        ),
        (
            {"value:12": "up", "value:15": "twelve"},
            {
                "value:12": "I can’t read ‘up’ as a percentage: I don’t know what ‘up’ means. Try 3.1 or 3,1 %.",
                "value:15": "I can’t read ‘twelve’ as a number: I don’t know what ‘twelve’ means. Try 1500 or 1.5k.",
            },
        ),
        ({"value:15": "1.500"}, {"value:15": "‘1.500’ can be read as a number in two ways. Write 1.5 or 1500."}),
        (
            {"value:15": "9" * 20},
            {
                "value:15": (
                    "I can’t read ‘99999999999999999999’ as a number: it is longer than 15 digits. Round it first. "
                    "Try 1500 or 1.5k."
                )
            },
        ),
        (
            {"value:12": "30", "confidence:12": "3"},
            {
                "note:12": (
                    "Confidence 3 says off track. Add a line on what happened, for example ‘the vendor is late’."
                )
            },
        ),
        (
            {"value:12": "30", "confidence:12": "4"},
            {"note:12": "Confidence fell from 7 to 4. Add a line on what changed."},
        ),
    ],
)
def test_a_bad_answer_is_refused_at_its_field_and_nothing_is_lost(
    tiller: Running, typed: dict[str, str], errors: dict[str, str]
) -> None:
    opened(tiller, WIN_RATE, LOGOS)
    for block, text in typed.items():
        tiller.owen.fill(block, text)
    refused = tiller.owen.submit()
    assert refused.errors == errors
    assert not refused.closed
    assert tiller.owen.modal is not None
    assert len(stored(tiller, WIN_RATE)) == len(stored(tiller, LOGOS)) == 1


def test_a_first_check_in_needs_a_value(tiller: Running) -> None:
    opened(tiller, REPORT, TOUR, person=MEMBER.id)
    tiller.mia.fill("note:16", "waiting")
    assert tiller.mia.submit().errors == {
        "done:16": "This is the first check-in, so it needs a choice: done or not yet."
    }


def test_a_binary_and_steps_are_ticked(tiller: Running) -> None:
    opened(tiller, REPORT, TOUR, person=MEMBER.id)
    tiller.mia.fill("done:16", "done")
    tiller.mia.fill("steps:17:0", ["0", "2"])
    tiller.mia.fill("confidence:17", "8")
    assert tiller.mia.submit().errors == {}
    assert stored(tiller, REPORT)[-1][0] == 1
    with tiller.store.reading() as tx:
        steps = tx.checkins.of([TOUR])[TOUR][-1]
    assert (steps.value, steps.done_steps) == (Decimal(2), (0, 2))


def test_a_form_that_is_submitted_twice_is_saved_once(tiller: Running) -> None:
    """DESIGN D16."""
    opened(tiller, WIN_RATE)
    tiller.owen.fill("value:12", "33")
    tiller.owen.submit()
    again = tiller.again("view_submission")
    assert again["response_action"] == "update"
    assert len(stored(tiller, WIN_RATE)) == 2
    with tiller.store.reading() as tx:
        assert len(tx.audit.of("KR-12")) == 1


def test_the_stranger_cannot_submit_what_is_not_theirs(tiller: Running) -> None:
    opened(tiller, WIN_RATE)
    tiller.owen.fill("value:12", "33")
    with tiller.store.transaction() as tx:
        tx.okrs.save_key_result(replace(known(tx.okrs.key_result(WIN_RATE)), owner=MEMBER.id))
        tx.okrs.save_objective(replace(known(tx.okrs.objective(CHOICE)), owner=MEMBER.id))
        tx.teams.save(replace(GROWTH, lead=MEMBER.id))
        tx.people.save(replace(OWNER, role=Role.MEMBER))
    assert tiller.owen.submit().errors == {
        "value:12": "KR-12 is not yours. Its owner, the lead of Growth or a coordinator can change it."
    }
    assert len(stored(tiller, WIN_RATE)) == 1


def test_a_closed_cycle_takes_nothing_and_says_who_reopens_it(tiller: Running) -> None:
    opened(tiller, WIN_RATE)
    tiller.owen.fill("value:12", "33")
    with tiller.store.transaction() as tx:
        cycle = known(tx.cycles.by_name("2026-Q4"))
        tx.cycles.save(replace(cycle, state=CycleState.CLOSED))
    assert tiller.owen.submit().errors == {"value:12": "2026-Q4 is closed. Ada can reopen it: /okr admin."}


def test_a_form_of_another_version_says_so(tiller: Running) -> None:
    opened(tiller, WIN_RATE)
    view = known(tiller.owen.modal)
    body = tiller.submission(OWNER.id, {**view, "private_metadata": '{"v": 99}'})
    assert tiller.dispatch(body) == {
        "response_action": "errors",
        "errors": {"value:12": "This form is from an older version. Close it and open it again."},
    }


def test_a_value_is_previewed_as_soon_as_it_is_entered(tiller: Running) -> None:
    opened(tiller, WIN_RATE)
    told = tiller.owen.fill("value:12", "36.5")
    assert told is not None
    assert "18 % → 50 %" in tiller.read_view(told.opened)
    assert "Its KPI win_rate says 31.4 %: only to confirm." in tiller.read_view(told.opened)
    told = tiller.owen.fill("value:12", "many")
    assert told is not None
    assert "I can’t read ‘many’ as a percentage" in tiller.read_view(told.opened)


def test_a_receipt_can_be_edited_for_a_day(tiller: Running) -> None:
    opened(tiller, WIN_RATE)
    tiller.owen.fill("value:12", "33")
    tiller.owen.submit()
    tiller.owen.close()
    tiller.move(timedelta(seconds=2))
    tiller.deliver()
    receipt = tiller.dms(OWNER.id)[-1]
    tiller.owen.click(receipt, action_id="checkin_edit")
    tiller.owen.fill("value:12", "34")
    assert tiller.owen.submit().errors == {}
    assert [value for value, _, _ in stored(tiller, WIN_RATE)] == [Decimal(31), Decimal(34)]
    tiller.move(timedelta(hours=25))
    late = tiller.owen.click(receipt, action_id="checkin_edit")
    assert tiller.answer(late) == (
        "A receipt can be edited for a day. To correct it now, check in again: /okr checkin."
    )
