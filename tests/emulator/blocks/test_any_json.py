"""Whatever arrives, the validator answers; what it takes, the rest of the package can handle."""

import html
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.emulator.blocks.composition import escaped_length
from bot.emulator.blocks.normalize import normalize_blocks
from bot.emulator.blocks.reading import message_text, view_text
from bot.emulator.blocks.state import client_refusals, initial_values
from bot.emulator.blocks.validate import message_problems, view_problems
from tests.emulator.blocks.payloads import (
    Payload,
    actions,
    asks,
    button,
    chart,
    home,
    modal,
    option,
    raw,
    section,
    table,
)

_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
_JSON = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "text", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)

_SOUND: list[Payload] = [
    section("*a* <@U0ADA0001>", fields=[{"type": "mrkdwn", "text": "f"}], accessory=button()),
    actions(button(action_id="a"), {"type": "static_select", "options": [option()], "initial_option": option()}),
    actions({"type": "datepicker", "initial_date": "2026-03-31"}, {"type": "checkboxes", "options": [option()]}),
    asks({"type": "plain_text_input", "initial_value": "a"}, optional=True),
    asks({"type": "multi_users_select", "initial_users": ["U0ADA0001"]}),
    table([raw(), raw("b")], column_settings=[None, {"align": "right"}]),
    chart({"a": [1, 2.5]}, ["x", "y"]),
    {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U0ADA0001"}]}],
    },
    {"type": "container", "title": {"type": "plain_text", "text": "t"}, "child_blocks": [section()]},
]


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
    return [path, *(place for key, item in inner for place in _places(item, (*path, key)))]


def _replaced(value: Any, path: tuple[Any, ...], put: Any) -> Any:
    if not path:
        return put
    key, *rest = path
    if isinstance(value, list):
        return [_replaced(item, tuple(rest), put) if index == key else item for index, item in enumerate(value)]
    return {name: _replaced(item, tuple(rest), put) if name == key else item for name, item in value.items()}


def _is_neat(text: str) -> bool:
    return all(line == line.rstrip() for line in text.split("\n"))


@st.composite
def _spoilt(draw: st.DrawFn) -> Payload:
    """A sound block with one value somewhere in it replaced by anything."""
    block = draw(st.sampled_from(_SOUND))
    path = draw(st.sampled_from(_places(block)))
    return _replaced(block, path, draw(_JSON))  # type: ignore[no-any-return]  # a block, unless its very top was replaced


@given(blocks=st.lists(_spoilt() | _JSON, max_size=3))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_json_is_judged_and_what_is_taken_can_be_kept_filled_and_read(blocks: list[Any]) -> None:
    ids = count()
    for view in (modal(*blocks), home(*blocks)):
        if not view_problems(view):
            kept = normalize_blocks(view["blocks"], lambda: f"id{next(ids)}")
            values = initial_values(kept)
            client_refusals(kept, values)
            assert _is_neat(view_text({**view, "blocks": kept}, values, {}))
    if not message_problems({"blocks": blocks}):
        kept = normalize_blocks(blocks, lambda: f"id{next(ids)}")
        assert message_problems({"blocks": kept}) == []
        assert _is_neat(message_text({"blocks": kept}, {}))


@given(payload=_JSON)
def test_any_json_is_judged_as_a_whole_payload(payload: Any) -> None:
    assert view_problems(payload)
    message_problems({"blocks": payload, "attachments": payload})


@given(text=st.text(alphabet="ab &<>\n;"))
def test_plain_text_is_counted_as_its_html_escape_is_long(text: str) -> None:
    assert escaped_length(text, markup=False) == len(html.escape(text, quote=False))


@given(text=st.text(alphabet="a&<>@| \n"))
def test_markup_never_counts_more_than_plain_text(text: str) -> None:
    assert len(text) <= escaped_length(text, markup=True) <= escaped_length(text, markup=False)
