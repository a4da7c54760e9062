"""Which button or input a person means."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.emulator.blocks.across import interactive, list_placed
from bot.emulator.blocks.state import stateful

Element = tuple[Mapping[str, Any], Mapping[str, Any]]


def _elements(blocks: Sequence[Mapping[str, Any]]) -> Iterator[Element]:
    for _, block in list_placed(blocks, ""):
        for _, element in interactive(block):
            if "action_id" in element and (block["type"] != "input" or block.get("dispatch_action")):
                yield block, element


def visible_text(element: Mapping[str, Any]) -> str:
    """What stands on a button, or an empty text."""
    text = element.get("text")
    return str(text.get("text", "")) if isinstance(text, Mapping) else ""


def clickable(
    blocks: Sequence[Mapping[str, Any]],
    *,
    action_id: str | None,
    block_id: str | None,
    label: str | None,
    value: Any,
) -> Element:
    """The one element that is meant; among equal buttons, the one that holds `value`.

    Raises:
        LookupError: There is none; its sentence names those there are.
    """
    everything = list(_elements(blocks))
    found = [
        (block, element)
        for block, element in everything
        if action_id in {None, element["action_id"]}
        and block_id in {None, block["block_id"]}
        and label in {None, visible_text(element)}
    ]
    if not found:
        there = ", ".join(f"{entry['action_id']} [{visible_text(entry) or entry['type']}]" for _, entry in everything)
        raise LookupError(
            f"There is no {action_id or label or block_id!r} to click here; there is: {there or 'nothing'}."
        )
    exact = [pair for pair in found if value is not None and pair[1].get("value") == value]
    return (exact or found)[0]


def fillable(blocks: Sequence[Mapping[str, Any]], key: str, action_id: str | None) -> Element:
    """The input with this `block_id`, label or `action_id`.

    Raises:
        LookupError: There is none; its sentence names those there are.
    """
    everything = [pair for pair in stateful(blocks) if action_id in {None, pair[1]["action_id"]}]
    for block, element in everything:
        names = {block["block_id"], element["action_id"], str(_label(block)).casefold(), _label(block)}
        if key in names or key.casefold() in names:
            return block, element
    there = ", ".join(f"{block['block_id']} ({_label(block) or element['type']})" for block, element in everything)
    raise LookupError(f"There is no input {key!r} here; there is: {there or 'nothing'}.")


def _label(block: Mapping[str, Any]) -> str:
    label = block.get("label") or block.get("text")
    return str(label.get("text", "")) if isinstance(label, Mapping) else ""


def action(block: Mapping[str, Any], element: Mapping[str, Any], held: Mapping[str, Any], at: str) -> dict[str, Any]:
    """The entry in `actions` for a click; `held` is the value shape that an input holds after it."""
    kept = {name: element[name] for name in ("text", "value", "style", "url", "placeholder") if name in element}
    shape = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"]}
    return {**shape, **kept, **held, "action_ts": at}


def overflow_choice(element: Mapping[str, Any], answer: Any) -> dict[str, Any]:
    """The option of an overflow menu with this value or text.

    Raises:
        LookupError: There is none.
    """
    for option in element["options"]:
        if answer in {option["value"], option["text"]["text"]}:
            return {"selected_option": dict(option)}
    there = ", ".join(option["text"]["text"] for option in element["options"])
    raise LookupError(f"There is no {answer!r} in the menu; there is: {there}.")
