"""The pieces of every message and view, and the one place where text is escaped and cut."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from domain.values.ids import PersonId

T = TypeVar("T")
Block = dict[str, Any]
"""One block of Block Kit, as a plain dict."""
View = dict[str, Any]
"""A modal or a Home view, as a plain dict."""
Option = tuple[str, str]
"""An entry of a menu: what is read, and its value."""

# Slack takes 3,000 characters in a section and counts them escaped; failures were seen a little below.
_SECTION_LENGTH = 2_900
# Slack splits a message's text above 4,040 characters, and an edit refuses more than 4,000.
_TEXT_LENGTH = 3_600
_MESSAGE_BLOCKS = 50
_PERSON = re.compile(r"[UW][A-Z0-9]{8,}")

# Marks that turn the direction of writing, and characters of no width: they can make a text read as another one.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
# A joiner of no width is kept only where it makes one emoji out of two.
_LONE_JOINER = re.compile(
    "(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]|[\u200c\u200d](?![\u2600-\u27bf\U0001f000-\U0001faff])"
)
_SPACES = ("Cc", "Cs", "Zl", "Zp")
_MARKS_AT_END = "\u200d\ufe0f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as it is posted.

    Attributes:
        text: The whole story in words; what notifications show first and screen readers read.
        blocks: What is seen, at most 50 blocks.
    """

    text: str
    blocks: list[Block]

    def payload(self) -> dict[str, Any]:
        """Return the message as the outbox keeps it and as Slack takes it."""
        return {"text": self.text, "blocks": self.blocks}


def clean(text: str) -> str:
    """Return a text on one line, without control, direction and invisible characters."""
    if not text.isprintable():
        visible = _LONE_JOINER.sub("", _INVISIBLE.sub("", text))
        text = "".join(" " if unicodedata.category(name) in _SPACES else name for name in visible)
    return " ".join(text.split())


def escape(user_text: str) -> str:
    """Return what a person typed so that Slack shows it and reads no mention or link in it."""
    return user_text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shorten(text: str, limit: int) -> str:
    """Return a text on one line that is at most `limit` characters long once it is escaped.

    It is cut at a word where one ends near, with `…` for the rest; never empty: `(no name)` stands for nothing.
    """
    whole = clean(text)
    if not whole:
        return "(no name)"[:limit]
    if len(escape(whole)) <= limit:
        return whole
    kept = whole[: limit - 1]
    while len(escape(kept)) > limit - 1:
        kept = kept[:-1]
    near = kept.rfind(" ", max(0, len(kept) - 16))
    if near > 0 and whole[len(kept)] != " ":
        kept = kept[:near]
    while kept and (kept[-1] in _MARKS_AT_END or unicodedata.combining(kept[-1])):
        kept = kept[:-1]
    return f"{kept.rstrip(' ,;:.–—-')}…"


def typed_text(text: str, limit: int) -> str:
    """Return what a person typed, cut and escaped: ready to stand in a section."""
    return escape(shorten(text, limit))


def typed_bold(text: str, limit: int) -> str:
    """Return what a person typed in bold; a star of its own must not end the bold."""
    return f"*{typed_text(text.replace('*', '∗'), limit)}*"


def mention(person: PersonId) -> str:
    """Return a mention, which notifies: only where that person is to act."""
    return f"<@{person}>" if _PERSON.fullmatch(person) else typed_text(person, 40)


def name_of(person: PersonId | None, names: Mapping[PersonId, str]) -> str:
    """Return a person's name, which notifies nobody; `someone` where it is not known."""
    name = names.get(person, "") if person is not None else ""
    return typed_text(name, 40) if clean(name) else "someone"


def join_names(words: Sequence[str]) -> str:
    """Return `a, b and c`."""
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def join_at_most(words: Sequence[str], limit: int) -> str:
    """Return `a, b and 3 more`."""
    return join_shown(words, limit, str)


def join_shown(things: Sequence[T], limit: int, say: Callable[[T], str]) -> str:
    """Return `a, b and 3 more`, saying only those things that are shown."""
    words = [say(thing) for thing in things[:limit]]
    return join_names(words) if len(things) <= limit else f"{', '.join(words)} and {len(things) - limit} more"


