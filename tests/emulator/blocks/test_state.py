"""Forms: untouched, filled, kept over an update, and held back by the client (SLACK_RULES 3.3 and 3.5)."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import count
from typing import Any

import pytest

from bot.emulator.blocks.normalize import normalize_blocks
from bot.emulator.blocks.state import FillError, client_refusals, filled, initial_values, retain_values
from tests.emulator.blocks.payloads import Payload, actions, asks, button, option, plain, section

_RICH = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "a"}]}]}
_A = {"text": {**plain("a"), "emoji": True}, "value": "a"}


def _kept(element: Payload, **fields: Any) -> list[Payload]:
    ids = count()
    return normalize_blocks([asks({"action_id": "x", **element}, block_id="b", **fields)], lambda: f"id{next(ids)}")


def _element(**fields: Any) -> Payload:
    element: Payload = _kept(fields)[0]["element"]
    return element


@pytest.mark.parametrize(
    ("element", "empty", "begun", "entry"),
    [
        ({"type": "plain_text_input"}, {"value": None}, {"initial_value": "a"}, {"value": "a"}),
        (
            {"type": "number_input", "is_decimal_allowed": True},
            {"value": None},
            {"initial_value": "3.10"},
            {"value": "3.10"},
        ),
        ({"type": "email_text_input"}, {"value": None}, {"initial_value": "a@b.c"}, {"value": "a@b.c"}),
        ({"type": "url_text_input"}, {"value": None}, {"initial_value": "https://a.b"}, {"value": "https://a.b"}),
        (
            {"type": "datepicker"},
            {"selected_date": None},
            {"initial_date": "2026-03-31"},
            {"selected_date": "2026-03-31"},
        ),
        (
            {"type": "timepicker", "timezone": "Europe/Paris"},
            {"selected_time": None, "timezone": "Europe/Paris"},
            {"initial_time": "09:30"},
            {"selected_time": "09:30", "timezone": "Europe/Paris"},
        ),
        (
            {"type": "datetimepicker"},
            {"selected_date_time": None},
            {"initial_date_time": 1_700_000_000},
            {"selected_date_time": 1_700_000_000},
        ),
        (
            {"type": "static_select", "options": [option()]},
            {"selected_option": None},
            {"initial_option": option()},
            {"selected_option": _A},
        ),
        (
            {"type": "radio_buttons", "options": [option()]},
            {"selected_option": None},
            {"initial_option": option()},
            {"selected_option": _A},
        ),
        (
            {"type": "checkboxes", "options": [option()]},
            {"selected_options": []},
            {"initial_options": [option()]},
            {"selected_options": [_A]},
        ),
        (
            {"type": "multi_static_select", "options": [option()]},
            {"selected_options": []},
            {"initial_options": [option()]},
            {"selected_options": [_A]},
        ),
        (
            {"type": "users_select"},
            {"selected_user": None},
            {"initial_user": "U0ADA0001"},
            {"selected_user": "U0ADA0001"},
        ),
        (
            {"type": "multi_conversations_select"},
            {"selected_conversations": []},
            {"initial_conversations": ["C0GROWTH1"]},
            {"selected_conversations": ["C0GROWTH1"]},
        ),
        (
            {"type": "channels_select"},
            {"selected_channel": None},
            {"initial_channel": "C0GROWTH1"},
            {"selected_channel": "C0GROWTH1"},
        ),
        ({"type": "rich_text_input"}, {}, {"initial_value": _RICH}, {"rich_text_value": _RICH}),
    ],
)
def test_an_untouched_form_holds_what_it_began_with(
    element: Payload, empty: Payload, begun: Payload, entry: Payload
) -> None:
    kind = {"type": element["type"]}
    assert initial_values(_kept(element)) == {"b": {"x": {**kind, **empty}}}
    assert initial_values(_kept({**element, **begun})) == {"b": {"x": {**kind, **entry}}}


def test_accessories_and_elements_of_actions_have_values_and_buttons_have_none() -> None:
    picker = {"type": "datepicker", "action_id": "when"}
    blocks = normalize_blocks(
        [section(block_id="s", accessory=picker), actions(button(), picker, block_id="a")], lambda: "id"
    )
    assert initial_values(blocks) == {
        "s": {"when": {"type": "datepicker", "selected_date": None}},
        "a": {"when": {"type": "datepicker", "selected_date": None}},
    }


@pytest.mark.parametrize(
    ("element", "answer", "entry"),
    [
        (_element(type="plain_text_input"), "a & b", {"value": "a & b"}),
        (_element(type="plain_text_input", multiline=True), "one\ntwo", {"value": "one\ntwo"}),
        (_element(type="plain_text_input", initial_value="a"), "", {"value": None}),
        (_element(type="plain_text_input", initial_value="a"), None, {"value": None}),
        (_element(type="number_input", is_decimal_allowed=True), 33, {"value": "33"}),
        (_element(type="number_input", is_decimal_allowed=True), Decimal("3.10"), {"value": "3.10"}),
        (_element(type="datepicker"), date(2026, 3, 31), {"selected_date": "2026-03-31"}),
        (_element(type="datepicker"), "2026-03-31", {"selected_date": "2026-03-31"}),
        (_element(type="timepicker"), time(9, 5), {"selected_time": "09:05"}),
        (
            _element(type="datetimepicker"),
            datetime(2026, 1, 1, tzinfo=UTC),
            {"selected_date_time": 1_767_225_600},
        ),
        (
            _element(type="static_select", options=[option("Five", "5")]),
            "5",
            {"selected_option": {"text": {**plain("Five"), "emoji": True}, "value": "5"}},
        ),
        (_element(type="static_select", options=[option("a")]), "a", {"selected_option": _A}),
        (_element(type="radio_buttons", options=[option("A", "a1"), option("a")]), "a", {"selected_option": _A}),
        (_element(type="checkboxes", options=[option("a"), option("b")]), ["a"], {"selected_options": [_A]}),
        (
            _element(type="checkboxes", options=[option("a")], initial_options=[option("a")]),
            [],
            {"selected_options": []},
        ),
        (_element(type="multi_users_select"), "U0ADA0001", {"selected_users": ["U0ADA0001"]}),
        (_element(type="conversations_select"), "C0GROWTH1", {"selected_conversation": "C0GROWTH1"}),
        (_element(type="rich_text_input"), "a", {"rich_text_value": _RICH}),
        (_element(type="rich_text_input"), _RICH, {"rich_text_value": _RICH}),
        (_element(type="rich_text_input"), None, {}),
        (_element(type="datetimepicker"), 1_767_225_600, {"selected_date_time": 1_767_225_600}),
        (_element(type="static_select", options=[option("a")]), _A, {"selected_option": _A}),
        (_element(type="file_input"), [{"id": "F012345678"}], {"files": [{"id": "F012345678"}]}),
    ],
)
def test_an_answer_becomes_the_value_that_the_app_gets(element: Payload, answer: object, entry: Payload) -> None:
    assert filled(element, answer) == {"type": element["type"], **entry}


@pytest.mark.parametrize(
    ("element", "answer", "sentence"),
    [
        (
            _element(type="static_select", options=[option("One", "1"), option("Two", "2")]),
            "3",
            "'3' is not among the choices: One, Two.",
        ),
        (_element(type="external_select"), "1", "'1' is not among the choices: nothing."),
        (
            _element(type="static_select", options=[option("A", "1"), option("A", "2")]),
            "A",
            "'A' is there more than once: A, A.",
        ),
        (_element(type="plain_text_input"), "a\nb", "This input has one line: Enter does not make another."),
        (_element(type="plain_text_input"), 5, "A plain_text_input takes text, not 5."),
        (
            _element(type="number_input", is_decimal_allowed=True),
            "3,1O",
            "A number input takes digits only, not '3,1O'.",
        ),
        (_element(type="datepicker"), "31.3.2026", "The calendar has no day '31.3.2026'; days are written 2026-03-31."),
        (_element(type="timepicker"), "nine", "The clock has no time 'nine'; times are written 09:30."),
        (
            _element(type="datetimepicker"),
            "now",
            "A date and time is given as an aware datetime or as unix seconds, not 'now'.",
        ),
        (_element(type="users_select"), "Ada", "There is no person with the id 'Ada'."),
        (_element(type="channels_select"), "growth", "There is no channel or conversation with the id 'growth'."),
        (_element(type="file_input"), {"x": 1}, "A file input takes files of the workspace, not {'x': 1}."),
        (_element(type="file_input"), "a.csv", "A file input takes files of the workspace, not 'a.csv'."),
        (
            _element(type="multi_users_select", max_selected_items=1),
            ["U0ADA0001", "U0BEN0001"],
            "This multi_users_select takes no more than 1, not 2.",
        ),
        (button(), "a", "A button is clicked, not filled in."),
    ],
)
def test_what_the_client_cannot_hold_is_refused_with_a_sentence(
    element: Payload, answer: object, sentence: str
) -> None:
    with pytest.raises(FillError) as refusal:
        filled(element, answer)
    assert str(refusal.value) == sentence


_REQUIRED = "Please complete this required field."


@pytest.mark.parametrize(
    ("element", "answer", "sentence"),
    [
        ({"type": "plain_text_input"}, None, _REQUIRED),
        ({"type": "plain_text_input"}, "a", None),
        ({"type": "checkboxes", "options": [option()]}, [], _REQUIRED),
        ({"type": "rich_text_input"}, None, _REQUIRED),
        ({"type": "plain_text_input", "min_length": 3}, "ab", "This field must be at least 3 characters."),
        ({"type": "plain_text_input", "min_length": 3}, "abc", None),
        ({"type": "plain_text_input", "max_length": 3}, "abcd", "This field must be at most 3 characters."),
        ({"type": "plain_text_input"}, "x" * 3001, "This field must be at most 3000 characters."),
        ({"type": "number_input", "is_decimal_allowed": True}, "3,1", "Please enter a valid number."),
        ({"type": "number_input", "is_decimal_allowed": False}, "3.1", "Please enter a whole number."),
        (
            {"type": "number_input", "is_decimal_allowed": True, "min_value": "0"},
            "-1",
            "Must be greater than or equal to 0.",
        ),
        (
            {"type": "number_input", "is_decimal_allowed": True, "max_value": "9"},
            "10",
            "Must be less than or equal to 9.",
        ),
        ({"type": "number_input", "is_decimal_allowed": True, "min_value": "0", "max_value": "9"}, "9", None),
        ({"type": "number_input", "is_decimal_allowed": True, "min_value": "0"}, "0.0", None),
        ({"type": "number_input", "is_decimal_allowed": True}, "3.1", None),
        ({"type": "number_input", "is_decimal_allowed": False}, "3", None),
        ({"type": "email_text_input"}, "ada@", "Please enter a valid email address."),
        ({"type": "email_text_input"}, "ada@example.com", None),
        ({"type": "url_text_input"}, "example", "Please enter a valid URL."),
        ({"type": "url_text_input"}, "https://example.com", None),
    ],
)
def test_the_client_holds_back_what_slack_would(element: Payload, answer: Any, sentence: str | None) -> None:
    blocks = _kept(element)
    values = {"b": {"x": filled(blocks[0]["element"], answer)}}
    assert client_refusals(blocks, values) == ({"b": sentence} if sentence else {})


def test_an_optional_input_may_stay_empty_whatever_its_bounds() -> None:
    blocks = _kept({"type": "plain_text_input", "min_length": 3}, optional=True)
    assert client_refusals(blocks, initial_values(blocks)) == {}


def test_a_menu_outside_an_input_holds_nothing_back() -> None:
    blocks = normalize_blocks([actions({"type": "datepicker"})], lambda: "id")
    assert client_refusals(blocks, initial_values(blocks)) == {}


def test_a_form_without_values_is_held_back() -> None:
    assert client_refusals(_kept({"type": "plain_text_input"}), {}) == {"b": _REQUIRED}


def test_answers_stay_over_an_update_where_block_action_and_type_are_the_same() -> None:
    answered = {"b": {"x": {"type": "plain_text_input", "value": "mine"}}}
    same = _kept({"type": "plain_text_input", "initial_value": "ignored"})
    assert retain_values(same, answered) == answered
    other = _kept({"type": "number_input", "is_decimal_allowed": True, "initial_value": "3"})
    assert retain_values(other, answered) == {"b": {"x": {"type": "number_input", "value": "3"}}}
    assert retain_values(same, {"b:v2": answered["b"]}) == {
        "b": {"x": {"type": "plain_text_input", "value": "ignored"}}
    }
