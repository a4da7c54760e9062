"""Rules that need more than one block: unique ids, counts and sums over a payload (SLACK_RULES 1.1).

They run on blocks that are sound one by one, so fields have the types they should.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.emulator.blocks.composition import escaped_length
from bot.emulator.blocks.problems import Code
from bot.emulator.blocks.shapes import Findings, Object, Surface

Placed = tuple[str, Object]

_TABLES = frozenset({"table", "data_table"})
_CHARTS_PER_MESSAGE = 2
_MARKDOWN_LENGTH = 12_000
_TABLE_LENGTH = 10_000
_MESSAGE_LENGTH = 13_000
_NOT_DRAWN = frozenset({"options", "option_groups", "initial_option", "initial_options", "confirm", "placeholder"})


def list_placed(blocks: Sequence[Object], pointer: str) -> Iterator[Placed]:
    """Each block with its pointer, and the blocks within containers, carousels and plans after their parent."""
    for index, block in enumerate(blocks):
        place = f"{pointer}/{index}"
        yield place, block
        kind = block["type"]
        inner = {"container": "child_blocks", "carousel": "elements", "plan": "tasks"}.get(kind)
        if inner:
            yield from list_placed(block.get(inner, []), f"{place}/{inner}")


def interactive(block: Object) -> Iterator[tuple[str, Object]]:
    """The elements of one block with their place in it: `elements/0`, `accessory`, `element`, `actions/1`."""
    for name in ("accessory", "element"):
        if isinstance(block.get(name), Mapping):
            yield name, block[name]
    listed = {"card": "actions", "actions": "elements", "context_actions": "elements"}.get(block["type"])
    if listed:
        for index, element in enumerate(block.get(listed, [])):
            yield f"{listed}/{index}", element


def _unique_ids(blocks: Sequence[Placed], findings: Findings) -> None:
    seen: set[str] = set()
    for place, block in blocks:
        if (block_id := block.get("block_id")) in seen:
            findings.add(f"{place}/block_id", f"block_id `{block_id}` already exists")
        elif block_id is not None:
            seen.add(block_id)
        actions: set[str] = set()
        for where, element in interactive(block):
            if (action_id := element.get("action_id")) in actions:
                findings.add(f"{place}/{where}/action_id", f"action_id `{action_id}` already exists")
            elif action_id is not None:
                actions.add(action_id)


def _one_focus(blocks: Sequence[Placed], findings: Findings) -> None:
    focused = [
        f"{place}/{where}/focus_on_load"
        for place, block in blocks
        for where, element in interactive(block)
        if element.get("focus_on_load")
    ]
    for place in focused[1:]:
        findings.add(place, "focus_on_load may be true for only one element")


def _drawn_length(value: Any) -> int:
    """Escaped characters of everything drawn in the message itself; menus and dialogs open elsewhere."""
    if isinstance(value, list):
        return sum(_drawn_length(item) for item in value)
    if not isinstance(value, Mapping):
        return 0
    own = value.get("text")
    if isinstance(own, str):
        plain = value.get("type") in {"markdown", "text"}
        return len(own) if plain else escaped_length(own, markup=value.get("type") == "mrkdwn")
    return sum(_drawn_length(inner) for name, inner in value.items() if name not in _NOT_DRAWN)


def _counts(blocks: Sequence[Placed], findings: Findings) -> None:
    tables = [(place, block) for place, block in blocks if block["type"] in _TABLES]
    for place, _ in tables[1:]:
        findings.add(place, "only_one_table_allowed", Code.TABLES)
    for place, block in tables[:1]:
        if _drawn_length(block["rows"]) > _TABLE_LENGTH:
            findings.add(f"{place}/rows", f"must be less than {_TABLE_LENGTH + 1} characters in all cells")
    charts = [place for place, block in blocks if block["type"] == "data_visualization"]
    for place in charts[_CHARTS_PER_MESSAGE:]:
        findings.add(place, f"no more than {_CHARTS_PER_MESSAGE} data_visualization blocks allowed")


def _sums(blocks: Sequence[Placed], outermost: Sequence[Object], findings: Findings) -> None:
    markdown = [(place, len(block["text"])) for place, block in blocks if block["type"] == "markdown"]
    if sum(length for _, length in markdown) > _MARKDOWN_LENGTH:
        findings.add(f"{markdown[-1][0]}/text", f"must be less than {_MARKDOWN_LENGTH + 1} characters in all blocks")
    if _drawn_length(outermost) > _MESSAGE_LENGTH:
        findings.add("/blocks", f"must be less than {_MESSAGE_LENGTH + 1} characters in all blocks", Code.TOO_LONG)


def check_together(lists: Mapping[str, Sequence[Object]], findings: Findings) -> None:
    """Judge the sound blocks of one payload against each other.

    Args:
        lists: The lists of blocks by their json-pointers: one for a view, more for a message with attachments.
        findings: Where problems are added.
    """
    blocks = [pair for pointer, listed in lists.items() for pair in list_placed(listed, pointer)]
    _unique_ids(blocks, findings)
    _one_focus(blocks, findings)
    _counts(blocks, findings)
    if findings.surface is Surface.MESSAGE:
        _sums(blocks, [block for listed in lists.values() for block in listed], findings)
