"""What okrs.csv says of outcomes: the value now as a check-in, the score as a score."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from domain.okrs.model import CheckIn, CheckInSource, KeyResult
from domain.okrs.scores import Score
from domain.okrs.scoring import suggest_score
from domain.values.ids import key_result_name
from handlers.usecases.imports.okr_rows import KeyResultRow
from handlers.usecases.imports.report import Change
from storage.store import Transaction

IMPORTED = "imported"


def keep_outcomes(
    tx: Transaction, rows: Iterable[KeyResultRow], key_results: Mapping[str, KeyResult], *, now: datetime
) -> tuple[list[Change], list[Change], tuple[str, ...]]:
    """Record values and scores; return what happened to check-ins and to scores, and sentences about what was not kept.

    A value that was said last, or by the last import, is not said again. A score that a person gave is left as it is.
    """
    told = [row for row in rows if row.current is not None or row.score is not None]
    ids = [key_results[row.name].id for row in told]
    known = tx.checkins.of(ids)
    scores = tx.scores.of(ids)
    checkins: list[Change] = []
    scored: list[Change] = []
    notes: list[str] = []
    for row in told:
        key_result = key_results[row.name]
        history = known.get(key_result.id, ())
        if row.current is not None:
            added = _check_in(tx, row, key_result, history, now)
            history = history if added is None else (*history, added)
            checkins.append(Change.UNCHANGED if added is None else Change.NEW)
        if row.score is not None:
            before = scores.get(key_result.id)
            if before is not None and before.reason != IMPORTED and before.given != row.score:
                notes.append(f"{key_result_name(key_result.id)} was scored {before.given} by its owner; that stays.")
            else:
                scored.append(_score(tx, row, key_result, history, before, now))
    return checkins, scored, tuple(notes)


def _check_in(
    tx: Transaction, row: KeyResultRow, key_result: KeyResult, history: tuple[CheckIn, ...], now: datetime
) -> CheckIn | None:
    """Add what the file says now, or return None when it was said last, or by the last import."""
    imported = [check_in for check_in in history if check_in.source is CheckInSource.IMPORT]
    said = [(check_in.value, check_in.confidence, check_in.note) for check_in in (*imported[-1:], *history[-1:])]
    if row.current is None or (row.current, row.confidence, row.note) in said:
        return None
    return tx.checkins.add(
        key_result=key_result.id,
        by=None,
        at=now,
        value=row.current,
        confidence=row.confidence,
        note=row.note,
        done_steps=row.done_steps,
        source=CheckInSource.IMPORT,
    )


def _score(
    tx: Transaction,
    row: KeyResultRow,
    key_result: KeyResult,
    history: tuple[CheckIn, ...],
    before: Score | None,
    now: datetime,
) -> Change:
    given = row.score
    if given is None or (before is not None and before.given == given):
        return Change.UNCHANGED
    suggested = suggest_score(key_result, history)
    tx.scores.put(
        Score(
            key_result=key_result.id,
            suggested=given if suggested is None else suggested,
            given=given,
            by=key_result.owner,
            at=now,
            reason=IMPORTED,
        )
    )
    return Change.NEW if before is None else Change.CHANGED
