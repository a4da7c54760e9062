"""CSV as RFC 4180 has it: bytes to rows, with a sentence for everything that is not so."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from domain.errors import TillerError
from domain.spreadsheets import text_of
from handlers.usecases.imports.lookup import did_you_mean
from handlers.usecases.imports.report import ImportRefusedError, RowProblem

Value = TypeVar("Value")
Other = TypeVar("Other")

MAX_PROBLEMS = 50
_MAX_CELL = 100_000
_OTHER_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "bars"}
_CSV_SENTENCES = {
    "unexpected end of data": "A double quote is opened here and never closed.",
    "expected after": "There is something after a closing double quote. Inside quotes, write a double quote twice.",
    "field larger than": f"A cell is longer than {_MAX_CELL:,} characters.",
    "line contains NUL": "There is a NUL byte in the file. It is no text file.",
}


class Problems:
    """The problems of one file: the same one in many rows is told once; at most `MAX_PROBLEMS` different ones are."""

    def __init__(self) -> None:
        self.number = 0
        self._lines: dict[tuple[str, str], list[int]] = {}

    def add(self, line: int, column: str, sentence: str) -> None:
        """Note one problem."""
        self.number += 1
        known = self._lines.get((column, sentence))
        if known is not None:
            known[1] += 1
        elif len(self._lines) < MAX_PROBLEMS:
            self._lines[column, sentence] = [line, 0]

    def read(self, row: "Row", column: str, reader: Callable[[str], Value], *, instead: Other) -> Value | Other:
        """Read one cell; when it cannot be read, note why and go on with `instead`, since nothing will be saved."""
        try:
            return reader(row[column])
        except TillerError as problem:
            self.add(row.line, column, str(problem))
            return instead

    def refuse_if_any(self) -> None:
        """Refuse the file when anything is wrong with it.

        Raises:
            ImportRefusedError: There is at least one problem.
        """
        if not self.number:
            return
        told = [
            RowProblem(line=line, column=column, sentence=sentence, more=more)
            for (column, sentence), (line, more) in self._lines.items()
        ]
        raise ImportRefusedError(told, left_out=self.number - sum(1 + problem.more for problem in told))


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `row["team"]` is the text of that cell without surrounding blanks; empty where there is no such column."""

    line: int
    places: Mapping[str, int]
    cells: Sequence[str]

    def __getitem__(self, column: str) -> str:
        place = self.places.get(column)
        return "" if place is None else text_of(self.cells[place].strip())

    def has(self, column: str) -> bool:
        """Tell whether the file has this column at all."""
        return column in self.places


def read_table(
    content: bytes | str, *, required: Sequence[str], optional: Sequence[str] = (), problems: Problems
) -> Iterator[Row]:
    """Read rows one by one; what is wrong goes to `problems`, and a wrong row is left out.

    Blank lines are skipped. Column names count in any case and any order.
    """
    records = _records(_decoded(content, problems), problems)
    header = next(records, None)
    if header is None:
        if not problems.number:
            problems.add(1, "", f"The file is empty. It needs a header row: {','.join((*required, *optional))}")
        return
    line, names = header
    places = _places(line, names, required, optional, problems)
    if places is None:
        return
    for start, cells in records:
        if len(cells) == len(names):
            yield Row(start, places, cells)
        else:
            problems.add(start, "", _wrong_width(len(cells), len(names)))


def _decoded(content: bytes | str, problems: Problems) -> str:
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        problems.add(1, "", "This file is UTF-16. Save it as “CSV UTF-8”.")
        return ""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        place = error.start - (before.rfind(b"\n") + 1) + 1
        problems.add(line, f"byte {place}", "This is not UTF-8. Save the file as “CSV UTF-8”.")
        return ""


def _records(text: str, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Yield each record that is not blank with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    start = 1
    csv.field_size_limit(_MAX_CELL)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        found = (sentence for piece, sentence in _CSV_SENTENCES.items() if piece in str(error))
        problems.add(start, "", next(found, f"This row cannot be read as CSV: {error}."))


def _places(
    line: int, names: list[str], required: Sequence[str], optional: Sequence[str], problems: Problems
) -> Mapping[str, int] | None:
    """Return where each column stands, or None when the header is wrong."""
    before = problems.number
    known = (*required, *optional)
    lowered = [name.strip().lower() for name in names]
    other = next((mark for mark in _OTHER_DELIMITERS if len(names) == 1 and mark in names[0]), None)
    if other is not None:
        problems.add(line, "", f"The cells are separated by {_OTHER_DELIMITERS[other]}. Save the file with commas.")
        return None
    for place, name in enumerate(lowered):
        if name not in known:
            guess = did_you_mean(name, known)
            problems.add(
                line, name or f"column {place + 1}", f"There is no column ‘{name}’.{guess} Known: {_listed(known)}."
            )
        elif name in lowered[:place]:
            problems.add(line, name, f"The column ‘{name}’ stands twice in the header.")
    for name in required:
        if name not in lowered:
            problems.add(line, name, f"The column ‘{name}’ is missing. The header needs {_listed(required)}.")
    return None if problems.number > before else {name: place for place, name in enumerate(lowered)}


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)


def _wrong_width(cells: int, columns: int) -> str:
    if cells > columns:
        return (
            f"This row has {cells} cells, the header has {columns}. "
            "A text with a comma in it must stand in double quotes."
        )
    return f"This row has {cells} cells, the header has {columns}. Write an empty cell as nothing between two commas."
