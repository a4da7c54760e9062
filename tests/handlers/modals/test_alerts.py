"""The two forms behind an alert's buttons."""

from datetime import timedelta

from tests.people import GROWTH, MEMBER, OWNER
from tests.tiller import NEWCOMER, Running, open_alert


def thread(tiller: Running, parent: str) -> list[str]:
    tiller.move(timedelta(seconds=2))
    tiller.deliver()
    tiller.move(timedelta(seconds=2))
    tiller.deliver()
    replies = [message for message in tiller.slack.messages(GROWTH.channel) if message.get("thread_ts") == parent]
    return [tiller.read(reply) for reply in replies if reply["ts"] != parent]


def test_a_note_stands_on_the_alert_and_in_its_thread(tiller: Running) -> None:
    alert = open_alert(tiller)
    tiller.owen.click(alert, action_id="alert_note")
    tiller.owen.fill("note:1", "price change on Monday <!channel>")
    done = tiller.owen.submit()
    assert (done.errors, done.closed) == ({}, True)
    assert thread(tiller, alert["ts"]) == ["Owen noted: “price change on Monday <!channel>”"]
    assert "18 Nov: Owen noted: “price change on Monday <!channel>”" in tiller.texts(GROWTH.channel or "")[0]


def test_a_note_of_blanks_is_refused(tiller: Running) -> None:
    tiller.owen.click(open_alert(tiller), action_id="alert_note")
    tiller.owen.fill("note:1", "   ")
    assert tiller.owen.submit().errors == {
        "note:1": "Write a line, for example: a price change, the fix is out on Friday."
    }


def test_a_note_that_comes_twice_is_noted_once(tiller: Running) -> None:
    alert = open_alert(tiller)
    tiller.owen.click(alert, action_id="alert_note")
    tiller.owen.fill("note:1", "price change")
    tiller.owen.submit()
    assert tiller.again("view_submission") == {}
    assert len(thread(tiller, alert["ts"])) == 1


def test_whoever_is_asked_to_act_is_mentioned_once_in_the_thread(tiller: Running) -> None:
    alert = open_alert(tiller)
    tiller.mia.click(alert, action_id="alert_assign")
    tiller.mia.fill("person:1", OWNER.id)
    assert tiller.mia.submit().errors == {}
    tiller.again("view_submission")
    assert thread(tiller, alert["ts"]) == ["Mia asks @Owen to take this on."]
    assert "Owner Mia; @Owen is asked to act." in tiller.texts(GROWTH.channel or "")[0]


def test_only_people_whom_tiller_knows_are_asked_to_act(tiller: Running) -> None:
    tiller.mia.click(open_alert(tiller), action_id="alert_assign")
    tiller.mia.fill("person:1", NEWCOMER)
    assert tiller.mia.submit().errors == {"person:1": "I don’t know this person. A coordinator can add them to a team."}


def test_the_stranger_gets_a_sentence_instead_of_the_form(tiller: Running) -> None:
    alert = open_alert(tiller)
    for button in ("alert_note", "alert_assign"):
        assert tiller.answer(tiller.sam.click(alert, action_id=button)) == (
            "This alert belongs to Growth. Its members, its lead or a coordinator can act on it."
        )


def test_a_form_for_an_alert_that_is_over_says_so(tiller: Running) -> None:
    alert = open_alert(tiller)
    tiller.ada.click(alert, action_id="alert_assign")
    tiller.mia.command("/kpi", "set churn 2.1%")
    tiller.ada.fill("person:1", MEMBER.id)
    assert tiller.ada.submit().errors == {"person:1": "This alert is over, so there is nothing left to do about it."}
