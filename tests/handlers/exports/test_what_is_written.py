"""What stands in the files, what does not, and what is said about it."""

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kpis.model import Direction, Limits
from domain.okrs.cycles import CycleState
from domain.values.ids import KeyResultId, ObjectiveId
from handlers.usecases.exports.okrs import okrs_csv, read_cycle
from handlers.usecases.exports.run import CycleNotKnownError, Export
from handlers.usecases.exports.sheet import csv_text
from handlers.usecases.imports.run import FileKind
from handlers.usecases.imports.table import Problems, read_table
from storage.store import Store
from tests.handlers.exports import company as exports_company
from tests.handlers.exports.files import exported, left_behind
from tests.handlers.imports.files import OKRS, company, imported
from tests.people import GROWTH, quarter

RISKY = st.text(st.sampled_from("'=+-@\t\r\n,\" ＝4.a|"), max_size=8) | st.text(max_size=8).filter(
    lambda text: "\x00" not in text
)


@pytest.fixture
def odd_store(sqlite_store: Store) -> Store:
    with sqlite_store.transaction() as tx:
        exports_company.furnish(tx)
    return sqlite_store


@given(rows=st.lists(st.tuples(RISKY, RISKY), max_size=4))
def test_every_cell_is_read_back_and_no_spreadsheet_runs_one(rows: list[tuple[str, str]]) -> None:
    text = "".join(csv_text(("key", "note"), rows))
    problems = Problems()
    found = [(row["key"], row["note"]) for row in read_table(text, required=("key", "note"), problems=problems)]
    assert not problems.number
    kept = [tuple(cell.strip() for cell in row) for row in rows]
    assert [row for row in found if any(row)] == [row for row in kept if any(row)]
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not any(cell.strip(" \n").startswith(("=", "+", "@", "\t", "\r")) for cell in row)


def test_formulas_are_text_and_negative_numbers_are_numbers(odd_store: Store) -> None:
    files = exported(odd_store)
    assert 'churn,"\'=Churn, “net”",growth' in files[FileKind.KPIS]
    assert "margin,'-margin,platform,U0STRANGE,USD,band,'-4 to 4,'-4..8,'-1200.1250..,monthly" in files[FileKind.KPIS]
    assert "churn,2026-09-14,-4,-4\r\n" in files[FileKind.READINGS]
    assert "churn,2026-09-21,1234567.125,'=cmd|' /C calc'!A0\r\n" in files[FileKind.READINGS]
    assert "increase,-10,10.125,percent,1,-3.5," in files[FileKind.OKRS]


def test_dated_targets_stand_behind_bars(odd_store: Store) -> None:
    cell = "below 2.5 | 2026-10-01: at or below 2.25 | 2027-01-01: at or below 1.1250"
    assert f"percent,down,{cell},3.1250,4,weekly" in exported(odd_store)[FileKind.KPIS]


def test_who_owns_something_and_is_not_known_is_written_by_id(odd_store: Store) -> None:
    people = exported(odd_store)[FileKind.PEOPLE]
    assert "U0STRANGE,,U0STRANGE,,member\r\n" in people
    assert "U0LONER06,,Two blanks,,member\r\n" in people
    assert "U0MIA0003,mia@example.com,'=HYPERLINK(1),growth,viewer\r\n" in people


def test_every_kind_of_key_result_has_its_row(odd_store: Store) -> None:
    rows = [line.split(",", 7)[7] for line in exported(odd_store)[FileKind.OKRS].splitlines() if ",'@" in line]
    assert [row.rpartition(",")[0] for row in rows][2:] == [
        "maintain,,at or above 99.9,percent,1,-3.5,,",
        "maintain,,between -3 and 5,ratio,0.25,-3.5,,0.7",
        r"milestone,,Contract \| signed | Hire (2) (0.5) | Open (3) (1),,1,2,6,",
        r"milestone,,Contract \| signed | Hire (2) (0.5) | Open (3) (1),,0.25,#1 #3,6,0.7",
        "binary,,,,1,1,6,",
        "baseline,,,EUR,0.25,-3.5,,0.7",
        "increase,1,1000000,number,1,,,",
    ]


