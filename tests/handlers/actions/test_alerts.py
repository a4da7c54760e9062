"""An alert's buttons: each is remembered with who and when, a second click is harmless (RULES 5.4)."""

from datetime import timedelta
from typing import Any

import pytest

from domain.kpis.alerts import AlertKind
from tests.people import GROWTH, NOW, OWNER
from tests.tiller import CHURN, NEWCOMER, Running, known, open_alert


def shown(tiller: Running) -> list[str]:
    """What stands in the channel once all that was said has left: the alert first, then its thread."""
    for _ in range(3):
        tiller.move(timedelta(seconds=2))
        tiller.deliver()
    return tiller.texts(GROWTH.channel or "")


def test_acknowledging_shows_on_the_message_and_in_its_thread(tiller: Running) -> None:
    click = tiller.owen.click(open_alert(tiller), action_id="alert_acknowledge")
    assert click.acked
    message, *thread = shown(tiller)
    assert "Owen acknowledged it" in message
    assert "[Acknowledge]" not in message
    assert thread == ["Owen acknowledged this."]
    with tiller.store.reading() as tx:
        alert = known(tx.alerts.open_for(CHURN.key, AlertKind.LIMIT))
    assert (alert.acknowledged_by, alert.acknowledged_at) == (OWNER.id, NOW)


def test_a_second_click_is_told_who_was_first(tiller: Running) -> None:
    alert = open_alert(tiller)
    tiller.owen.click(alert, action_id="alert_acknowledge")
    assert tiller.answer(tiller.mia.click(alert, action_id="alert_acknowledge")) == "Owen has acknowledged this alert."
    tiller.again("block_actions")
    assert shown(tiller)[1:] == ["Owen acknowledged this."]


@pytest.mark.parametrize(
    ("choice", "words", "until"),
    [
        ("1 day", "1 day", timedelta(days=1)),
        ("3 days", "3 days", timedelta(days=3)),
        ("A week", "a week", timedelta(days=7)),
        ("Until the next reading", "until the next reading", timedelta(days=400)),
    ],
)
def test_snoozing_is_said_once(tiller: Running, choice: str, words: str, until: timedelta) -> None:
    alert = open_alert(tiller)
    tiller.mia.click(alert, action_id="alert_snooze", value=choice)
    tiller.again("block_actions")
    assert shown(tiller)[1:] == [f"Mia snoozed this: “{words}”"]
    with tiller.store.reading() as tx:
        assert known(tx.alerts.open_for(CHURN.key, AlertKind.LIMIT)).snoozed_until == NOW + until


def test_the_next_reading_ends_a_snooze_until_then(tiller: Running) -> None:
    alert = open_alert(tiller)
    tiller.mia.click(alert, action_id="alert_snooze", value="Until the next reading")
    tiller.move(timedelta(days=7))
    tiller.mia.command("/kpi", "set churn 4.9%")
    with tiller.store.reading() as tx:
        assert known(tx.alerts.open_for(CHURN.key, AlertKind.LIMIT)).snoozed_until is None


@pytest.mark.parametrize("button", ["alert_acknowledge", "alert_snooze", "alert_assign", "alert_note"])
@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        ("U0SAM0004", "This alert belongs to Growth. Its members, its lead or a coordinator can act on it."),
        (NEWCOMER, "I don't know you yet. Ask a coordinator to add you to a team."),
    ],
)
def test_the_stranger_gets_a_sentence(tiller: Running, button: str, person: str, sentence: str) -> None:
    alert = open_alert(tiller)
    value = "1 day" if button == "alert_snooze" else None
    assert tiller.answer(tiller.actor(person).click(alert, action_id=button, value=value)) == sentence
    with tiller.store.reading() as tx:
        assert tx.alerts.notes(known(tx.alerts.open_for(CHURN.key, AlertKind.LIMIT)).id) == ()


def test_a_button_of_an_alert_that_is_over_says_so(tiller: Running) -> None:
    alert = open_alert(tiller)
    tiller.mia.command("/kpi", "set churn 2.1%")
    assert tiller.answer(tiller.owen.click(alert, action_id="alert_acknowledge")) == (
        "This alert is over, so there is nothing left to do about it."
    )


@pytest.mark.parametrize("value", ["", "none", "99999999"])
def test_a_button_without_an_alert_says_so(tiller: Running, value: str) -> None:
    message = tiller.post(OWNER.id, button("alert_acknowledge", value))
    answered = tiller.answer(tiller.owen.click(message, action_id="alert_acknowledge"))
    assert answered in (
        "This button is from an older message. Ask again for a fresh one.",
        "This alert is not there any more.",
    )


def button(action_id: str, value: str) -> dict[str, Any]:
    """A message with one button."""
    element: dict[str, Any] = {
        "type": "button",
        "action_id": action_id,
        "text": {"type": "plain_text", "text": "Go"},
    }
    if value:
        element["value"] = value
    return {"text": "an old message", "blocks": [{"type": "actions", "elements": [element]}]}


def test_the_lead_who_acknowledges_from_a_dm_is_answered_there(tiller: Running) -> None:
    open_alert(tiller)
    message = tiller.post(OWNER.id, button("alert_acknowledge", "1"))
    assert tiller.answer(tiller.owen.click(message, action_id="alert_acknowledge")) == (
        "Owen has acknowledged this alert."
    )
    assert "Owen acknowledged this." in shown(tiller)
