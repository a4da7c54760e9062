"""Rich text as a person reads it."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.emulator.blocks.mrkdwn import QUOTE_BAR, Reader, read_date

CODE_INDENT = "    "


def _inline(element: Mapping[str, Any], reader: Reader) -> str:
    match element["type"]:
        case "user":
            return reader.person(element["user_id"])
        case "channel":
            return reader.channel(element["channel_id"])
        case "usergroup":
            return f"@{reader.names.get(element['usergroup_id'], element['usergroup_id'])}"
        case "broadcast":
            return f"@{element['range']}"
        case "date":
            return read_date(element["timestamp"], element["format"], element.get("fallback"), reader)
        case _:
            return _inline_text(element)


def _inline_text(element: Mapping[str, Any]) -> str:
    match element["type"]:
        case "link":
            return str(element.get("text") or element["url"])
        case "emoji":
            codes = element.get("unicode")
            return "".join(chr(int(code, 16)) for code in codes.split("-")) if codes else f":{element['name']}:"
        case "color":
            return str(element["value"])
        case _:
            return str(element["text"])


def _inlines(elements: Sequence[Mapping[str, Any]], reader: Reader) -> str:
    return "".join(_inline(element, reader) for element in elements)


def _prefix(prefix: str, text: str) -> str:
    return "\n".join(f"{prefix}{line}" for line in text.split("\n"))


def _list(listed: Mapping[str, Any], reader: Reader) -> str:
    indent = "  " * listed.get("indent", 0)
    start = listed.get("offset", 0) + 1
    lines = []
    for number, item in enumerate(listed["elements"], start=start):
        mark = f"{number}. " if listed["style"] == "ordered" else "• "
        body = _inlines(item["elements"], reader).replace("\n", f"\n{indent}{' ' * len(mark)}")
        lines.append(f"{indent}{mark}{body}")
    return "\n".join(lines)


def _part(part: Mapping[str, Any], reader: Reader) -> str:
    match part["type"]:
        case "rich_text_list":
            return _list(part, reader)
        case "rich_text_quote":
            return _prefix(QUOTE_BAR, _inlines(part["elements"], reader))
        case "rich_text_preformatted":
            return _prefix(CODE_INDENT, _inlines(part["elements"], reader))
        case _:
            return _inlines(part["elements"], reader)


def read_rich_text(block: Mapping[str, Any], reader: Reader) -> str:
    """A rich_text block: its paragraphs, lists, quotes and code in lines."""
    return "\n".join(_part(part, reader).removesuffix("\n") for part in block["elements"])
