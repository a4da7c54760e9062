"""What people do on the page, with keyboard and mouse."""

from functools import partial
from typing import TYPE_CHECKING, Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.emulator.server import LocalSlack
from tests.browser.conftest import Opened
from tests.emulator.page import gallery
from tests.emulator.page.readers import show
from tests.emulator.workspaces import ADA, GRACE, GROWTH, Kept, button, modal, opens_form, text_input

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

HERE = f"/as/{ADA}/{GROWTH}"


def composer(page: "Page") -> "Locator":
    return page.get_by_label("Message #growth")


def test_a_message_is_written_and_appears_for_everybody(slack: LocalSlack, visit: Opened) -> None:
    mine, other = visit(slack, HERE), visit(slack, f"/as/{GRACE}/{GROWTH}")
    composer(mine).fill("hello *there*")
    composer(mine).press("Enter")
    for page in (mine, other):
        page.locator("#messages strong", has_text="there").wait_for()
    assert composer(mine).input_value() == ""


def test_a_command_is_completed_and_its_answer_is_there_for_one_person_only(
    slack: LocalSlack, app: App, visit: Opened
) -> None:
    app.command("/probe")(lambda ack, command: ack(f"only for you: {command['text']}"))
    page, other = visit(slack, HERE), visit(slack, f"/as/{GRACE}/{GROWTH}")
    composer(page).press_sequentially("/pr")
    suggested = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    assert suggested.all_inner_texts() == ["/probe\nProbe"]
    composer(page).press("Enter")
    composer(page).press_sequentially("42")
    composer(page).press("Enter")
    page.get_by_text("only for you: 42").wait_for()
    page.get_by_label("You are").select_option(label="Grace Hopper")
    page.wait_for_url(f"**/as/{GRACE}/{GROWTH}")
    assert page.get_by_text("only for you").count() == 0
    assert other.get_by_text("only for you").count() == 0


def test_mentions_are_completed_by_name(slack: LocalSlack, visit: Opened) -> None:
    page = visit(slack, HERE)
    composer(page).press_sequentially("ask @hop")
    composer(page).press("Tab")
    assert composer(page).input_value() == "ask @Grace Hopper "
    composer(page).press("Enter")
    page.locator(".mention", has_text="@Grace Hopper").wait_for()
    assert slack.messages(GROWTH)[0]["text"] == f"ask <@{GRACE}>"


def test_a_form_shows_errors_at_their_fields_and_keeps_what_was_typed(
    slack: LocalSlack, app: App, visit: Opened
) -> None:
    opens_form(app, modal(text_input(), text_input("note", "Note", multiline=True)))

    def _judge(ack: Ack, view: dict[str, Any]) -> None:
        right = view["state"]["values"]["value"]["answer"]["value"] == "12"
        ack() if right else ack(response_action="errors", errors={"value": "That is no number."})

    app.view("form")(_judge)
    page = visit(slack, HERE)
    composer(page).fill("/probe")
    composer(page).press("Enter")
    page.get_by_role("dialog").wait_for()
    assert page.evaluate("document.activeElement.closest('[data-input]').dataset.input") == "value"
    page.get_by_label("Value").fill("twelve")
    page.get_by_label("Note").fill("two\nlines")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("That is no number.").wait_for()
    assert page.get_by_label("Value").get_attribute("aria-invalid") == "true"
    assert page.get_by_label("Note").input_value() == "two\nlines"
    page.get_by_label("Value").fill("12")
    page.get_by_label("Value").press("Enter")
    page.get_by_role("dialog").wait_for(state="detached")


def test_a_form_that_changes_in_the_background_keeps_what_is_being_typed(slack: LocalSlack, visit: Opened) -> None:
    show(slack, lambda: slack.core.screens.open(ADA, modal(text_input())))
    page = visit(slack, HERE)
    field = page.get_by_label("Value")
    field.press_sequentially("half a sen")
    field.press("ArrowLeft")
    top = slack.core.screens.top(ADA)
    assert top is not None
    longer = modal(text_input(), {"type": "section", "text": gallery.marked("Something new")})
    show(slack, lambda: slack.core.screens.replace(top, longer))
    page.get_by_text("Something new").wait_for()
    page.keyboard.type("X")
    assert field.input_value() == "half a seXn"


def test_modals_stack_and_close_one_by_one_or_all_at_once(slack: LocalSlack, visit: Opened) -> None:
    page, screens = visit(slack, HERE), slack.core.screens
    for title, lay in (("One", screens.open), ("Two", screens.push), ("Three", screens.push)):
        show(slack, partial(lay, ADA, modal(title=title)))
        page.get_by_role("heading", name=title).wait_for()
    page.get_by_role("dialog", name="Three").get_by_role("button", name="Cancel").click()
    page.get_by_role("dialog", name="Three").wait_for(state="detached")
    assert page.locator("dialog[open]").count() == 2
    page.keyboard.press("Escape")
    page.locator("dialog[open]").first.wait_for(state="detached")
    assert slack.actor(ADA).modals == []


