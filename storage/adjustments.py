"""What was changed while a cycle ran, and what the coach was asked to be silent about."""

from collections.abc import Iterable

from sqlalchemy import delete, insert

from domain.okrs.lint_dismissals import Dismissal
from domain.okrs.model import Adjustment
from domain.values.ids import KeyResultId
from storage.mapping import Repository, Shape, portions
from storage.rows.okrs import AdjustmentRow, DismissalRow

_ADJUSTMENT = Shape(Adjustment, AdjustmentRow)
_DISMISSAL = Shape(Dismissal, DismissalRow)


class Adjustments(Repository):
    """What key results were measured by before they were changed; rows are only ever added."""

    def add(self, adjustment: Adjustment) -> None:
        """Add a change."""
        self._connection.execute(insert(_ADJUSTMENT.table).values(_ADJUSTMENT.row(adjustment)))

    def of(self, key_results: Iterable[KeyResultId]) -> dict[KeyResultId, tuple[Adjustment, ...]]:
        """Return the changes of some key results, the oldest first; those without any are missing."""
        found: dict[KeyResultId, tuple[Adjustment, ...]] = {}
        for portion in portions(key_results):
            among = AdjustmentRow.key_result.in_(portion)
            for adjustment in self._all(_ADJUSTMENT, among, order_by=[AdjustmentRow.id]):
                found[adjustment.key_result] = (*found.get(adjustment.key_result, ()), adjustment)
        return found


class Dismissals(Repository):
    """What the coach is silent about."""

    def put(self, dismissal: Dismissal) -> bool:
        """Keep a dismissal; tell whether it is new: what is dismissed already stays as it was."""
        return self._insert_once(_DISMISSAL.table, _DISMISSAL.row(dismissal))

    def all(self) -> tuple[Dismissal, ...]:
        """Return all dismissals, by subject and rule."""
        return self._all(_DISMISSAL, order_by=[DismissalRow.subject, DismissalRow.rule])

    def drop(self, subject: str, rule: str) -> bool:
        """Take a dismissal back; tell whether there was one."""
        here = (DismissalRow.subject == subject, DismissalRow.rule == rule)
        return self._connection.execute(delete(_DISMISSAL.table).where(*here)).rowcount > 0
