"""Forms, filled in and submitted the way the client lets a person (SLACK_RULES 3.4)."""

import threading
from typing import Any

import pytest
from slack_bolt import App

from bot.emulator.blocks.state import FillError
from bot.emulator.people.outcome import Outcome
from bot.emulator.server import LocalSlack
from tests.emulator.workspaces import (
    ADA,
    Kept,
    client,
    line,
    modal,
    opens_form,
    text_input,
)

Payload = dict[str, Any]


def test_a_form_is_opened_filled_in_and_saved(slack: LocalSlack, app: App) -> None:
    got = Kept()
    opens_form(app, modal(text_input(), text_input("note", "Note", initial_value="as it was"), private_metadata="{}"))
    app.view("form")(lambda ack, view: (got.keep(view), ack()))
    ada = slack.actor(ADA)
    opened = ada.command("/probe").opened
    assert opened is not None
    ada.fill("Value", "42")
    saved = ada.submit()
    assert saved.acked
    assert saved.closed
    assert ada.modal is None
    (view,) = got
    values = {block: actions["answer"]["value"] for block, actions in view["state"]["values"].items()}
    assert values == {"value": "42", "note": "as it was"}
    assert (view["id"], view["hash"], view["root_view_id"]) == (opened["id"], opened["hash"], opened["id"])
    assert slack.problems() == []


def test_the_client_refuses_a_form_before_the_bot_sees_it(slack: LocalSlack, app: App) -> None:
    opens_form(app, modal(text_input(min_length=3)))
    ada = slack.actor(ADA)
    ada.command("/probe")
    assert set(ada.submit().errors) == {"value"}
    ada.fill("value", "ab")
    refused = ada.submit()
    assert set(refused.errors) == {"value"}
    assert not refused.acked
    assert not [entry for entry in slack.journal.entries if entry.get("type") == "view_submission"]
    with pytest.raises(FillError):
        ada.fill("value", "two\nlines")
    with pytest.raises(LookupError, match=r"There is no input 'age' here; there is: value \(Value\)\."):
        ada.fill("age", "1")


def test_the_bot_refuses_a_form_at_the_right_field(slack: LocalSlack, app: App) -> None:
    opens_form(app, modal())
    app.view("form")(lambda ack: ack(response_action="errors", errors={"value": "Too much."}))
    ada = slack.actor(ADA)
    ada.command("/probe")
    ada.fill("value", "9")
    refused = ada.submit()
    assert refused.errors == {"value": "Too much."}
    assert not refused.closed
    assert ada.modal is not None


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"stranger": "No."}},
        {"response_action": "errors", "errors": {"value": ""}},
        {"response_action": "explode"},
        {"text": "hello"},
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "push"},
    ],
)
def test_an_answer_that_slack_does_not_understand_is_trouble(slack: LocalSlack, answer: Payload) -> None:
    with line(slack) as bot:
        opening = slack.core.triggers
        web = client(slack)
        web.views_open(trigger_id=opening.mint(ADA, modal_id=None, outcome=Outcome()), view=modal())
        slack.actor(ADA).fill("value", "1")
        came: list[Any] = []
        person = threading.Thread(target=lambda: came.append(slack.actor(ADA).submit()))
        person.start()
        bot.ack(bot.next(), answer)
        person.join(5)
    assert came[0].trouble == "We had some trouble connecting. Try again?"
    assert not came[0].closed
    assert len(slack.problems()) == 1


def test_a_form_can_change_be_laid_over_and_be_cleared(slack: LocalSlack, app: App) -> None:
    answers = iter(
        [
            {"response_action": "update", "view": modal(title="Second")},
            {"response_action": "push", "view": modal(title="Third", callback_id="third")},
        ]
    )
    opens_form(app, modal())
    app.view("form")(lambda ack: ack(**next(answers)))
    app.view("third")(lambda ack: ack(response_action="clear"))
    ada = slack.actor(ADA)
    ada.command("/probe")
    ada.fill("value", "1")
    changed = ada.submit().opened
    assert changed is not None
    assert changed["title"]["text"] == "Second"
    assert changed["state"]["values"]["value"]["answer"]["value"] == "1"
    pushed = ada.submit().opened
    assert pushed is not None
    assert pushed["previous_view_id"] == changed["id"]
    assert len(ada.modals) == 2
    ada.fill("value", "2")
    assert ada.submit().closed
    assert ada.modals == []


def test_a_closed_form_is_told_if_it_asks_to_be(slack: LocalSlack, app: App) -> None:
    closed = Kept()
    opens_form(app, modal(notify_on_close=True))
    app.view_closed("form")(lambda ack, body: (ack(), closed.keep(body)))
    ada = slack.actor(ADA)
    assert ada.command("/probe").opened
    assert ada.close().acked
    assert ada.modal is None
    assert [(body["view"]["callback_id"], body["is_cleared"]) for body in closed] == [("form", False)]
    assert ada.command("/probe").opened
    assert ada.close(everything=True).acked
    assert closed[1]["is_cleared"]
    with pytest.raises(LookupError, match="has no modal open"):
        ada.close()


def test_an_unanswered_form_stays_open(slack: LocalSlack) -> None:
    trigger = slack.core.triggers.mint(ADA, modal_id=None, outcome=Outcome())
    client(slack).views_open(trigger_id=trigger, view=modal())
    ada = slack.actor(ADA)
    ada.fill("value", "1")
    failed = ada.submit()
    assert failed.trouble == "We had some trouble connecting. Try again?"
    assert ada.modal is not None


def test_choosing_outside_of_an_input_is_told_at_once(slack: LocalSlack, app: App) -> None:
    got = Kept()
    options = [{"text": {"type": "plain_text", "text": "One"}, "value": "one"}]
    menu = {
        "type": "actions",
        "block_id": "menu",
        "elements": [{"type": "static_select", "action_id": "pick", "options": options}],
    }
    opens_form(app, modal(text_input(), menu, {**text_input("live", "Live"), "dispatch_action": True}))
    app.action("pick")(lambda ack, body: (ack(), got.keep(body)))
    app.action("answer")(lambda ack, body: (ack(), got.keep(body)))
    ada = slack.actor(ADA)
    ada.command("/probe")
    assert ada.fill("value", "1") is None
    assert (picked := ada.fill("menu", "one")) is not None
    assert picked.acked
    assert (typed := ada.fill("live", "now")) is not None
    assert typed.acked
    assert got[0]["view"]["state"]["values"]["menu"]["pick"]["selected_option"]["value"] == "one"
    assert got[1]["actions"][0]["value"] == "now"


def test_an_external_menu_asks_the_bot(slack: LocalSlack, app: App) -> None:
    asked = Kept()
    option = {"text": {"type": "plain_text", "text": "Churn"}, "value": "7"}
    element = {"type": "external_select", "action_id": "kpi"}
    menu = {"type": "input", "block_id": "kpi", "label": {"type": "plain_text", "text": "KPI"}, "element": element}
    opens_form(app, modal(menu))
    app.options("kpi")(lambda ack, payload: (asked.keep(payload["value"]), ack(options=[option])))
    ada = slack.actor(ADA)
    ada.command("/probe")
    ada.fill("KPI", "Churn")
    assert asked == ["Churn"]
    assert ada.modal is not None
    assert ada.modal["state"]["values"]["kpi"]["kpi"]["selected_option"] == option
