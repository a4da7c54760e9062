"""readings.csv."""

from datetime import date
from decimal import Decimal

import pytest

from domain.values.ids import KpiKey
from handlers.usecases.imports.run import FileKind, run_import
from storage.store import Store
from tests.handlers.imports.files import NOW, company, imported, refusal

HEADER = "kpi,date,value,note\n"
READINGS = HEADER + "churn,2026-11-04,3.1%,\nchurn,2026-11-09,4.8,pricing\nsignups,2026-11-09,412,\n"
CHURN = KpiKey("churn")


def test_readings_are_dated_by_their_period_and_again_changes_nothing(store: Store) -> None:
    company(store)
    assert str(imported(store, FileKind.READINGS, READINGS)) == "3 readings: 3 new"
    assert str(imported(store, FileKind.READINGS, READINGS)) == "3 readings: 3 unchanged"
    with store.reading() as tx:
        found = tx.readings.of([CHURN])[CHURN]
    assert [(reading.period, reading.value, reading.note) for reading in found] == [
        (date(2026, 11, 2), Decimal("3.1"), ""),
        (date(2026, 11, 9), Decimal("4.8"), "pricing"),
    ]
    assert {(reading.source, reading.learnt_at, reading.by) for reading in found} == {("csv", NOW, None)}


def test_another_value_is_an_audited_correction(store: Store) -> None:
    company(store)
    imported(store, FileKind.READINGS, READINGS)
    report = imported(store, FileKind.READINGS, READINGS.replace("3.1%", "3.3"))
    assert str(report) == "3 readings: 1 changed, 2 unchanged"
    with store.reading() as tx:
        assert len(tx.audit.of("reading:churn:2026-11-02")) == 1


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("chrun,2026-11-09,3,", "line 2, kpi: There is no KPI ‘chrun’. Did you mean churn?"),
        (",2026-11-09,3,", "line 2, kpi: The KPI is missing."),
        ("churn,09.11.2026,3,", "line 2, date: ‘09.11.2026’ is not a date. Write year, month, day, as in 2026-11-16."),
        ("churn,2026-02-30,3,", "line 2, date: There is no day 2026-02-30."),
        ("churn,2062-11-09,3,", "line 2, date: 2062-11-09 is more than a year ahead."),
        ("churn,1926-11-09,3,", "line 2, date: 1926-11-09 is before 1970."),
        (
            "churn,2026-11-09,3,\nchurn,2026-11-12,3,",
            "line 3, date: churn has a reading for week 46 in line 2 already.",
        ),
        (f"churn,2026-11-09,3,{'n' * 3001}", "line 2, note: The note has 3,001 characters, 3,000 is the most."),
    ],
)
def test_a_row_that_cannot_be_gets_a_sentence_with_line_and_column(
    sqlite_store: Store, row: str, sentence: str
) -> None:
    company(sqlite_store)
    assert refusal(sqlite_store, FileKind.READINGS, f"{HEADER}{row}\n") == sentence


@pytest.mark.parametrize("value", ["", "3,1O", "1,500", "NaN", "1e999", "9" * 16, "−", "12 min"])
def test_a_value_that_is_no_number_of_its_unit_is_refused_at_its_cell(sqlite_store: Store, value: str) -> None:
    company(sqlite_store)
    told = refusal(sqlite_store, FileKind.READINGS, f'{HEADER}churn,2026-11-09,"{value}",\n')
    assert told.startswith("line 2, value: ")


def test_a_wrong_row_after_thousands_of_right_ones_keeps_all_of_them_out(store: Store) -> None:
    company(store)
    right = "".join(f"signups,{date.fromordinal(730_000 + day)},{day},\n" for day in range(6_000))
    refusal(store, FileKind.READINGS, HEADER + right + "churn,2026-11-09,?,\n")
    with store.reading() as tx:
        assert tx.readings.newest_period(KpiKey("signups")) is None


def test_readings_before_kpis_are_told_so_once(sqlite_store: Store) -> None:
    assert refusal(sqlite_store, FileKind.READINGS, READINGS) == (
        "line 2, kpi (and 2 more): No KPI is known yet. Import kpis.csv first."
    )


def test_long_work_tells_how_far_it_is(sqlite_store: Store) -> None:
    company(sqlite_store)
    steps: list[int] = []
    run_import(sqlite_store, FileKind.READINGS, READINGS, now=NOW, advance=steps.append)
    assert sum(steps) == 3
