"""The values of a form: untouched, filled in by a person, kept over an update, and what the client will not send."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.emulator.blocks.across import interactive, list_placed
from bot.emulator.blocks.composition import all_options

Values = dict[str, dict[str, dict[str, Any]]]

# Which field of state.values holds the answer, and which field of the element its beginning (SLACK_RULES 3.3).
_SINGLE: Mapping[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "rich_text_input": ("rich_text_value", "initial_value"),
}
_SEVERAL: Mapping[str, tuple[str, str]] = {
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "file_input": ("files", "files"),
}
_PERSON = re.compile(r"[UW][A-Z0-9]{8,}")
_PLACE = re.compile(r"[CGDUW][A-Z0-9]{8,}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_URL = re.compile(r"https?://[^\s/$.?#][^\s]*")


class FillError(ValueError):
    """The client would not let a person enter this; the message says why."""


def stateful(blocks: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Each (block, element) whose element has a value in the state, accessories and elements of actions included."""
    for _, block in list_placed(blocks, ""):
        for _, element in interactive(block):
            if element["type"] in _SINGLE or element["type"] in _SEVERAL:
                yield block, element


def answer_of(value: Mapping[str, Any]) -> Any:
    """The answer held by one entry of `state.values`: text, option, id, list …; None or an empty list when empty."""
    field, _ = _SINGLE.get(value["type"]) or _SEVERAL[value["type"]]
    return value.get(field)


def _untouched_value(element: Mapping[str, Any]) -> dict[str, Any]:
    kind = element["type"]
    if kind in _SEVERAL:
        field, initial = _SEVERAL[kind]
        return {"type": kind, field: list(element.get(initial, []))}
    field, initial = _SINGLE[kind]
    # An empty text is no text, and an empty rich text has no entry at all (SLACK_RULES 3.3).
    answer = element.get(initial) or None
    if kind == "rich_text_input" and answer is None:
        return {"type": kind}
    zone = {"timezone": element["timezone"]} if kind == "timepicker" and "timezone" in element else {}
    return {"type": kind, field: answer, **zone}


def initial_values(blocks: Sequence[Mapping[str, Any]]) -> Values:
    """`state.values` of normalized blocks that nobody has touched: block_id -> action_id -> value."""
    values: Values = {}
    for block, element in stateful(blocks):
        values.setdefault(block["block_id"], {})[element["action_id"]] = _untouched_value(element)
    return values


def retain_values(blocks: Sequence[Mapping[str, Any]], previous: Mapping[str, Mapping[str, Any]]) -> Values:
    """`state.values` after an update: answers stay where block_id, action_id and type do (SLACK_RULES 3.5)."""
    values = initial_values(blocks)
    for block_id, actions in values.items():
        for action_id, value in actions.items():
            before = previous.get(block_id, {}).get(action_id)
            if before is not None and before["type"] == value["type"]:
                actions[action_id] = dict(before)
    return values


def filled(element: Mapping[str, Any], answer: Any) -> dict[str, Any]:
    """The entry of `state.values` that a person's answer makes.

    Args:
        element: A normalized element; for an external select, with the options the app suggested.
        answer: Text for texts; a number or its text for numbers; an option's value or visible text for menus; an id
            for people and channels; a date, time or datetime, or its ISO text, for pickers (seconds for
            datetimepicker); a list of such for what takes several; None clears.

    Raises:
        FillError: The client could not be brought to hold this answer.
    """
    kind = element["type"]
    if kind in _SEVERAL:
        return _fill_several(element, answer)
    if kind not in _SINGLE:
        raise FillError(f"A {kind} is clicked, not filled in.")
    field, _ = _SINGLE[kind]
    empty = _untouched_value({"type": kind, **{name: element[name] for name in ("timezone",) if name in element}})
    return empty if answer is None or answer == "" else {**empty, field: _enter(element, answer)}


def _fill_several(element: Mapping[str, Any], answer: Any) -> dict[str, Any]:
    kind = element["type"]
    given = [] if answer is None else list(answer) if isinstance(answer, list | tuple) else [answer]
    most = element.get("max_files", 10) if kind == "file_input" else element.get("max_selected_items", len(given))
    if len(given) > most:
        raise FillError(f"This {kind} takes no more than {most}, not {len(given)}.")
    return {"type": kind, _SEVERAL[kind][0]: [_enter(element, item) for item in given]}


def _read_typed(element: Mapping[str, Any], answer: Any) -> str:
    if not isinstance(answer, str):
        raise FillError(f"A {element['type']} takes text, not {answer!r}.")
    if "\n" in answer and not element.get("multiline"):
        raise FillError("This input has one line: Enter does not make another.")
    return answer


def _numeral(_element: Mapping[str, Any], answer: Any) -> str:
    typed = str(answer)
    if isinstance(answer, bool) or not re.fullmatch(r"[-+0-9.,]+", typed):
        raise FillError(f"A number input takes digits only, not {typed!r}.")
    return typed


def _day(_element: Mapping[str, Any], answer: Any) -> str:
    try:
        return (answer if isinstance(answer, date) else date.fromisoformat(str(answer))).isoformat()[:10]
    except ValueError:
        raise FillError(f"The calendar has no day {answer!r}; days are written 2026-03-31.") from None


