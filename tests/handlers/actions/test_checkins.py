"""The buttons of a prompt: check in, snooze, why, and what somebody else gets who clicks them (RULES 6.9)."""

from datetime import timedelta

import pytest

from tests.handlers.actions.test_alerts import button
from tests.people import OWNER
from tests.tiller import LOGOS, WIN_RATE, Running, ask, known


def test_snoozing_lets_the_prompt_rest_until_the_next_morning(tiller: Running) -> None:
    ask(tiller, WIN_RATE, LOGOS)
    message = tiller.dms(OWNER.id)[-1]
    tiller.owen.click(message, action_id="checkin_snooze")
    tiller.again("block_actions")
    tiller.move(timedelta(seconds=2))
    tiller.deliver()
    assert tiller.texts(tiller.owen.dm)[0].splitlines()[0] == "Round 4: snoozed until Thu 19 Nov."


def test_why_says_how_often_one_is_asked(tiller: Running) -> None:
    ask(tiller, WIN_RATE)
    why = tiller.owen.click(tiller.dms(OWNER.id)[-1], action_id="checkin_why").opened
    assert tiller.read_view(why).splitlines()[0] == "Why am I asked?"


@pytest.mark.parametrize("action_id", ["checkin_open", "checkin_snooze", "checkin_why", "checkin_edit"])
def test_a_prompt_is_only_for_who_is_asked(tiller: Running, action_id: str) -> None:
    prompt = ask(tiller, WIN_RATE)
    message = tiller.post("C0GROWTH1", button(action_id, str(prompt.id)))
    assert tiller.answer(tiller.sam.click(message, action_id=action_id)) == (
        "This prompt asks somebody else. Use /okr checkin for your own."
    )


@pytest.mark.parametrize("action_id", ["checkin_open", "checkin_snooze", "checkin_why", "checkin_edit"])
def test_a_prompt_that_is_gone_says_what_to_do(tiller: Running, action_id: str) -> None:
    message = tiller.post(OWNER.id, button(action_id, "99"))
    assert tiller.answer(tiller.owen.click(message, action_id=action_id)) == (
        "This prompt is not there any more. Use /okr checkin to check in."
    )


def test_one_key_result_can_be_answered_from_its_card(tiller: Running) -> None:
    card = known(tiller.owen.command("/okr", "KR-12", channel="C0GROWTH1").reply)
    assert tiller.owen.click(card, action_id="checkin_one").opened is not None
    tiller.owen.fill("value:12", "40")
    assert tiller.owen.submit().errors == {}
    with tiller.store.reading() as tx:
        assert tx.checkins.of([WIN_RATE])[WIN_RATE][-1].value == 40


def test_a_digest_s_button_opens_whatever_one_owes(tiller: Running) -> None:
    message = tiller.post("C0GROWTH1", button("checkin_mine", ""))
    assert tiller.owen.click(message, action_id="checkin_mine").opened is not None
    assert tiller.answer(tiller.ada.click(message, action_id="checkin_mine")) == (
        "You own no key result in a running cycle, so there is nothing to check in on."
    )


def test_a_trigger_that_is_too_old_is_told(tiller: Running) -> None:
    ask(tiller, WIN_RATE)
    tiller.owen.click(tiller.dms(OWNER.id)[-1], action_id="checkin_open")
    tiller.again("block_actions")
    assert "That took longer than Slack allows to open a form. Press the button again." in [
        tiller.read(see) for see in tiller.owen.sees
    ]
    assert tiller.forgive()
