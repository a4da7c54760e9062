"""What is printed, and what is written for other programs."""

import json
import platform
from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.bench.measuring import Row


def show(rows: Iterable[Row], console: Console) -> None:
    """Print a table of all rows."""
    table = Table(title="What things cost, by turns with the least that could do the same", title_justify="left")
    table.add_column("what", ratio=1)
    for name in ("median", "9 of 10\nbelow", "bare", "ratio", "n"):
        table.add_column(name, justify="right", no_wrap=True, style="bold" if name == "ratio" else "")
    for row in rows:
        numbers = (f"{_plain(item)} {row.unit}" for item in (median(row.ours), row.slow, median(row.bare)))
        small = f"vs {row.against}{f'; goal {row.goal}' if row.goal else ''}{_per_item_text(row)}"
        table.add_row(f"{row.name}\n[dim]{small}[/dim]", *numbers, f"{_plain(row.ratio)} ×", str(len(row.ours)))
    console.print(table)


def _per_item_text(row: Row) -> str:
    return f"; {_plain(row.per_item)} µs each" if row.items > 1 else ""


def _plain(number: float) -> str:
    """Write a number with about three digits."""
    places = 0 if number >= 100 else 1 if number >= 10 else 2
    return f"{number:,.{places}f}"


def as_json(rows: Sequence[Row]) -> str:
    """Write all rows down, with every round and what they were measured on."""
    return json.dumps({"machine": machine(), "rows": [_row(row) for row in rows]}, indent=1)


def machine() -> dict[str, Any]:
    """Say what this runs on."""
    return {"system": platform.system(), "machine": platform.machine(), "python": platform.python_version()}


def _row(row: Row) -> dict[str, Any]:
    return {
        "name": row.name,
        "unit": row.unit,
        "median": median(row.ours),
        "against": row.against,
        "against_median": median(row.bare),
        "ratio": row.ratio,
        "n": len(row.ours),
        "goal": row.goal,
        "items": row.items,
        "each_in_us": row.per_item if row.items > 1 else None,
        "rounds": row.ours,
        "against_rounds": row.bare,
    }
