"""What an object must have, may have, and on which surface it may stand."""

from typing import Any

import pytest

from tests.emulator.blocks.payloads import (
    Payload,
    actions,
    asks,
    button,
    chart,
    home,
    marked,
    modal,
    option,
    plain,
    raw,
    refused,
    section,
    table,
    view_refused,
)

_DATE = {"type": "datepicker"}
_TEXT = {"type": "plain_text_input"}
_RICH = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "a"}]}]}
_IMAGE = {"type": "image", "image_url": "https://x.y/z.png", "alt_text": "a"}


def _select(**fields: Any) -> Payload:
    return {"type": "static_select", "options": [option()], **fields}


@pytest.mark.parametrize(
    ("block", "sentence"),
    [
        ({"text": marked()}, "missing required field: type [json-pointer:/blocks/0]"),
        ("section", "must provide an object [json-pointer:/blocks/0]"),
        (section(colour="red"), "invalid additional property: colour [json-pointer:/blocks/0]"),
        ({"type": "section"}, "must provide at least one of `text`, `fields` [json-pointer:/blocks/0]"),
        ({"type": "section", "text": {"text": "x"}}, "missing required field: type [json-pointer:/blocks/0/text]"),
        (
            {"type": "section", "text": {"type": "markdown", "text": "x"}},
            "unsupported type: markdown [json-pointer:/blocks/0/text/type]",
        ),
        (
            {"type": "section", "text": {**marked(), "emoji": True}},
            "invalid additional property: emoji [json-pointer:/blocks/0/text]",
        ),
        (
            {"type": "header", "text": {**plain(), "verbatim": True}},
            "invalid additional property: verbatim [json-pointer:/blocks/0/text]",
        ),
        ({"type": "header", "text": marked()}, "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]"),
        (
            {"type": "header", "text": plain(), "level": 5},
            "must be less than or equal to 4 [json-pointer:/blocks/0/level]",
        ),
        (actions(_TEXT), "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]"),
        (actions({"type": "button"}), "missing required field: text [json-pointer:/blocks/0/elements/0]"),
        (actions(button(text=marked())), "unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/text/type]"),
        (actions(button(url="no address")), "must be a valid URL [json-pointer:/blocks/0/elements/0/url]"),
        (actions(button(url=5)), "must provide a string [json-pointer:/blocks/0/elements/0/url]"),
        (section(expand="yes"), "must provide a boolean [json-pointer:/blocks/0/expand]"),
        (section(block_id=7), "must provide a string [json-pointer:/blocks/0/block_id]"),
        ({"type": "actions", "elements": button()}, "must provide an array [json-pointer:/blocks/0/elements]"),
        (actions(_select(options=[{**option(), "url": "https://x.y"}])), "invalid additional property: url"),
        (actions(_select(options=[{"text": marked(), "value": "v"}])), "unsupported type: mrkdwn"),
        (actions({"type": "static_select"}), "must provide either `options` or `option_groups`"),
        (
            actions(_select(option_groups=[{"label": plain(), "options": [option()]}])),
            "must provide only one of `options` or `option_groups`",
        ),
        (actions({"type": "users_select", "initial_user": "ada"}), "input must match regex pattern: [UW][A-Z0-9]{8,}"),
        (actions({**_DATE, "initial_date": "2026-02-30"}), "must be a valid date in the format YYYY-MM-DD"),
        (actions({"type": "timepicker", "initial_time": "24:00"}), "input must match regex pattern"),
        (actions({"type": "timepicker", "timezone": "Europe/Atlantis"}), "must be a valid IANA timezone"),
        (actions({"type": "datetimepicker", "initial_date_time": 1}), "must be greater than or equal to 1000000000"),
        (actions({"type": "conversations_select", "filter": {}}), "must provide at least one of `include`"),
        (actions({"type": "channels_select", "response_url_enabled": True}), "invalid additional property"),
        ({"type": "image", "alt_text": "a"}, "must provide either `image_url` or `slack_file`"),
        ({**_IMAGE, "slack_file": {"id": "F012345678"}}, "must provide only one of `image_url` or `slack_file`"),
        (
            {"type": "image", "alt_text": "a", "slack_file": {"id": "f1"}},
            "input must match regex pattern: [F][A-Z0-9]{8,} [json-pointer:/blocks/0/slack_file/id]",
        ),
        ({"type": "image", "alt_text": "a", "slack_file": {"id": "F012345678", "url": "https://x.y"}}, "only one of"),
        (asks(button()), "unsupported type: button [json-pointer:/blocks/0/element/type]"),
        (asks({**_TEXT, "min_length": 5, "max_length": 4}), "must be less than or equal to `max_length`"),
        (asks({**_TEXT, "initial_value": "abc", "max_length": 2}), "must be less than 3 characters"),
        ({"type": "rich_text", "elements": [{"type": "text", "text": "a"}]}, "unsupported type: text"),
        (table([{"type": "raw_number", "value": "4", "text": "4"}]), "must provide a number"),
        (table(column_settings=[None, {"align": "middle"}]), "must be a valid enum value"),
        (
            {"type": "card", "title": plain(), "icon": _IMAGE, "slack_icon": {"type": "icon", "name": "star"}},
            "must provide only one of `icon` or `slack_icon` [json-pointer:/blocks/0]",
        ),
        (
            {"type": "card", "title": plain(), "slack_icon": {"type": "icon", "name": "unicorn"}},
            "must be a valid enum value [json-pointer:/blocks/0/slack_icon/name]",
        ),
        (
            {
                "type": "container",
                "title": plain(),
                "child_blocks": [section()],
                "is_collapsible": True,
                "has_header_divider": True,
            },
            "has_header_divider is not supported with is_collapsible [json-pointer:/blocks/0/has_header_divider]",
        ),
        (asks({**_TEXT, "max_length": "9"}), "must provide an integer [json-pointer:/blocks/0/element/max_length]"),
        (asks({**_TEXT, "max_length": True}), "must provide an integer [json-pointer:/blocks/0/element/max_length]"),
        ({"type": "card", "title": "bare"}, "must provide an object [json-pointer:/blocks/0/title]"),
        ({"type": "card", "subtitle": plain()}, "must provide at least one of `hero_image`"),
        (
            {"type": "container", "title": plain(), "child_blocks": [{"type": "markdown", "text": "x"}]},
            "unsupported type",
        ),
        ({"type": "plan", "title": plain("bare strings only")}, "must provide a string [json-pointer:/blocks/0/title]"),
        ({"type": "task_card", "task_id": "1", "title": "t", "status": "pending"}, "must be a valid enum value"),
        ({"type": "file", "external_id": "1", "source": "remote"}, "unsupported type: file"),
        ({"type": ["section"]}, "unsupported type: ['section']"),
    ],
)
def test_a_message_is_refused_with_a_sentence_and_a_pointer(block: Any, sentence: str) -> None:
    assert any(sentence in problem for problem in refused(block)), refused(block)


