"""Buttons and menus in messages, forms and Home."""

from pathlib import Path
from typing import Any

import pytest
from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.emulator.server import LocalSlack
from tests.emulator.workspaces import (
    ADA,
    GONE,
    GROWTH,
    Kept,
    button,
    client,
    local_slack,
    modal,
    opens_form,
    text_input,
)

Payload = dict[str, Any]


def test_a_button_in_a_message_is_clicked(slack: LocalSlack, app: App) -> None:
    got = Kept()

    def _go(ack: Ack, body: Payload, respond: Respond) -> None:
        ack()
        got.keep(body)
        respond("done", replace_original=True)

    app.action("go")(_go)
    client(slack).chat_postMessage(channel=GROWTH, text="x", blocks=[button(value="1"), button("Stop", "stop")])
    (message,) = slack.messages(GROWTH)
    ada = slack.actor(ADA)
    assert ada.click(message, action_id="go").acked
    assert slack.wait_until(lambda: slack.core.stored_messages(GROWTH)[0]["text"] == "done")
    (body,) = got
    assert body["actions"][0]["value"] == "1"
    assert body["actions"][0]["block_id"] == "block-go"
    assert body["container"] == {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": GROWTH,
        "is_ephemeral": False,
    }
    assert body["message"]["ts"] == message["ts"]
    assert body["user"]["id"] == ADA
    with pytest.raises(LookupError, match="There is no 'fly' to click here; there is: nothing"):
        ada.click(message, action_id="fly")


def test_a_button_that_is_not_there_is_answered_with_those_there_are(slack: LocalSlack) -> None:
    client(slack).chat_postMessage(channel=GROWTH, text="x", blocks=[button(), button("Stop", "stop")])
    (message,) = slack.messages(GROWTH)
    with pytest.raises(LookupError, match=r"there is: go \[Go\], stop \[Stop\]"):
        slack.actor(ADA).click(message, action_id="fly")
    with pytest.raises(LookupError, match="is in no conversation"):
        slack.actor(GONE).click(message, action_id="go")


def test_a_button_that_nobody_listens_to_is_trouble(slack: LocalSlack, app: App) -> None:
    client(slack).chat_postMessage(channel=GROWTH, text="x", blocks=[button()])
    assert not app.client.retry_handlers
    interaction = slack.actor(ADA).click(slack.messages(GROWTH)[0], label="Go")
    assert interaction.trouble == "Probe is not responding. Try again in a moment."
    assert any(problem.startswith("block_actions (go) was not acknowledged") for problem in slack.problems())


def test_among_equal_buttons_the_value_says_which(slack: LocalSlack, app: App) -> None:
    got = Kept()
    app.action("go")(lambda ack, action: (ack(), got.keep(action["value"])))
    blocks = [{**button(value=str(number)), "block_id": f"b{number}"} for number in range(3)]
    client(slack).chat_postMessage(channel=GROWTH, text="x", blocks=blocks)
    slack.actor(ADA).click(slack.messages(GROWTH)[0], action_id="go", value="2")
    slack.actor(ADA).click(slack.messages(GROWTH)[0], action_id="go", block_id="b1")
    assert got == ["2", "1"]


def test_menus_and_pickers_in_messages_are_chosen_from(slack: LocalSlack, app: App) -> None:
    got = Kept()
    app.action("pick")(lambda ack, body: (ack(), got.keep(body)))
    options = [{"text": {"type": "plain_text", "text": word.title()}, "value": word} for word in ("one", "two")]
    elements = [{"type": "static_select", "action_id": "pick", "options": options}]
    more = {"type": "overflow", "action_id": "pick", "options": options}
    section = {"type": "section", "block_id": "s", "text": {"type": "mrkdwn", "text": "x"}, "accessory": more}
    menu = {"type": "actions", "block_id": "a", "elements": elements}
    client(slack).chat_postMessage(channel=GROWTH, text="x", blocks=[menu, section])
    message, ada = slack.messages(GROWTH)[0], slack.actor(ADA)
    ada.click(message, action_id="pick", block_id="a", value="Two")
    ada.click(message, action_id="pick", block_id="s", value="one")
    assert [body["actions"][0]["selected_option"]["value"] for body in got] == ["two", "one"]
    assert got[1]["state"]["values"]["a"]["pick"]["selected_option"]["value"] == "two"
    with pytest.raises(LookupError, match="there is: One, Two"):
        ada.click(message, action_id="pick", block_id="s", value="three")


