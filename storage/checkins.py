"""Check-ins and scores."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from domain.okrs.model import CheckIn, CheckInSource
from domain.okrs.scores import Score
from domain.values.ids import CheckInId, KeyResultId, PersonId
from storage.codecs import plain
from storage.mapping import Repository, Shape
from storage.rows.okrs import CheckInRow, ScoreRow

_CHECKIN = Shape(CheckIn, CheckInRow)
_SCORE = Shape(Score, ScoreRow)


class CheckIns(Repository):
    """What was said about key results; rows are only ever added."""

    def add(
        self,
        *,
        key_result: KeyResultId,
        by: PersonId | None,
        at: datetime,
        value: Decimal,
        confidence: int | None = None,
        note: str = "",
        blocker: str = "",
        done_steps: tuple[int, ...] = (),
        source: CheckInSource = CheckInSource.PERSON,
        corrects: CheckInId | None = None,
        submission: str | None = None,
    ) -> CheckIn:
        """Add a check-in.

        `submission` names what it came with: a form, an imported file. The same submission that says the same about
        the same key result again is the same check-in, and the stored one is returned.
        """
        checkin = CheckIn(
            id=CheckInId(0),
            key_result=key_result,
            by=by,
            at=at,
            value=value,
            confidence=confidence,
            note=note,
            blocker=blocker,
            done_steps=done_steps,
            source=source,
            corrects=corrects,
        )
        return self._find_submitted(submission, checkin) or self._add_row(submission, checkin)

    def get(self, checkin: CheckInId) -> CheckIn | None:
        """Return a check-in as it was said, corrected or not, or None."""
        return self._one(_CHECKIN, CheckInRow.id == checkin)

    def of(
        self, key_results: Iterable[KeyResultId], until: datetime | None = None
    ) -> dict[KeyResultId, tuple[CheckIn, ...]]:
        """Return the check-ins of some key results, the oldest first, with an entry for each key result asked for.

        A corrected one is replaced, in its place, by its correction; so the last of the tuple is what counts even
        when an older one was put right after it. With `until` it is what was known at that instant: nothing that was
        said later, corrections included.
        """
        wanted = list(dict.fromkeys(key_results))
        conditions = [] if until is None else [CheckInRow.at <= until]
        rows = self._among(_CHECKIN, CheckInRow.key_result, wanted, *conditions)
        said: dict[KeyResultId, list[CheckIn]] = {key_result: [] for key_result in wanted}
        for checkin in sorted(rows, key=lambda row: (row.at, row.id)):
            said[checkin.key_result].append(checkin)
        return {key_result: apply_corrections(checkins) for key_result, checkins in said.items()}

    def submitted(self, key_result: KeyResultId, beginning: str) -> tuple[CheckIn, ...]:
        """Return the check-ins of a key result whose submission begins so, corrected ones too, the earliest first."""
        here = (CheckInRow.key_result == key_result, CheckInRow.submission.startswith(beginning, autoescape=True))
        return self._all(_CHECKIN, *here, order_by=[CheckInRow.id])

    def _find_submitted(self, submission: str | None, checkin: CheckIn) -> CheckIn | None:
        if submission is None:
            return None
        return self._one(
            _CHECKIN,
            CheckInRow.submission == submission,
            CheckInRow.key_result == checkin.key_result,
            CheckInRow.content == _content(checkin),
        )

    def _add_row(self, submission: str | None, checkin: CheckIn) -> CheckIn:
        row = _CHECKIN.row(checkin) | {"submission": submission, "content": _content(checkin)}
        del row["id"]
        return replace(checkin, id=CheckInId(self._insert(_CHECKIN.table, row)))


def _content(checkin: CheckIn) -> str:
    """Hash what a check-in says, apart from who said it when."""
    said = (
        checkin.value,
        checkin.confidence,
        checkin.note,
        checkin.blocker,
        checkin.done_steps,
        checkin.corrects,
    )
    return hashlib.sha256(json.dumps(plain(said)).encode()).hexdigest()[:32]


def apply_corrections(checkins: Iterable[CheckIn]) -> tuple[CheckIn, ...]:
    """Put corrections in the place of what they correct; of two corrections of one row the later one counts."""
    said = list(checkins)
    known = {checkin.id for checkin in said}
    corrections = {checkin.corrects: checkin for checkin in sorted(said, key=lambda row: row.id) if checkin.corrects}
    shown: list[CheckIn] = []
    for checkin in said:
        if checkin.corrects in known:
            continue
        final = checkin
        while final.id in corrections:
            final = corrections[final.id]
        shown.append(final)
    return tuple(shown)


class Scores(Repository):
    """The verdicts, one per key result."""

    def put(self, score: Score) -> bool:
        """Give or change the score of a key result; tell whether anything changed."""
        return self._save(_SCORE, score)

    def of(self, key_results: Iterable[KeyResultId]) -> dict[KeyResultId, Score]:
        """Return the scores of those key results that have one."""
        return {score.key_result: score for score in self._among(_SCORE, ScoreRow.key_result, key_results)}
