"""A real company's files, where they are at hand; nothing of them is copied here."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from handlers.usecases.imports.run import FileKind, run_import
from storage.store import Store

COMPANY = Path(__file__).resolve().parents[4] / "shared" / "data" / "company"
NOW = datetime(2020, 1, 27, 8, tzinfo=UTC)
SAID = {
    FileKind.PEOPLE: "64 people: 64 new",
    FileKind.TEAMS: "22 teams: 22 new",
    FileKind.KPIS: "4 KPIs: 4 new",
    FileKind.READINGS: "3482 readings: 3482 new",
    FileKind.OKRS: "148 objectives: 148 new\n334 key results: 334 new\n58 check-ins: 58 new",
}


@pytest.mark.skipif(not COMPANY.exists(), reason="the company's files are not at hand")
@pytest.mark.parametrize("first", [FileKind.PEOPLE, FileKind.TEAMS])
def test_a_real_company_is_imported_and_twice_changes_nothing(store: Store, first: FileKind) -> None:
    order = [first, *(kind for kind in SAID if kind is not first)]
    for again in (False, True):
        for kind in order:
            content = (COMPANY / f"{kind}.csv").read_bytes()
            report = run_import(store, kind, content, now=NOW, cycle="2020-02-01:2020-04-30")
            counts = "\n".join(str(count) for count in report.counts)
            assert counts == (SAID[kind].replace("new", "unchanged") if again else SAID[kind])
    with store.reading() as tx:
        (cycle,) = tx.cycles.all()
        assert cycle.name == "FY21-Q1"
        assert len(tx.subscriptions.all()) == 22
        assert all(person.team is not None for person in tx.people.all())
