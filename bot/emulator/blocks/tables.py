"""Blocks that hold numbers in rows or draw them: table, data_table, data_visualization (SLACK_RULES 1.3 and 1.6)."""

from collections.abc import Mapping
from typing import Any

from bot.emulator.blocks.composition import BLOCK_ID
from bot.emulator.blocks.richtext import RICH_TEXT
from bot.emulator.blocks.shapes import (
    Check,
    Findings,
    Object,
    Shape,
    block,
    boolean,
    enum,
    integer,
    items,
    nullable,
    number,
    string,
    union,
)

_ID: Mapping[str, Check] = {"block_id": BLOCK_ID}
_CELLS: Mapping[str, Check] = {
    "raw_text": block(required={"text": string(1)}, optional={}),
    "raw_number": block(required={"value": number, "text": string(1)}, optional={}),
    "rich_text": RICH_TEXT,
}
_ROW = items(union(_CELLS), 1, 20)
_COLUMN = Shape(optional={"align": enum("left", "center", "right"), "is_wrapped": boolean})

TABLE: Check = block(
    required={"rows": items(_ROW, 1, 100)},
    optional={**_ID, "column_settings": items(nullable(_COLUMN), 0, 20)},
)


def _rows_are_even(table: Object, pointer: str, findings: Findings) -> None:
    header, *body = table["rows"]
    for index, cell in enumerate(header):
        if cell["type"] == "rich_text":
            findings.add(f"{pointer}/rows/0/{index}/type", "unsupported type: rich_text")
    for index, row in enumerate(body, start=1):
        if len(row) != len(header):
            findings.add(f"{pointer}/rows/{index}", f"must have the same number of cells as the header: {len(header)}")
    if table.get("row_header_column_index", 0) >= len(header):
        findings.add(f"{pointer}/row_header_column_index", f"must be less than or equal to {len(header) - 1}")


# Why 101 rows: one stored copy of the docs says 201, an older one 101; the stricter value holds (SLACK_RULES 1.3).
DATA_TABLE: Check = block(
    required={"caption": string(1), "rows": items(_ROW, 2, 101)},
    optional={**_ID, "page_size": integer(1, 100), "row_header_column_index": integer(0)},
    rules=(_rows_are_even,),
)


def _positive(value: Any, pointer: str, findings: Findings) -> None:
    """A slice of a pie has a size."""
    before = len(findings.problems)
    number(value, pointer, findings)
    if len(findings.problems) == before and value <= 0:
        findings.add(pointer, "must be greater than 0")


_LABEL = string(1, 20)
_AXIS_TITLE = string(1, 50)
_POINT = Shape(required={"label": _LABEL, "value": number})


def _points_meet_categories(chart: Object, pointer: str, findings: Findings) -> None:
    """Every series has exactly one point for every category, and no two series share a name (SLACK_RULES 1.6)."""
    categories = chart["axis_config"]["categories"]
    if len(set(categories)) != len(categories):
        findings.add(f"{pointer}/axis_config/categories", "categories must be unique")
    names: set[str] = set()
    for index, series in enumerate(chart["series"]):
        place = f"{pointer}/series/{index}"
        if series["name"] in names:
            findings.add(f"{place}/name", f"series name `{series['name']}` is not unique")
        names.add(series["name"])
        labels = [point["label"] for point in series["data"]]
        for position, label in enumerate(labels):
            if label not in categories:
                findings.add(f"{place}/data/{position}/label", f"label `{label}` is not one of the categories")
        if sorted(labels) != sorted(categories):
            findings.add(f"{place}/data", "must have exactly one data point for each category")


_AXES: Check = block(
    required={
        "series": items(Shape(required={"name": _LABEL, "data": items(_POINT, 1, 20)}), 1, 12),
        "axis_config": Shape(
            required={"categories": items(_LABEL, 1, 20)},
            optional={"x_label": _AXIS_TITLE, "y_label": _AXIS_TITLE},
        ),
    },
    optional={},
    rules=(_points_meet_categories,),
)
_PIE: Check = block(
    required={"segments": items(Shape(required={"label": _LABEL, "value": _positive}), 1, 12)},
    optional={},
)
DATA_VISUALIZATION: Check = block(
    required={
        "title": string(1, 50),
        "chart": union({"pie": _PIE, "bar": _AXES, "area": _AXES, "line": _AXES}),
    },
    optional=_ID,
)