def test_it_says_what_is_left_behind_and_what_to_do(odd_store: Store) -> None:
    with odd_store.transaction() as tx:
        tx.cycles.add(name="2027-Q1", start=date(2027, 1, 1), end=date(2027, 4, 1), state=CycleState.DRAFT)
        tx.kpis.save(exports_company.with_season(exports_company.WAIT))
        tx.kpis.save(
            replace(
                exports_company.MARGIN, direction=Direction.UP, targets=exports_company.CHURN.targets[:1], limits=None
            )
        )
        tx.kpis.save(
            replace(
                exports_company.NEUTRAL, targets=exports_company.MARGIN.targets, limits=Limits(warning_high=Decimal(1))
            )
        )
        cancelled = tx.okrs.key_result(KeyResultId(8))
        assert cancelled is not None
        tx.okrs.save_key_result(replace(cancelled, cancelled=True))
    said = left_behind(odd_store)
    assert said.splitlines()[:-1] == [
        "Seasonal limits have no words in CSV; these KPIs are written without limits: wait.",
        "These targets contradict the direction of their KPI and are left out: margin.",
        "Limits and target contradict each other, so an import will refuse these KPIs: neutral.",
        "okrs.csv holds 2026-Q4. Into an empty database it goes with --cycle 2026-10-01:2026-12-31.",
        "Export the other cycles one by one, each with --cycle: 2027-Q1.",
        "Cancelled key results are left out: KR-8.",
        "What these serve is not in the file, so they stand alone in it: O-3.",
    ]
    assert said.splitlines()[-1].endswith("`export --json` carries everything.")
    files = exported(odd_store)
    assert "wait,Wait,growth,U0OWEN002,min,down,,,,daily" in files[FileKind.KPIS]
    assert "KR-8" not in files[FileKind.OKRS]


def test_only_the_teams_that_are_named_are_written(odd_store: Store) -> None:
    with odd_store.reading() as tx:
        (cycle,) = tx.cycles.all()
        whole = okrs_csv(tx, cycle).decode()
        part = okrs_csv(tx, cycle, teams={GROWTH.key}).decode()
    assert whole == exported(odd_store)[FileKind.OKRS]
    assert "Bare" in whole
    assert "Bare" not in part
    assert part.count("\r\n") == whole.count("\r\n") - 1


def test_the_cycle_that_runs_is_written_unless_one_is_named(odd_store: Store) -> None:
    with odd_store.transaction() as tx:
        tx.cycles.add(name="2027-Q1", start=date(2027, 1, 1), end=date(2027, 4, 1), state=CycleState.DRAFT)
    assert exported(odd_store)[FileKind.OKRS].count("\r\n") == 14
    assert exported(odd_store, cycle="2027-q1")[FileKind.OKRS].count("\r\n") == 1
    with odd_store.transaction() as tx:
        running = tx.cycles.by_name("2026-Q4")
        assert running is not None
        tx.cycles.save(replace(running, state=CycleState.CLOSED))
    assert exported(odd_store)[FileKind.OKRS].count("\r\n") == 14
    with pytest.raises(CycleNotKnownError, match=r"There is no cycle ‘2026-Q5’\. Did you mean 2026-Q4\?"):
        exported(odd_store, cycle="2026-Q5")
    with pytest.raises(CycleNotKnownError, match=r"There is no cycle ‘x’\. There are 2026-Q4, 2027-Q1\."):
        exported(odd_store, cycle="x")


def test_where_an_earlier_file_calls_something_else_so_the_id_of_that_file_is_written(sqlite_store: Store) -> None:
    company(sqlite_store)
    imported(sqlite_store, FileKind.OKRS, OKRS)
    header = OKRS.splitlines()[0]
    with sqlite_store.transaction() as tx:
        cycle = quarter(tx) if not tx.cycles.all() else tx.cycles.all()[0]
        # An id such as O-3 that an older Tiller took for a new objective, although another was called so.
        for external in ("O-3", "aim"):
            tx.okrs.add_objective(
                cycle=cycle.id,
                team=GROWTH.key,
                owner=GROWTH.lead or tx.people.all()[0].id,
                title=f"From {external}",
                commitment=tx.okrs.objectives(cycle.id)[0].commitment,
                external_id=external,
            )
        names = read_cycle(tx, cycle)._names()
        assert names["objective", ObjectiveId(3)] == "3"
        assert names["objective", ObjectiveId(15)] == "O-15"
        files = okrs_csv(tx, cycle).decode()
    assert "objective,3,,growth,U0OWEN002,Become the obvious choice" in files
    report = imported(sqlite_store, FileKind.OKRS, files)
    assert all(count.unchanged == count.total for count in report.counts)
    assert files.startswith(header)


def test_a_company_without_cycles_says_nothing_of_them(sqlite_store: Store) -> None:
    company(sqlite_store)
    with sqlite_store.reading() as tx:
        assert len(Export(tx).left_behind(today=date(2026, 11, 18))) == 1
        with pytest.raises(CycleNotKnownError, match="There is none yet"):
            Export(tx, cycle="2026-Q4")
