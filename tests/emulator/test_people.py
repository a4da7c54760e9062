"""People and a bolt app over Socket Mode: commands, clicks, forms, Home, shortcuts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.emulator.blocks.state import FillError
from bot.emulator.server import LocalSlack
from tests.emulator.worlds import (
    ADA,
    ELSEWHERE,
    GONE,
    GRACE,
    GROWTH,
    bolt_app,
    button,
    client,
    connected,
    line,
    local_slack,
    modal,
    text_input,
)

Payload = dict[str, Any]


@pytest.fixture
def app(slack: LocalSlack) -> Iterator[App]:
    """A connected bolt app; listeners may be added afterwards."""
    made = bolt_app(slack)
    with connected(slack, made):
        yield made


def test_a_command_is_answered_by_its_acknowledgement(slack: LocalSlack, app: App) -> None:
    app.command("/probe")(lambda ack, body: ack(f"{body['channel_name']}: {body['text']}"))
    interaction = slack.actor(ADA).command("/probe", "one < two", channel=GROWTH)
    assert interaction.acked
    assert interaction.acked_after_ms is not None
    assert interaction.trouble is None
    assert interaction.reply is not None
    assert interaction.reply["text"] == "growth: one &lt; two"
    assert interaction.reply["is_ephemeral"]
    assert slack.actor(GRACE).sees == []


def test_an_answer_for_the_channel_is_seen_by_all(slack: LocalSlack, app: App) -> None:
    app.command("/probe")(lambda ack: ack(text="all", response_type="in_channel"))
    slack.actor(ADA).command("/probe", channel=GROWTH)
    assert [message["text"] for message in slack.actor(GRACE).sees] == ["all"]


@pytest.mark.parametrize(
    ("command", "typed", "sent"),
    [
        ("/probe", "@Ada, see #growth", f"<@{ADA}|ada>, see <#{GROWTH}|growth>"),
        ("/probe", "@grace hopper and @GRACE", f"<@{GRACE}|grace> and <@{GRACE}|grace>"),
        ("/probe", f"<@{ADA}> <@U0NOBODY1>", f"<@{ADA}|ada> &lt;@U0NOBODY1&gt;"),
        ("/probe", "mail ada@growth @adam #growth-hacks", "mail ada@growth @adam #growth-hacks"),
        ("/probe", "https://example.com/?a=1&b=2 & <!channel>", "<https://example.com/?a=1&amp;b=2> &amp; &lt;!channel&gt;"),
        ("/raw", f"@ada <@{ADA}> & https://example.com", f"@ada &lt;@{ADA}&gt; &amp; https://example.com"),
    ],
)
def test_typed_text_is_sent_as_the_client_sends_it(
    slack: LocalSlack, app: App, command: str, typed: str, sent: str
) -> None:
    got: list[str] = []
    app.command(command)(lambda ack, body: (got.append(body["text"]), ack()))
    slack.actor(ADA).command(command, typed)
    assert got == [sent]


def test_a_command_that_is_not_declared_does_not_reach_the_bot(slack: LocalSlack) -> None:
    with line(slack) as bot:
        trouble = slack.actor(ADA).command("/secret").trouble
        with pytest.raises(TimeoutError):
            bot.next(timeout_s=0.05)
    assert trouble is not None
    assert trouble.startswith("/secret is not a valid command.")


def test_a_command_is_typed_only_where_one_is(slack: LocalSlack) -> None:
    with pytest.raises(LookupError, match="Grace Hopper is in no conversation"):
        slack.actor(GRACE).command("/probe", channel=ELSEWHERE)


def test_a_bad_acknowledgement_is_trouble(slack: LocalSlack, app: App) -> None:
    app.command("/probe")(lambda ack: ack(text="x", blocks=[{"type": "nonsense"}]))
    interaction = slack.actor(ADA).command("/probe")
    assert interaction.trouble == '/probe failed with the error "invalid_blocks"'
    assert any("The acknowledgement of /probe was refused: invalid_blocks" in each for each in slack.problems())


def _form(app: App, view: Payload) -> None:
    def _open(ack: Ack, body: Payload, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=view)

    app.command("/probe")(_open)


def test_a_form_is_opened_filled_in_and_saved(slack: LocalSlack, app: App) -> None:
    got: list[Payload] = []
    _form(app, modal(text_input(), text_input("note", "Note", initial_value="as it was"), private_metadata="{}"))
    app.view("form")(lambda ack, view: (got.append(view), ack()))
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
    _form(app, modal(text_input(min_length=3)))
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
    _form(app, modal())
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
        from bot.emulator.people.outcome import Outcome

        web.views_open(trigger_id=opening.mint(ADA, modal_id=None, outcome=Outcome()), view=modal())
        slack.actor(ADA).fill("value", "1")
        import threading

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
    _form(app, modal())
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
    closed: list[Payload] = []
    _form(app, modal(notify_on_close=True))
    app.view_closed("form")(lambda ack, body: (ack(), closed.append(body)))
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
    from bot.emulator.people.outcome import Outcome

    trigger = slack.core.triggers.mint(ADA, modal_id=None, outcome=Outcome())
    client(slack).views_open(trigger_id=trigger, view=modal())
    ada = slack.actor(ADA)
    ada.fill("value", "1")
    failed = ada.submit()
    assert failed.trouble == "We had some trouble connecting. Try again?"
    assert ada.modal is not None


def test_a_button_in_a_message_is_clicked(slack: LocalSlack, app: App) -> None:
    got: list[Payload] = []

    def _go(ack: Ack, body: Payload, respond: Respond) -> None:
        ack()
        got.append(body)
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
    assert body["container"] == {"type": "message", "message_ts": message["ts"], "channel_id": GROWTH, "is_ephemeral": False}
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
    assert any(each.startswith("block_actions (go) was not acknowledged") for each in slack.problems())


def test_among_equal_buttons_the_value_says_which(slack: LocalSlack, app: App) -> None:
    got: list[str] = []
    app.action("go")(lambda ack, action: (ack(), got.append(action["value"])))
    blocks = [{**button(value=str(number)), "block_id": f"b{number}"} for number in range(3)]
    client(slack).chat_postMessage(channel=GROWTH, text="x", blocks=blocks)
    slack.actor(ADA).click(slack.messages(GROWTH)[0], action_id="go", value="2")
    slack.actor(ADA).click(slack.messages(GROWTH)[0], action_id="go", block_id="b1")
    assert got == ["2", "1"]


def test_menus_and_pickers_in_messages_are_chosen_from(slack: LocalSlack, app: App) -> None:
    got: list[Payload] = []
    app.action("pick")(lambda ack, body: (ack(), got.append(body)))
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
    assert slack.wait_until(lambda: [each["text"] for each in slack.core.workspace.ephemerals] == ["gone"])
    body = [entry for entry in slack.journal.entries if entry.get("type") == "block_actions"][0]["body"]
    assert body["container"]["is_ephemeral"]
    assert "message" not in body


def test_a_button_in_a_form_may_change_it(slack: LocalSlack, app: App) -> None:
    def _go(ack: Ack, body: Payload, client: WebClient) -> None:
        ack()
        view = modal(text_input(), text_input("more", "More"), button("Less", "less"))
        client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)

    _form(app, modal(text_input(), button("More", "more")))
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


def test_choosing_outside_of_an_input_is_told_at_once(slack: LocalSlack, app: App) -> None:
    got: list[Payload] = []
    options = [{"text": {"type": "plain_text", "text": "One"}, "value": "one"}]
    menu = {"type": "actions", "block_id": "menu", "elements": [{"type": "static_select", "action_id": "pick", "options": options}]}
    _form(app, modal(text_input(), menu, {**text_input("live", "Live"), "dispatch_action": True}))
    app.action("pick")(lambda ack, body: (ack(), got.append(body)))
    app.action("answer")(lambda ack, body: (ack(), got.append(body)))
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
    asked: list[str] = []
    option = {"text": {"type": "plain_text", "text": "Churn"}, "value": "7"}
    element = {"type": "external_select", "action_id": "kpi"}
    menu = {"type": "input", "block_id": "kpi", "label": {"type": "plain_text", "text": "KPI"}, "element": element}
    _form(app, modal(menu))
    app.options("kpi")(lambda ack, payload: (asked.append(payload["value"]), ack(options=[option])))
    ada = slack.actor(ADA)
    ada.command("/probe")
    ada.fill("KPI", "Churn")
    assert asked == ["Churn"]
    assert ada.modal is not None
    assert ada.modal["state"]["values"]["kpi"]["kpi"]["selected_option"] == option


def test_home_is_opened_and_its_buttons_clicked(slack: LocalSlack, app: App) -> None:
    events: list[Payload] = []

    def _home(event: Payload, client: WebClient) -> None:
        events.append(event)
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


def test_shortcuts_open_modals(slack: LocalSlack, app: App) -> None:
    def _open(ack: Ack, shortcut: Payload, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=shortcut["trigger_id"], view=modal(title=shortcut["type"]))

    app.shortcut("note")(_open)
    app.shortcut("keep")(_open)
    ada = slack.actor(ADA)
    assert (globally := ada.shortcut("note").opened) is not None
    said = ada.say("keep this", channel=GROWTH).sent
    assert said is not None
    assert (on_message := ada.message_shortcut("keep", said).opened) is not None
    assert [view["title"]["text"] for view in (globally, on_message)] == ["shortcut", "message_action"]
    assert ada.shortcut("keep").trouble == "There is no shortcut keep."


def test_without_interactivity_nothing_is_clicked(tmp_path: Path) -> None:
    with local_slack(tmp_path, interactivity=False) as slack:
        client(slack).chat_postMessage(channel=GROWTH, text="x", blocks=[button()])
        trouble = slack.actor(ADA).click(slack.messages(GROWTH)[0], action_id="go").trouble
    assert trouble == "This app is not configured to handle interactive responses."


def test_several_people_act_at_once(slack: LocalSlack, app: App) -> None:
    from concurrent.futures import ThreadPoolExecutor

    _form(app, modal())
    app.view("form")(lambda ack: ack())

    def _act(user: str) -> bool:
        actor = slack.actor(user)
        done = []
        for number in range(5):
            actor.command("/probe")
            actor.fill("value", str(number))
            done.append(actor.submit().closed)
        return all(done)

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(_act, [ADA, GRACE])) == [True, True]
    assert slack.problems() == []


def test_the_transcript_tells_what_people_read(slack: LocalSlack, app: App) -> None:
    slack.clock.freeze()
    _form(app, modal())
    app.view("form")(lambda ack: ack(response_action="errors", errors={"value": "Too much."}))
    ada = slack.actor(ADA)
    ada.command("/probe", "hello", channel=GROWTH)
    ada.fill("value", "9")
    ada.submit()
    client(slack).chat_postMessage(channel=GROWTH, text=f"hi <@{ADA}>")
    assert slack.transcript().splitlines()[:5] == [
        "Mon 2026-03-02 09:00 #growth",
        "  Ada types: /probe hello",
        "",
        "Mon 2026-03-02 09:00 Ada",
        "  A modal opens:",
    ]
    assert "  The form says: value: Too much." in slack.transcript()
    assert slack.transcript().endswith("Mon 2026-03-02 09:00 #growth\n  Probe:\n    hi @Ada\n")
    assert slack.transcript(by_place=True).count("#growth") == 1
