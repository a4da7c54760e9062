"""Tables as aligned rows, and charts as one line that says what the picture shows."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from bot.emulator.blocks.mrkdwn import Reader
from bot.emulator.blocks.prose import read_rich_text

_GAP = "  "
_BARS = "▁▂▃▄▅▆▇█"
_ROWS_PER_PAGE = 5


def width_of(text: str) -> int:
    """Columns of a fixed-width font: wide characters such as emoji take two, marks that join take none."""
    return sum(_character_width(character) for character in text)


def _character_width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def pad(text: str, width: int, align: str = "left") -> str:
    """Text filled with spaces to a width in columns."""
    room = max(width - width_of(text), 0)
    left = {"left": 0, "right": room, "center": room // 2}[align]
    return f"{' ' * left}{text}{' ' * (room - left)}"


def align(rows: Sequence[Sequence[str]], aligns: Sequence[str] = ()) -> list[str]:
    """Lines of cells in columns; `aligns` by column, left where it says nothing."""
    widths: dict[int, int] = {}
    for row in rows:
        for index, cell in enumerate(row):
            widths[index] = max(widths.get(index, 0), width_of(cell))
    column_align = [aligns[index] if index < len(aligns) else "left" for index in range(len(widths))]
    return [
        _GAP.join(pad(cell, widths[index], column_align[index]) for index, cell in enumerate(row)).rstrip()
        for row in rows
    ]


def _cell(cell: Mapping[str, Any], reader: Reader) -> str:
    read = read_rich_text(cell, reader) if cell["type"] == "rich_text" else cell["text"]
    return " ".join(read.split("\n"))


def _cells(rows: Sequence[Sequence[Mapping[str, Any]]], reader: Reader) -> list[list[str]]:
    return [[_cell(cell, reader) for cell in row] for row in rows]


def read_table(table: Mapping[str, Any], reader: Reader) -> str:
    """A table with its columns aligned as its settings say."""
    aligns = [(setting or {}).get("align", "left") for setting in table.get("column_settings", [])]
    return "\n".join(align(_cells(table["rows"], reader), aligns))


def read_data_table(table: Mapping[str, Any], reader: Reader) -> str:
    """The caption and the first page of a data table; a last line says how much more there is."""
    header, *body = table["rows"]
    page = body[: table.get("page_size", _ROWS_PER_PAGE)]
    numeric = [
        "right" if all(row[index]["type"] == "raw_number" for row in body) else "left" for index in range(len(header))
    ]
    lines = [table["caption"], *align(_cells([header, *page], reader), numeric)]
    return "\n".join([*lines, f"(1 to {len(page)} of {len(body)})"] if len(page) < len(body) else lines)


def _number(value: float) -> str:
    return f"{value:,.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"


def _course(points: Sequence[Mapping[str, Any]]) -> str:
    """How a series runs: its bars, first and last value; the one value of a series that does not move."""
    values = [point["value"] for point in points]
    low, high = min(values), max(values)
    if low == high:
        return _number(low)
    bars = "".join(_BARS[round((value - low) / (high - low) * (len(_BARS) - 1))] for value in values)
    return f"{bars} {_number(values[0])} → {_number(values[-1])}"


def _amounts(points: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(f"{point['label']}: {_number(point['value'])}" for point in points)


def _series(chart: Mapping[str, Any]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Each series by name, its points in the order of the categories."""
    order = {label: index for index, label in enumerate(chart["axis_config"]["categories"])}
    return [
        (series_["name"], sorted(series_["data"], key=lambda point: order[point["label"]]))
        for series_ in chart["series"]
    ]


def read_chart(block: Mapping[str, Any]) -> str:
    """A native chart in one line: `[line chart: Churn; Churn ▁▂█ 3.1 → 4.8; Limit 4; 2 Nov to 16 Nov]`."""
    chart = block["chart"]
    if chart["type"] == "pie":
        parts = [_amounts(chart["segments"])]
    elif chart["type"] == "bar":
        series = _series(chart)
        # One series is named by the title already.
        alone = len(series) == 1
        parts = [_amounts(points) if alone else f"{name} ({_amounts(points)})" for name, points in series]
    else:
        categories = chart["axis_config"]["categories"]
        courses = [f"{name} {_course(points)}" for name, points in _series(chart)]
        parts = [*courses, f"{categories[0]} to {categories[-1]}"]
    return f"[{chart['type']} chart: {'; '.join([block['title'], *parts])}]"
