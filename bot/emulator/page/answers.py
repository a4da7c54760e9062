"""What was entered on the page, as the emulator's people enter it."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

from bot.emulator.blocks.state import FillError, filled, stateful
from bot.emulator.people.forms import suggestions
from bot.emulator.people.typing import type_text
from bot.emulator.screens import Screen

if TYPE_CHECKING:
    from bot.emulator.core import Emulator

Answers = Mapping[str, Mapping[str, Any]]
"""block_id -> action_id -> what the page's input holds: text, an option's value, a list of such."""


class Suggestions:
    """The options that the app suggested for external selects, by view, block and action."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}

    async def ask(
        self, slack: "Emulator", screen: Screen, block_id: str, action_id: str, typed: str
    ) -> list[Mapping[str, Any]]:
        """Ask the app what fits what was typed.

        Raises:
            LookupError: There is no such input.
        """
        for block, element in stateful(screen.content["blocks"]):
            if block["block_id"] == block_id and element["action_id"] == action_id:
                found = (await suggestions(slack, screen, (block, element), typed))["options"]
                known = self._found.setdefault((screen.id, block_id, action_id), [])
                known += [option for option in found if option not in known]
                return list(found)
        raise LookupError("There is no such input any more.")

    def complete(self, screen: Screen, block: Mapping[str, Any], element: Mapping[str, Any]) -> Mapping[str, Any]:
        """An element with the options that it has been offered so far."""
        if "external_select" not in element["type"]:
            return element
        initial = [*element.get("initial_options", []), *filter(None, [element.get("initial_option")])]
        known = self._found.get((screen.id, block["block_id"], element["action_id"]), [])
        return {**element, "options": [*initial, *(entry for entry in known if entry not in initial)]}


def given(kind: str, raw: Any, zone: tzinfo) -> Any:
    """What the page's input holds, as `blocks.state.filled` takes it; a moment is meant in the person's own zone.

    Raises:
        FillError: It is no moment.
    """
    if raw in (None, "", []):
        return None
    if kind != "datetimepicker" or not isinstance(raw, str):
        return type_text(raw)
    try:
        return datetime.fromisoformat(raw).replace(tzinfo=zone)
    except ValueError:
        raise FillError("Please enter a date and a time.") from None


def enter(screen: Screen, answers: Answers, zone: tzinfo, known: Suggestions) -> dict[str, str]:
    """Enter answers into a view without telling the app.

    Returns:
        Sentences by `block_id` for what the client would not hold.
    """
    refused: dict[str, str] = {}
    for block, element in stateful(screen.content["blocks"]):
        actions = answers.get(block["block_id"], {})
        if element["action_id"] not in actions:
            continue
        try:
            answer = given(element["type"], actions[element["action_id"]], zone)
            held = filled(known.complete(screen, block, element), answer)
        except FillError as problem:
            refused[block["block_id"]] = str(problem)
        else:
            screen.values.setdefault(block["block_id"], {})[element["action_id"]] = held
    return refused
