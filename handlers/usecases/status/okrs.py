"""How things stand, loaded in a few set-based reads whatever the number of rows (RULES 3 and 4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.calendar.cadence import Cadence
from domain.company.teams import team_day, zone_of_team
from domain.okrs.cycles import Cycle
from domain.okrs.model import Adjustment, CheckIn, KeyResult, Objective
from domain.okrs.scores import Score
from domain.okrs.status import assess_key_result, assess_objective
from domain.okrs.status_model import KeyResultStatus, ObjectiveStatus, Pace
from domain.values.ids import CycleId, KeyResultId, ObjectiveId
from handlers.organization import Organization
from storage.store import Transaction

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class OkrRows:
    """What was read to tell how objectives stand."""

    objectives: tuple[Objective, ...]
    key_results: tuple[KeyResult, ...]
    checkins: Mapping[KeyResultId, tuple[CheckIn, ...]]
    scores: Mapping[KeyResultId, Score]
    adjustments: Mapping[KeyResultId, tuple[Adjustment, ...]]


def read_objectives(tx: Transaction, objectives: Sequence[Objective]) -> OkrRows:
    """Read all that belongs to the given objectives."""
    key_results = tx.okrs.key_results_under([objective.id for objective in objectives])
    return _rows(tx, objectives, key_results)


def read_key_results(tx: Transaction, key_results: Sequence[KeyResult]) -> OkrRows:
    """Read all that is needed to tell how the given key results stand."""
    objectives = tx.okrs.objectives_by_ids(sorted({key_result.objective for key_result in key_results}))
    return _rows(tx, list(objectives.values()), key_results)


def _rows(tx: Transaction, objectives: Sequence[Objective], key_results: Sequence[KeyResult]) -> OkrRows:
    ids = [key_result.id for key_result in key_results]
    return OkrRows(
        objectives=tuple(objectives),
        key_results=tuple(key_results),
        checkins=tx.checkins.of(ids),
        scores=tx.scores.of(ids),
        adjustments=tx.adjustments.of(ids),
    )


def assess_key_results(
    rows: OkrRows, *, org: Organization, cycles: Mapping[CycleId, Cycle], now: datetime
) -> list[KeyResultStatus]:
    """Tell how each key result stands, in the order given, each seen from its own team's day."""
    objectives = {objective.id: objective for objective in rows.objectives}
    return [_assess(kr, objectives[kr.objective], rows, org=org, cycles=cycles, now=now) for kr in rows.key_results]


def assess_objectives(
    rows: OkrRows, *, org: Organization, cycles: Mapping[CycleId, Cycle], now: datetime
) -> list[ObjectiveStatus]:
    """Tell how each objective stands, with its pace of a week ago, so that a slip can be said."""
    today = _group_by_objective(rows, org=org, cycles=cycles, now=now)
    before = _group_by_objective(rows, org=org, cycles=cycles, now=now - WEEK)
    found = []
    for objective in rows.objectives:
        cycle = cycles[objective.cycle]
        day = team_day(org.teams.get(objective.team), now)
        previous: Pace | None = None
        if day - WEEK >= cycle.first_day:
            previous = assess_objective(objective, before[objective.id], cycle=cycle, today=day - WEEK).pace
        found.append(assess_objective(objective, today[objective.id], cycle=cycle, today=day, previous_pace=previous))
    return found


def _group_by_objective(
    rows: OkrRows, *, org: Organization, cycles: Mapping[CycleId, Cycle], now: datetime
) -> dict[ObjectiveId, list[KeyResultStatus]]:
    grouped: dict[ObjectiveId, list[KeyResultStatus]] = {objective.id: [] for objective in rows.objectives}
    for status in assess_key_results(rows, org=org, cycles=cycles, now=now):
        grouped[status.key_result.objective].append(status)
    return grouped


def _assess(
    key_result: KeyResult,
    objective: Objective,
    rows: OkrRows,
    *,
    org: Organization,
    cycles: Mapping[CycleId, Cycle],
    now: datetime,
) -> KeyResultStatus:
    team = org.teams.get(objective.team)
    return assess_key_result(
        key_result,
        [checkin for checkin in rows.checkins.get(key_result.id, ()) if checkin.at <= now],
        cycle=cycles[objective.cycle],
        today=team_day(team, now),
        cadence=team.cadence if team is not None else Cadence.BIWEEKLY,
        score=rows.scores.get(key_result.id),
        zone=zone_of_team(team),
        adjustments=rows.adjustments.get(key_result.id, ()),
    )
