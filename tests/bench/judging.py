"""Many KPIs judged: by the pure functions, and through the calendar with the store."""

import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from domain.kpis.alerts import decide
from domain.kpis.limits import LimitProposal, back_test, propose
from domain.kpis.model import Kpi, Reading
from domain.kpis.status import assess_kpi
from handlers.deps import Deps
from handlers.jobs import runner
from storage.store import Store
from tests.bench.bare import count_past, plain_connection, touch_each
from tests.bench.company import NEWEST, NOW, ROOT, kpi_of, measure, person_id, readings_of, settle
from tests.bench.measuring import Lap, Row, by_turns, timed
from tests.bench.size import Size
from tests.databases import migrated_store


def rows(size: Size, folder: Path) -> Iterator[Row]:
    """Measure judging, without and with the store."""
    yield _pure(size)
    yield _proposed(size)
    with migrated_store("sqlite", folder) as store:
        teams = settle(store, people=size.people, teams=size.teams)
        measure(store, teams, kpis=size.rung, weeks=size.weeks, people=size.people)
        yield _rung(store, size)


def _pure(size: Size) -> Row:
    kpis = [kpi_of(number, ROOT, person_id(0)) for number in range(size.judged)]
    series = [tuple(readings_of(kpi, number, size.weeks)) for number, kpi in enumerate(kpis)]
    values = [[reading.value for reading in readings] for readings in series]
    laps = [timed(lambda: _judge(kpis, series)), timed(lambda: count_past(values, Decimal("21.7")))]
    ours, bare = by_turns(laps, rounds=size.judgings)
    return Row(
        name=f"{size.judged:,} KPIs × {size.weeks} judged",
        ours=ours,
        bare=bare,
        against="a plain loop over the same values",
        goal="≤ 5 s",
        items=size.judged,
    )


def _proposed(size: Size) -> Row:
    """Limits for many KPIs, each with the dates on which they would have fired."""
    kpis = [kpi_of(number, ROOT, person_id(0)) for number in range(size.proposed)]
    series = [tuple(readings_of(kpi, number, size.weeks)) for number, kpi in enumerate(kpis)]
    values = [[reading.value for reading in readings] for readings in series]
    laps = [timed(lambda: _propose(kpis, series)), timed(lambda: count_past(values, Decimal("21.7")))]
    ours, bare = by_turns(laps, rounds=size.judgings)
    return Row(
        name=f"limits proposed and back-tested for {size.proposed:,} KPIs × {size.weeks}",
        ours=ours,
        bare=bare,
        against="a plain loop over the same values",
        items=size.proposed,
    )


def _propose(kpis: list[Kpi], series: list[tuple[Reading, ...]]) -> int:
    fired = 0
    for kpi, readings in zip(kpis, series, strict=True):
        proposal = propose(kpi, readings, today=NOW.date())
        if isinstance(proposal, LimitProposal):
            fired += len(back_test(kpi, proposal.limits, readings))
    return fired


def _judge(kpis: list[Kpi], series: list[tuple[Reading, ...]]) -> int:
    told = 0
    for kpi, readings in zip(kpis, series, strict=True):
        status = assess_kpi(kpi, readings, today=NOW.date())
        decision = decide(kpi, readings, open_alert=None, evaluated_through=readings[-2].period)
        told += status.held + decision.held
    return told


def _rung(store: Store, size: Size) -> Row:
    """A ring after a reading of every KPI was corrected: all are judged again, each in its own transaction."""
    deps = Deps(store=store, now=lambda: NOW)
    runner.tick(deps, now=NOW)
    with plain_connection(store.url) as connection:
        kpis = [kpi_of(number, ROOT, person_id(0)).key for number in range(size.rung)]
        laps = [_tick(deps, connection, size), timed(lambda: touch_each(connection, kpis))]
        ours, bare = by_turns(laps, rounds=size.ticks)
    return Row(
        name=f"a tick that judges {size.rung:,} KPIs, SQLite",
        ours=ours,
        bare=bare,
        against="bare SQL, as many transactions",
    )


def _tick(deps: Deps, connection: sqlite3.Connection, size: Size) -> Lap:
    def lap() -> float:
        connection.execute("UPDATE evaluations SET changed = 1 WHERE through = ?", [NEWEST.isoformat()])
        ran: list[runner.Ran] = []
        took = timed(lambda: ran.extend(runner.tick(deps, now=NOW)))()
        judged = [item for item in ran if item.what.startswith("evaluate:")]
        assert len(judged) == size.rung, len(judged)
        assert all(item.failure is None for item in ran)
        return took

    return lap
