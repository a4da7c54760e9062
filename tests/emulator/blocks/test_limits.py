"""Both sides of every limit of length and number (SLACK_RULES 1.1 to 1.6, and 1.8)."""

from collections.abc import Callable
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
    pie,
    plain,
    raw,
    refused,
    section,
    table,
    view_refused,
)

Make = Callable[[int], Any]


def _confirm(**texts: int) -> Payload:
    lengths = {"title": 1, "text": 1, "confirm": 1, "deny": 1, **texts}
    return actions(button(confirm={name: plain("x" * length) for name, length in lengths.items()}))


def _select(**fields: Any) -> Payload:
    return actions({"type": "static_select", "options": [option()], **fields})


def _many(number: int) -> list[Payload]:
    return [option(str(index)) for index in range(number)]


def _checkboxes(number: int) -> Payload:
    return actions({"type": "checkboxes", "options": _many(number)})


def _data_table(rows: int, columns: int = 1, **fields: Any) -> Payload:
    return {"type": "data_table", "caption": "c", "rows": [[raw()] * columns] * rows, **fields}


def _points(number: int) -> Payload:
    labels = [f"W{index}" for index in range(number)]
    return chart({"a": [1.0] * number}, labels)


def _card(**texts: int) -> Payload:
    return {"type": "card", "title": plain("t"), **{name: plain("x" * length) for name, length in texts.items()}}


def _container(children: int, title: int = 1) -> Payload:
    return {"type": "container", "title": plain("x" * title), "child_blocks": [section()] * children}


_TEXTS: dict[str, tuple[int, Make]] = {
    "section text": (3000, lambda n: section("x" * n)),
    "section field": (2000, lambda n: {"type": "section", "fields": [marked("x" * n)]}),
    "header": (150, lambda n: {"type": "header", "text": plain("x" * n)}),
    "context text": (3000, lambda n: {"type": "context", "elements": [marked("x" * n)]}),
    "block_id": (255, lambda n: section(block_id="x" * n)),
    "action_id": (255, lambda n: actions(button(action_id="x" * n))),
    "button text": (75, lambda n: actions(button(text=plain("x" * n)))),
    "button value": (2000, lambda n: actions(button(value="x" * n))),
    "button url": (3000, lambda n: actions(button(url="https://" + "x" * (n - 8)))),
    "accessibility label": (75, lambda n: actions(button(accessibility_label="x" * n))),
    "placeholder": (150, lambda n: _select(placeholder=plain("x" * n))),
    "option text": (75, lambda n: _select(options=[option("x" * n, "v")])),
    "option value": (150, lambda n: _select(options=[option("x", "v" * n)])),
    "option description": (75, lambda n: _select(options=[{**option(), "description": plain("x" * n)}])),
    "group label": (
        75,
        lambda n: actions(
            {"type": "static_select", "option_groups": [{"label": plain("x" * n), "options": [option()]}]}
        ),
    ),
    "confirm title": (100, lambda n: _confirm(title=n)),
    "confirm text": (300, lambda n: _confirm(text=n)),
    "confirm button": (30, lambda n: _confirm(confirm=n)),
    "confirm deny": (30, lambda n: _confirm(deny=n)),
    "image alt_text": (2000, lambda n: {"type": "image", "image_url": "https://x.y/z.png", "alt_text": "x" * n}),
    "image title": (
        2000,
        lambda n: {"type": "image", "image_url": "https://x.y", "alt_text": "x", "title": plain("x" * n)},
    ),
    "image url": (3000, lambda n: {"type": "image", "image_url": "https://" + "x" * (n - 8), "alt_text": "x"}),
    "input label": (2000, lambda n: asks({"type": "plain_text_input"}, label=plain("x" * n))),
    "input hint": (2000, lambda n: asks({"type": "plain_text_input"}, hint=plain("x" * n))),
    "markdown": (12_000, lambda n: {"type": "markdown", "text": "x" * n}),
    "chart title": (50, lambda n: chart({"a": [1]}, ["x"], title="x" * n)),
    "series name": (20, lambda n: chart({"x" * n: [1]}, ["x"])),
    "category": (20, lambda n: chart({"a": [1]}, ["x" * n])),
    "card title": (150, lambda n: _card(title=n)),
    "card body": (200, lambda n: _card(body=n)),
    "card subtext": (200, lambda n: _card(subtext=n)),
    "container title": (150, lambda n: _container(1, n)),
    "table cells together": (10_000, lambda n: table([raw("x" * (n - 1)), raw("y")])),
}
_COUNTS: dict[str, tuple[int, Make]] = {
    "fields": (10, lambda n: {"type": "section", "fields": [marked()] * n}),
    "actions": (25, lambda n: actions(*[button()] * n)),
    "context elements": (10, lambda n: {"type": "context", "elements": [marked()] * n}),
    "options": (100, lambda n: _select(options=_many(n))),
    "overflow options": (5, lambda n: actions({"type": "overflow", "options": _many(n)})),
    "checkboxes": (10, _checkboxes),
    "table rows": (100, lambda n: table(*[[raw()]] * n)),
    "table columns": (20, lambda n: table([raw()] * n)),
    "column settings": (20, lambda n: table(column_settings=[{"align": "right"}] * n)),
    "data table rows": (101, _data_table),
    "data table columns": (20, lambda n: _data_table(2, n)),
    "points of a series": (20, _points),
    "series": (12, lambda n: chart({str(index): [1] for index in range(n)}, ["x"])),
    "segments": (12, lambda n: pie(**{str(index): 1.0 for index in range(n)})),
    "cards of a carousel": (10, lambda n: {"type": "carousel", "elements": [_card()] * n}),
    "children of a container": (10, _container),
}


