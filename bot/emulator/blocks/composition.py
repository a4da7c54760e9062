"""Composition objects: text, options, confirm dialogs, filters, images' sources (SLACK_RULES 1.2)."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.emulator.blocks.shapes import (
    Check,
    Findings,
    Object,
    Rule,
    Shape,
    at_least_one,
    boolean,
    enum,
    exactly_one,
    integer,
    items,
    length_problem,
    string,
    text_that,
    union,
)

PLAIN = ("plain_text",)
ANY_TEXT = ("plain_text", "mrkdwn")

BLOCK_ID = string(1, 255)
ACTION_ID = string(1, 255)
USER_ID = string(pattern=r"[UW][A-Z0-9]{8,}")
CHANNEL_ID = string(pattern=r"[CGD][A-Z0-9]{8,}")
STYLE = enum("primary", "danger")
FILE_ID_PATTERN = r"[F][A-Z0-9]{8,}"

_LOOSE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt);)")
_MARKUP = re.compile(r"<[^<>\n]+>")
_ESCAPE_GROWTH_AMPERSAND = len("&amp;") - 1
_ESCAPE_GROWTH_ANGLE = len("&lt;") - 1


def escaped_length(text: str, *, markup: bool) -> int:
    """Count characters as Slack stores them: `&`, `<` and `>` of the text itself are entities (SLACK_RULES 1.8).

    Args:
        text: As sent; entities that are already there are not escaped again.
        markup: Whether `<…>` is a link or a mention (mrkdwn), whose brackets stay as they are.
    """
    if "&" not in text and "<" not in text and ">" not in text:
        return len(text)
    loose = _MARKUP.sub("", text) if markup else text
    angles = loose.count("<") + loose.count(">")
    ampersands = len(_LOOSE_AMPERSAND.findall(loose))
    return len(text) + angles * _ESCAPE_GROWTH_ANGLE + ampersands * _ESCAPE_GROWTH_AMPERSAND


def _body(low: int, high: int, *, markup: bool) -> Check:
    def check(value: Any, pointer: str, findings: Findings) -> None:
        if not isinstance(value, str):
            findings.add(pointer, "must provide a string")
        elif problem := length_problem(escaped_length(value, markup=markup), low, high):
            findings.add(pointer, problem)

    return check


def text(high: int, *, kinds: Sequence[str] = ANY_TEXT) -> Check:
    """A text object of 1 to `high` escaped characters; `emoji` only in plain_text, `verbatim` only in mrkdwn."""
    plain = Shape(required={"type": string(), "text": _body(1, high, markup=False)}, optional={"emoji": boolean})
    marked = Shape(required={"type": string(), "text": _body(1, high, markup=True)}, optional={"verbatim": boolean})
    members: dict[str, Check] = {"plain_text": plain, "mrkdwn": marked}
    return union({kind: members[kind] for kind in kinds})


PLACEHOLDER = text(150, kinds=PLAIN)

CONFIRM = Shape(
    required={
        "title": text(100, kinds=PLAIN),
        "text": text(300),
        "confirm": text(30, kinds=PLAIN),
        "deny": text(30, kinds=PLAIN),
    },
    optional={"style": STYLE},
)

FILTER = Shape(
    optional={
        "include": items(enum("im", "mpim", "private", "public"), 1, 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
    rules=(at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),),
)

DISPATCH_CONFIG = Shape(
    optional={"trigger_actions_on": items(enum("on_enter_pressed", "on_character_entered"), 1, 2)},
)


def _is_link(value: str) -> bool:
    return re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:\S", value) is not None


def _is_web_address(value: str) -> bool:
    return re.match(r"https?://[^\s/]", value) is not None


LINK = text_that(_is_link, "must be a valid URL", high=3000)
WEB_ADDRESS = text_that(_is_web_address, "must be a valid http or https URL", high=3000)

SLACK_FILE = Shape(
    optional={"id": string(pattern=FILE_ID_PATTERN), "url": WEB_ADDRESS},
    rules=(exactly_one("id", "url"),),
)

IMAGE_FIELDS: Mapping[str, Check] = {"image_url": WEB_ADDRESS, "slack_file": SLACK_FILE}
IMAGE_SOURCE: Rule = exactly_one("image_url", "slack_file")
ALT_TEXT = string(1, 2000)


def option(*, kinds: Sequence[str] = PLAIN, link: bool = False) -> Shape:
    """One choice; formatted text only in checkboxes and radio buttons, a `url` only in an overflow menu."""
    link_field: Mapping[str, Check] = {"url": LINK} if link else {}
    return Shape(
        required={"text": text(75, kinds=kinds), "value": string(1, 150)},
        optional={"description": text(75, kinds=kinds), **link_field},
    )


OPTION = option()
RICH_OPTION = option(kinds=ANY_TEXT)
OPTION_GROUP = Shape(required={"label": text(75, kinds=PLAIN), "options": items(OPTION, 1, 100)})


def _text_and_flag(text_object: Object) -> tuple[str, str, bool]:
    """A text object with Slack's defaults filled in, so that two that look the same are the same."""
    default = text_object["type"] == "plain_text"
    return text_object["type"], text_object["text"], text_object.get("emoji", text_object.get("verbatim", default))


def _same(entry: Object, other: Object) -> bool:
    if entry["value"] != other["value"] or _text_and_flag(entry["text"]) != _text_and_flag(other["text"]):
        return False
    left, right = entry.get("description"), other.get("description")
    return left == right if left is None or right is None else _text_and_flag(left) == _text_and_flag(right)


def all_options(element: Object) -> list[Object]:
    """The choices of a menu in the order shown, those of groups included."""
    grouped = [choice for group in element.get("option_groups", []) for choice in group["options"]]
    return [*element.get("options", []), *grouped]


def initial_among_options(element: Object, pointer: str, findings: Findings) -> None:
    """`initial_option` and each of `initial_options` must equal one of the options exactly (SLACK_RULES 1.8)."""
    choices = all_options(element)
    single = [("initial_option", element["initial_option"])] if "initial_option" in element else []
    several = enumerate(element.get("initial_options", []))
    for name, initial in [*single, *((f"initial_options/{index}", value) for index, value in several)]:
        if not any(_same(initial, choice) for choice in choices):
            findings.add(f"{pointer}/{name}", "must match one of the provided options")


def initial_not_above_maximum(element: Object, pointer: str, findings: Findings) -> None:
    """A menu may not start with more choices than it lets a person make."""
    maximum = element.get("max_selected_items")
    for name, value in element.items():
        if maximum is not None and name.startswith("initial_") and len(value) > maximum:
            findings.add(f"{pointer}/{name}", f"no more than {maximum} items allowed")


AT_MOST = integer(1)
