"""Markdown blocks as markup of the page: headings, lists, tasks, quotes, code, tables, rules."""

import re
from collections.abc import Callable, Iterator, Mapping

from markupsafe import Markup, escape

from bot.emulator.page.emoji import with_emoji
from bot.emulator.page.mrkdwn_html import Pen, Shelf

_IMAGE = re.compile(r"!\[([^\]\n]*)\]\([^)\s]*\)")
_LINK = re.compile(r"\[([^\]\n]+)\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_CONTROL = re.compile(r"<([@#!][^<>\n]+|https?://[^<>\n]+)>")
_INLINE = (
    (re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"(?<!\w)__(?=\S)(.+?)(?<=\S)__(?!\w)"), r"<strong>\1</strong>"),
    (re.compile(r"~~(?=\S)(.+?)(?<=\S)~~"), r"<del>\1</del>"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), r"<em>\1</em>"),
    (re.compile(r"(?<!\w)_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)"), r"<em>\1</em>"),
)
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_RULE = re.compile(r"^\s*(?:-{3,}|\*{3,}|_{3,})\s*$")
_TABLE_RULE = re.compile(r"^\s*\|?(?:\s*:?-+:?\s*\|)+\s*:?-*:?\s*$")
_ITEM = re.compile(r"^(\s*)(?:[-*+]|(\d{1,9})[.)])\s+(?:\[([ xX])\]\s+)?(.*)$")
_QUOTE = re.compile(r"^>\s?(.*)$")
_DEEPEST = 4


def _inline(text: str, pen: Pen) -> Markup:
    shelf = Shelf()
    text = with_emoji(shelf.cleared(text))
    text = _CODE.sub(lambda match: shelf.keep(Markup("<code>{}</code>").format(match[1])), text)
    text = _IMAGE.sub(lambda match: shelf.keep(Markup('<span class="unloaded">{}</span>').format(match[1])), text)
    text = _LINK.sub(lambda match: shelf.keep(pen.link(match[2], escape(match[1]))), text)
    text = _CONTROL.sub(lambda match: shelf.keep(pen.control(match[1])), text)
    shown = str(escape(text))
    for pattern, tag in _INLINE:
        shown = pattern.sub(tag, shown)
    return shelf.restored(shown)


def _kind(line: str) -> str:
    if line.lstrip().startswith("```"):
        return "fence"
    if not line.strip():
        return "blank"
    for kind, pattern in (("rule", _RULE), ("heading", _HEADING), ("item", _ITEM), ("quote", _QUOTE)):
        if pattern.match(line):
            return kind
    return "row" if line.lstrip().startswith("|") else "text"


def _runs(text: str) -> Iterator[tuple[str, list[str]]]:
    """Lines of one kind that follow each other; all lines of a fence are one run, without the fence."""
    kind, run, fenced = "", list[str](), False
    for line in text.split("\n"):
        next_kind = "code" if fenced else _kind(line)
        if line.lstrip().startswith("```"):
            yield kind, run
            fenced = not fenced
            kind, run = ("code", []) if fenced else ("", [])
            continue
        if next_kind != kind:
            yield kind, run
            kind, run = next_kind, []
        run.append(line)
    yield kind, run


def _heading(line: str, pen: Pen) -> Markup:
    found = _HEADING.match(line)
    level, words = (len(found[1]), found[2]) if found else (1, line)
    return Markup('<p class="heading h{}">{}</p>').format(min(level, 4), _inline(words, pen))


def _items(lines: list[str], pen: Pen) -> Markup:
    """A list; how far an item is indented is said by a class, which is all that it takes to show it."""
    shown: list[Markup] = []
    for line in lines:
        found = _ITEM.match(line)
        if found is None:
            continue
        depth = min(len(found[1].expandtabs(4)) // 2, _DEEPEST)
        mark = f"{found[2]}." if found[2] else "•"
        if found[3]:
            mark = "☐" if found[3] == " " else "☑"
        item = Markup('<li class="in{}"><span class="mark">{}</span><span>{}</span></li>')
        shown.append(item.format(depth, mark, _inline(found[4], pen)))
    return Markup('<ul class="items">{}</ul>').format(Markup("").join(shown))


def _table(lines: list[str], pen: Pen) -> Markup:
    rows = [
        [_inline(cell.strip(), pen) for cell in line.strip().strip("|").split("|")]
        for line in lines
        if not _TABLE_RULE.match(line)
    ]
    shown: list[Markup] = []
    for index, row in enumerate(rows):
        cell = Markup('<th scope="col">{}</th>') if index == 0 else Markup("<td>{}</td>")
        shown.append(Markup("<tr>{}</tr>").format(Markup("").join(cell.format(markup) for markup in row)))
    return Markup('<div class="wide" tabindex="0"><table>{}</table></div>').format(Markup("").join(shown))


def _quote(lines: list[str], pen: Pen) -> Markup:
    said = [_inline(line.removeprefix(">").removeprefix(" "), pen) for line in lines]
    return Markup("<blockquote>{}</blockquote>").format(Markup("<br>").join(said))


def _words(lines: list[str], pen: Pen) -> Markup:
    return Markup("<p>{}</p>").format(Markup("<br>").join(_inline(line, pen) for line in lines))


_SHOWN: Mapping[str, Callable[[list[str], Pen], Markup]] = {
    "code": lambda lines, _pen: Markup("<pre>{}</pre>").format("\n".join(lines)),
    "heading": lambda lines, pen: Markup("").join(_heading(line, pen) for line in lines),
    "rule": lambda _lines, _pen: Markup("<hr>"),
    "item": _items,
    "row": _table,
    "quote": _quote,
    "text": _words,
}


def markdown(text: str, pen: Pen) -> Markup:
    """A markdown block as Slack shows it."""
    return Markup("").join(_SHOWN[kind](lines, pen) for kind, lines in _runs(text) if lines and kind in _SHOWN)
