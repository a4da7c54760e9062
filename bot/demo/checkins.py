"""What the people of the sample company said of their key results before the demo's Monday."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from domain.ledger.occurrences import Job, Occurrence, prompt_key
from domain.okrs.checkins import Prompt
from domain.okrs.model import KeyResult, Metric
from domain.values.ids import KeyResultId
from handlers.context import ActorContext
from handlers.deps import Calendars
from handlers.organization import Organization, load
from handlers.usecases.checkins.record import Answer, record
from storage.store import Transaction

_ROUNDS = (date(2026, 10, 5), date(2026, 10, 19), date(2026, 11, 2))
_FRIDAY = date(2026, 11, 13)
_ASKED_AT = time(9)
_BETWEEN = timedelta(minutes=23)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Course:
    """What was said of one key result in three rounds; for steps, how many were done."""

    values: tuple[int, ...]
    confidence: tuple[int, ...]
    notes: tuple[str, ...]
    again_on_friday: bool = False


# KR-5 loses its owner's confidence; KR-8 says on track while its number hardly moves.
_SAID = {
    2: _Course(values=(1180, 1232, 1295), confidence=(7, 7, 7), notes=("", "", "Two regions ahead of plan")),
    3: _Course(values=(0, 0, 0), confidence=(6, 6, 5), notes=("", "Their board meets in December", "")),
    5: _Course(values=(28, 30, 31), confidence=(7, 7, 6), notes=("", "", "Trials end without a call")),
    6: _Course(values=(1, 4, 6), confidence=(7, 8, 8), notes=("", "", ""), again_on_friday=True),
    8: _Course(values=(95, 94, 92), confidence=(8, 8, 8), notes=("", "", "The big gain comes with the new checkout")),
    9: _Course(values=(0, 1, 2), confidence=(7, 7, 7), notes=("", "Design is signed off", ""), again_on_friday=True),
    10: _Course(values=(0, 0, 0), confidence=(6, 7, 7), notes=("", "", "Two findings left, both small")),
    12: _Course(values=(35, 39, 44), confidence=(6, 7, 7), notes=("", "Search was rewritten", "")),
    13: _Course(values=(120, 96, 71), confidence=(7, 7, 8), notes=("", "", "Hana took over the weekend queue")),
}


def tell(tx: Transaction, *, calendars: Calendars) -> None:
    """Record all of it, each at its own time, as its owner; in a round as the answer to what was asked there."""
    org = load(tx, calendars=calendars)
    for place, (number, course) in enumerate(_SAID.items()):
        key_result = tx.okrs.key_result(KeyResultId(number))
        if key_result is None:
            raise LookupError(f"The sample company has no KR-{number}.")
        for index, day in enumerate([*_ROUNDS, _FRIDAY] if course.again_on_friday else _ROUNDS):
            asked_at = datetime.combine(day, _ASKED_AT, UTC)
            record(
                ActorContext(tx=tx, actor=key_result.owner, now=asked_at + place * _BETWEEN, org=org),
                answers=[_answer(key_result, course, min(index, len(_ROUNDS) - 1))],
                submission=f"demo:{day}",
                origin="modal",
                prompt=_asked(tx, key_result, index, asked_at, org) if day in _ROUNDS else None,
            )


def _asked(tx: Transaction, key_result: KeyResult, index: int, at: datetime, org: Organization) -> Prompt:
    """Note that the owner was asked, in the ledger too: nobody is asked again."""
    owner, cycle = key_result.owner, org.cycles[0].id
    asked = Occurrence(
        key=prompt_key(cycle, at.date(), owner), job=Job.CHECKIN_PROMPT, due_at=at, person=owner, cycle=cycle
    )
    tx.occurrences.claim(asked, now=at)
    return tx.prompts.add(
        cycle=cycle,
        round=index + 1,
        person=owner,
        owner=owner,
        key_results=(key_result.id,),
        due_on=at.date(),
        sent_at=at,
    )


def _answer(key_result: KeyResult, course: _Course, said: int) -> Answer:
    value = course.values[said]
    has_steps = key_result.metric is Metric.MILESTONE
    return Answer(
        key_result=key_result.id,
        value=None if has_steps else Decimal(value),
        done_steps=tuple(range(value)) if has_steps else (),
        confidence=course.confidence[said],
        note=course.notes[said],
    )
