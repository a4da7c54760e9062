"""A whole cycle of key results: how each stands, what each scores, what the coach says of all of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from domain.calendar.cadence import Cadence
from domain.coach.report import Review, lint_cycle
from domain.okrs.cycles import Cycle, CycleState
from domain.okrs.model import CheckIn, KeyResult, Metric, Objective
from domain.okrs.scores import Score
from domain.okrs.scoring import objective_score, suggest_score
from domain.okrs.status import assess_key_result, assess_objective
from domain.values.ids import CheckInId, CycleId, KeyResultId, ObjectiveId
from domain.values.units import PERCENT
from tests.bench.company import NOW, ROOT, person_id
from tests.bench.measuring import Row, by_turns, timed
from tests.bench.size import Size

_PER_OBJECTIVE = 4
_TITLES = (
    "Raise the share of answers within a day from 20 to 60 %",
    "Launch the new onboarding",
    "Sign 3 enterprise reference customers",
    "Reduce the time to the first reply by a third",
    "Keep every service above 99.9 % uptime",
)
_CYCLE = Cycle(
    id=CycleId(1),
    name="2026-Q4",
    start=date(2026, 10, 1),
    end=date(2027, 1, 1),
    state=CycleState.ACTIVE,
    activated_on=date(2026, 10, 1),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Aim:
    """An objective with its key results and what was said of each, oldest first."""

    objective: Objective
    key_results: tuple[tuple[KeyResult, tuple[CheckIn, ...]], ...]


def rows(size: Size, folder: Path) -> Iterator[Row]:
    """Measure a cycle in memory."""
    del folder
    aims = [_aim(number, size) for number in range(-(-size.okr_part // _PER_OBJECTIVE))]
    count = sum(len(aim.key_results) for aim in aims)
    laps = [timed(lambda: _watch_okrs(aims)), timed(lambda: _read(aims))]
    ours, bare = by_turns(laps, rounds=size.judgings)
    yield Row(
        name=f"a cycle of {count:,} key results told, scored and linted",
        ours=ours,
        bare=bare,
        against="a plain loop over the same values and titles",
        items=count,
    )


def _aim(number: int, size: Size) -> _Aim:
    objective = Objective(
        id=ObjectiveId(number + 1),
        cycle=_CYCLE.id,
        team=ROOT.key,
        owner=person_id(0),
        title="Become the obvious choice for mid-market",
    )
    first = number * _PER_OBJECTIVE
    places = range(first, min(first + _PER_OBJECTIVE, size.okr_part))
    return _Aim(objective=objective, key_results=tuple(_said(objective, place, size.checkins) for place in places))


def _said(objective: Objective, number: int, checkins: int) -> tuple[KeyResult, tuple[CheckIn, ...]]:
    key_result = KeyResult(
        id=KeyResultId(number + 1),
        objective=objective.id,
        owner=person_id(0),
        title=f"{_TITLES[number % len(_TITLES)]} ({number})",
        metric=Metric.BINARY if number % len(_TITLES) == 1 else Metric.INCREASE,
        unit=PERCENT,
        baseline=None if number % len(_TITLES) == 1 else Decimal(20),
        target=None if number % len(_TITLES) == 1 else Decimal(60),
    )
    said = tuple(
        CheckIn(
            id=CheckInId(number * checkins + at + 1),
            key_result=key_result.id,
            by=person_id(0),
            at=NOW - timedelta(days=7 * (checkins - at)),
            value=Decimal(20 + (number % 5 + 1) * at) if key_result.metric is Metric.INCREASE else Decimal(0),
            confidence=8 - number % 5,
        )
        for at in range(checkins)
    )
    return key_result, said


def _watch_okrs(aims: Sequence[_Aim]) -> int:
    statuses, scored = [], 0
    for aim in aims:
        told = [
            assess_key_result(key_result, said, cycle=_CYCLE, today=NOW.date(), cadence=Cadence.BIWEEKLY)
            for key_result, said in aim.key_results
        ]
        statuses.append(assess_objective(aim.objective, told, cycle=_CYCLE, today=NOW.date()))
        scores = {key_result.id: _score(key_result, said) for key_result, said in aim.key_results}
        found = objective_score(aim.objective, [key_result for key_result, _ in aim.key_results], scores)
        scored += found.score is not None
    return scored + len(lint_cycle(Review(cycle=_CYCLE, objectives=statuses, teams={ROOT.key: ROOT})).findings)


def _score(key_result: KeyResult, said: Sequence[CheckIn]) -> Score:
    suggested = suggest_score(key_result, said) or Decimal(0)
    return Score(key_result=key_result.id, suggested=suggested, given=suggested, by=person_id(0), at=NOW)


def _read(aims: Sequence[_Aim]) -> int:
    """Look at every value once and at every word of every title once: the least that steering could be."""
    seen = 0
    for aim in aims:
        for key_result, said in aim.key_results:
            for word in key_result.title.split():
                if word == "Launch":
                    seen += 1
            for checkin in said:
                if checkin.value > 40:
                    seen += 1
    return seen
