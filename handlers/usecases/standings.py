"""How things stand, loaded in a few set-based reads whatever the number of rows (SPEC 3 and 4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain import health, steering
from domain.cadence import local_day
from domain.cycles import Cycle
from domain.ids import CycleId, KeyResultId, KpiKey, ObjectiveId
from domain.kpis import Frequency, Kpi, Reading
from domain.okrs import Adjustment, CheckIn, KeyResult, Objective
from domain.scores import Score
from domain.standings import KeyResultStanding, KpiStanding, ObjectiveStanding, Pace
from domain.teams import Cadence, Team
from handlers.usecases.world import World
from storage.store import Transaction

WEEK = timedelta(days=7)
_HISTORY = {
    # A year and a month for days and weeks, so that last year's value is there; seasons of months need two years.
    Frequency.DAY: timedelta(days=400),
    Frequency.WEEK: timedelta(days=430),
    Frequency.MONTH: timedelta(days=1200),
    Frequency.QUARTER: timedelta(days=2200),
}


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


def stand_key_results(
    rows: OkrRows, *, world: World, cycles: Mapping[CycleId, Cycle], now: datetime
) -> list[KeyResultStanding]:
    """Tell how each key result stands, in the order given, each seen from its own team's day."""
    objectives = {objective.id: objective for objective in rows.objectives}
    return [_stand(kr, objectives[kr.objective], rows, world=world, cycles=cycles, now=now) for kr in rows.key_results]


def stand_objectives(
    rows: OkrRows, *, world: World, cycles: Mapping[CycleId, Cycle], now: datetime
) -> list[ObjectiveStanding]:
    """Tell how each objective stands, with its pace of a week ago, so that a slip can be said."""
    today = _by_objective(rows, world=world, cycles=cycles, now=now)
    before = _by_objective(rows, world=world, cycles=cycles, now=now - WEEK)
    found = []
    for objective in rows.objectives:
        cycle = cycles[objective.cycle]
        day = team_day(world.teams.get(objective.team), now)
        previous: Pace | None = None
        if day - WEEK >= cycle.first_day:
            previous = steering.stand_objective(objective, before[objective.id], cycle=cycle, today=day - WEEK).pace
        found.append(
            steering.stand_objective(objective, today[objective.id], cycle=cycle, today=day, previous_pace=previous)
        )
    return found


def _by_objective(
    rows: OkrRows, *, world: World, cycles: Mapping[CycleId, Cycle], now: datetime
) -> dict[ObjectiveId, list[KeyResultStanding]]:
    grouped: dict[ObjectiveId, list[KeyResultStanding]] = {objective.id: [] for objective in rows.objectives}
    for standing in stand_key_results(rows, world=world, cycles=cycles, now=now):
        grouped[standing.key_result.objective].append(standing)
    return grouped


def _stand(
    key_result: KeyResult,
    objective: Objective,
    rows: OkrRows,
    *,
    world: World,
    cycles: Mapping[CycleId, Cycle],
    now: datetime,
) -> KeyResultStanding:
    team = world.teams.get(objective.team)
    return steering.stand(
        key_result,
        [checkin for checkin in rows.checkins.get(key_result.id, ()) if checkin.at <= now],
        cycle=cycles[objective.cycle],
        today=team_day(team, now),
        cadence=team.cadence if team is not None else Cadence.BIWEEKLY,
        score=rows.scores.get(key_result.id),
        zone=zone_of_team(team),
        adjustments=rows.adjustments.get(key_result.id, ()),
    )


def zone_of_team(team: Team | None) -> str:
    """Return the zone in which a team's days are counted; UTC for a team that is gone."""
    return team.timezone if team is not None else "UTC"


def team_day(team: Team | None, now: datetime) -> date:
    """Return the day that it is for a team."""
    return local_day(now, zone_of_team(team))


def read_readings(
    tx: Transaction, kpis: Iterable[Kpi], *, today: date, years: int = 0
) -> dict[KpiKey, tuple[Reading, ...]]:
    """Read enough of each KPI's history to judge it, oldest first: one read per frequency.

    `years` asks for that much at least: a season of the year shows only over two of them.
    """
    found: dict[KpiKey, tuple[Reading, ...]] = {}
    by_frequency: dict[Frequency, list[KpiKey]] = {}
    for kpi in kpis:
        by_frequency.setdefault(kpi.frequency, []).append(kpi.key)
    for frequency, keys in by_frequency.items():
        found.update(
            tx.readings.of(keys, since=today - max(_HISTORY[frequency], timedelta(days=370 * years)), until=today)
        )
    return found


def stand_kpis(
    kpis: Iterable[Kpi], readings: Mapping[KpiKey, tuple[Reading, ...]], *, world: World, now: datetime
) -> list[KpiStanding]:
    """Tell how each KPI stands, each seen from its own team's day, in the order given."""
    return [
        health.stand(kpi, readings.get(kpi.key, ()), today=team_day(world.teams.get(kpi.team), now)) for kpi in kpis
    ]