def test_a_button_that_asks_again_is_pressed_only_after_yes(
    slack: LocalSlack, app: App, web: WebClient, visit: Opened
) -> None:
    heard = Kept()
    app.action("go")(lambda ack: (ack(), heard.keep("go")))
    web.chat_postMessage(channel=GROWTH, text="t", blocks=[button("Delete", confirm=gallery.CONFIRM)])
    page = visit(slack, HERE)
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="No").click()
    page.get_by_role("button", name="Delete").click()
    assert page.locator("dialog.confirm strong").inner_text() == "cannot"
    page.get_by_role("button", name="Do it").click()
    assert slack.wait_until(lambda: heard == ["go"])
    assert heard == ["go"]


def test_menus_and_lists_in_messages_tell_the_app_what_was_chosen(
    slack: LocalSlack, app: App, web: WebClient, visit: Opened
) -> None:
    heard = Kept()

    def _hear(ack: Ack, action: dict[str, Any]) -> None:
        ack()
        heard.keep(action.get("selected_option", {}).get("value") or action.get("selected_date"))

    menu = {**gallery.MENU, "action_id": "menu"}
    more = {**gallery.BUTTONS[3], "action_id": "more"}
    day = {"type": "datepicker", "action_id": "day"}
    radio = {"type": "radio_buttons", "options": gallery.options("Yes", "No"), "action_id": "radio"}
    for name in ("menu", "more", "day", "radio"):
        app.action(name)(_hear)
    web.chat_postMessage(channel=GROWTH, text="t", blocks=[{"type": "actions", "elements": [menu, more, day, radio]}])
    page = visit(slack, HERE)
    page.get_by_label("Pick one").select_option("green")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Move").click()
    page.get_by_label("Date").fill("2026-05-04")
    page.get_by_label("No", exact=True).check()
    assert slack.wait_until(lambda: len(heard) == 4)
    assert sorted(heard) == ["2026-05-04", "green", "move", "no"]


def test_files_and_suggested_choices_go_into_a_form(slack: LocalSlack, app: App, visit: Opened) -> None:
    got = Kept()
    fields = [gallery.TYPED[-1], {"type": "external_select", "min_query_length": 2}]
    blocks = [
        {
            "type": "input",
            "block_id": f"b{index}",
            "label": gallery.plain(label),
            "element": {**entry, "action_id": "a"},
        }
        for index, (label, entry) in enumerate(zip(("Papers", "Boat"), fields, strict=True))
    ]
    opens_form(app, modal(*blocks))
    app.options("a")(lambda ack, payload: ack(options=gallery.options(f"{payload['value']} One")))
    app.view("form")(lambda ack, view: (ack(), got.keep(view["state"]["values"])))
    page = visit(slack, HERE)
    composer(page).fill("/probe")
    composer(page).press("Enter")
    page.get_by_label("Papers").set_input_files(
        [{"name": "<img src=x onerror=alert(1)>.csv", "mimeType": "text/csv", "buffer": b"a,b"}]
    )
    page.get_by_text("<img src=x onerror=alert(1)>.csv").wait_for()
    page.get_by_label("Boat").press_sequentially("Sea")
    page.get_by_role("option", name="Sea One").click()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("dialog").wait_for(state="detached")
    assert got[0]["b1"]["a"]["selected_option"]["value"] == "sea one"
    assert got[0]["b0"]["a"]["files"][0]["name"] == "<img src=x onerror=alert(1)>.csv"


def test_a_shortcut_is_used_from_its_menu(slack: LocalSlack, app: App, visit: Opened) -> None:
    used = Kept()
    app.shortcut("note")(lambda ack: (ack(), used.keep("note")))
    page = visit(slack, HERE)
    page.get_by_role("button", name="Shortcuts").click()
    page.get_by_role("button", name="Note it").click()
    assert slack.wait_until(lambda: used == ["note"])


def test_a_reply_is_written_in_the_thread(slack: LocalSlack, web: WebClient, visit: Opened) -> None:
    parent = web.chat_postMessage(channel=GROWTH, text="parent")["ts"]
    page = visit(slack, HERE)
    page.locator("#messages .message").first.hover()
    page.get_by_role("link", name="Reply").click()
    page.wait_for_url(f"**/{parent}")
    page.get_by_label("Reply…").fill("child")
    page.get_by_label("Reply…").press("Enter")
    page.locator("#replies").get_by_text("child").wait_for()
    page.locator("#messages").get_by_text("1 reply").wait_for()


def test_what_slack_refuses_is_told_in_a_few_words(slack: LocalSlack, visit: Opened) -> None:
    page = visit(slack, HERE)
    composer(page).fill("/nothing at all")
    composer(page).press("Escape")
    composer(page).press("Enter")
    page.get_by_text("/nothing is not a valid command").wait_for()
    assert composer(page).input_value() == "/nothing at all"


def test_home_is_asked_for_when_it_is_opened(slack: LocalSlack, app: App, visit: Opened) -> None:
    def _publish(client: WebClient, event: dict[str, Any]) -> None:
        client.views_publish(user_id=event["user"], view=gallery.HOME)

    app.event("app_home_opened")(_publish)
    page = visit(slack, HERE)
    page.get_by_role("link", name="Home").click()
    page.get_by_text("Everything").wait_for()
