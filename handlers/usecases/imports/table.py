"""CSV as RFC 4180 has it: bytes to rows, with a sentence for everything that is not so."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from domain.values.csv_injection import text_of
from domain.values.errors import TillerError
from handlers.usecases.imports.lookup import did_you_mean
from handlers.usecases.imports.report import ImportRefusedError, RowProblem, Skipped

Value = TypeVar("Value")
Other = TypeVar("Other")

MAX_PROBLEMS = 50
MAX_SKIPS = 200
_MAX_CELL = 100_000
_OTHER_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "bars"}
_CSV_SENTENCES = {
    "unexpected end of data": "A double quote is opened here and never closed.",
    "expected after": "There is something after a closing double quote. Inside quotes, write a double quote twice.",
    "field larger than": f"A cell is longer than {_MAX_CELL:,} characters.",
    "line contains NUL": "There is a NUL byte in the file. It is no text file.",
}


class Problems:
    """The problems of one file, and what becomes of it.

    All or nothing, as a rule: the same problem in many rows is told once, with how many more there are. With
    `skip_bad` the rows that are right are taken, so each bad row is told with its own line.

    Attributes:
        number: How many problems there are.
        skip_bad: Whether bad rows are left out, instead of refusing the file.
    """

    def __init__(self, *, skip_bad: bool = False) -> None:
        self.number = 0
        self.skip_bad = skip_bad
        self._whole = False
        self._bad: set[int] = set()
        self._told: dict[tuple[str, str, int], list[int]] = {}

    def add(self, line: int, column: str, sentence: str) -> None:
        """Note one problem of a row."""
        self.number += 1
        self._bad.add(line)
        place = (column, sentence, line if self.skip_bad else 0)
        known = self._told.get(place)
        if known is not None:
            known[1] += 1
        elif len(self._told) < (MAX_SKIPS if self.skip_bad else MAX_PROBLEMS):
            self._told[place] = [line, 0]

    def add_to_file(self, line: int, column: str, sentence: str) -> None:
        """Note a problem that leaves nothing of the file to be trusted; it is refused, bad rows skipped or not."""
        self._whole = True
        self.add(line, column, sentence)

    def lean(self, line: int, column: str, sentence: str) -> None:
        """Note that a row is skipped because it leans on one that is; in a file that is refused that is no news."""
        if self.skip_bad:
            self.add(line, column, sentence)

    def is_bad(self, line: int) -> bool:
        """Tell whether a row has a problem; it must not be taken then."""
        return line in self._bad

    def read(self, row: "Row", column: str, reader: Callable[[str], Value], *, instead: Other) -> Value | Other:
        """Read one cell; when it cannot be read, note why and go on with `instead`: the row will not be saved."""
        try:
            return reader(row[column])
        except TillerError as problem:
            self.add(row.line, column, str(problem))
            return instead

    def refuse_if_any(self) -> None:
        """Refuse the file when anything is wrong with it that cannot be skipped.

        Raises:
            ImportRefusedError: There is at least one such problem.
        """
        if self._whole or (self.number and not self.skip_bad):
            raise ImportRefusedError(self._format_list(), left_out=self._count_left_out())

    def skipped(self) -> Skipped | None:
        """Return what was left out, or None when every row was right."""
        if not self._bad:
            return None
        return Skipped(rows=len(self._bad), problems=self._format_list(), left_out=self._count_left_out())

    def _format_list(self) -> tuple[RowProblem, ...]:
        return tuple(
            RowProblem(line=line, column=column, sentence=sentence, more=more)
            for (column, sentence, _), (line, more) in sorted(self._told.items(), key=lambda told: told[1][0])
        )

    def _count_left_out(self) -> int:
        return self.number - sum(1 + more for _, more in self._told.values())


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `row["team"]` is the cell's text without surrounding blanks, empty when the file has no such column."""

    line: int
    places: Mapping[str, int]
    cells: Sequence[str]

    def __getitem__(self, column: str) -> str:
        place = self.places.get(column)
        return "" if place is None else text_of(self.cells[place].strip(" ")).strip()

    def has(self, column: str) -> bool:
        """Tell whether the file has this column at all."""
        return column in self.places


def leans_on(word: str, line: int) -> str:
    """Say why a row is skipped that is right by itself: what it names stands in a row that is skipped."""
    return f"‘{word}’ stands in line {line}, which is skipped, so this row is too."


def read_table(
    content: bytes | str, *, required: Sequence[str], optional: Sequence[str] = (), problems: Problems
) -> Iterator[Row]:
    """Read rows one by one; what is wrong goes to `problems`, and a wrong row is left out.

    Blank lines are skipped. Column names count in any case and any order.
    """
    records = _records(_decode(content, problems), problems)
    header = next(records, None)
    if header is None:
        if not problems.number:
            problems.add_to_file(1, "", f"The file is empty. It needs a header row: {','.join((*required, *optional))}")
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


def _decode(content: bytes | str, problems: Problems) -> str:
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        problems.add_to_file(1, "", "This file is UTF-16. Save it as “CSV UTF-8”.")
        return ""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        place = error.start - (before.rfind(b"\n") + 1) + 1
        problems.add_to_file(line, f"byte {place}", "This is not UTF-8. Save the file as “CSV UTF-8”.")
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
        problems.add_to_file(start, "", next(found, f"This row cannot be read as CSV: {error}."))


def _places(
    line: int, names: list[str], required: Sequence[str], optional: Sequence[str], problems: Problems
) -> Mapping[str, int] | None:
    """Return where each column stands, or None when the header is wrong."""
    before = problems.number
    known = (*required, *optional)
    lowered = [name.strip().lower() for name in names]
    other = next((mark for mark in _OTHER_DELIMITERS if len(names) == 1 and mark in names[0]), None)
    if other is not None:
        problems.add_to_file(
            line, "", f"The cells are separated by {_OTHER_DELIMITERS[other]}. Save the file with commas."
        )
        return None
    for place, name in enumerate(lowered):
        if name not in known:
            guess = did_you_mean(name, known)
            problems.add_to_file(
                line,
                name or f"column {place + 1}",
                f"There is no column ‘{name}’.{guess} Known: {_format_list(known)}.",
            )
        elif name in lowered[:place]:
            problems.add_to_file(line, name, f"The column ‘{name}’ stands twice in the header.")
    for name in required:
        if name not in lowered:
            problems.add_to_file(
                line, name, f"The column ‘{name}’ is missing. The header needs {_format_list(required)}."
            )
    return None if problems.number > before else {name: place for place, name in enumerate(lowered)}


def _format_list(names: Sequence[str]) -> str:
    return ", ".join(names)


def _wrong_width(cells: int, columns: int) -> str:
    if cells > columns:
        return (
            f"This row has {cells} cells, the header has {columns}. "
            "A text with a comma in it must stand in double quotes."
        )
    return f"This row has {cells} cells, the header has {columns}. Write an empty cell as nothing between two commas."
