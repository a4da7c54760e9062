"""What Slack makes of blocks when it keeps them: the ids left out and the defaults of texts (SLACK_RULES 1.8)."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from bot.emulator.blocks.across import interactive, list_placed

_STATELESS = frozenset({"image", "plain_text", "mrkdwn"})
_CONTROL = re.compile(r"<(?:[@#!]|[a-z]+:)[^<>\n]*>")


def _copy(value: Any) -> Any:
    if isinstance(value, list):
        return [_copy(item) for item in value]
    if not isinstance(value, Mapping):
        return value
    copied = {name: _copy(inner) for name, inner in value.items()}
    if copied.get("type") == "plain_text" and isinstance(copied.get("text"), str):
        copied.setdefault("emoji", True)
    elif copied.get("type") == "mrkdwn" and isinstance(copied.get("text"), str):
        copied.setdefault("verbatim", False)
    return copied


def normalize_blocks(blocks: Sequence[Mapping[str, Any]], new_id: Callable[[], str]) -> list[dict[str, Any]]:
    """Copy sound blocks with what Slack adds: `block_id`, `action_id`, `emoji` true and `verbatim` false.

    Args:
        blocks: Blocks that `validate` found nothing wrong with; they are left as they are.
        new_id: Gives one new id per call; called in the order of the payload, a block before its elements.
    """
    copies: list[dict[str, Any]] = _copy(list(blocks))
    for _, placed_block in list_placed(copies, ""):
        block = cast("dict[str, Any]", placed_block)
        # Slack ignores the block_id of a markdown block, so an app must not get to rely on it.
        if "block_id" not in block or block["type"] == "markdown":
            block["block_id"] = new_id()
        for _, element in interactive(block):
            if element["type"] not in _STATELESS and "action_id" not in element:
                cast("dict[str, Any]", element)["action_id"] = new_id()
    return copies


def escape_text(text: str) -> str:
    """The top-level text of a message as Slack hands it back: loose `&`, `<` and `>` as entities.

    Mentions, channels and links (`<@U1>`, `<https://…|…>`) stay, and what is an entity already is not escaped again.
    """
    parts: list[str] = []
    end = 0
    for control in _CONTROL.finditer(text):
        parts += [_escape(text[end : control.start()]), control.group()]
        end = control.end()
    return "".join([*parts, _escape(text[end:])])


def _escape(text: str) -> str:
    return re.sub(r"&(?!(?:amp|lt|gt);)", "&amp;", text).replace("<", "&lt;").replace(">", "&gt;")