@pytest.mark.parametrize(
    "block",
    [
        {"type": "divider"},
        section(accessory=button(style="danger", value="", url="mailto:ada@x.y")),
        section(accessory=_IMAGE),
        actions({"type": "overflow", "options": [{**option(), "url": "https://x.y"}]}),
        actions({"type": "radio_buttons", "options": [{"text": marked("*a*"), "value": "a"}]}),
        actions({"type": "datetimepicker", "initial_date_time": 1_700_000_000}),
        {"type": "image", "alt_text": "a", "slack_file": {"id": "F012345678"}, "title": plain()},
        {"type": "context", "elements": [_IMAGE, plain(), marked()]},
        table([raw(), _RICH, {"type": "raw_number", "value": 4.5, "text": "4.5"}], column_settings=[None]),
        {
            "type": "plan",
            "title": "p",
            "tasks": [{"type": "task_card", "task_id": "1", "title": "t", "status": "pending"}],
        },
        {"type": "container", "rich_text_title": _RICH, "child_blocks": [section(), table()], "width": "full"},
        {"type": "card", "body": marked(), "actions": [button()], "slack_icon": {"type": "icon", "name": "caret-left"}},
        chart({"Churn": [-1, 2.5]}, ["W1", "W2"], kind="area"),
    ],
)
def test_a_message_may_hold_it(block: Payload) -> None:
    assert refused(block) == []


_EVERYWHERE = {"message", "modal", "home"}