def mrkdwn(text: str) -> Block:
    """Return a text object with markup; names such as #general in it stay words."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def plain(text: str, limit: int) -> Block:
    """Return a text object without markup, cut."""
    return {"type": "plain_text", "text": shorten(text, limit), "emoji": True}


def fit_lines(lines: Iterable[str], limit: int = _SECTION_LENGTH) -> str:
    """Join lines of markup; whole lines are left out at the end where they do not fit, and that is said."""
    wanted = [line for line in lines if line]
    kept = list(wanted)
    while len(text := "\n".join(kept)) > limit - 24 and len(kept) > 1:
        kept.pop()
    left = len(wanted) - len(kept)
    return f"{text}\n… and {left} more" if left else text


def header(text: str) -> Block:
    """Return a large first line, at most 140 characters."""
    return {"type": "header", "text": plain(text, 140)}


def section(*lines: str, accessory: Block | None = None, block_id: str | None = None) -> Block:
    """Return a paragraph of markup; empty lines are left out."""
    block: Block = {"type": "section", "text": mrkdwn(fit_lines(lines)), "expand": True}
    if accessory is not None:
        block["accessory"] = accessory
    return block if block_id is None else {**block, "block_id": block_id}


def paragraphs(entries: Iterable[Sequence[str]], *, most: int) -> list[Block]:
    """Pack entries of one or more lines into as few sections as hold them, no entry torn apart.

    Args:
        entries: The lines of each entry.
        most: How many sections there may be; what does not fit is counted in the last one.
    """
    whole = [fit_lines(entry, _SECTION_LENGTH - 40) for entry in entries]
    packed: list[str] = []
    for index, entry in enumerate(whole):
        if packed and len(packed[-1]) + len(entry) + 40 <= _SECTION_LENGTH:
            packed[-1] = f"{packed[-1]}\n{entry}"
        elif len(packed) < most:
            packed.append(entry)
        else:
            packed[-1] = f"{packed[-1]}\n… and {len(whole) - index} more"
            break
    return [section(text) for text in packed if text]


def context(*lines: str, block_id: str | None = None) -> Block:
    """Return small print."""
    block: Block = {"type": "context", "elements": [mrkdwn(fit_lines(lines))]}
    return block if block_id is None else {**block, "block_id": block_id}


def divider() -> Block:
    """Return a thin line."""
    return {"type": "divider"}


def actions(*elements: Block, block_id: str | None = None) -> Block:
    """Return a row of buttons and menus."""
    block: Block = {"type": "actions", "elements": list(elements)}
    return block if block_id is None else {**block, "block_id": block_id}


def button(text: str, action_id: str, value: str = "", *, style: str | None = None) -> Block:
    """Return a button; `style` is `primary` or `danger`."""
    element: Block = {"type": "button", "text": plain(text, 75), "action_id": action_id}
    if value:
        element["value"] = value
    return element if style is None else {**element, "style": style}


def option(entry: Option) -> Block:
    """Return one entry of a menu."""
    text, value = entry
    return {"text": plain(text, 75), "value": value}


def menu(placeholder: str, action_id: str, entries: Sequence[Option], *, chosen: str | None = None) -> Block:
    """Return a menu of at most 100 entries; `chosen` is the value of the one that is chosen already."""
    options = [option(entry) for entry in entries[:100]]
    element: Block = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
        "options": options,
    }
    for offered in options:
        if offered["value"] == chosen:
            element["initial_option"] = offered
    return element


def read_lines(blocks: Iterable[Block]) -> list[str]:
    """Return what the blocks of a message say, line by line; buttons and charts say nothing."""
    lines: list[str] = []
    for block in blocks:
        if block["type"] == "header":
            lines += [escape(block["text"]["text"])]
        elif block["type"] == "section":
            lines += block["text"]["text"].split("\n")
        elif block["type"] == "context":
            lines += [line for element in block["elements"] for line in element["text"].split("\n")]
    return lines


def message(first: str, blocks: Sequence[Block], *, compared_with: int = 0) -> Message:
    """Build a message.

    Args:
        first: The line that a notification shows first, as markup.
        blocks: All that is seen; at most 50 are kept.
        compared_with: The first block whose words `first` does not say already.
    """
    shown = list(blocks[:_MESSAGE_BLOCKS])
    return Message(text=fit_lines([first, *read_lines(shown[compared_with:])], _TEXT_LENGTH), blocks=shown)
