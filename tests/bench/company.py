"""Companies of any size: in a store, with a quarter under way; and a small one as CSV files."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from domain.company.teams import Person, Role, Team
from domain.kpis.model import Direction, Kpi, Limits, Reading, Target
from domain.okrs.cycles import Cycle, CycleState
from domain.okrs.model import Commitment, Metric, Objective
from domain.values.ids import KpiKey, PersonId, TeamKey
from domain.values.units import PERCENT
from storage.store import Store, Transaction

NOW = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)
"""A Wednesday in the middle of the quarter, after the week's digests and the round's prompts."""
NEWEST = date(2026, 11, 9)
"""The Monday of the newest week that has readings."""
ROOT = Team(key=TeamKey("company"), name="Company", channel="C0BENCH0000", timezone="Europe/Amsterdam")
_PER_OBJECTIVE = 4


def person_id(number: int) -> PersonId:
    """Name a person; the first one is a coordinator and leads the company."""
    return PersonId(f"U0BENCH{number:04d}")


def channel_id(number: int) -> str:
    """Name a team's channel; that of the company is number 0."""
    return f"C0BENCH{number:04d}"


def settle(store: Store, *, people: int, teams: int) -> list[Team]:
    """Put teams with their channels and people into a store, and return the teams, the company first."""
    below = [
        Team(
            key=TeamKey(f"team-{number}"),
            name=f"Team {number}",
            parent=ROOT.key,
            lead=person_id(number % people),
            channel=channel_id(number),
            timezone=ROOT.timezone,
        )
        for number in range(1, teams)
    ]
    every = [ROOT, *below]
    with store.transaction() as tx:
        for team in every:
            tx.teams.save(team)
        for number in range(people):
            tx.people.save(_person(number, every[number % len(every)]))
    return every


def _person(number: int, team: Team) -> Person:
    role = Role.MEMBER if number else Role.COORDINATOR
    return Person(id=person_id(number), name=f"Person {number}", team=team.key, role=role, timezone=team.timezone)


def follow(store: Store, teams: list[Team]) -> None:
    """Subscribe each team's channel to its digest."""
    with store.transaction() as tx:
        for team in teams:
            tx.subscriptions.add(team=team.key, to=str(team.channel), weekday=0, hour=9, timezone=team.timezone)


def kpi_of(number: int, team: Team, owner: PersonId) -> Kpi:
    """Make up a KPI with a target and limits that about one of ten readings is past."""
    return Kpi(
        key=KpiKey(f"kpi-{number:05d}"),
        name=f"KPI {number}",
        team=team.key,
        owner=owner,
        unit=PERCENT,
        direction=Direction.DOWN,
        targets=(Target(high=Decimal("21.5"), text="at most 21.5%"),),
        limits=Limits(warning_high=Decimal("21.7"), critical_high=Decimal("21.8"), hold=1 + number % 2),
    )


def readings_of(kpi: Kpi, number: int, weeks: int) -> Iterator[Reading]:
    """Make up the weeks up to the newest one, oldest first."""
    for week in range(weeks):
        yield Reading(
            kpi=kpi.key,
            period=NEWEST - timedelta(weeks=weeks - 1 - week),
            value=Decimal(20) + Decimal((number * 37 + week * 11) % 40) / 20,
            learnt_at=NOW - timedelta(days=2),
            source="csv",
        )


def measure(store: Store, teams: list[Team], *, kpis: int, weeks: int, people: int) -> None:
    """Put KPIs with their readings into a store, judged up to the newest."""
    made = [kpi_of(number, teams[number % len(teams)], person_id(number % people)) for number in range(kpis)]
    with store.transaction() as tx:
        for kpi in made:
            tx.kpis.save(kpi)
        tx.readings.put_many(reading for number, kpi in enumerate(made) for reading in readings_of(kpi, number, weeks))
        for kpi in made:
            tx.alerts.set_evaluated(kpi.key, NEWEST, at=NOW)


