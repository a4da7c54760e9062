"""What is exported and imported again is the same: people, teams, KPIs, readings, objectives, key results."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.demo import company as demo_company
from domain.company.teams import Person
from domain.values.ids import CycleId
from handlers.usecases.imports.run import FileKind, run_import
from storage.store import Store, Transaction
from tests.databases import migrated_store
from tests.handlers.exports import company as exports_company
from tests.handlers.exports.files import changes_nothing, comes_back, exported, imported
from tests.handlers.imports.files import CYCLE, NOW, OKRS, company

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "company"
REAL_CYCLE = "2020-02-01:2020-04-30"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    with migrated_store("sqlite", tmp_path) as lent:
        yield lent


def state(tx: Transaction) -> dict[str, list[Any]]:
    """Return what the files carry, without what they say that they do not."""
    cycle = CycleId(1)
    key_results = tx.okrs.key_results(cycle)
    said = tx.checkins.of([key_result.id for key_result in key_results])
    kpis = [kpi.key for kpi in tx.kpis.all()]
    return {
        "teams": [replace(team, echoes_checkins=False) for team in tx.teams.all()],
        "people": [(person.id, person.name.split(), person.team, person.role) for person in tx.people.all()],
        "kpis": [replace(kpi, targets=(), limits=None) for kpi in tx.kpis.all()],
        "targets": [[replace(target, text="") for target in kpi.targets] for kpi in tx.kpis.all()],
        "limits": [
            None if kpi.limits is None else replace(kpi.limits, hold=1, suggested=False, set_on=None)
            for kpi in tx.kpis.all()
        ],
        "readings": [
            (reading.kpi, reading.period, reading.value, reading.note.strip())
            for readings in tx.readings.of(kpis).values()
            for reading in readings
        ],
        "objectives": list(tx.okrs.objectives(cycle)),
        "key results": [replace(key_result, title=" ".join(key_result.title.split())) for key_result in key_results],
        "said": [
            [
                (check_in.value, check_in.confidence, check_in.note.strip(), check_in.done_steps)
                for check_in in history[-1:]
            ]
            for history in said.values()
        ],
        "scores": [(score.key_result, score.given) for score in tx.scores.of(said).values()],
    }


def test_an_odd_company_comes_back_as_it_was(store: Store, empty: Store) -> None:
    with store.transaction() as tx:
        exports_company.furnish(tx)
    files = comes_back(store, empty, cycle=exports_company.SPAN)
    assert files[FileKind.OKRS].count("\r\n") == 14
    with store.reading() as before, empty.reading() as after:
        was, now = state(before), state(after)
    strangers = [row for row in now["people"] if row[0] == exports_company.STRANGER]
    assert [row for row in now["people"] if row not in strangers] == was.pop("people")
    assert len(strangers) == 1
    del now["people"]
    for what, values in was.items():
        assert now[what] == values, what


def test_an_odd_company_is_what_it_was_when_its_own_export_comes_in(sqlite_store: Store) -> None:
    with sqlite_store.transaction() as tx:
        exports_company.furnish(tx)
        for person in tx.people.all():
            # The importer writes addresses in small letters and names without double blanks.
            tx.people.save(replace(person, email=None, name=" ".join(person.name.split())))
        tx.people.save(Person(id=exports_company.STRANGER, name=exports_company.STRANGER))
        before = tx.kpis.all()
    files = exported(sqlite_store)
    changes_nothing(sqlite_store, files, cycle=exports_company.SPAN)
    with sqlite_store.reading() as tx:
        assert tx.kpis.all() == before


def test_the_files_that_people_wrote_come_back(store: Store, empty: Store) -> None:
    company(store)
    imported_okrs(store)
    changes_nothing(store, comes_back(store, empty, cycle=CYCLE), cycle=CYCLE)


def imported_okrs(store: Store) -> None:
    run_import(store, FileKind.OKRS, OKRS, now=NOW, cycle=CYCLE)
    run_import(store, FileKind.READINGS, "kpi,date,value,note\nchurn,2026-11-09,3.1,\n", now=NOW)


def test_the_sample_company_comes_back(sqlite_store: Store, empty: Store) -> None:
    files = demo_company.files()
    imported(sqlite_store, {kind: files[kind] for kind in FileKind}, cycle="2026-10-01:2026-12-31")
    changes_nothing(
        sqlite_store, comes_back(sqlite_store, empty, cycle=exports_company.SPAN), cycle=exports_company.SPAN
    )


@pytest.mark.skipif(not REAL.exists(), reason="the company's files are not at hand")
def test_a_real_company_comes_back_with_its_own_numbers(store: Store, empty: Store) -> None:
    for kind in (FileKind.TEAMS, FileKind.PEOPLE, FileKind.KPIS, FileKind.READINGS, FileKind.OKRS):
        content = (REAL / f"{kind}.csv").read_bytes()
        run_import(store, kind, content, now=datetime(2020, 1, 27, 8, tzinfo=UTC), cycle=REAL_CYCLE)
    files = comes_back(store, empty, cycle=REAL_CYCLE)
    changes_nothing(store, files, cycle=REAL_CYCLE)
    assert files[FileKind.READINGS].count("\r\n") == 3483
    with store.reading() as before, empty.reading() as after:
        was, now = state(before), state(after)
    for what, values in was.items():
        assert now[what] == values, what


def test_nothing_is_a_header_row_in_each_file(sqlite_store: Store) -> None:
    assert {kind: content.count("\r\n") for kind, content in exported(sqlite_store).items()} == dict.fromkeys(
        FileKind, 1
    )
