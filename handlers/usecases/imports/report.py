"""What an import says: how much was new, or what is wrong with which cell."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.values.errors import TillerError


class Change(StrEnum):
    """What an import did with one thing."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """One thing that is wrong in a file.

    Attributes:
        line: The line in the file, counted from 1, on which the row begins.
        column: The column's name as in the header; empty when it is about the whole row.
        sentence: What is wrong and what would be right.
        more: In how many further rows the same is wrong with the same column.
    """

    line: int
    column: str
    sentence: str
    more: int = 0

    def __str__(self) -> str:
        where = f"line {self.line}, {self.column}" if self.column else f"line {self.line}"
        again = f" (and {self.more} more)" if self.more else ""
        return f"{where}{again}: {self.sentence}"


class ImportRefusedError(TillerError):
    """A file with problems; nothing of it was imported.

    Attributes:
        problems: In the order of the file.
        left_out: How many more there are beyond those listed.
    """

    def __init__(self, problems: Iterable[RowProblem], *, left_out: int = 0) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        self.left_out = left_out
        lines = [str(problem) for problem in self.problems]
        if left_out:
            lines.append(f"… and {left_out} more.")
        super().__init__("Nothing was imported.\n" + "\n".join(lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many things of one kind a file held, by what became of them."""

    noun: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.new + self.changed + self.unchanged

    def __str__(self) -> str:
        parts = [
            f"{number} {word}"
            for number, word in ((self.new, "new"), (self.changed, "changed"), (self.unchanged, "unchanged"))
            if number
        ]
        return f"{self.total} {self.noun}: {', '.join(parts)}" if parts else f"0 {self.noun}"


def count(noun: str, changes: Iterable[Change]) -> Count:
    """Count changes by kind."""
    seen = list(changes)
    return Count(
        noun=noun,
        new=seen.count(Change.NEW),
        changed=seen.count(Change.CHANGED),
        unchanged=seen.count(Change.UNCHANGED),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """The rows of a file that were left out because they are wrong, or lean on one that is.

    Attributes:
        rows: How many they are.
        problems: In the order of the file; a row may have several.
        left_out: How many more problems there are beyond those listed.
    """

    rows: int
    problems: tuple[RowProblem, ...]
    left_out: int = 0

    def __str__(self) -> str:
        lines = [f"{self.rows} {'row' if self.rows == 1 else 'rows'} skipped:", *map(str, self.problems)]
        if self.left_out:
            lines.append(f"… and {self.left_out} more.")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did.

    Attributes:
        counts: One per kind of thing, in the order of importance; never empty.
        notes: Sentences about what a person should know or do next; may be empty.
        skipped: What was left out, or None when every row was taken.
    """

    counts: tuple[Count, ...]
    notes: tuple[str, ...] = ()
    skipped: Skipped | None = None

    def __str__(self) -> str:
        skipped = () if self.skipped is None else (str(self.skipped),)
        return "\n".join([*(str(item) for item in self.counts), *self.notes, *skipped])
