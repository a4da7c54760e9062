"""Every block and element that the emulator accepts is drawn, with what people wrote as text."""

import json
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.emulator.blocks.validate import message_problems, view_problems
from bot.emulator.server import LocalSlack
from tests.emulator.page import gallery
from tests.emulator.page.readers import dangers, page, tags, text_of
from tests.emulator.workspaces import ADA, GRACE, GROWTH

EVIL = '<img src=x onerror="alert(1)"><script>alert(2)</script>\'">'
KEPT = {"type", "style", "image_url", "url", "video_url", "thumbnail_url", "action_id", "level", "name", "unicode"}
KEPT |= {"user_id", "channel_id", "usergroup_id", "range", "format", "initial_date", "initial_time", "icon", "status"}
KEPT |= {"align", "filetypes", "width", "min_value"}


def poisoned(value: Any, key: str = "") -> Any:
    """A payload in which every text that people could have written is an attack, as long as its limit allows."""
    if isinstance(value, list):
        return [poisoned(item, key) for item in value]
    if isinstance(value, dict):
        return {name: poisoned(item, name) for name, item in value.items()}
    if not isinstance(value, str) or key in KEPT:
        return value
    return f"{EVIL}{value}"


def shown(slack: LocalSlack, web: WebClient, *messages: Any) -> str:
    for blocks in messages:
        web.chat_postMessage(channel=GROWTH, text="all", blocks=blocks)
    return page(slack, f"/as/{ADA}/{GROWTH}")


@pytest.fixture
def everything(slack: LocalSlack, web: WebClient) -> str:
    return shown(slack, web, *gallery.MESSAGES)


def test_the_gallery_is_sound_and_holds_every_type_there_is() -> None:
    assert [str(problem) for blocks in gallery.MESSAGES for problem in message_problems({"blocks": blocks})] == []
    assert view_problems(gallery.MODAL) == []
    assert view_problems(gallery.HOME) == []
    written = json.dumps([gallery.MESSAGES, gallery.MODAL])
    kinds = """section header divider context actions input image rich_text markdown table data_table data_visualization
        alert card carousel container plan task_card video context_actions button overflow static_select
        multi_static_select external_select multi_external_select users_select multi_users_select conversations_select
        multi_conversations_select channels_select multi_channels_select checkboxes radio_buttons datepicker timepicker
        datetimepicker plain_text_input number_input email_text_input url_text_input rich_text_input file_input
        feedback_buttons icon_button pie bar area line"""
    assert [kind for kind in kinds.split() if f'"type": "{kind}"' not in written] == []


def test_every_message_block_is_drawn(everything: str) -> None:
    text = text_of(everything)
    for words in (
        "Everything",
        "Small words",
        "bold",
        "third",
        "Plans",
        "Boats by harbour",
        "A card",
        "A plan",
        "The film",
    ):
        assert words in text
    kinds = {tag.attributes["data-kind"] for tag in tags(everything) if "data-kind" in tag.attributes}
    assert kinds >= {element["type"] for element in (*gallery.MENUS, *gallery.BUTTONS)}
    assert not [tag for tag in tags(everything) if tag.attributes.get("class") == "b unloaded"]


def test_pictures_of_other_hosts_are_named_but_not_loaded(everything: str) -> None:
    assert not [tag for tag in tags(everything) if tag.name == "img"]
    assert "A cat on a boat" in text_of(everything)


def test_each_kind_of_chart_is_drawn_with_its_numbers(everything: str) -> None:
    drawings = [tag for tag in tags(everything) if tag.name == "svg" and tag.attributes.get("role") == "img"]
    assert [tag.attributes["aria-label"].split(":")[0] for tag in drawings] == [
        "line chart",
        "pie chart",
        "bar chart",
        "area chart",
    ]
    titles = [tag.text for tag in tags(everything) if tag.name == "title"]
    assert "Churn, week 3: 4.8" in titles
    assert "Ours: 3 (75%)" in titles
    assert "In, week 2: -1" in titles


def test_a_series_that_never_changes_is_drawn_as_a_limit(everything: str) -> None:
    assert len([tag for tag in tags(everything) if tag.name == "g" and "steady" in tag.attributes["class"]]) == 1


def test_a_data_table_shows_its_first_page(everything: str) -> None:
    table = next(tag for tag in tags(everything) if tag.attributes.get("class") == "data")
    rows = [tag for tag in tags(everything) if tag.name == "tr" and table in tag.within]
    assert [("hidden" in row.attributes) for row in rows] == [False, False, False, True, True, True]


