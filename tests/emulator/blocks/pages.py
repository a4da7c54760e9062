"""Reads payloads of tests, after making sure that Slack would take them."""

from itertools import count
from textwrap import dedent
from typing import Any

from bot.emulator.blocks.normalize import normalize_blocks
from bot.emulator.blocks.reading import message_text, view_text
from bot.emulator.blocks.state import filled, initial_values
from tests.emulator.blocks.payloads import Payload, refused, view_refused

NAMES = {"U0MIA0001": "Mia", "U0ADA0001": "Ada", "C0GROWTH1": "growth"}


def read(*blocks: Payload) -> str:
    assert refused(*blocks) == []
    return message_text({"text": "fallback", "blocks": list(blocks)}, NAMES)


def seen(view: Payload, **answers: Any) -> str:
    """The view as read; answers by block_id."""
    assert view_refused(view) == []
    ids = count()
    kept = {**view, "blocks": normalize_blocks(view["blocks"], lambda: f"id{next(ids)}")}
    values = initial_values(kept["blocks"])
    for block in kept["blocks"]:
        if block["block_id"] in answers:
            element = block["element"]
            values[block["block_id"]][element["action_id"]] = filled(element, answers[block["block_id"]])
    return view_text(kept, values, NAMES)


def lines(text: str) -> str:
    return dedent(text).strip("\n")