@pytest.mark.parametrize(("limit", "make"), _TEXTS.values(), ids=_TEXTS)
def test_a_text_is_taken_up_to_its_limit_and_refused_one_past_it(limit: int, make: Make) -> None:
    assert refused(make(limit)) == []
    # Some refusals are found twice, such as a category and the point that bears its name.
    assert all(f"must be less than {limit + 1} characters" in problem for problem in refused(make(limit + 1)))
    assert refused(make(limit + 1))


@pytest.mark.parametrize(("limit", "make"), _COUNTS.values(), ids=_COUNTS)
def test_a_list_is_taken_up_to_its_limit_and_refused_one_past_it(limit: int, make: Make) -> None:
    assert refused(make(limit)) == []
    assert all(f"no more than {limit} items allowed" in problem for problem in refused(make(limit + 1)))
    assert refused(make(limit + 1))


@pytest.mark.parametrize(("limit", "fields"), [(24, "title"), (24, "submit"), (24, "close")])
def test_the_title_and_buttons_of_a_modal_have_24_characters(limit: int, fields: str) -> None:
    assert view_refused(modal(section(), **{fields: plain("x" * limit)})) == []
    assert view_refused(modal(section(), **{fields: plain("x" * (limit + 1))})) == [
        f"must be less than 25 characters [json-pointer:/view/{fields}/text]",
    ]


@pytest.mark.parametrize(("name", "limit"), [("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)])
@pytest.mark.parametrize("make", [modal, home])
def test_what_a_view_carries_unseen_has_its_limit(make: Callable[..., Payload], name: str, limit: int) -> None:
    assert view_refused(make(section(), **{name: "x" * limit})) == []
    assert view_refused(make(section(), **{name: "x" * (limit + 1)})) == [
        f"must be less than {limit + 1} characters [json-pointer:/view/{name}]",
    ]


@pytest.mark.parametrize("make", [modal, home])
def test_a_view_has_1_to_100_blocks(make: Callable[..., Payload]) -> None:
    assert view_refused(make(*[section()] * 100)) == []
    assert view_refused(make(*[section()] * 101)) == ["no more than 100 items allowed [json-pointer:/view/blocks]"]
    assert view_refused(make()) == ["no fewer than 1 items allowed [json-pointer:/view/blocks]"]


def test_a_message_has_up_to_50_blocks_and_may_have_none() -> None:
    assert refused(*[section()] * 50) == []
    assert refused() == []
    assert refused(*[section()] * 51) == ["no more than 50 items allowed [json-pointer:/blocks]"]


@pytest.mark.parametrize(
    "block",
    [
        {"type": "section", "text": marked("")},
        {"type": "header", "text": plain("")},
        actions(button(text=plain(""))),
        actions({"type": "overflow", "options": [{"text": plain(), "value": ""}]}),
        table([raw("")]),
        {"type": "markdown", "text": ""},
    ],
)
def test_an_empty_text_is_refused(block: Payload) -> None:
    [problem] = refused(block)
    assert problem.startswith("must be more than 0 characters")


@pytest.mark.parametrize(
    "block",
    [
        actions(),
        {"type": "context", "elements": []},
        {"type": "section", "fields": []},
        actions({"type": "overflow", "options": []}),
        table([]),
        {"type": "table", "rows": []},
        _data_table(1),
    ],
)
def test_an_empty_list_is_refused(block: Payload) -> None:
    [problem] = refused(block)
    assert problem.startswith("no fewer than")