def _time_of_day(_element: Mapping[str, Any], answer: Any) -> str:
    try:
        return (answer if isinstance(answer, time) else time.fromisoformat(str(answer))).strftime("%H:%M")
    except ValueError:
        raise FillError(f"The clock has no time {answer!r}; times are written 09:30.") from None


def _moment(_element: Mapping[str, Any], answer: Any) -> int:
    if isinstance(answer, datetime) and answer.tzinfo is not None:
        return int(answer.timestamp())
    if isinstance(answer, bool) or not isinstance(answer, int):
        raise FillError(f"A date and time is given as an aware datetime or as unix seconds, not {answer!r}.")
    return answer


def _person(_element: Mapping[str, Any], answer: Any) -> str:
    if not isinstance(answer, str) or not _PERSON.fullmatch(answer):
        raise FillError(f"There is no person with the id {answer!r}.")
    return answer


def _place(_element: Mapping[str, Any], answer: Any) -> str:
    if not isinstance(answer, str) or not _PLACE.fullmatch(answer):
        raise FillError(f"There is no channel or conversation with the id {answer!r}.")
    return answer


def _rich(_element: Mapping[str, Any], answer: Any) -> dict[str, Any]:
    if isinstance(answer, Mapping):
        return dict(answer)
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": str(answer)}]}
    return {"type": "rich_text", "elements": [section]}


def _file(_element: Mapping[str, Any], answer: Any) -> dict[str, Any]:
    if not isinstance(answer, Mapping) or "id" not in answer:
        raise FillError(f"A file input takes files of the workspace, not {answer!r}.")
    return dict(answer)


def _read_chosen(element: Mapping[str, Any], answer: Any) -> dict[str, Any]:
    choices = all_options(element)
    by_value = [choice for choice in choices if choice["value"] == answer]
    by_text = [choice for choice in choices if choice["text"]["text"] == answer]
    found = by_value or by_text or [choice for choice in choices if choice == answer]
    if len(found) == 1:
        return dict(found[0])
    offered = ", ".join(choice["text"]["text"] for choice in choices) or "nothing"
    problem = "is there more than once" if found else "is not among the choices"
    raise FillError(f"{answer!r} {problem}: {offered}.")


Enter = Callable[[Mapping[str, Any], Any], Any]
_ENTER: Mapping[str, Enter] = {
    "plain_text_input": _read_typed,
    "email_text_input": _read_typed,
    "url_text_input": _read_typed,
    "number_input": _numeral,
    "datepicker": _day,
    "timepicker": _time_of_day,
    "datetimepicker": _moment,
    "users_select": _person,
    "multi_users_select": _person,
    "conversations_select": _place,
    "multi_conversations_select": _place,
    "channels_select": _place,
    "multi_channels_select": _place,
    "rich_text_input": _rich,
    "file_input": _file,
}


def _enter(element: Mapping[str, Any], answer: Any) -> Any:
    enter: Enter = _ENTER.get(element["type"], _read_chosen)
    return enter(element, answer)


def client_refusals(blocks: Sequence[Mapping[str, Any]], values: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """What the client says instead of submitting: block_id -> sentence; empty when it would send the form.

    Only input blocks hold a form back; an optional one may stay empty, whatever its bounds.
    """
    refusals: dict[str, str] = {}
    for block, element in stateful(blocks):
        if block["type"] != "input":
            continue
        value = values.get(block["block_id"], {}).get(element["action_id"])
        answer = answer_of(value) if value else None
        if answer is None or answer in ("", []):
            if not block.get("optional", False):
                refusals[block["block_id"]] = "Please complete this required field."
        elif sentence := _refusal(element, answer):
            refusals[block["block_id"]] = sentence
    return refusals


def _refusal(element: Mapping[str, Any], answer: Any) -> str | None:
    match element["type"]:
        case "plain_text_input":
            return _length_refusal(element, len(answer))
        case "number_input":
            return _number_refusal(element, answer)
        case "email_text_input" if not _EMAIL.fullmatch(answer):
            return "Please enter a valid email address."
        case "url_text_input" if not _URL.fullmatch(answer):
            return "Please enter a valid URL."
        case _:
            return None


def _length_refusal(element: Mapping[str, Any], length: int) -> str | None:
    if length < element.get("min_length", 0):
        return f"This field must be at least {element['min_length']} characters."
    if length > (longest := element.get("max_length", 3000)):
        return f"This field must be at most {longest} characters."
    return None


def _number_refusal(element: Mapping[str, Any], answer: str) -> str | None:
    try:
        number = Decimal(answer)
    except InvalidOperation:
        return "Please enter a valid number."
    if not element["is_decimal_allowed"] and "." in answer:
        return "Please enter a whole number."
    if "min_value" in element and number < Decimal(element["min_value"]):
        return f"Must be greater than or equal to {element['min_value']}."
    if "max_value" in element and number > Decimal(element["max_value"]):
        return f"Must be less than or equal to {element['max_value']}."
    return None