def test_every_input_of_a_modal_has_a_label_and_a_place_for_its_error(slack: LocalSlack) -> None:
    slack._thread.call(lambda: slack.core.screens.open(ADA, gallery.MODAL))
    html = tags(page(slack, f"/as/{ADA}/{GROWTH}"))
    ids = {tag.attributes["id"] for tag in html if "id" in tag.attributes}
    labelled = {tag.attributes["for"] for tag in html if tag.name == "label" and "for" in tag.attributes}
    inputs = [tag for tag in html if any("data-input" in item.attributes for item in tag.within)]
    controls = [tag for tag in inputs if tag.name in {"input", "select", "textarea"}]
    for control in controls:
        in_a_label = any(tag.name == "label" for tag in control.within)
        assert in_a_label or control.attributes["id"] in labelled
        described = control.attributes.get("aria-describedby") or next(
            tag.attributes["aria-describedby"] for tag in control.within if tag.name == "fieldset"
        )
        assert set(described.split()) <= ids
    assert len([tag for tag in html if "data-input" in tag.attributes]) == len(gallery.TYPED) + len(gallery.MENUS)


def test_no_two_elements_share_an_id(slack: LocalSlack, web: WebClient) -> None:
    slack._thread.call(lambda: slack.core.screens.open(ADA, gallery.MODAL))
    html = shown(slack, web, *gallery.MESSAGES)
    ids = [tag.attributes["id"] for tag in tags(html) if "id" in tag.attributes]
    assert sorted(ids) == sorted(set(ids))


def test_home_is_drawn_and_belongs_to_its_person(slack: LocalSlack, web: WebClient) -> None:
    web.views_publish(user_id=ADA, view=gallery.HOME)
    assert "Everything" in text_of(page(slack, f"/as/{ADA}/home"))
    assert "has not shown a Home" in text_of(page(slack, f"/as/{GRACE}/home"))


@pytest.mark.parametrize("index", range(len(gallery.MESSAGES)))
def test_no_text_in_any_block_becomes_markup(slack: LocalSlack, index: int) -> None:
    # Longer than Slack would take in places: what is drawn must be safe even so.
    blocks = poisoned(gallery.MESSAGES[index])
    message = {"ts": "1772442000.000100", "user": ADA, "type": "message", "text": EVIL, "blocks": blocks}
    for place, block in enumerate(blocks):
        block["block_id"] = f"{EVIL}{place}"
        for item in [block.get("accessory"), *block.get("elements", [])]:
            if isinstance(item, dict):
                item["action_id"] = f"{EVIL}{place}"
    slack.core.workspace.conversations[GROWTH].messages[message["ts"]] = message
    html = page(slack, f"/as/{ADA}/{GROWTH}")
    assert dangers(html) == []
    assert "onerror" in text_of(html)


@pytest.mark.parametrize("home", [False, True])
def test_no_text_in_a_view_becomes_markup(slack: LocalSlack, home: bool) -> None:  # noqa: FBT001 - a case of the test
    view = poisoned(gallery.HOME if home else gallery.MODAL)
    answers = {"type": "plain_text_input", "value": EVIL}

    def _show() -> None:
        screen = slack.core.screens.publish(ADA, view) if home else slack.core.screens.open(ADA, view)
        for actions in screen.values.values():
            for action_id, held in actions.items():
                actions[action_id] = answers if "value" in held else held

    slack._thread.call(_show)
    html = page(slack, f"/as/{ADA}/home")
    assert dangers(html) == []
    assert "onerror" in text_of(html)


def test_no_name_of_a_person_channel_or_file_becomes_markup(slack: LocalSlack, web: WebClient) -> None:
    slack.add_person(id="U0EVIL001", name=EVIL)
    slack.add_channel(id="C0EVIL001", name=EVIL, members=[ADA, "U0EVIL001"])
    file = web.files_getUploadURLExternal(filename=f"{EVIL}.txt", length=3)
    slack.core.workspace.files[file["file_id"]].content = b"abc"
    web.files_completeUploadExternal(files=[{"id": file["file_id"], "title": EVIL}], channel_id="C0EVIL001")
    slack.actor("U0EVIL001").say(EVIL, "C0EVIL001")
    slack.actor("U0EVIL001").say(f"/{EVIL}", "C0EVIL001")
    html = page(slack, f"/as/{ADA}/C0EVIL001")
    assert dangers(html) == []
    assert text_of(html).count("<script>alert(2)</script>") >= 5


def test_links_to_scripts_are_text(slack: LocalSlack, web: WebClient) -> None:
    link = {"type": "link", "url": "javascript:alert(1)", "text": "click"}
    prose = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [link]}]}
    button = {"type": "button", "text": gallery.plain("b"), "url": "javascript:alert(1)"}
    menu = {"type": "overflow", "options": [{"text": gallery.plain("o"), "value": "o", "url": "javascript:alert(1)"}]}
    html = shown(slack, web, [prose, {"type": "actions", "elements": [button, menu]}])
    assert dangers(html) == []
    assert "javascript:" not in html
