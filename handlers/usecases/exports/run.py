"""The five files of an export, and what they leave behind."""

from collections.abc import Iterator, Sequence
from datetime import date

from domain.kpis.model import Kpi
from domain.okrs.cycles import Cycle, CycleState
from domain.values.errors import TillerError
from domain.values.ids import PersonId, key_result_name, objective_name
from handlers.usecases.exports.kpis import KPIS_COLUMNS, READINGS_COLUMNS, kpis_rows, list_unsaid, readings_rows
from handlers.usecases.exports.okrs import OKRS_COLUMNS, CycleOkrs, read_cycle
from handlers.usecases.exports.people import PEOPLE_COLUMNS, TEAMS_COLUMNS, people_rows, teams_rows
from handlers.usecases.exports.sheet import csv_text
from handlers.usecases.imports.lookup import did_you_mean
from handlers.usecases.imports.run import FileKind
from storage.store import Transaction

_HISTORY = (
    "CSV carries what is: not earlier check-ins, alerts, the audit, holds of limits, checkpoints, or what feeds and "
    "guards what. `export --json` carries everything."
)


_RANKS = {CycleState.ACTIVE: 3, CycleState.SCORING: 2, CycleState.CLOSED: 1, CycleState.DRAFT: 0}


class CycleNotKnownError(TillerError):
    """A cycle that there is not."""


class Export:
    """What is exported, read once; the files are written as they are asked for, within the same transaction."""

    def __init__(self, tx: Transaction, *, cycle: str | None = None) -> None:
        """Choose the cycle of okrs.csv: the one of this name, else the one that runs.

        Raises:
            CycleNotKnownError: There is no cycle of this name.
        """
        self._tx = tx
        self._cycles = tx.cycles.all()
        self._kpis: tuple[Kpi, ...] = tx.kpis.all()
        chosen = choose_cycle(self._cycles, cycle)
        self._okrs: CycleOkrs | None = None if chosen is None else read_cycle(tx, chosen)

    def text(self, kind: FileKind) -> Iterator[str]:
        """Yield the text of a file piece by piece."""
        tx = self._tx
        match kind:
            case FileKind.PEOPLE:
                return csv_text(PEOPLE_COLUMNS, people_rows(tx.people.all(), named=self._list_people()))
            case FileKind.TEAMS:
                return csv_text(TEAMS_COLUMNS, teams_rows(tx.teams.all()))
            case FileKind.KPIS:
                return csv_text(KPIS_COLUMNS, kpis_rows(self._kpis))
            case FileKind.READINGS:
                return csv_text(READINGS_COLUMNS, readings_rows(tx, [kpi.key for kpi in self._kpis]))
            case FileKind.OKRS:
                return csv_text(OKRS_COLUMNS, () if self._okrs is None else self._okrs.rows())

    def left_behind(self, *, today: date) -> tuple[str, ...]:
        """Say in sentences what the files do not hold, for the company at hand."""
        return (*list_unsaid(self._kpis, today=today), *self._left_by_okrs(), _HISTORY)

    def _list_people(self) -> set[PersonId]:
        leads = {team.lead for team in self._tx.teams.all() if team.lead is not None}
        return leads | {kpi.owner for kpi in self._kpis} | (set() if self._okrs is None else self._okrs.owners)

    def _left_by_okrs(self) -> Iterator[str]:
        if self._okrs is None:
            return
        cycle = self._okrs.cycle
        span = f"--cycle {cycle.start}:{cycle.last_day}"
        yield f"okrs.csv holds {cycle.name}. Into an empty database it goes with {span}."
        others = [item.name for item in self._cycles if item.id != cycle.id]
        if others:
            yield f"Export the other cycles one by one, each with --cycle: {', '.join(others)}."
        if self._okrs.cancelled:
            names = ", ".join(key_result_name(key_result.id) for key_result in self._okrs.cancelled)
            yield f"Cancelled key results are left out: {names}."
        lonely = self._okrs.list_without_parent()
        if lonely:
            names = ", ".join(objective_name(objective.id) for objective in lonely)
            yield f"What these serve is not in the file, so they stand alone in it: {names}."


def choose_cycle(cycles: Sequence[Cycle], name: str | None) -> Cycle | None:
    """Return the cycle of a name, else the newest that runs, has run, or is drafted; None where there is none.

    Raises:
        CycleNotKnownError: There is no cycle of this name.
    """
    if name is None:
        return max(cycles, key=lambda cycle: (_RANKS[cycle.state], cycle.start), default=None)
    found = next((cycle for cycle in cycles if cycle.name.casefold() == name.strip().casefold()), None)
    if found is None:
        known = [cycle.name for cycle in cycles]
        there = f" There are {', '.join(known)}." if known else " There is none yet."
        raise CycleNotKnownError(f"There is no cycle ‘{name}’.{did_you_mean(name, known) or there}")
    return found
