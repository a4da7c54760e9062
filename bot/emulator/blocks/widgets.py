"""Buttons, menus and inputs as a person sees them: `[Done]`, `[Snooze ▾]`, `[ 33 ]`, `(•) weekly`."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.emulator.blocks.mrkdwn import Reader, read_plain, read_text
from bot.emulator.blocks.prose import read_rich_text

_EMPTY_BOX = " " * 8
_TICKED = {"checkboxes": ("[x]", "[ ]"), "radio_buttons": ("(•)", "( )")}
Element = Mapping[str, Any]
Value = Mapping[str, Any]


def is_ticked(element: Element) -> bool:
    """Whether the element is a list of boxes or circles, which takes a line per choice."""
    return element["type"] in _TICKED


def is_menu(element: Element) -> bool:
    """Whether a click opens a list or a calendar to pick from."""
    return str(element["type"]).endswith(("select", "picker"))


def _answers(value: Value, reader: Reader) -> list[str]:
    """What has been picked, as shown in a closed menu; empty when nothing."""
    shown: list[str] = []
    for name, answer in value.items():
        given = answer if isinstance(answer, list) else [] if answer is None else [answer]
        match name:
            case "selected_option" | "selected_options":
                shown += [read_text(option["text"], reader) for option in given]
            case "selected_user" | "selected_users":
                shown += [reader.person(person_id) for person_id in given]
            case "selected_channel" | "selected_channels" | "selected_conversation" | "selected_conversations":
                shown += [_place(place, reader) for place in given]
            case "selected_date_time":
                shown += [
                    f"{datetime.fromtimestamp(item, tz=UTC).astimezone(reader.zone):%Y-%m-%d %H:%M}" for item in given
                ]
            case "selected_date" | "selected_time":
                shown += given
            case _:
                pass
    return shown


def _place(conversation_id: str, reader: Reader) -> str:
    is_person = conversation_id[:1] in {"U", "W", "D"}
    return reader.person(conversation_id) if is_person else reader.channel(conversation_id)


def _placeholder(element: Element) -> str:
    return read_plain(element["placeholder"]["text"]) if "placeholder" in element else ""


_PROMPTS = {
    "datepicker": "Select a date",
    "timepicker": "Select a time",
    "datetimepicker": "Select a date and time",
    "users_select": "Select a person",
    "multi_users_select": "Select people",
    "channels_select": "Select a channel",
    "multi_channels_select": "Select channels",
    "conversations_select": "Select a conversation",
    "multi_conversations_select": "Select conversations",
}


def _default_prompt(element: Element) -> str:
    several = "Select options" if element["type"].startswith("multi_") else "Select an option"
    return _PROMPTS.get(element["type"], several)


def read_button(element: Element, value: Value, reader: Reader) -> str:
    """An element among buttons: `[Done]`, `[Snooze ▾]`, `[⋯]` for an overflow menu; ticked lists in lines.

    Args:
        element: Any element of an actions block or an accessory.
        value: Its entry of the state; empty for what has none.
        reader: Who looks.
    """
    kind = element["type"]
    if kind == "overflow":
        return "[⋯]"
    if kind == "image":
        return f"[image: {element['alt_text']}]"
    if is_ticked(element):
        return read_ticks(element, value, reader)
    if is_menu(element):
        shown = ", ".join(_answers(value, reader)) or _placeholder(element) or _default_prompt(element)
        return f"[{shown} ▾]"
    if kind == "feedback_buttons":
        buttons = (element["positive_button"], element["negative_button"])
        return " ".join(f"[{read_text(button['text'], reader)}]" for button in buttons)
    return f"[{read_text(element['text'], reader)}]" if "text" in element else read_field(element, value, reader)


def read_ticks(element: Element, value: Value, reader: Reader) -> str:
    """Checkboxes or radio buttons, one choice a line: `[x] …` or `(•) …`."""
    on, off = _TICKED[element["type"]]
    single = value.get("selected_option")
    picked = [single] if single else value.get("selected_options", [])
    chosen = {option["value"] for option in picked}
    lines = []
    for option in element["options"]:
        extra = f" ({read_text(option['description'], reader)})" if "description" in option else ""
        lines.append(f"{on if option['value'] in chosen else off} {read_text(option['text'], reader)}{extra}")
    return "\n".join(lines)


def read_field(element: Element, value: Value, reader: Reader) -> str:
    """The box of an input: `[ 33 ]`, `[ 5 ▾ ]`; what only hints at an answer stands in brackets: `[ (e.g. 33) ]`."""
    if is_menu(element):
        shown = ", ".join(_answers(value, reader)) or f"({_placeholder(element) or _default_prompt(element)})"
        return f"[ {shown} ▾ ]"
    if element["type"] == "file_input":
        return f"[ {', '.join(file.get('name', file['id']) for file in value.get('files', [])) or '(add files)'} ]"
    rich = value.get("rich_text_value")
    typed = read_rich_text(rich, reader) if rich else value.get("value")
    hint = _placeholder(element)
    return f"[ {typed or (f'({hint})' if hint else _EMPTY_BOX)} ]"
