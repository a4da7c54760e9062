"""What goes wrong on a bad day is told, and nothing leaves a listener: late triggers, dead addresses, defects."""

import socket
from typing import Any

import pytest

from handlers.slack import errors, listeners
from storage.locks import DatabaseBusyError
from storage.store import Store
from tests.handlers.actions.test_alerts import button
from tests.people import GROWTH, OWNER
from tests.tiller import Line, Running, begin_scoring, open_alert, running

CHANNEL = GROWTH.channel or ""


@pytest.mark.parametrize(
    ("action_id", "value"),
    [
        ("alert_note", "1"),
        ("alert_assign", "1"),
        ("kpi_log", "churn"),
        ("digest_show_all", "growth:2026-W46"),
        ("checkin_mine", ""),
        ("checkin_one", "12"),
        ("checkin_away", ""),
        ("scoring_open", "2"),
    ],
)
def test_a_form_that_slack_no_longer_opens_is_told(tiller: Running, action_id: str, value: str) -> None:
    open_alert(tiller)
    if action_id == "scoring_open":
        begin_scoring(tiller)
    message = tiller.post(CHANNEL, button(action_id, value))
    assert tiller.owen.click(message, action_id=action_id).opened is not None
    tiller.again("block_actions")
    assert errors.SLOW in [tiller.read(see) for see in tiller.owen.sees]
    assert tiller.forgive()


@pytest.mark.parametrize("text", ["checkin", "score"])
def test_a_command_whose_form_slack_no_longer_opens_is_told(tiller: Running, text: str) -> None:
    begin_scoring(tiller)
    assert tiller.owen.command("/okr", text).opened is not None
    assert tiller.again("slash_commands")["text"] == errors.SLOW
    assert tiller.mia.command("/kpi", "set").opened is not None
    assert tiller.again("slash_commands")["text"] == errors.SLOW
    assert tiller.forgive()


def test_an_answer_that_cannot_be_posted_back_goes_to_the_dm(tiller: Running) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    body = {**_click(tiller), "response_url": f"http://127.0.0.1:{port}/gone"}
    tiller.dispatch(body)
    assert tiller.texts(tiller.owen.dm)[-1].splitlines()[0] == "KR-12 Lift win rate, 28 → 45 %"


def _click(tiller: Running) -> dict[str, Any]:
    message = tiller.post(CHANNEL, button("okr_card", "KR-12"))
    tiller.owen.click(message, action_id="okr_card")
    return tiller.sent("block_actions")


def test_nothing_leaves_a_click_even_when_slack_cannot_be_told(tiller: Running) -> None:
    body = {**_click(tiller), "response_url": ""}
    tiller.slack.faults.add(method="views.open", kind="error_500")
    tiller.slack.faults.add(method="chat.postMessage", kind="error_500")
    assert tiller.dispatch(body) == {}
    tiller.forgive()


def test_a_mention_that_cannot_be_answered_harms_nothing(tiller: Running) -> None:
    tiller.slack.faults.add(method="chat.postMessage", kind="error_500")
    said = tiller.owen.say(f"<@{tiller.slack.bot_user_id}> churn", channel=CHANNEL)
    assert said.acked
    tiller.slack.settle()
    assert len(tiller.slack.messages(CHANNEL)) == 1
    tiller.forgive()


@pytest.mark.parametrize(
    ("failure", "in_form", "sentence"),
    [
        (DatabaseBusyError("no turn"), True, errors.BUSY_FORM),
        (DatabaseBusyError("no turn"), False, errors.BUSY),
        (ZeroDivisionError(), True, errors.BROKEN_FORM),
        (ZeroDivisionError(), False, errors.BROKEN),
    ],
)
def test_a_failure_has_its_sentence(failure: Exception, in_form: bool, sentence: str) -> None:  # noqa: FBT001 - a case
    assert errors.sentence_of(failure, in_form=in_form) == sentence


def test_a_defect_in_a_form_without_fields_is_shown_in_its_place(tiller: Running) -> None:
    def fail(**_: Any) -> None:
        raise ZeroDivisionError

    tiller.tiller.bolt.view("broken")(listeners.form(fail))
    view = {"id": "V1", "callback_id": "broken", "type": "modal", "blocks": [{"type": "divider"}]}
    tiller.tiller.bolt._listeners.insert(0, tiller.tiller.bolt._listeners.pop())
    answered = tiller.dispatch(tiller.submission(OWNER.id, view))
    assert answered["response_action"] == "update"
    assert errors.BROKEN_FORM[:40] in str(answered["view"])


def test_a_defect_in_an_event_is_logged_and_acknowledged(tiller: Running) -> None:
    event = {"type": "app_home_opened", "tab": "home"}
    body = {"type": "event_callback", "event": event, "team_id": tiller.slack.team_id}
    assert tiller.dispatch(body) == {}


EMPTY = [
    ("/okr", "", "You own no key results on Wed 18 Nov 2026. /okr company shows everybody's."),
    ("/okr", "company", "Everybody on Wed 18 Nov 2026: no objectives."),
    ("/okr", "at risk", "Everybody on Wed 18 Nov 2026: nothing is at risk."),
    ("/okr", "growth", "I don’t know ‘growth’: it is no team, person, cycle or short id."),
    ("/okr", "summary", "No cycle was scored yet, so there is no summary."),
    ("/okr", "checkin", "You own no key result in a running cycle, so there is nothing to check in on."),
    ("/okr", "score", "No cycle is being scored now. Scores are asked for in a cycle’s last days."),
    ("/kpi", "", "No KPIs yet. /kpi help says how they come in."),
    ("/kpi", "churn", "There is no KPI ‘churn’."),
    ("/kpi", "set churn 3", "There is no KPI ‘churn’."),
    ("/kpi", "why", "Which KPI?"),
    ("/kpi", "digest", "There are no teams yet, so there is no digest."),
    ("/kpi", "mine", "You own no KPIs."),
]


@pytest.mark.parametrize(("command", "text", "first_line"), EMPTY)
def test_in_an_empty_company_every_question_is_answered(
    sqlite_store: Store, line: Line, command: str, text: str, first_line: str
) -> None:
    with running(sqlite_store, line) as empty:
        assert empty.answer(empty.owen.command(command, text)).splitlines()[0] == first_line
