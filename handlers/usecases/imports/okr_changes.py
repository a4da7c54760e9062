"""What a second okrs.csv may not change unsaid: what a running key result is measured by (RULES 2.5)."""

import dataclasses
from collections.abc import Mapping

from domain.okrs.cycles import Cycle, CycleState
from domain.okrs.model import KeyResult, measure_of
from domain.values.ids import KeyResultId, key_result_name
from handlers.usecases.imports.okr_rows import KeyResultRow, Kind
from handlers.usecases.imports.okr_tree import OkrFile
from handlers.usecases.imports.table import Problems


def check_changes(
    file: OkrFile, stored: Mapping[KeyResultId, KeyResult], *, cycle: Cycle, reason: str, problems: Problems
) -> None:
    """Refuse a row that changes what a key result is measured by, once its cycle has begun, without a reason.

    Its kind stays in any case.
    """
    if cycle.state is CycleState.DRAFT:
        return
    for name, row in list(file.key_results.items()):
        known = _find_known(file, stored, name)
        if known is None:
            continue
        sentence = _refusal(known, row, reason)
        if sentence:
            problems.add(row.row.line, "metric" if row.measure.metric is not known.metric else "target", sentence)
            del file.key_results[name]


def _find_known(file: OkrFile, stored: Mapping[KeyResultId, KeyResult], name: str) -> KeyResult | None:
    kind, number = file.stored.get(name, ("", 0))
    return stored.get(KeyResultId(number)) if kind == Kind.KEY_RESULT else None


def _refusal(known: KeyResult, row: KeyResultRow, reason: str) -> str:
    name = key_result_name(known.id)
    if row.measure.metric is not known.metric:
        return (
            f"{name} is measured as {known.metric}, and its cycle has begun: the kind stays. "
            f"Cancel {name} and write a new one."
        )
    said = {field.name: getattr(row.measure, field.name) for field in dataclasses.fields(row.measure)}
    if measure_of(dataclasses.replace(known, **said)) == measure_of(known) or reason.strip():
        return ""
    return f"{name} would be measured otherwise, and its cycle has begun. Say why with --reason; both scores are kept."
