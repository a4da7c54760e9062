"""Both ends of what single fields take: numbers, small lists, formats (SLACK_RULES 1.2 to 1.6)."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.emulator.blocks.validate import message_problems
from tests.emulator.blocks.payloads import (
    Payload,
    actions,
    asks,
    button,
    chart,
    modal,
    option,
    plain,
    raw,
    refused,
    section,
    table,
    view_refused,
)

Make = Callable[[Any], Payload]


def _in_modal(kind: str, name: str, **fields: Any) -> Make:
    return lambda value: asks({"type": kind, "action_id": "a", **fields, name: value})


def _in_message(kind: str, name: str, **fields: Any) -> Make:
    return lambda value: actions({"type": kind, **fields, name: value})


def _rich_list(**fields: Any) -> Payload:
    item = {"type": "rich_text_section", "elements": [{"type": "text", "text": "a"}]}
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_list", "style": "bullet", "elements": [item], **fields}],
    }


def _emoji(**fields: Any) -> Payload:
    element = {"type": "emoji", "name": "a", **fields}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [element]}]}


def _data_table(**fields: Any) -> Payload:
    return {"type": "data_table", "caption": "c", "rows": [[raw(), raw()], [raw(), raw()]], **fields}


def _axes(**titles: str) -> Payload:
    block = chart({"a": [1]}, ["x"])
    block["chart"]["axis_config"].update(titles)
    return block


def _feedback(**fields: Any) -> Payload:
    good = {"text": plain("Good"), "value": "g"}
    both = {"positive_button": {**good, **fields}, "negative_button": good}
    return {"type": "context_actions", "elements": [{"type": "feedback_buttons", **both}]}


def _trash(text: str) -> Payload:
    return {"type": "context_actions", "elements": [{"type": "icon_button", "icon": "trash", "text": plain(text)}]}


def _workflow_button(length: int) -> Payload:
    workflow = {"trigger": {"url": "https://x.y"}}
    return actions({"type": "workflow_button", "text": plain("x" * length), "workflow": workflow})


def _video(**fields: Any) -> Payload:
    urls = {"thumbnail_url": "https://x.y/t.png", "video_url": "https://x.y/v"}
    return {"type": "video", "alt_text": "a", "title": plain("t"), **urls, **fields}


_NUMBER = {"is_decimal_allowed": True}
_BOTH = ["on_enter_pressed", "on_character_entered"]
_KINDS = ["im", "mpim", "private", "public"]

_MODAL: dict[str, tuple[Make, list[Any], list[Any]]] = {
    "min_length": (_in_modal("plain_text_input", "min_length"), [0, 3000], [-1, 3001, "1"]),
    "max_length": (_in_modal("plain_text_input", "max_length"), [1, 3000], [0, 3001]),
    "initial text": (_in_modal("plain_text_input", "initial_value"), ["", "x" * 3000], ["x" * 3001, None]),
    "min_lines": (_in_modal("rich_text_input", "min_lines"), [1, 100], [0, 101]),
    "max_lines": (_in_modal("rich_text_input", "max_lines"), [1, 100], [0, 101]),
    "max_files": (_in_modal("file_input", "max_files"), [1, 10], [0, 11]),
    "filetypes": (_in_modal("file_input", "filetypes"), [["csv"], ["c"]], [[], [""]]),
    "min_value": (_in_modal("number_input", "min_value", **_NUMBER), ["-3", "0.5"], ["", ".5", "1e3", "1,5", 1]),
    "equal bounds": (_in_modal("number_input", "max_value", min_value="2", **_NUMBER), ["2", "2.0"], ["1.9"]),
    "initial number": (
        _in_modal("number_input", "initial_value", min_value="2", max_value="3", **_NUMBER),
        ["2", "3.00"],
        ["1.9", "3.1"],
    ),
    "equal lengths": (_in_modal("plain_text_input", "min_length", max_length=5), [5], [6]),
    "initial text within": (_in_modal("plain_text_input", "initial_value", max_length=2), ["ab"], ["abc"]),
    "dispatch": (
        lambda value: asks({"type": "plain_text_input", "dispatch_action_config": {"trigger_actions_on": value}}),
        [_BOTH, _BOTH[:1]],
        [[], [*_BOTH, _BOTH[0]], ["on_blur"]],
    ),
    "rich beginning": (_in_modal("rich_text_input", "initial_value"), [_emoji()], [section(), "a"]),
}
_MESSAGE: dict[str, tuple[Make, list[Any], list[Any]]] = {
    "date and time": (
        _in_message("datetimepicker", "initial_date_time"),
        [1_000_000_000, 9_999_999_999],
        [999_999_999, 10_000_000_000, 1.5],
    ),
    "date": (_in_message("datepicker", "initial_date"), ["2028-02-29"], ["2026-02-29", "2026-2-3", "20260203", ""]),
    "time": (
        _in_message("timepicker", "initial_time"),
        ["00:00", "23:59", "19:05"],
        ["24:00", "29:00", "9:30", "09:60"],
    ),
    "timezone": (_in_message("timepicker", "timezone"), ["Europe/Paris", "UTC"], ["Europe", "", "../UTC", "a\0"]),
    "include": (
        lambda value: actions({"type": "conversations_select", "filter": {"include": value}}),
        [_KINDS, ["im"]],
        [[], [*_KINDS, "im"], ["dm"]],
    ),
    "max_selected_items": (_in_message("multi_users_select", "max_selected_items"), [1], [0, True]),
    "min_query_length": (_in_message("external_select", "min_query_length"), [0, 3], [-1]),
    "agent_prompt": (lambda value: actions(button(agent_prompt=value)), ["x", "x" * 4000], ["", "x" * 4001]),
    "style": (lambda value: actions(button(style=value)), ["primary", "danger"], ["default", None, ["primary"]]),
    "level": (lambda value: {"type": "header", "text": plain(), "level": value}, [1, 4], [0, 5]),
    "indent": (lambda value: _rich_list(indent=value), [0, 8], [-1, 9]),
    "offset": (lambda value: _rich_list(offset=value), [0, 99], [-1]),
    "border": (lambda value: _rich_list(border=value), [0, 1], [-1, 2]),
    "skin_tone": (lambda value: _emoji(skin_tone=value), [1, 6], [0, 7]),
    "emoji name": (lambda value: _emoji(name=value), ["a"], [""]),
    "page_size": (lambda value: _data_table(page_size=value), [1, 100], [0, 101]),
    "row header": (lambda value: _data_table(row_header_column_index=value), [0, 1], [-1, 2]),
    "no column settings": (lambda value: table(column_settings=value), [[], [None], [{}]], [[7], {}]),
    "axis title": (lambda value: _axes(x_label=value), ["x", "x" * 50], ["", "x" * 51]),
    "point": (lambda value: chart({"a": [value]}, ["x"]), [0, -1.5], ["1", None, True, float("nan"), float("inf")]),
    "feedback text": (lambda value: _feedback(text=plain(value)), ["x" * 75], ["x" * 76]),
    "feedback value": (lambda value: _feedback(value=value), ["x", "x" * 2000], ["", "x" * 2001]),
    "icon text": (_trash, ["x" * 75], ["x" * 76]),
    "card buttons": (
        lambda number: {"type": "card", "title": plain(), "actions": [button()] * number},
        [1, 3],
        [0, 4],
    ),
    "card without title": (lambda value: {"type": "card", **value}, [{"body": plain()}], [{"subtext": plain()}, {}]),
    "task source": (
        lambda text: {
            "type": "task_card",
            "task_id": "1",
            "title": "t",
            "sources": [{"type": "url", "url": "https://x.y", "text": text}],
        },
        ["x"],
        [""],
    ),
    "card subtitle": (
        lambda length: {"type": "card", "title": plain(), "subtitle": plain("x" * length)},
        [150],
        [151],
    ),
    "container subtitle": (
        lambda length: {
            "type": "container",
            "title": plain(),
            "subtitle": plain("x" * length),
            "child_blocks": [section()],
        },
        [150],
        [151],
    ),
    "workflow button": (_workflow_button, [75], [76]),
    "icon value": (
        lambda length: {
            "type": "context_actions",
            "elements": [{"type": "icon_button", "icon": "trash", "text": plain(), "value": "x" * length}],
        },
        [0, 2000],
        [2001],
    ),
    "address": (
        lambda value: {"type": "image", "alt_text": "a", "image_url": value},
        ["https://x", "http://x.y"],
        ["x.y/z.png", "ftp://x.y", "https://", "javascript:x"],
    ),
    "button address": (lambda value: actions(button(url=value)), ["tel:1", "a+1:b"], ["1a:b", "a b", "a:"]),
    "video title": (lambda length: _video(title=plain("x" * length)), [199], [200]),
    "video author": (lambda length: _video(author_name="x" * length), [0, 49], [50]),
    "video description": (lambda length: _video(description=plain("x" * length)), [3000], [3001]),
}


@pytest.mark.parametrize(("make", "taken", "not_taken"), _MODAL.values(), ids=_MODAL)
def test_a_field_of_a_form_takes_what_slack_takes_and_no_more(
    make: Make, taken: list[Any], not_taken: list[Any]
) -> None:
    assert [value for value in taken if view_refused(modal(make(value)))] == []
    assert [value for value in not_taken if not view_refused(modal(make(value)))] == []


@pytest.mark.parametrize(("make", "taken", "not_taken"), _MESSAGE.values(), ids=_MESSAGE)
def test_a_field_of_a_message_takes_what_slack_takes_and_no_more(
    make: Make,
    taken: list[Any],
    not_taken: list[Any],
) -> None:
    assert [value for value in taken if refused(make(value))] == []
    assert [value for value in not_taken if not refused(make(value))] == []


def test_an_alert_has_200_characters() -> None:
    assert view_refused(modal({"type": "alert", "text": plain("x" * 200)})) == []
    assert view_refused(modal({"type": "alert", "text": plain("x" * 201)})) != []


@pytest.mark.parametrize("name", ["private_metadata", "callback_id", "external_id"])
def test_what_a_view_carries_unseen_may_be_empty(name: str) -> None:
    assert view_refused(modal(section(), **{name: ""})) == []


def test_a_message_has_up_to_100_attachments() -> None:
    assert message_problems({"attachments": [{}] * 100}) == []
    assert [problem.code for problem in message_problems({"attachments": [{}] * 101})] == ["too_many_attachments"]
    assert message_problems({"attachments": {}}) != []
    assert message_problems({"attachments": ["a"]}) != []


def test_points_and_categories_are_both_counted() -> None:
    labels = [f"W{index}" for index in range(21)]
    assert refused(chart({"a": [1.0] * 21}, labels)) == [
        "no more than 20 items allowed [json-pointer:/blocks/0/chart/series/0/data]",
        "no more than 20 items allowed [json-pointer:/blocks/0/chart/axis_config/categories]",
    ]


@pytest.mark.parametrize(("number", "taken"), [(0, False), (1, True), (100, True), (101, False)])
def test_a_menu_has_1_to_100_groups_of_1_to_100_options(number: int, taken: bool) -> None:  # noqa: FBT001 - a column of the table
    few = [{"label": plain(), "options": [option()]}] * number
    long = [{"label": plain(), "options": [option(str(index)) for index in range(number)]}]
    for groups in (few, long):
        assert (not refused(actions({"type": "static_select", "option_groups": groups}))) is taken


def test_only_the_first_of_two_tables_is_measured() -> None:
    long = table([raw("x" * 10_001)])
    assert len(refused(table(), long)) == 1
    assert len(refused(long, table())) == 2
