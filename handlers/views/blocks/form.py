"""Forms: their fields, and the modal that holds them within what Slack takes (SLACK_RULES 1.1)."""

import json
from collections.abc import Mapping, Sequence

from handlers.views.blocks import block_kit

_VIEW_BLOCKS = 100
_ENTRIES = 100
"""How many entries Slack takes in a list, and how many lists in a menu."""
_VALUE = 75
# Slack refuses a view of more than 250 kB.
_VIEW_BYTES = 230_000


def field(
    label: str,
    block_id: str,
    element: block_kit.Block,
    *,
    hint: str = "",
    optional: bool = False,
    dispatch: bool = False,
) -> block_kit.Block:
    """Return an input of a form.

    Args:
        label: What is asked.
        block_id: Where an error stands and where the answer is found.
        element: The element that takes the answer.
        hint: One line below it.
        optional: Whether it may stay empty.
        dispatch: Whether each answer is sent at once, so that a preview can follow.
    """
    block: block_kit.Block = {
        "type": "input",
        "block_id": block_id,
        "label": block_kit.plain(label, 200),
        "element": element,
        "optional": optional,
    }
    if dispatch:
        block["dispatch_action"] = True
    return {**block, "hint": block_kit.plain(hint, 400)} if hint else block


def filled_input(element: block_kit.Block, text: str, limit: int) -> block_kit.Block:
    """Return a text input with a text in it already, as it was typed; an empty one stays as it is."""
    return {**element, "initial_value": text.strip()[:limit]} if block_kit.clean(text) else element


def choice(
    placeholder: str, action_id: str, groups: Mapping[str, Sequence[block_kit.Option]], *, chosen: str | None = None
) -> block_kit.Block:
    """Return a menu of more than a hundred entries if need be, up to 10,000.

    Args:
        placeholder: What stands there while nothing is chosen.
        action_id: The action.
        groups: The entries under their headings; a single group of up to a hundred stands without its heading.
        chosen: The value of the entry that is chosen already.
    """
    menu = _menu("static_select", placeholder, action_id, groups)
    for option in _options(menu):
        if option["value"] == chosen:
            menu["initial_option"] = option
    return menu


def choices(
    placeholder: str, action_id: str, groups: Mapping[str, Sequence[block_kit.Option]], *, chosen: Sequence[str] = ()
) -> block_kit.Block:
    """Return a menu in which several entries can be chosen; else as `choice`."""
    menu = _menu("multi_static_select", placeholder, action_id, groups)
    found = [option for option in _options(menu) if option["value"] in chosen]
    return {**menu, "initial_options": found} if found else menu


def _menu(
    kind: str, placeholder: str, action_id: str, groups: Mapping[str, Sequence[block_kit.Option]]
) -> block_kit.Block:
    kept = {heading: [entry for entry in entries if 0 < len(entry[1]) <= _VALUE] for heading, entries in groups.items()}
    menu: block_kit.Block = {"type": kind, "action_id": action_id, "placeholder": block_kit.plain(placeholder, 150)}
    if len(kept) == 1 and all(len(entries) <= _ENTRIES for entries in kept.values()):
        return {**menu, "options": [block_kit.option(entry) for entries in kept.values() for entry in entries]}
    parts = [
        {
            "label": block_kit.plain(heading, 75),
            "options": [block_kit.option(entry) for entry in entries[start : start + _ENTRIES]],
        }
        for heading, entries in kept.items()
        for start in range(0, len(entries), _ENTRIES)
    ]
    return {**menu, "option_groups": parts[:_ENTRIES]}


def _options(menu: block_kit.Block) -> list[block_kit.Block]:
    groups: list[block_kit.Block] = menu.get("option_groups") or [menu]
    return [option for group in groups for option in group["options"]]


def fit_to_view(blocks: Sequence[block_kit.Block]) -> list[block_kit.Block]:
    """Return as many blocks as a view takes, by number and by size; what is left out is said."""
    kept: list[block_kit.Block] = []
    size = 0
    for block in blocks[:_VIEW_BLOCKS]:
        size += len(json.dumps(block))
        if size > _VIEW_BYTES:
            return [*kept, block_kit.context("The rest is too long to be shown here.")]
        kept.append(block)
    return kept


def modal(
    title: str,
    blocks: Sequence[block_kit.Block],
    *,
    callback_id: str,
    submit: str = "",
    close: str = "Close",
    metadata: str = "",
) -> block_kit.View:
    """Return a modal; without `submit` there is nothing to send. At most 100 blocks are kept."""
    view: block_kit.View = {
        "type": "modal",
        "callback_id": callback_id,
        "title": block_kit.plain(title, 24),
        "close": block_kit.plain(close, 24),
        "blocks": fit_to_view(blocks),
        "private_metadata": metadata,
    }
    return {**view, "submit": block_kit.plain(submit, 24)} if submit else view