def test_a_button_in_an_ephemeral_message_answers_through_its_url(slack: LocalSlack, app: App) -> None:
    app.command("/probe")(lambda ack: ack(text="x", blocks=[button()]))
    app.action("go")(lambda ack, respond: (ack(), respond("gone", replace_original=True)))
    ada = slack.actor(ADA)
    shown = ada.command("/probe").reply
    assert shown is not None
    assert ada.click(shown, action_id="go").acked
    assert slack.wait_until(lambda: [ephemeral["text"] for ephemeral in slack.core.workspace.ephemerals] == ["gone"])
    body = next(entry for entry in slack.journal.entries if entry.get("type") == "block_actions")["body"]
    assert body["container"]["is_ephemeral"]
    assert "message" not in body


def test_a_button_in_a_form_may_change_it(slack: LocalSlack, app: App) -> None:
    def _go(ack: Ack, body: Payload, client: WebClient) -> None:
        ack()
        view = modal(text_input(), text_input("more", "More"), button("Less", "less"))
        client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)

    opens_form(app, modal(text_input(), button("More", "more")))
    app.action("more")(_go)
    app.action("less")(lambda ack: ack())
    ada = slack.actor(ADA)
    ada.command("/probe")
    ada.fill("value", "typed")
    ada.click(action_id="more")
    ada.fill("More", "as well")
    assert ada.click(label="Less").acked
    assert ada.modal is not None
    values = ada.modal["state"]["values"]
    assert [values[block]["answer"]["value"] for block in ("value", "more")] == ["typed", "as well"]


def test_home_is_opened_and_its_buttons_clicked(slack: LocalSlack, app: App) -> None:
    events = Kept()

    def _home(event: Payload, client: WebClient) -> None:
        events.keep(event)
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [button()]})

    app.event("app_home_opened")(_home)
    app.action("go")(lambda ack: ack())
    ada = slack.actor(ADA)
    assert ada.home is None
    shown = ada.open_home().opened
    assert shown is not None
    assert ada.home == shown
    assert ada.click(ada.home, action_id="go").acked
    assert ada.open_home().opened
    assert [(event["tab"], event["channel"], "view" in event) for event in events] == [
        ("home", slack.dm_of(ADA), False),
        ("home", slack.dm_of(ADA), True),
    ]


def test_without_interactivity_nothing_is_clicked(tmp_path: Path) -> None:
    with local_slack(tmp_path, interactivity=False) as slack:
        client(slack).chat_postMessage(channel=GROWTH, text="x", blocks=[button()])
        trouble = slack.actor(ADA).click(slack.messages(GROWTH)[0], action_id="go").trouble
    assert trouble == "This app is not configured to handle interactive responses."


def test_an_update_is_what_came_of_a_click(slack: LocalSlack, app: App) -> None:
    def _go(ack: Ack, body: Payload, client: WebClient) -> None:
        ack()
        client.views_update(view_id=body["view"]["id"], view=modal(text_input(), title="Changed"))

    opens_form(app, modal(text_input(), button()))
    app.action("go")(_go)
    ada = slack.actor(ADA)
    assert ada.command("/probe").opened
    ada.fill("value", "typed later")
    changed = ada.click(action_id="go").opened
    assert changed is not None
    assert changed["title"]["text"] == "Changed"
    assert slack.transcript().count("typed later") == 1
