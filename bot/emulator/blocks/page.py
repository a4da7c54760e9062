"""Blocks as lines of text: how each kind of block is laid out on a page as narrow as a phone.

Blocks follow each other line by line. A blank line stands only before a header, where Slack leaves room, and where a
text has one itself. A divider is a rule.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from bot.emulator.blocks.markdown import RULE, read_markdown
from bot.emulator.blocks.mrkdwn import Reader, read_plain, read_text
from bot.emulator.blocks.prose import read_rich_text
from bot.emulator.blocks.tabular import pad, read_chart, read_data_table, read_table, width_of
from bot.emulator.blocks.widgets import is_ticked, read_button, read_field, read_ticks

Block = Mapping[str, Any]
Values = Mapping[str, Mapping[str, Mapping[str, Any]]]

_FIELD_GAP = "   "
_TWO_COLUMNS = 60
_LABEL_COLUMN = 24
_INDENT = "  "
_TASK_MARKS = {"complete": "☑", "error": "☒"}


class Page:
    """The blocks of one message or view, with the answers they hold, for one reader."""

    def __init__(self, values: Values, reader: Reader) -> None:
        self.values = values
        self.reader = reader

    def blocks(self, blocks: Sequence[Block]) -> str:
        """The blocks one under the other; inputs that follow each other share a column for their labels."""
        lines: list[str] = []
        for is_input, run in groupby(blocks, key=lambda block: block["type"] == "input"):
            for text in self._inputs(list(run)) if is_input else self._others(run, first=not lines):
                lines += text.split("\n")
        return "\n".join(line.rstrip() for line in lines)

    def _others(self, run: Iterator[Block], *, first: bool) -> Iterator[str]:
        for index, block in enumerate(run):
            read = self._block(block)
            is_top = first and index == 0
            if read:
                yield f"\n{read}" if block["type"] == "header" and not is_top else read

    def _block(self, block: Block) -> str:
        match block["type"]:
            case "section":
                return self._section(block)
            case "actions" | "context_actions":
                return self._actions(block)
            case "context":
                return "  ".join(self._context_part(part).strip() for part in block["elements"])
            case "card" | "carousel" | "container" | "plan" | "task_card":
                return self._whole(block)
            case kind:
                return _SHOWN[kind](block, self.reader)

    def _text(self, text_object: Block) -> str:
        return read_text(text_object, self.reader)

    def _value(self, block: Block, element: Block) -> Mapping[str, Any]:
        return self.values.get(block.get("block_id", ""), {}).get(element.get("action_id", ""), {})

    def _context_part(self, part: Block) -> str:
        return f"[image: {part['alt_text']}]" if part["type"] == "image" else self._text(part)

    def _section(self, section: Block) -> str:
        parts = [self._text(section["text"])] if "text" in section else []
        parts += [_two_columns([self._text(field) for field in section["fields"]])] if "fields" in section else []
        text = "\n".join(parts)
        accessory = section.get("accessory")
        if accessory is None:
            return text
        button = read_button(accessory, self._value(section, accessory), self.reader)
        return f"{text}\n{button}" if "\n" in text or is_ticked(accessory) else f"{text}{_FIELD_GAP}{button}"

    def _actions(self, block: Block) -> str:
        """Buttons side by side; a list to tick takes lines of its own."""
        lines: list[str] = []
        for ticked, run in groupby(block["elements"], key=is_ticked):
            read = [read_button(element, self._value(block, element), self.reader) for element in run]
            lines.append(("\n" if ticked else " ").join(read))
        return "\n".join(lines)

    def _inputs(self, blocks: Sequence[Block]) -> Iterator[str]:
        labels = [f"{self._text(block['label'])}{' (optional)' if block.get('optional') else ''}" for block in blocks]
        beside = [width_of(label) for label in labels if width_of(label) <= _LABEL_COLUMN]
        width = max(beside, default=0) + len(_INDENT)
        for label, block in zip(labels, blocks, strict=True):
            element = block["element"]
            value = self._value(block, element)
            if is_ticked(element):
                yield "\n".join([label, _indent(read_ticks(element, value, self.reader))])
            else:
                yield _add_label(label, read_field(element, value, self.reader), width)
            if "hint" in block:
                yield _indent(self._text(block["hint"]))

    def _whole(self, block: Block) -> str:
        match block["type"]:
            case "card":
                texts = [self._text(block[name]) for name in ("title", "subtitle", "body", "subtext") if name in block]
                hero = [f"[image: {block['hero_image']['alt_text']}]"] if "hero_image" in block else []
                buttons = [self._actions({"elements": block["actions"]})] if "actions" in block else []
                return "\n".join([*hero, *texts, *buttons])
            case "carousel":
                return f"\n{RULE}\n".join(self._whole(card) for card in block["elements"])
            case "plan":
                return "\n".join([block["title"], *(_indent(self._whole(task)) for task in block.get("tasks", []))])
            case "task_card":
                details = [read_rich_text(block[name], self.reader) for name in ("details", "output") if name in block]
                mark = _TASK_MARKS.get(block.get("status", ""), "☐")
                return "\n".join([f"{mark} {block['title']}", *(_indent(detail) for detail in details)])
            case _:
                return self._container(block)

    def _container(self, block: Block) -> str:
        rich = block.get("rich_text_title")
        title = read_rich_text(rich, self.reader) if rich else self._text(block["title"])
        subtitle = [self._text(block["subtitle"])] if "subtitle" in block else []
        if block.get("is_collapsible") and block.get("default_collapsed"):
            return "\n".join([f"▸ {title}", *subtitle])
        return "\n".join([title, *subtitle, _indent(self.blocks(block["child_blocks"]))])


def _add_title(block: Block, _reader: Reader) -> str:
    title = f"{read_plain(block['title']['text'])}\n" if "title" in block else ""
    return f"{title}[{block['type']}: {block['alt_text']}]"


def _alert(block: Block, reader: Reader) -> str:
    level = block.get("level", "default")
    return f"{'' if level == 'default' else f'[{level}] '}{read_text(block['text'], reader)}"


# The blocks that only show something, and how each reads.
_SHOWN: Mapping[str, Callable[[Block, Reader], str]] = {
    "alert": _alert,
    "data_table": read_data_table,
    "data_visualization": lambda block, _reader: read_chart(block),
    "divider": lambda _block, _reader: RULE,
    "header": lambda block, reader: read_text(block["text"], reader),
    "image": _add_title,
    "markdown": lambda block, _reader: read_markdown(block["text"]),
    "rich_text": read_rich_text,
    "table": read_table,
    "video": _add_title,
}


def _indent(text: str) -> str:
    return "\n".join(f"{_INDENT}{line}" for line in text.split("\n"))


def _add_label(label: str, box: str, width: int) -> str:
    """A label and its box on one line, or under each other where the label is long; more lines follow in the box."""
    beside = width_of(label) <= _LABEL_COLUMN
    start = pad(label, width) if beside else f"{label}\n{_INDENT}"
    margin = (width if beside else len(_INDENT)) + len("[ ")
    return start + box.replace("\n", "\n" + " " * margin)


def _two_columns(fields: Sequence[str]) -> str:
    """Fields in pairs side by side where both fit on a line, one under the other where they do not."""
    lefts = [line for field in fields[::2] for line in field.split("\n")]
    rights = [line for field in fields[1::2] for line in field.split("\n")]
    left_width = max((width_of(line) for line in lefts), default=0)
    if left_width + len(_FIELD_GAP) + max((width_of(line) for line in rights), default=0) > _TWO_COLUMNS:
        return "\n".join(fields)
    lines: list[str] = []
    for left, right in zip(fields[::2], [*fields[1::2], ""], strict=False):
        pair = left.split("\n"), right.split("\n")
        for index in range(max(len(pair[0]), len(pair[1]))):
            name, other = (column[index] if index < len(column) else "" for column in pair)
            lines.append(f"{pad(name, left_width)}{_FIELD_GAP}{other}".rstrip())
    return "\n".join(lines)