def aim(store: Store, teams: list[Team], *, key_results: int, checkins: int, people: int) -> None:
    """Put a quarter under way into a store: objectives of the teams in turn, their key results, what was said."""
    with store.transaction() as tx:
        cycle = tx.cycles.add(
            name="2026-Q4",
            start=date(2026, 10, 1),
            end=date(2027, 1, 1),
            state=CycleState.ACTIVE,
            activated_on=date(2026, 10, 1),
        )
        for number in range(0, key_results, _PER_OBJECTIVE):
            at = number // _PER_OBJECTIVE
            objective = _objective(tx, cycle, teams[at % len(teams)], person_id(at % people), at)
            for place in range(number, min(number + _PER_OBJECTIVE, key_results)):
                _key_result(tx, objective, person_id(place % people), place, checkins)


def _objective(tx: Transaction, cycle: Cycle, team: Team, owner: PersonId, number: int) -> Objective:
    return tx.okrs.add_objective(
        cycle=cycle.id,
        team=team.key,
        owner=owner,
        title=f"Objective {number} that says in a sentence what shall be better in the end",
        commitment=Commitment.ASPIRATIONAL if number % 3 else Commitment.COMMITTED,
    )


def _key_result(tx: Transaction, objective: Objective, owner: PersonId, number: int, checkins: int) -> None:
    key_result = tx.okrs.add_key_result(
        objective=objective.id,
        owner=owner,
        title=f"Key result {number}",
        metric=Metric.INCREASE,
        unit=PERCENT,
        baseline=Decimal(20),
        target=Decimal(60),
        weight=Decimal(1),
        milestones=(),
    )
    for said in range(checkins):
        tx.checkins.add(
            key_result=key_result.id,
            by=owner,
            at=NOW - timedelta(days=7 * (checkins - said)),
            value=Decimal(20 + (number % 5 + 1) * said),
            confidence=8 - number % 5,
            note="It goes on as planned",
        )


def write_company(folder: Path, *, weeks: int) -> Path:
    """Write a company of eight people in three teams as the CSV files of RULES 11, and return the folder."""
    people = [person_id(number) for number in range(8)]
    keys = ["company", "growth", "platform"]
    teams = [
        f"{key},{key.title()},{'company' if at else ''},{people[at]},{channel_id(at)},Europe/Amsterdam"
        for at, key in enumerate(keys)
    ]
    staff = [
        f"{person},Person {at},{keys[at % 3]},{'member' if at else 'coordinator'}" for at, person in enumerate(people)
    ]
    kpis = [f"kpi_{at},KPI {at},{keys[at]},{people[at]},percent,down,at most 21.5%,21.7,21.8" for at in range(3)]
    readings = [
        f"kpi_{number},{reading.period - timedelta(weeks=6)},{reading.value}"
        for number in range(3)
        for reading in readings_of(kpi_of(number, ROOT, people[0]), number, 20 + weeks)
    ]
    okrs = [_okr_row(number, people) for number in range(24)]
    for name, head, rows in (
        ("teams", "key,name,parent,lead,channel,timezone", teams),
        ("people", "slack_id,name,team,role", staff),
        ("kpis", "key,name,team,owner,unit,direction,target,warning,critical", kpis),
        ("readings", "kpi,date,value", readings),
        ("okrs", "kind,id,parent,team,owner,title,commitment,metric,baseline,target,unit,current", okrs),
    ):
        (folder / f"{name}.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    return folder


def _okr_row(number: int, people: list[PersonId]) -> str:
    owner = people[number % len(people)]
    team = ("company", "growth", "platform")[number % 3]
    if number < 3:
        return f"objective,o{number},,{team},{owner},Objective {number},aspirational,,,,,"
    parent, end = number % 3, 40 + number % 20
    return f"key_result,k{number},o{parent},{team},{owner},Key result {number},,increase,20,60,percent,{end}"
