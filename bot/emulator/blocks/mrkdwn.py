"""Slack's text markup as a person reads it: mentions by name, links by label, dates in words, no markers."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

_CONTROL = re.compile(r"<([^<>\n]+)>")
_FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_KEPT = re.compile("\ue000(\\d+)\ue001")
_QUOTE = re.compile(r"^(?:&gt;|>) ?", re.MULTILINE)
_TOKEN = re.compile(r"\{(\w+)\}")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
QUOTE_BAR = "│ "


def _marker(character: str) -> re.Pattern[str]:
    mark = re.escape(character)
    return re.compile(rf"(?<![^\W_])(?<!{mark}){mark}(?=\S)([^{mark}\n]+?)(?<=\S){mark}(?!{mark})(?![^\W_])")


_MARKERS = tuple(_marker(character) for character in "*_~")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads: the names they see for ids of people (`Ada`) and channels (`general`), and their time zone."""

    names: Mapping[str, str]
    zone: tzinfo = UTC

    def person(self, person_id: str, label: str | None = None) -> str:
        """A mention of a person; the label in the markup stands in for a name that is not known."""
        return f"@{self.names.get(person_id, label or person_id)}".replace("@@", "@")

    def channel(self, channel_id: str, label: str | None = None) -> str:
        """A mention of a channel."""
        return f"#{self.names.get(channel_id, label or channel_id)}".replace("##", "#")


def read_plain(text: str) -> str:
    """Text that is not markup; only its entities are characters again."""
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text


def _ordinal(day: int) -> str:
    teens = 11 <= day % 100 <= 13  # noqa: PLR2004 - 11th, 12th, 13th
    return f"{day}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


# Why the `_pretty` forms read as the plain ones: "today" depends on when one looks, and a transcript must not.
_DATE_TOKENS: Mapping[str, Callable[[datetime], str]] = {
    "date_num": lambda when: when.strftime("%Y-%m-%d"),
    "date_slash": lambda when: when.strftime("%m/%d/%Y"),
    "date": lambda when: f"{when:%B} {_ordinal(when.day)}, {when.year}",
    "date_long": lambda when: f"{when:%A}, {when:%B} {_ordinal(when.day)}, {when.year}",
    "date_long_full": lambda when: f"{when:%A}, {when:%B} {_ordinal(when.day)}, {when.year}",
    "date_short": lambda when: f"{when:%b} {when.day}, {when.year}",
    "day_divider": lambda when: f"{when:%A}, {when:%B} {_ordinal(when.day)}",
    "time": lambda when: f"{when.hour % 12 or 12}:{when:%M %p}",
    "time_secs": lambda when: f"{when.hour % 12 or 12}:{when:%M:%S %p}",
    "ago": lambda when: f"{when:%b} {when.day}, {when.year}",
}


def read_date(timestamp: int, form: str, fallback: str | None, reader: Reader) -> str:
    """A localized date; the fallback when the form has a token that Slack does not know."""
    try:
        when = datetime.fromtimestamp(timestamp, tz=reader.zone)
        return _TOKEN.sub(lambda token: _DATE_TOKENS[token.group(1).removesuffix("_pretty")](when), form)
    except (KeyError, ValueError, OverflowError, OSError):
        return fallback or form


def _read_special(body: str, label: str | None, reader: Reader) -> str:
    if body.startswith("!date^"):
        _, timestamp, form, *_ = [*body.split("^"), "", ""]
        return read_date(int(timestamp), form, label, reader) if timestamp.isdecimal() else label or body
    if body.startswith("!subteam^"):
        return label or f"@{reader.names.get(body.split('^')[1], body.split('^')[1])}"
    return label or f"@{body[1:].split('^', maxsplit=1)[0]}"


def _read_control(inside: str, reader: Reader) -> str:
    body, _, rest = inside.partition("|")
    label = rest or None
    if body.startswith("@"):
        return reader.person(body[1:], label)
    if body.startswith("#"):
        return reader.channel(body[1:], label)
    if body.startswith("!"):
        return _read_special(body, label, reader)
    return label or body.removeprefix("mailto:")


def read_mrkdwn(text: str, reader: Reader) -> str:
    """Text in Slack's markup as it is shown: markers of bold and code gone, quotes behind a bar, emoji names left."""
    kept: list[str] = []

    def keep(shown: str) -> str:
        kept.append(shown)
        return f"\ue000{len(kept) - 1}\ue001"

    text = text.replace("\ue000", "").replace("\ue001", "")
    text = _FENCE.sub(lambda match: keep(match.group(1)), text)
    text = _CODE.sub(lambda match: keep(match.group(1)), text)
    text = _CONTROL.sub(lambda match: keep(_read_control(match.group(1), reader)), text)
    text = _QUOTE.sub(QUOTE_BAR, text)
    for marker in _MARKERS:
        text = marker.sub(r"\1", text)
    while _KEPT.search(text):
        text = _KEPT.sub(lambda match: kept[int(match.group(1))], text)
    return read_plain(text)


def read_text(text_object: Mapping[str, Any], reader: Reader) -> str:
    """A text object as it is shown."""
    if text_object["type"] == "mrkdwn":
        return read_mrkdwn(text_object["text"], reader)
    return read_plain(text_object["text"])
