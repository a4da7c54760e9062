"""What people do on the page reaches the app, and what comes of it is told."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.emulator.server import LocalSlack
from tests.emulator.page import gallery
from tests.emulator.page.readers import ask, do, page, text_of
from tests.emulator.workspaces import ADA, GRACE, GROWTH, Kept, button, modal, opens_form, text_input


def front(slack: LocalSlack) -> str:
    """The id of the modal in front of Ada, once one is there."""
    assert slack.wait_until(lambda: slack.core.screens.top(ADA) is not None)
    view = slack.actor(ADA).modal
    assert view is not None
    return str(view["id"])


def test_what_is_written_is_a_message_of_that_person(slack: LocalSlack) -> None:
    assert do(slack, ADA, "say", text=" hello @Grace Hopper ", channel=GROWTH)["trouble"] is None
    assert [message["text"] for message in slack.messages(GROWTH)] == [f"hello <@{GRACE}>"]


def test_a_command_is_answered_to_its_person_only(slack: LocalSlack, app: App) -> None:
    app.command("/probe")(lambda ack, command: ack(f"you said {command['text']}"))
    assert do(slack, ADA, "say", text="/probe  a b", channel=GROWTH)["trouble"] is None
    assert "you said a b" in text_of(page(slack, f"/as/{ADA}/{GROWTH}"))
    assert "you said" not in page(slack, f"/as/{GRACE}/{GROWTH}")


def test_commands_that_do_not_exist_or_stand_in_threads_are_told_so(slack: LocalSlack) -> None:
    assert "not a valid command" in do(slack, ADA, "say", text="/nothing", channel=GROWTH)["trouble"]
    ts = slack.actor(ADA).say("x", GROWTH).sent or {}
    told = do(slack, ADA, "say", text="/probe", channel=GROWTH, thread_ts=ts["ts"])
    assert "not supported in threads" in told["trouble"]


def test_a_click_in_a_message_reaches_the_app(slack: LocalSlack, app: App, web: WebClient) -> None:
    heard = Kept()
    app.action("go")(lambda ack, action: (ack(), heard.keep(action["value"])))
    ts = web.chat_postMessage(channel=GROWTH, text="t", blocks=[button(value="7")])["ts"]
    came = do(slack, ADA, "click", channel=GROWTH, ts=ts, block_id="block-go", action_id="go", value="7")
    assert (came["trouble"], heard) == (None, ["7"])


def test_a_click_that_nobody_acknowledges_is_told_to_the_person(slack: LocalSlack, web: WebClient) -> None:
    ts = web.chat_postMessage(channel=GROWTH, text="t", blocks=[button()])["ts"]
    came = do(slack, ADA, "click", channel=GROWTH, ts=ts, block_id="block-go", action_id="go")
    assert "not responding" in came["trouble"]


def test_a_choice_in_a_message_is_kept_for_its_person(slack: LocalSlack, app: App, web: WebClient) -> None:
    app.action("menu")(lambda ack: ack())
    block = {"type": "actions", "block_id": "b", "elements": [{**gallery.MENU, "action_id": "menu"}]}
    ts = web.chat_postMessage(channel=GROWTH, text="t", blocks=[block])["ts"]
    do(slack, ADA, "click", channel=GROWTH, ts=ts, block_id="b", action_id="menu", value="green")
    assert '<option value="green" selected>' in page(slack, f"/as/{ADA}/{GROWTH}")
    assert '<option value="green" selected>' not in page(slack, f"/as/{GRACE}/{GROWTH}")


def test_a_form_says_what_is_wrong_and_then_takes_it(slack: LocalSlack, app: App) -> None:
    opens_form(app, modal(text_input()))
    got = Kept()

    def _judge(ack: Ack, view: dict[str, Any]) -> None:
        value = got.keep(view["state"]["values"]["value"]["answer"]["value"])
        if value == "wrong":
            ack(response_action="errors", errors={"value": "Try another."})
        else:
            ack()

    app.view("form")(_judge)
    do(slack, ADA, "say", text="/probe", channel=GROWTH)
    view = front(slack)
    empty = do(slack, ADA, "submit", view_id=view, answers={"value": {"answer": None}})
    assert empty["errors"] == {"value": "Please complete this required field."}
    wrong = do(slack, ADA, "submit", view_id=view, answers={"value": {"answer": "wrong"}})
    assert wrong["errors"] == {"value": "Try another."}
    assert 'value="wrong"' in page(slack, f"/as/{ADA}/{GROWTH}")
    assert do(slack, ADA, "submit", view_id=view, answers={"value": {"answer": "right"}})["closed"]
    assert got == ["wrong", "right"]
    assert slack.actor(ADA).modal is None


def test_what_the_client_could_not_hold_is_told_at_its_field(slack: LocalSlack, app: App) -> None:
    number = {"type": "number_input", "action_id": "n", "is_decimal_allowed": False}
    field = {"type": "input", "block_id": "b", "label": gallery.plain("N"), "element": number}
    opens_form(app, modal(field))
    do(slack, ADA, "say", text="/probe", channel=GROWTH)
    came = do(slack, ADA, "submit", view_id=front(slack), answers={"b": {"n": "three"}})
    assert came["errors"] == {"b": "A number input takes digits only, not 'three'."}


def test_every_kind_of_input_is_sent_as_slack_would(slack: LocalSlack, app: App) -> None:
    elements = {f"e{index}": entry for index, entry in enumerate((*gallery.TYPED, *gallery.MENUS))}
    blocks = [
        {
            "type": "input",
            "block_id": id_,
            "label": gallery.plain("L"),
            "optional": True,
            "element": {**element, "action_id": "a"},
        }
        for id_, element in elements.items()
    ]
    opens_form(app, modal(*blocks))
    got = Kept()
    app.view("form")(lambda ack, view: (ack(), got.keep(view["state"]["values"])))
    app.options("a")(lambda ack: ack(options=gallery.options("Found")))
    do(slack, ADA, "say", text="/probe", channel=GROWTH)
    view = front(slack)
    raw: dict[str, Any] = {
        "plain_text_input": "words",
        "number_input": "2.5",
        "email_text_input": "a@b.example",
        "url_text_input": "https://example.com",
        "rich_text_input": "rich",
        "datetimepicker": "2026-03-02T10:00",
        "static_select": None,
        "users_select": GRACE,
        "conversations_select": GROWTH,
        "channels_select": GROWTH,
        "external_select": "found",
        "multi_static_select": ["one", "three"],
        "multi_users_select": [ADA, GRACE],
        "multi_conversations_select": [GROWTH],
        "multi_channels_select": [GROWTH],
        "multi_external_select": ["found"],
        "checkboxes": ["b"],
        "radio_buttons": "no",
        "datepicker": "2026-04-01",
        "timepicker": "10:15",
        "file_input": [],
    }
    for id_, element in elements.items():
        if "external" in element["type"]:
            found = ask(
                slack,
                "POST",
                f"/page/as/{ADA}/suggest",
                {"view_id": view, "block_id": id_, "action_id": "a", "typed": "fou"},
            )
            assert found[1] == '[{"value":"found","text":"Found"}]'
    answers = {id_: {"a": raw[element["type"]]} for id_, element in elements.items()}
    came = do(slack, ADA, "submit", view_id=view, answers=answers)
    assert (came["errors"], came["closed"]) == ({}, True)
    held = {element["type"]: got[0][id_]["a"] for id_, element in elements.items()}
    assert held["datetimepicker"]["selected_date_time"] == 1772442000  # ten o'clock in Ada's Amsterdam
    assert [selected_option["value"] for selected_option in held["multi_static_select"]["selected_options"]] == [
        "one",
        "three",
    ]
    assert held["external_select"]["selected_option"]["value"] == "found"
    assert held["users_select"]["selected_user"] == GRACE
    assert held["radio_buttons"]["selected_option"]["value"] == "no"
    assert held["rich_text_input"]["rich_text_value"]["type"] == "rich_text"
    assert held["number_input"]["value"] == "2.5"


def test_an_upload_can_be_put_into_a_form(slack: LocalSlack) -> None:
    status, answer, _ = ask(slack, "POST", f"/page/as/{ADA}/files", b"a,b\n", x_file_name="my%20numbers.csv")
    assert status == 200
    assert '"name":"my numbers.csv"' in answer.replace('": "', '":"')


def test_the_whole_stack_closes_or_only_its_front(slack: LocalSlack) -> None:
    def _open() -> None:
        slack.core.screens.open(ADA, modal(title="Below"))
        slack.core.screens.push(ADA, modal(title="Above"))

    slack._thread.call(_open)
    assert do(slack, ADA, "close", view_id=front(slack), everything=False)["closed"]
    assert [view["title"]["text"] for view in slack.actor(ADA).modals] == ["Below"]
    slack._thread.call(lambda: slack.core.screens.push(ADA, modal(title="Above")))
    do(slack, ADA, "close", view_id=front(slack), everything=True)
    assert slack.actor(ADA).modals == []


def test_a_view_that_is_not_in_front_cannot_be_submitted(slack: LocalSlack) -> None:
    slack._thread.call(lambda: slack.core.screens.open(ADA, modal()))
    came = do(slack, ADA, "submit", view_id="V0SOMETHING", answers={})
    assert came["status"] == 404
    assert "not in front" in came["detail"]


def test_shortcuts_reach_the_app(slack: LocalSlack, app: App, web: WebClient) -> None:
    used = Kept()
    app.shortcut("note")(lambda ack, shortcut: (ack(), used.keep(shortcut["type"])))
    app.shortcut("keep")(lambda ack, shortcut: (ack(), used.keep(shortcut["message"]["text"])))
    ts = web.chat_postMessage(channel=GROWTH, text="worth it")["ts"]
    do(slack, ADA, "shortcut", callback_id="note")
    do(slack, ADA, "shortcut", callback_id="keep", channel=GROWTH, ts=ts)
    assert used == ["shortcut", "worth it"]
    assert 'data-shortcut="keep"' in page(slack, f"/as/{ADA}/{GROWTH}")


def test_opening_home_tells_the_app(slack: LocalSlack, app: App) -> None:
    opened = Kept()
    app.event("app_home_opened")(lambda event: opened.keep(event["user"]))
    do(slack, ADA, "home")
    assert slack.wait_until(lambda: opened == [ADA])


def test_a_body_that_is_no_json_is_refused(slack: LocalSlack) -> None:
    status, _, _ = ask(slack, "POST", f"/page/as/{ADA}/say", b"text=hi&channel=C", content_type="text/plain")
    assert status == 422
    assert slack.messages() == []
