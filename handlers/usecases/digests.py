"""One team's week, gathered from the store (SPEC 7.1 to 7.6)."""

from collections import Counter
from datetime import datetime

from domain.digests import Digest, compose
from domain.ids import PersonId
from domain.kpis import Kpi
from domain.teams import Team
from handlers.usecases import prompts, standings
from handlers.usecases.world import World
from storage.store import Transaction


def compose_for(tx: Transaction, *, team: Team, now: datetime, world: World) -> Digest:
    """Gather a team's digest as of now: the KPIs of the team and those below it, its own objectives, what is owed."""
    below = {one.key for one in world.below(team.key)}
    kpis = tx.kpis.of_teams(below)
    readings = standings.read_readings(tx, kpis, today=standings.team_day(team, now))
    cycles = {cycle.id: cycle for cycle in world.cycles if cycle.start <= standings.team_day(team, now)}
    objectives = tx.okrs.objectives_of([team.key], list(cycles))
    rows = standings.read_objectives(tx, objectives)
    return compose(
        team,
        on=standings.team_day(team, now),
        kpis=standings.stand_kpis(kpis, readings, world=world, now=now),
        a_week_ago=standings.stand_kpis(kpis, readings, world=world, now=now - standings.WEEK),
        objectives=standings.stand_objectives(rows, world=world, cycles=cycles, now=now),
        overdue=overdue(tx, team=team, now=now, world=world),
    )


def overdue(tx: Transaction, *, team: Team, now: datetime, world: World) -> list[tuple[PersonId, int]]:
    """Return who of a team still owes the running round's check-in since a day or more, with how many key results."""
    owed: Counter[PersonId] = Counter()
    for cycle in world.cycles:
        for prompt in prompts.waiting_ones(tx, cycle.id):
            if world.person_team(prompt.person) == team.key and world.today(prompt.person, now) > prompt.due_on:
                owed[prompt.person] += len(prompts.unanswered(tx, prompt))
    return sorted((person, count) for person, count in owed.items() if count)


def kpis_of(tx: Transaction, *, team: Team, world: World) -> tuple[Kpi, ...]:
    """Return the KPIs that a team's digest covers: its own and those of the teams below it."""
    return tx.kpis.of_teams({one.key for one in world.below(team.key)})
