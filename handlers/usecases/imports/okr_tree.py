"""How the rows of okrs.csv hang together: parents in any order, no circles."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handlers.usecases.imports.lookup import did_you_mean
from handlers.usecases.imports.okr_rows import KeyResultRow, Kind, ObjectiveRow
from handlers.usecases.imports.table import Problems, leans_on


@dataclass(kw_only=True)
class OkrFile:
    """All rows of a file by their id; `stored`: kind and number of the ids that the cycle has already."""

    stored: Mapping[str, tuple[str, int]]
    objectives: dict[str, ObjectiveRow] = field(default_factory=dict)
    key_results: dict[str, KeyResultRow] = field(default_factory=dict)

    def rows(self) -> list[ObjectiveRow | KeyResultRow]:
        """All rows, objectives first."""
        return [*self.objectives.values(), *self.key_results.values()]

    def kind_of(self, name: str) -> Kind | None:
        """Tell what an id stands for: in the file first, else in the cycle."""
        if name in self.objectives:
            return Kind.OBJECTIVE
        if name in self.key_results:
            return Kind.KEY_RESULT
        return Kind(self.stored[name][0]) if name in self.stored else None


def check_parents(file: OkrFile, lines: Mapping[str, int], problems: Problems) -> None:
    """Check that every parent is there and may be one, that no objective is above itself, and that kinds stay.

    `lines` tells in which line each id of the file stands, those of rows that could not be read included. Where bad
    rows are skipped they leave the file, and with them what hangs on them and on nothing that the cycle has already.
    """
    while True:
        if problems.skip_bad:
            _drop_bad(file, problems)
        before = problems.number
        for row in file.rows():
            _check_parent(file, row, lines, problems)
        _check_circles(file, problems)
        if problems.number == before or not problems.skip_bad:
            return


def _drop_bad(file: OkrFile, problems: Problems) -> None:
    file.objectives = {
        name: objective_row
        for name, objective_row in file.objectives.items()
        if not problems.is_bad(objective_row.row.line)
    }
    file.key_results = {
        name: key_result_row
        for name, key_result_row in file.key_results.items()
        if not problems.is_bad(key_result_row.row.line)
    }


def _check_parent(
    file: OkrFile, okr_row: ObjectiveRow | KeyResultRow, lines: Mapping[str, int], problems: Problems
) -> None:
    line = okr_row.row.line
    before = file.stored.get(okr_row.name)
    if before is not None and before[0] != file.kind_of(okr_row.name):
        problems.add(line, "kind", f"‘{okr_row.name}’ was imported as {_format_name(Kind(before[0]))} before.")
    above = file.kind_of(okr_row.parent)
    if okr_row.parent and above is None and okr_row.parent in lines:
        problems.lean(line, "parent", leans_on(okr_row.parent, lines[okr_row.parent]))
    elif okr_row.parent and above is None:
        guess = did_you_mean(okr_row.parent, [*file.objectives, *file.key_results])
        problems.add(line, "parent", f"‘{okr_row.parent}’ is neither in this file nor in the cycle.{guess}")
    if isinstance(okr_row, ObjectiveRow):
        return
    if not okr_row.parent:
        problems.add(line, "parent", "A key result needs the id of its objective.")
    elif above is Kind.KEY_RESULT:
        problems.add(line, "parent", f"‘{okr_row.parent}’ is a key result. A key result stands under an objective.")


def _format_name(kind: Kind) -> str:
    return "an objective" if kind is Kind.OBJECTIVE else "a key result"


def _check_circles(file: OkrFile, problems: Problems) -> None:
    above = {row.name: row.parent for row in file.rows()}
    fine: set[str] = set()
    for name, objective in file.objectives.items():
        walked: dict[str, None] = {}
        step = name
        while step and step not in walked and step not in fine:
            walked[step] = None
            step = above.get(step, "")
        if walked and step == name:
            way = " → ".join([*walked, name])
            problems.add(objective.row.line, "parent", f"‘{name}’ would stand above itself: {way}.")
        elif step not in walked:
            fine.update(walked)
