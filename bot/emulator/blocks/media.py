"""Blocks that show one thing as a whole: images, videos, alerts, cards, tasks (SLACK_RULES 1.3 and 1.5)."""

from collections.abc import Mapping

from bot.emulator.blocks.composition import ALT_TEXT, BLOCK_ID, IMAGE_FIELDS, IMAGE_SOURCE, PLAIN, WEB_ADDRESS, text
from bot.emulator.blocks.elements import BUTTON, CONTEXT_ACTIONS, IMAGE
from bot.emulator.blocks.richtext import RICH_TEXT_OBJECT
from bot.emulator.blocks.shapes import (
    Check,
    Findings,
    Object,
    Shape,
    at_least_one,
    block,
    enum,
    items,
    string,
    union,
)

_ID: Mapping[str, Check] = {"block_id": BLOCK_ID}

IMAGE_BLOCK: Check = block(
    required={"alt_text": ALT_TEXT},
    optional={**_ID, **IMAGE_FIELDS, "title": text(2000, kinds=PLAIN)},
    rules=(IMAGE_SOURCE,),
)
VIDEO: Check = block(
    required={
        "alt_text": ALT_TEXT,
        "title": text(199, kinds=PLAIN),
        "thumbnail_url": WEB_ADDRESS,
        "video_url": WEB_ADDRESS,
    },
    optional={
        **_ID,
        "title_url": WEB_ADDRESS,
        "description": text(3000, kinds=PLAIN),
        "provider_icon_url": WEB_ADDRESS,
        "provider_name": string(),
        "author_name": string(0, 49),
    },
)
ALERT: Check = block(
    required={"text": text(200)},
    optional={**_ID, "level": enum("default", "info", "warning", "error", "success")},
)

_ICON_NAMES = """
archive book bookmark bot bug calendar call caret-left caret-right check clipboard code comment compass copy cube
download edit email eye-closed eye-open file flag folder gear globe heart help image info key lightbulb link map
mobile new-window pin plus refine refresh rocket save screen share sparkle star star-filled tag thumbs-down thumbs-up
trash upload user warning
""".split()  # noqa: SIM905 - read as a list of words, not as a column of quotes


def _one_icon(card: Object, pointer: str, findings: Findings) -> None:
    if "icon" in card and "slack_icon" in card:
        findings.add(pointer, "must provide only one of `icon` or `slack_icon`")


CARD: Check = block(
    optional={
        **_ID,
        "hero_image": IMAGE,
        "icon": IMAGE,
        "slack_icon": Shape(required={"type": enum("icon"), "name": enum(*_ICON_NAMES)}),
        "title": text(150),
        "subtitle": text(150),
        "body": text(200),
        "subtext": text(200),
        "actions": items(union({"button": BUTTON, "icon_button": CONTEXT_ACTIONS["icon_button"]}), 1, 3),
    },
    rules=(at_least_one("hero_image", "title", "actions", "body"), _one_icon),
)
CAROUSEL: Check = block(required={"elements": items(union({"card": CARD}), 1, 10)}, optional=_ID)

_SOURCE = union({"url": block(required={"url": WEB_ADDRESS, "text": string(1)}, optional={})})
_FINAL_STATES = ("in_progress", "complete", "error")


def _task_card(*states: str) -> Check:
    return block(
        required={"task_id": string(1), "title": string(1)},
        optional={
            **_ID,
            "status": enum(*states),
            "details": RICH_TEXT_OBJECT,
            "output": RICH_TEXT_OBJECT,
            "sources": items(_SOURCE),
        },
    )


TASK_CARD = _task_card(*_FINAL_STATES)
PLAN: Check = block(
    required={"title": string(1)},
    optional={**_ID, "tasks": items(union({"task_card": _task_card("pending", *_FINAL_STATES)}))},
)