@pytest.mark.parametrize(
    ("block", "surfaces"),
    [
        (section(), _EVERYWHERE),
        (_RICH, _EVERYWHERE),
        ({"type": "card", "title": plain()}, _EVERYWHERE),
        (asks(_TEXT), _EVERYWHERE),
        ({"type": "markdown", "text": "x"}, {"message"}),
        (chart({"a": [1]}, ["x"]), {"message"}),
        ({"type": "plan", "title": "p"}, {"message"}),
        ({"type": "alert", "text": plain(), "level": "warning"}, {"modal"}),
        (table(), {"message", "home"}),
        ({"type": "data_table", "caption": "c", "rows": [[raw()], [raw()]]}, {"message", "home"}),
        ({"type": "carousel", "elements": [{"type": "card", "title": plain()}]}, {"message", "home"}),
        ({"type": "container", "title": plain(), "child_blocks": [section()]}, {"message", "home"}),
        (actions({"type": "datetimepicker"}), {"message", "modal"}),
        (asks({"type": "number_input", "is_decimal_allowed": True}), {"modal"}),
        (asks({"type": "email_text_input"}), {"modal"}),
        (asks({"type": "url_text_input"}), {"modal"}),
        (asks({"type": "file_input"}), {"modal"}),
        (asks({"type": "rich_text_input", "action_id": "a"}), {"modal", "home"}),
        (asks({"type": "conversations_select", "response_url_enabled": True}), {"modal"}),
    ],
)
def test_a_block_stands_only_on_its_surfaces(block: Payload, surfaces: set[str]) -> None:
    judged = {"message": refused(block), "modal": view_refused(modal(block)), "home": view_refused(home(block))}
    assert {surface for surface, problems in judged.items() if not problems} == surfaces


@pytest.mark.parametrize(
    ("view", "problem"),
    [
        ([], "must provide an object [json-pointer:/view]"),
        ({"blocks": [section()]}, "missing required field: type [json-pointer:/view]"),
        (modal(section(), type="dialog"), "unsupported type: dialog [json-pointer:/view/type]"),
        ({"type": "modal", "blocks": [section()]}, "missing required field: title [json-pointer:/view]"),
        ({"type": "modal", "title": plain()}, "missing required field: blocks [json-pointer:/view]"),
        (modal(section(), title="bare"), "must provide an object [json-pointer:/view/title]"),
        (modal(section(), id="V012345678"), "invalid additional property: id [json-pointer:/view]"),
        (modal(section(), notify_on_close="yes"), "must provide a boolean [json-pointer:/view/notify_on_close]"),
        (home(section(), title=plain()), "invalid additional property: title [json-pointer:/view]"),
        (home(section(), submit=plain()), "invalid additional property: submit [json-pointer:/view]"),
        (home(section(), close=plain()), "invalid additional property: close [json-pointer:/view]"),
        (
            {"type": "modal", "title": plain(), "blocks": [asks(_TEXT)]},
            "missing required field: submit [json-pointer:/view]",
        ),
        (
            modal(asks({"type": "file_input"}, dispatch_action=True)),
            "dispatch_action is not supported with file_input [json-pointer:/view/blocks/0/dispatch_action]",
        ),
        (
            modal(asks({"type": "number_input"})),
            "missing required field: is_decimal_allowed [json-pointer:/view/blocks/0/element]",
        ),
        (
            modal(asks({"type": "number_input", "is_decimal_allowed": True, "min_value": 1})),
            "must provide a string [json-pointer:/view/blocks/0/element/min_value]",
        ),
        (
            modal(asks({"type": "number_input", "is_decimal_allowed": False, "initial_value": "1.5"})),
            "must be an integer when decimals are not allowed [json-pointer:/view/blocks/0/element/initial_value]",
        ),
        (
            modal(asks({"type": "number_input", "is_decimal_allowed": True, "max_value": "9", "initial_value": "10"})),
            "must be less than or equal to 9 [json-pointer:/view/blocks/0/element/initial_value]",
        ),
        (
            modal(asks({"type": "number_input", "is_decimal_allowed": True, "min_value": "9", "initial_value": "8.9"})),
            "must be greater than or equal to 9 [json-pointer:/view/blocks/0/element/initial_value]",
        ),
        (
            modal(section("x" * 2000, block_id="b" * 256)),
            "must be less than 256 characters [json-pointer:/view/blocks/0/block_id]",
        ),
    ],
)
def test_a_view_is_refused_with_a_sentence_and_a_pointer(view: Any, problem: str) -> None:
    assert view_refused(view) == [problem]


def test_numbers_of_an_input_are_compared_as_numbers() -> None:
    sound = {
        "type": "number_input",
        "is_decimal_allowed": True,
        "min_value": "9",
        "max_value": "10.5",
        "initial_value": "10",
    }
    assert view_refused(modal(asks(sound))) == []


def test_a_modal_without_inputs_needs_no_submit() -> None:
    view = modal(section())
    del view["submit"]
    assert view_refused(view) == []
