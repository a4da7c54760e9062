"""The blocks of a payload by type, and on which surface each may stand (SLACK_RULES 1.3)."""

from collections.abc import Mapping

from bot.emulator.blocks.composition import ANY_TEXT, BLOCK_ID, PLAIN, text
from bot.emulator.blocks.elements import (
    BUTTONS,
    CONTEXT_ACTIONS,
    DATETIME,
    ELEMENT_SURFACES,
    IMAGE,
    MULTI_SELECTS,
    PICKERS,
    RICH_TEXT_INPUT,
    SELECTS,
    TICKS,
    TYPED,
)
from bot.emulator.blocks.media import ALERT, CARD, CAROUSEL, IMAGE_BLOCK, PLAN, TASK_CARD, VIDEO
from bot.emulator.blocks.richtext import RICH_TEXT, RICH_TEXT_OBJECT
from bot.emulator.blocks.shapes import (
    Check,
    Findings,
    Object,
    Surface,
    at_least_one,
    block,
    boolean,
    enum,
    integer,
    items,
    string,
    union,
)
from bot.emulator.blocks.tables import DATA_TABLE, DATA_VISUALIZATION, TABLE

_ID: Mapping[str, Check] = {"block_id": BLOCK_ID}
_MENUS: Mapping[str, Check] = {**SELECTS, **MULTI_SELECTS, **TICKS, **PICKERS}


def _no_response_url(holder: Object, pointer: str, findings: Findings) -> None:
    """`response_url_enabled` works only in the input blocks of a modal (SLACK_RULES 1.4)."""
    is_input = holder["type"] == "input"
    if is_input and findings.surface is Surface.MODAL:
        return
    name = {"input": "element", "section": "accessory"}.get(holder["type"], "elements")
    listed = holder.get(name, [])
    placed = [(f"{pointer}/{name}", listed)] if isinstance(listed, Mapping) else []
    several = [] if placed else [(f"{pointer}/{name}/{index}", element) for index, element in enumerate(listed)]
    for place, element in [*placed, *several]:
        if "response_url_enabled" in element:
            findings.add(place, "invalid additional property: response_url_enabled")


def _no_dispatch_of_files(holder: Object, pointer: str, findings: Findings) -> None:
    if holder.get("dispatch_action") and holder["element"]["type"] == "file_input":
        findings.add(f"{pointer}/dispatch_action", "dispatch_action is not supported with file_input")


_SECTION: Check = block(
    optional={
        **_ID,
        "text": text(3000),
        "fields": items(text(2000), 1, 10),
        "accessory": union({**BUTTONS, **_MENUS, "image": IMAGE}, ELEMENT_SURFACES),
        "expand": boolean,
    },
    rules=(at_least_one("text", "fields"), _no_response_url),
)
_ACTIONS: Check = block(
    required={"elements": items(union({**BUTTONS, **_MENUS, **DATETIME, **RICH_TEXT_INPUT}, ELEMENT_SURFACES), 1, 25)},
    optional=_ID,
    rules=(_no_response_url,),
)
_INPUT: Check = block(
    required={
        "label": text(2000, kinds=PLAIN),
        "element": union({**_MENUS, **DATETIME, **RICH_TEXT_INPUT, **TYPED}, ELEMENT_SURFACES),
    },
    optional={**_ID, "hint": text(2000, kinds=PLAIN), "optional": boolean, "dispatch_action": boolean},
    rules=(_no_dispatch_of_files, _no_response_url),
)
_CONTEXT: Check = block(
    required={"elements": items(union({"image": IMAGE, **dict.fromkeys(ANY_TEXT, text(3000))}), 1, 10)},
    optional=_ID,
)
_HEADER: Check = block(required={"text": text(150, kinds=PLAIN)}, optional={**_ID, "level": integer(1, 4)})
_DIVIDER: Check = block(optional=_ID)

# Why no `file`: Slack returns such blocks but never takes them from an app (SLACK_RULES 1.3).
_CHILDREN: Mapping[str, Check] = {
    "actions": _ACTIONS,
    "context": _CONTEXT,
    "divider": _DIVIDER,
    "header": _HEADER,
    "image": IMAGE_BLOCK,
    "input": _INPUT,
    "rich_text": RICH_TEXT,
    "section": _SECTION,
    "table": TABLE,
    "video": VIDEO,
}


def _divider_or_collapsible(container: Object, pointer: str, findings: Findings) -> None:
    if container.get("has_header_divider") and container.get("is_collapsible"):
        findings.add(f"{pointer}/has_header_divider", "has_header_divider is not supported with is_collapsible")


_CONTAINER: Check = block(
    required={"child_blocks": items(union(_CHILDREN), 1, 10)},
    optional={
        **_ID,
        "title": text(150, kinds=PLAIN),
        "rich_text_title": RICH_TEXT_OBJECT,
        "subtitle": text(150),
        "icon": IMAGE,
        "width": enum("narrow", "standard", "wide", "full"),
        "is_collapsible": boolean,
        "default_collapsed": boolean,
        "has_header_divider": boolean,
    },
    rules=(at_least_one("title", "rich_text_title"), _divider_or_collapsible),
)

_MESSAGE = frozenset({Surface.MESSAGE})
_MESSAGE_AND_HOME = frozenset({Surface.MESSAGE, Surface.HOME})
_BLOCK_SURFACES: Mapping[str, frozenset[Surface]] = {
    "markdown": _MESSAGE,
    "data_visualization": _MESSAGE,
    "context_actions": _MESSAGE,
    "plan": _MESSAGE,
    "task_card": _MESSAGE,
    "table": _MESSAGE_AND_HOME,
    "data_table": _MESSAGE_AND_HOME,
    "carousel": _MESSAGE_AND_HOME,
    "container": _MESSAGE_AND_HOME,
    "alert": frozenset({Surface.MODAL}),
}

ANY_BLOCK = union(
    {
        **_CHILDREN,
        "markdown": block(required={"text": string(1, 12_000)}, optional=_ID),
        "alert": ALERT,
        "card": CARD,
        "carousel": CAROUSEL,
        "container": _CONTAINER,
        "context_actions": block(required={"elements": items(union(CONTEXT_ACTIONS), 1, 5)}, optional=_ID),
        "data_table": DATA_TABLE,
        "data_visualization": DATA_VISUALIZATION,
        "plan": PLAN,
        "task_card": TASK_CARD,
    },
    _BLOCK_SURFACES,
)
