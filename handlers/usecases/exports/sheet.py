"""Rows to CSV as RFC 4180 has it, with nothing in it that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from domain.values.csv_injection import cell_of
from domain.values.numbers import plain

_ROWS_AT_ONCE = 1_000


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the text of a file piece by piece, its header first; a missing value is an empty cell."""
    piece = io.StringIO()
    writer = csv.writer(piece, lineterminator="\r\n")
    writer.writerow(columns)
    for number, row in enumerate(rows, start=1):
        writer.writerow([cell_of(cell) for cell in row])
        if number % _ROWS_AT_ONCE == 0:
            yield piece.getvalue()
            piece.seek(0)
            piece.truncate()
    yield piece.getvalue()


def one_line(text: str) -> str:
    """Return a name or a title as the importer keeps it: on one line."""
    return " ".join(text.split())


def number(value: Decimal | None) -> str:
    """Return a number exactly, or an empty cell."""
    return "" if value is None else plain(value)
