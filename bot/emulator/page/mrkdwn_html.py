"""Slack's text markup as markup of the page; the one place where text that people wrote meets HTML.

Each piece of text is escaped exactly once, here or by a template; only what this module writes itself is a tag. Pieces
that are finished are laid aside behind a placeholder, so that no later rule can touch what is in them.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from urllib.parse import quote

from markupsafe import Markup, escape

from bot.emulator.blocks.mrkdwn import Reader, read_date, read_plain
from bot.emulator.page.emoji import with_emoji

_CONTROL = re.compile(r"<([^<>\n]+)>")
_FENCE = re.compile(r"\n?```\n?(.*?)\n?```\n?", re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_BARE = re.compile(r"(?<![\w/])https?://[^\s<>|*_~`\ue000\ue001]*[^\s<>|*_~`.,;:!?)\]'\"\ue000\ue001]")
_KEPT = re.compile("\ue000(\\d+)\ue001")
_QUOTED = re.compile(r"^&gt; ?(.*)$")
_SAFE = re.compile(r"(?:https?://|mailto:)[^\s\ue000\ue001]+", re.IGNORECASE)


def trusted(text: str) -> Markup:
    """Text that is markup already: every part of it was escaped by whoever calls this."""
    return Markup(text)  # noqa: S704 - the one door; see the docstring


def _marker(character: str) -> re.Pattern[str]:
    mark = re.escape(character)
    return re.compile(rf"(?<![^\W_])(?<!{mark}){mark}(?=\S)([^{mark}\n]+?)(?<=\S){mark}(?!{mark})(?![^\W_])")


_MARKERS = ((_marker("*"), r"<strong>\1</strong>"), (_marker("_"), r"<em>\1</em>"), (_marker("~"), r"<del>\1</del>"))


@dataclass(slots=True)
class Shelf:
    """Pieces of markup that are finished; text holds a placeholder for each."""

    pieces: list[Markup] = field(default_factory=list)

    @staticmethod
    def cleared(text: str) -> str:
        """Text without the characters that make a placeholder."""
        return text.replace("\ue000", "").replace("\ue001", "")

    def keep(self, piece: Markup) -> str:
        """Lay a piece aside; return its placeholder."""
        self.pieces.append(piece)
        return f"\ue000{len(self.pieces) - 1}\ue001"

    def restored(self, text: str) -> Markup:
        """Put the pieces back; a piece may hold placeholders of earlier ones."""
        while _KEPT.search(text):
            text = _KEPT.sub(lambda match: str(self.pieces[int(match[1])]), text)
        return trusted(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """Writes text for one person: their names for others, their time zone, the places that they can open.

    Attributes:
        reader: Names and zone.
        me: Who reads; a mention of them stands out.
        places: Ids of the channels that they can open.
    """

    reader: Reader
    me: str
    places: Collection[str] = ()

    def plain(self, text: str) -> Markup:
        """Text that is no markup, with its emoji; line breaks stay."""
        return escape(with_emoji(read_plain(text)))

    @staticmethod
    def address(address: object) -> str:
        """An address to which a link may lead (the web, mail); empty for any other, such as `javascript:`."""
        return address if isinstance(address, str) and _SAFE.fullmatch(address) else ""

    def link(self, address: str, label: Markup) -> Markup:
        """A link to the web or to a mail address; of any other kind of address, only the label."""
        if not self.address(address):
            return label
        return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(address, label)

    def person(self, user_id: str, label: str | None = None) -> Markup:
        """A mention of a person."""
        kind = "mention me" if user_id == self.me else "mention"
        return Markup('<span class="{}">{}</span>').format(kind, self.reader.person(user_id, label))

    def channel(self, channel_id: str, label: str | None = None) -> Markup:
        """A mention of a channel, which leads there if they are in it."""
        name = self.reader.channel(channel_id, label)
        if channel_id not in self.places:
            return Markup('<span class="mention">{}</span>').format(name)
        where = f"/as/{quote(self.me)}/{quote(channel_id)}"
        return Markup('<a class="mention" href="{}">{}</a>').format(where, name)

    def group(self, name: str) -> Markup:
        """A mention of several people at once, such as `@here`."""
        return Markup('<span class="mention me">{}</span>').format(name)

    def date(self, timestamp: int, form: str, fallback: str | None) -> Markup:
        """A date in the reader's own zone."""
        shown = read_date(timestamp, form, fallback, self.reader)
        full = read_date(timestamp, "{date_long} {time}", shown, self.reader)
        return Markup('<time title="{}">{}</time>').format(full, shown)

    def mrkdwn(self, text: str) -> Markup:
        """Text in Slack's markup: bold, code, quotes, mentions, links, dates, emoji."""
        shelf = Shelf()
        text = with_emoji(shelf.cleared(text))
        text = _FENCE.sub(lambda match: f"\n{shelf.keep(_wrapped('pre', match[1]))}\n", text)
        text = _CODE.sub(lambda match: shelf.keep(_wrapped("code", match[1])), text)
        text = _CONTROL.sub(lambda match: shelf.keep(self.control(match[1])), text)
        text = _BARE.sub(lambda match: shelf.keep(self.link(read_plain(match[0]), self.plain(match[0]))), text)
        shown = shelf.restored(_lines(str(escape(read_plain(text)))))
        # Fenced text makes a paragraph by itself.
        return shown.replace(Markup("<br><pre>"), Markup("<pre>")).replace(Markup("</pre><br>"), Markup("</pre>"))

    def control(self, inside: str) -> Markup:
        """What stands between `<` and `>`: a mention, a link, a date."""
        body, _, label = inside.partition("|")
        if body.startswith("@"):
            return self.person(body[1:], label or None)
        if body.startswith("#"):
            return self.channel(body[1:], label or None)
        if body.startswith("!date^"):
            _, timestamp, form, address = [*body.split("^"), "", "", ""][:4]
            shown = self.date(int(timestamp), form, label) if _is_number(timestamp) else escape(label or body)
            return self.link(read_plain(address), shown) if address else shown
        if body.startswith("!"):
            name = body.split("^")[-1] if body.startswith("!subteam^") else body[1:].partition("^")[0]
            return self.group(label or f"@{name}")
        return self.link(read_plain(body), self.plain(label or body.removeprefix("mailto:")))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _wrapped(tag: str, text: str) -> Markup:
    # The tag is one of ours; the text is escaped by `format`.
    return Markup("<{0}>{1}</{0}>").format(trusted(tag), read_plain(text))


def marked(escaped: str) -> str:
    """Escaped text with bold, italic and struck words as tags."""
    for pattern, shown in _MARKERS:
        escaped = pattern.sub(shown, escaped)
    return escaped


def _lines(escaped: str) -> str:
    """Escaped text in lines: those that begin with `>` are quoted, the others broken where they were."""
    parts: list[str] = []
    quoted: list[str] = []
    said: list[str] = []

    def _flush(lines: list[str], wrap: Callable[[str], str]) -> None:
        if lines:
            parts.append(wrap("<br>".join(marked(line) for line in lines)))
            lines.clear()

    for line in escaped.split("\n"):
        quote_line = _QUOTED.match(line)
        if quote_line:
            _flush(said, str)
            quoted.append(quote_line[1])
        else:
            _flush(quoted, lambda text: f"<blockquote>{text}</blockquote>")
            said.append(line)
    _flush(quoted, lambda text: f"<blockquote>{text}</blockquote>")
    _flush(said, str)
    return "".join(parts)
