"""Rules that hold over a whole payload (SLACK_RULES 1.8)."""

import json

import pytest

from bot.emulator.blocks.problems import api_error, response_messages
from bot.emulator.blocks.validate import message_problems, view_problems
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
    pie,
    plain,
    raw,
    refused,
    section,
    table,
    view_refused,
)


def _container(*blocks: Payload) -> Payload:
    return {"type": "container", "title": plain(), "child_blocks": list(blocks)}


def test_a_block_id_is_unique_even_within_a_container() -> None:
    assert refused(section(block_id="a"), section(block_id="b")) == []
    assert refused(section(block_id="a"), _container(section(block_id="a"))) == [
        "block_id `a` already exists [json-pointer:/blocks/1/child_blocks/0/block_id]",
    ]


def test_an_action_id_is_unique_in_its_block_and_may_come_again_in_another() -> None:
    assert refused(actions(button(action_id="a")), actions(button(action_id="a"))) == []
    assert refused(actions(button(action_id="a"), button(action_id="a"))) == [
        "action_id `a` already exists [json-pointer:/blocks/0/elements/1/action_id]",
    ]


@pytest.mark.parametrize("other", [table(), {"type": "data_table", "caption": "c", "rows": [[raw()], [raw()]]}])
def test_a_message_has_one_table_whatever_its_kind(other: Payload) -> None:
    problems = message_problems({"blocks": [table(), _container(table())]})
    assert api_error(problems, otherwise="invalid_blocks") == "invalid_attachments"
    assert refused(table(), section(), other) == ["only_one_table_allowed [json-pointer:/blocks/2]"]


def test_a_table_in_an_attachment_counts_too() -> None:
    payload = {"blocks": [table()], "attachments": [{"blocks": [table()]}]}
    assert [problem.pointer for problem in message_problems(payload)] == ["/attachments/0/blocks/0"]


def test_a_message_has_two_charts() -> None:
    entry = chart({"a": [1]}, ["x"])
    assert refused(entry, pie(a=1)) == []
    assert refused(entry, entry, entry) == ["no more than 2 data_visualization blocks allowed [json-pointer:/blocks/2]"]


def test_markdown_is_counted_over_all_blocks() -> None:
    half = {"type": "markdown", "text": "x" * 6000}
    assert refused(half, half) == []
    assert refused(half, half, {"type": "markdown", "text": "x"}) == [
        "must be less than 12001 characters in all blocks [json-pointer:/blocks/2/text]",
    ]


def test_the_text_of_a_message_is_counted_over_all_blocks() -> None:
    almost = [section("x" * 3000)] * 4
    assert refused(*almost, section("x" * 1000)) == []
    problems = message_problems({"blocks": [*almost, section("x" * 1001)]})
    assert api_error(problems, otherwise="invalid_blocks") == "msg_blocks_too_long"
    assert view_refused(home(*almost, *almost)) == []


def test_choices_that_open_elsewhere_do_not_lengthen_a_message() -> None:
    choices = [option("x" * 70, str(index)) for index in range(100)]
    menus = [actions({"type": "static_select", "options": choices}) for _ in range(3)]
    assert refused(*menus) == []


def test_only_one_element_has_the_focus() -> None:
    focused = {"type": "plain_text_input", "focus_on_load": True}
    assert view_refused(modal(asks(focused), asks({**focused, "focus_on_load": False}))) == []
    assert view_refused(modal(asks(focused), asks(focused))) == [
        "focus_on_load may be true for only one element [json-pointer:/view/blocks/1/element/focus_on_load]",
    ]


