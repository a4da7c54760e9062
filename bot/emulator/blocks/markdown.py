"""Markdown blocks as a person reads them: no markers, links by label, tables in columns."""

import re
from collections.abc import Iterator

from bot.emulator.blocks.mrkdwn import QUOTE_BAR
from bot.emulator.blocks.prose import CODE_INDENT
from bot.emulator.blocks.tabular import align

_INLINE_MARKDOWN = (
    (re.compile(r"!\[([^\]]*)\]\([^)\s]*\)"), r"[image: \1]"),
    (re.compile(r"\[([^\]]+)\]\([^)\s]*\)"), r"\1"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
    (re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*"), r"\1"),
    (re.compile(r"(?<!\w)__(?=\S)(.+?)(?<=\S)__(?!\w)"), r"\1"),
    (re.compile(r"~~(?=\S)(.+?)(?<=\S)~~"), r"\1"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)"), r"\1"),
)
_LINE_MARKDOWN = (
    (re.compile(r"^#{1,6}\s+"), ""),
    (re.compile(r"^(\s*)[-*+]\s+\[ \]\s+"), r"\1☐ "),
    (re.compile(r"^(\s*)[-*+]\s+\[[xX]\]\s+"), r"\1☑ "),
    (re.compile(r"^(\s*)[-*+]\s+"), r"\1• "),
    (re.compile(r"^>\s?"), QUOTE_BAR),
)
_RULE = re.compile(r"^\s*(?:-{3,}|\*{3,}|_{3,})\s*$")
_TABLE_RULE = re.compile(r"^\s*\|?(?:\s*:?-+:?\s*\|)+\s*:?-*:?\s*$")
RULE = "─" * 24


def _inline(line: str) -> str:
    for pattern, shown in _INLINE_MARKDOWN:
        line = pattern.sub(shown, line)
    return line


def _cells(line: str) -> list[str] | None:
    """The cells of a Markdown table's row, an empty list for the rule under its header, None for other lines."""
    if _TABLE_RULE.match(line) and "|" in line:
        return []
    if not line.lstrip().startswith("|"):
        return None
    return [_inline(cell.strip()) for cell in line.strip().strip("|").split("|")]


def _line(line: str) -> str:
    if _RULE.match(line):
        return RULE
    for pattern, shown in _LINE_MARKDOWN:
        line = pattern.sub(shown, line)
    return _inline(line)


def _lines(text: str) -> Iterator[str]:
    table: list[list[str]] = []
    in_code = False
    for line in text.split("\n"):
        cells = None if in_code else _cells(line)
        if cells is not None:
            table += [cells] if cells else []
            continue
        yield from align(table)
        table = []
        if line.lstrip().startswith("```"):
            in_code = not in_code
        else:
            yield f"{CODE_INDENT}{line}" if in_code else _line(line)
    yield from align(table)


def read_markdown(text: str) -> str:
    """Standard Markdown as Slack shows it; code is indented, since its font is not to be seen here."""
    return "\n".join(_lines(text)).strip("\n")
