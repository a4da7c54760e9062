"""The demo's parts: its sample company, its clock, how a line is broken for a phone."""

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo import company
from bot.demo.clock import FollowingClock, WalkingClock
from bot.demo.plans import Plans
from bot.demo.play import setup_door
from bot.demo.screen import readable, wrapped
from bot.demo.script import sample
from bot.demo.series import MONDAY, WEEKS_KNOWN
from bot.demo.setup import set_up
from bot.demo.worker import Readings, Worker
from bot.simulate.company import Arrival, read_company
from handlers.usecases.imports.report import ImportRefusedError
from handlers.usecases.imports.run import FileKind, run_import
from storage.store import Store

NINE = datetime(2026, 11, 16, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_the_same_seed_gives_the_same_company_and_another_one_other_numbers() -> None:
    assert company.files(seed=1) == company.files(seed=1)
    assert company.files(seed=1)[FileKind.READINGS] != company.files(seed=2)[FileKind.READINGS]


def test_the_sample_company_is_imported_as_any_company_is(store: Store, tmp_path: Path) -> None:
    company.write(tmp_path)
    sample = read_company(tmp_path, first=company.FIRST_DAY, last=company.LAST_DAY)
    assert sample.quarter.name == "2026-Q4"
    files = company.files()
    for kind in (FileKind.TEAMS, FileKind.PEOPLE, FileKind.KPIS, FileKind.READINGS, FileKind.OKRS):
        cycle = "2026-10-01:2026-12-31" if kind is FileKind.OKRS else None
        run_import(store, kind, files[kind], now=NINE, cycle=cycle)
    with store.reading() as tx:
        assert len([team for team in tx.teams.all() if team.parent is not None]) == 3
        assert len(tx.people.all()) == 12
        assert len(tx.kpis.all()) == 8


def test_each_kpi_has_half_a_year_of_history_save_for_what_the_story_leaves_out() -> None:
    rows = [line.split(",") for line in company.files()[FileKind.READINGS].splitlines()[1:]]
    known = Counter(kpi for kpi, day, *_ in rows if day < MONDAY.isoformat())
    missing = {"churn": 1, "satisfaction": 3}
    assert known.pop("bookings") == WEEKS_KNOWN * 7
    assert set(known) == {"churn", "activation", "mrr", "page_load", "defects", "first_reply", "satisfaction"}
    assert {kpi: WEEKS_KNOWN - missing.get(kpi, 0) for kpi in known} == known


def test_a_clock_that_is_moved_walks_and_knows_where_to() -> None:
    clock = WalkingClock(NINE)
    told: list[datetime | None] = []
    clock.on_goal = lambda: told.append(clock.goal)
    clock.advance(HOUR)
    clock.advance(HOUR)
    assert clock.now() == NINE
    assert told == [NINE + HOUR, NINE + 2 * HOUR]
    clock.step_to(NINE + HOUR)
    assert clock.goal == NINE + 2 * HOUR
    clock.step_to(NINE + 2 * HOUR)
    assert clock.goal is None


def test_a_clock_that_walks_never_goes_back() -> None:
    clock = WalkingClock(NINE)
    clock.move_to(NINE - HOUR)
    assert clock.goal is None
    clock.move_to(NINE + 2 * HOUR)
    clock.move_to(NINE + HOUR)
    assert clock.goal == NINE + 2 * HOUR
    with pytest.raises(ValueError, match="only advances"):
        clock.advance(-HOUR)


def test_a_new_company_begins_where_it_began_whatever_the_clock_was_told() -> None:
    clock = WalkingClock(NINE)
    clock.move_to(NINE + 2 * HOUR)
    clock.step_to(NINE + HOUR)
    clock.thaw()
    clock.begin_again(NINE)
    assert (clock.now(), clock.goal, clock.frozen) == (NINE, None, True)


def test_the_bots_clock_shows_what_slacks_does_and_counts_what_passed() -> None:
    clock = WalkingClock(NINE)
    following = FollowingClock(clock)
    clock.step_to(NINE + HOUR)
    assert following.now() == NINE + HOUR
    assert following.monotonic() == 3600


def test_a_line_is_broken_between_words_and_never_within_a_button() -> None:
    row = "Ask whoever you like [Snooze until tomorrow] [I'm away…]"
    assert wrapped(row, 30) == ["Ask whoever you like", "  [Snooze until tomorrow]", "  [I'm away…]"]
    assert wrapped("", 30) == [""]
    assert wrapped("─" * 40, 30) == ["─" * 10]


def test_a_chart_is_told_by_its_title_and_its_course_unless_a_line_shows_it() -> None:
    chart = "[line chart: Churn, 4 weeks; Churn ▁▂▁█ 2.3 → 4.8; Target 2.5; week 43 to week 46]"
    assert readable([chart]) == ["[line chart: Churn, 4 weeks]", "▁▂▁█ 2.3 → 4.8"]
    assert readable(["▁▂▁█  4 weeks", chart]) == ["▁▂▁█  4 weeks", "[line chart: Churn, 4 weeks]"]


def test_what_ends_the_bot_is_kept_for_whoever_started_it(tmp_path: Path) -> None:
    script = sample(tmp_path)
    with setup_door(script) as door, set_up(tmp_path, script, door.slack, door.clock) as setup:
        wrong = Arrival(at=setup.clock.now(), readings="kpi,date,value\nnothing,2026-09-21,1\n")
        worker = Worker(setup.tiller, setup.slack, setup.clock, Readings(setup.tiller.store, [wrong]), Plans())
        worker.start()
        ended = threading.Event()
        while worker.alive:
            ended.wait(0.01)
        worker.stop()
    assert isinstance(worker.defect, ImportRefusedError)
