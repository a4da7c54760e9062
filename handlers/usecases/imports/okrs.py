"""okrs.csv: one cycle's objectives and key results, with what is known of their outcome (RULES 11)."""

from collections.abc import Callable
from datetime import datetime

from domain.okrs.cycles import Cycle
from domain.values.ids import key_result_name, objective_name
from handlers.usecases.imports import okr_rows
from handlers.usecases.imports.cycles import cycle_for
from handlers.usecases.imports.lookup import People, Teams
from handlers.usecases.imports.okr_changes import check_changes
from handlers.usecases.imports.okr_outcomes import keep_outcomes
from handlers.usecases.imports.okr_rows import Kind, RowReader
from handlers.usecases.imports.okr_save import Saver
from handlers.usecases.imports.okr_tree import OkrFile, check_parents
from handlers.usecases.imports.report import ImportReport, count
from handlers.usecases.imports.table import Problems, read_table
from storage.store import Transaction


def import_okrs(
    tx: Transaction,
    content: bytes | str,
    *,
    cycle: str,
    now: datetime,
    fiscal_start_month: int | None = None,
    reason: str = "",
    skip_bad: bool = False,
    advance: Callable[[int], None] | None = None,
) -> ImportReport:
    """Import okrs.csv into a cycle, named or given as `2020-02-01:2020-04-30`; a new span is created as active.

    Rows may come in any order. The file's ids are kept, and become short ids where those are free; `O-12` and `KR-34`
    name those of the cycle that are called so. `current` becomes a check-in of today whose source is the import.
    `reason` is why running key results are measured otherwise from now on; without one such rows are refused.
    `advance` is called with the number of rows done since its last call.

    Raises:
        ImportRefusedError: Any row is wrong; nothing was saved.
        CycleWordError: The cycle is not known, cannot be, or is closed.
    """
    the_cycle = cycle_for(tx, cycle, now=now, fiscal_start_month=fiscal_start_month)
    problems = Problems(skip_bad=skip_bad)
    file = _read(tx, content, the_cycle, problems)
    stored = {key_result.id: key_result for key_result in tx.okrs.key_results(the_cycle.id)}
    check_changes(file, stored, cycle=the_cycle, reason=reason, problems=problems)
    problems.refuse_if_any()
    saver = Saver(tx, the_cycle, now, reason=reason, advance=advance or _ignore)
    objectives, key_results = saver.save(file)
    checkins, scores, notes = keep_outcomes(tx, file.key_results.values(), saver.key_results, now=now)
    counts = [count("objectives", objectives), count("key results", key_results)]
    counts += [item for item in (count("check-ins", checkins), count("scores", scores)) if item.total]
    left = sum(1 for objective_row in file.objectives.values() if objective_row.row["note"])
    if left:
        notes = (*notes, f"Notes left out because they stand at objectives: {left}. A note belongs to a key result.")
    return ImportReport(counts=tuple(counts), notes=notes, skipped=problems.skipped())


def _ignore(_rows: int) -> None:
    """Nobody watches."""


def _read(tx: Transaction, content: bytes | str, cycle: Cycle, problems: Problems) -> OkrFile:
    reader = RowReader(Teams(tx.teams.all()), People(tx.people.all()), problems)
    file = OkrFile(stored=_read_stored(tx, cycle))
    lines: dict[str, int] = {}
    for row in read_table(content, required=okr_rows.REQUIRED, optional=okr_rows.OPTIONAL, problems=problems):
        name = row["id"]
        if not name:
            problems.add(row.line, "id", "The id is missing. Any word that stands once in the file will do.")
        elif name in lines:
            problems.add(row.line, "id", f"The id ‘{name}’ stands in line {lines[name]} already.")
            continue
        lines.setdefault(name, row.line)
        kind = problems.read(row, "kind", okr_rows.kind_of, instead=None)
        if kind is Kind.OBJECTIVE:
            file.objectives[name] = reader.objective(row)
        elif kind is Kind.KEY_RESULT:
            file.key_results[name] = reader.key_result(row)
    check_parents(file, lines, problems)
    return file


def _read_stored(tx: Transaction, cycle: Cycle) -> dict[str, tuple[str, int]]:
    """Return what ids stand for in the cycle already: an id of an earlier file goes before a short id."""
    objectives = {
        objective_name(objective.id): (Kind.OBJECTIVE, int(objective.id)) for objective in tx.okrs.objectives(cycle.id)
    }
    key_results = {
        key_result_name(key_result.id): (Kind.KEY_RESULT, int(key_result.id))
        for key_result in tx.okrs.key_results(cycle.id)
    }
    return objectives | key_results | dict(tx.okrs.external_ids(cycle.id))