def test_a_view_has_250_kilobytes() -> None:
    def size_of(view: Payload) -> int:
        return len(json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode())

    blocks = [section("é" * 1500) for _ in range(80)]
    blocks += [section("x" * 2900)] * ((250_000 - size_of(modal(*blocks, section("")))) // 3000)

    def sized(extra: int) -> Payload:
        return modal(*blocks, private_metadata="x" * extra)

    room = 250_000 - size_of(sized(0))
    assert 0 <= room < 3000
    assert size_of(sized(room)) == 250_000
    assert view_refused(sized(room)) == []
    assert api_error(view_problems(sized(room + 1)), otherwise="invalid_arguments") == "view_too_large"


@pytest.mark.parametrize(
    ("initial", "taken"),
    [
        (option("a"), True),
        ({"text": {**plain("a"), "emoji": True}, "value": "a"}, True),
        ({"text": {**plain("a"), "emoji": False}, "value": "a"}, False),
        ({**option("a"), "description": plain("d")}, False),
        (option("a", "other"), False),
        (option("other", "a"), False),
        (option("grouped"), False),
    ],
)
def test_an_initial_option_is_exactly_one_of_the_options(initial: Payload, taken: bool) -> None:  # noqa: FBT001 - a column of the table
    single = actions({"type": "static_select", "options": [option("a"), option("b")], "initial_option": initial})
    ticked = actions({"type": "checkboxes", "options": [option("a")], "initial_options": [initial]})
    assert (not refused(single)) is taken
    assert (not refused(ticked)) is taken


def test_an_initial_option_may_come_from_a_group() -> None:
    groups = [{"label": plain("g"), "options": [option("grouped")]}]
    menu = {"type": "multi_static_select", "option_groups": groups, "initial_options": [option("grouped")]}
    assert refused(actions(menu)) == []
    assert refused(actions({**menu, "initial_options": [option("b")]})) == [
        "must match one of the provided options [json-pointer:/blocks/0/elements/0/initial_options/0]",
    ]


def test_a_menu_may_not_start_with_more_than_it_takes() -> None:
    menu = {"type": "multi_users_select", "max_selected_items": 1}
    assert refused(actions({**menu, "initial_users": ["U0ADA0001"]})) == []
    assert refused(actions({**menu, "initial_users": ["U0ADA0001", "U0BEN0001"]})) != []


@pytest.mark.parametrize(
    ("text", "length"),
    [("&" * 600, 3000), ("<" * 750, 3000), ("&amp;" * 600, 3000), ("<@U0ADA0001>" * 250, 3000), ("x" * 3000, 3000)],
)
def test_a_text_is_counted_as_slack_escapes_it(text: str, length: int) -> None:
    room = 3000 - length
    assert refused(section(text + "x" * room)) == []
    assert refused(section(text + "x" * (room + 1))) != []


def test_brackets_are_markup_only_in_mrkdwn() -> None:
    mention = "<@U0ADA0001>" * 12
    assert refused({"type": "section", "text": marked(mention)}) == []
    assert refused({"type": "header", "text": plain(mention)}) != []


def test_each_series_has_each_category_once() -> None:
    def series(*labels: str) -> Payload:
        block = chart({"a": [1, 2]}, ["x", "y"])
        block["chart"]["series"][0]["data"] = [{"label": label, "value": 1} for label in labels]
        return block

    assert refused(series("y", "x")) == []
    place = "[json-pointer:/blocks/0/chart/series/0/data"
    assert refused(series("x")) == [f"must have exactly one data point for each category {place}]"]
    assert refused(series("x", "x", "y")) == [f"must have exactly one data point for each category {place}]"]
    assert f"label `z` is not one of the categories {place}/1/label]" in refused(series("x", "z"))


def test_names_and_categories_of_a_chart_are_unique() -> None:
    block = chart({"a": [1], "b": [2]}, ["x"])
    block["chart"]["series"][1]["name"] = "a"
    assert refused(block) == ["series name `a` is not unique [json-pointer:/blocks/0/chart/series/1/name]"]
    assert any("categories must be unique" in problem for problem in refused(chart({"a": [1, 2]}, ["x", "x"])))


def test_a_slice_of_a_pie_has_a_size() -> None:
    assert refused(pie(a=0.01)) == []
    assert refused(pie(a=0)) == ["must be greater than 0 [json-pointer:/blocks/0/chart/segments/0/value]"]


def test_a_data_table_is_even_and_its_header_is_bare() -> None:
    rich = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]}
    block = {"type": "data_table", "caption": "c"}
    assert refused({**block, "rows": [[raw()], [rich]]}) == []
    assert refused({**block, "rows": [[rich], [raw()]]}) == [
        "unsupported type: rich_text [json-pointer:/blocks/0/rows/0/0/type]"
    ]
    assert refused({**block, "rows": [[raw()], [raw(), raw()]]}) == [
        "must have the same number of cells as the header: 1 [json-pointer:/blocks/0/rows/1]",
    ]
    assert refused({**block, "rows": [[raw()], [raw()]], "row_header_column_index": 1}) != []


def test_several_problems_are_all_told_and_the_general_error_wins() -> None:
    problems = message_problems({"blocks": [section(""), {"type": "sectoin"}], "attachments": [{}] * 101})
    assert response_messages(problems) == [
        "[ERROR] no more than 100 items allowed [json-pointer:/attachments]",
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]",
        "[ERROR] unsupported type: sectoin [json-pointer:/blocks/1/type]",
    ]
    assert api_error(problems, otherwise="invalid_blocks") == "invalid_blocks"
    assert api_error(problems[:1], otherwise="invalid_blocks") == "too_many_attachments"


@pytest.mark.parametrize("blocks", ["[]", {"type": "section"}, 7])
def test_blocks_that_are_no_list_have_the_wrong_format(blocks: object) -> None:
    assert api_error(message_problems({"blocks": blocks}), otherwise="invalid_blocks") == "invalid_blocks_format"
