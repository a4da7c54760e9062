"""Saves the rows of okrs.csv: objectives, key results, then who serves whom."""

import dataclasses
import re
from collections.abc import Callable
from datetime import datetime

from domain.okrs.cycles import Cycle, CycleState
from domain.okrs.model import KeyResult, Objective, adjustment_of, measure_of
from domain.values.ids import KeyResultId, ObjectiveId, PersonId, key_result_name, objective_name
from handlers.usecases.imports.okr_rows import KeyResultRow, Kind, ObjectiveRow
from handlers.usecases.imports.okr_tree import OkrFile
from handlers.usecases.imports.report import Change
from handlers.usecases.imports.trail import ACTOR, note_change
from storage.store import Transaction

_NUMBER = re.compile(r"(?:KR|O)?\s*-?\s*([1-9]\d{0,8})", re.IGNORECASE | re.ASCII)


class Saver:
    """Saves one file into one cycle.

    Attributes:
        objectives: The saved objectives by the file's id.
        key_results: The saved key results by the file's id.
    """

    def __init__(
        self, tx: Transaction, cycle: Cycle, now: datetime, *, reason: str, advance: Callable[[int], None]
    ) -> None:
        self.objectives: dict[str, Objective] = {}
        self.key_results: dict[str, KeyResult] = {}
        self._tx = tx
        self._cycle = cycle
        self._now = now
        self._reason = reason
        self._advance = advance
        self._old_objectives = {objective.id: objective for objective in tx.okrs.objectives(cycle.id)}
        self._old_key_results = {key_result.id: key_result for key_result in tx.okrs.key_results(cycle.id)}

    def save(self, file: OkrFile) -> tuple[list[Change], list[Change]]:
        """Save everything; return what happened to each objective and to each key result.

        Parents come last, since an objective may serve a key result that stands further down in the file.
        """
        self._take_stored(file)
        new = [name for name, row in file.objectives.items() if self._add_objective(row)]
        key_results = [self._save_key_result(row) for row in file.key_results.values()]
        objectives = [self._save_objective(row, is_new=name in new) for name, row in file.objectives.items()]
        return objectives, key_results

    def _take_stored(self, file: OkrFile) -> None:
        for name, (kind, number) in file.stored.items():
            if kind == Kind.OBJECTIVE:
                self.objectives[name] = self._old_objectives[ObjectiveId(number)]
            else:
                self.key_results[name] = self._old_key_results[KeyResultId(number)]

    def _add_objective(self, row: ObjectiveRow) -> bool:
        if row.name in self.objectives:
            return False
        self.objectives[row.name] = self._tx.okrs.add_objective(
            cycle=self._cycle.id,
            team=row.team,
            owner=row.owner,
            title=row.title,
            commitment=row.commitment,
            external_id=row.name,
            wanted_id=_parse_wanted_number(row.name),
        )
        return True

    def _save_objective(self, row: ObjectiveRow, *, is_new: bool) -> Change:
        before = self.objectives[row.name]
        serves_key_result = row.parent in self.key_results
        after = dataclasses.replace(
            before,
            team=row.team,
            owner=row.owner,
            title=row.title,
            commitment=row.commitment,
            parent_objective=self.objectives[row.parent].id if row.parent and not serves_key_result else None,
            parent_key_result=self.key_results[row.parent].id if serves_key_result else None,
        )
        self.objectives[row.name] = after
        self._advance(1)
        if after != before:
            self._tx.okrs.save_objective(after)
        if is_new or after != before:
            note_change(self._tx, objective_name(after.id), None if is_new else before, after, at=self._now)
        return _change(is_new=is_new, differs=after != before)

    def _save_key_result(self, row: KeyResultRow) -> Change:
        before = self.key_results.get(row.name)
        said = {field.name: getattr(row.measure, field.name) for field in dataclasses.fields(row.measure)}
        said |= {"objective": self.objectives[row.parent].id, "owner": row.owner, "title": row.title}
        if before is None:
            draft = KeyResult(id=KeyResultId(0), **said)
            after = self._tx.okrs.new_key_result(draft, external_id=row.name, wanted_id=_parse_wanted_number(row.name))
        else:
            after = dataclasses.replace(before, **said)
            self._adjust(before, after)
            if after != before:
                self._tx.okrs.save_key_result(after)
        self.key_results[row.name] = after
        self._advance(1)
        if after != before:
            note_change(self._tx, key_result_name(after.id), before, after, at=self._now)
        return _change(is_new=before is None, differs=after != before)

    def _adjust(self, before: KeyResult, after: KeyResult) -> None:
        if self._cycle.state is not CycleState.DRAFT and measure_of(after) != measure_of(before):
            by = PersonId(ACTOR)
            self._tx.adjustments.add(adjustment_of(before, by=by, at=self._now, reason=self._reason))


def _change(*, is_new: bool, differs: bool) -> Change:
    if is_new:
        return Change.NEW
    return Change.CHANGED if differs else Change.UNCHANGED


def _parse_wanted_number(name: str) -> int | None:
    """Return the number that an id of the file would like as its short id, or None."""
    found = _NUMBER.fullmatch(name)
    return None if found is None else int(found[1])
