"""Whatever a file holds, it is taken or refused with sentences; it never breaks the importer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.values.errors import TillerError
from handlers.usecases.imports.report import ImportRefusedError, RowProblem
from handlers.usecases.imports.run import FileKind, run_import
from storage.store import Store
from tests.databases import migrated_store
from tests.handlers.imports.files import CYCLE, KPIS, NOW, OKRS, PEOPLE, TEAMS, company, imported

HEADERS = {
    FileKind.TEAMS: TEAMS.splitlines()[0],
    FileKind.PEOPLE: PEOPLE.splitlines()[0],
    FileKind.KPIS: KPIS.splitlines()[0],
    FileKind.OKRS: OKRS.splitlines()[0],
    FileKind.READINGS: "kpi,date,value,note",
}
CELLS = st.one_of(
    st.sampled_from(["", "growth", "company", "U0ADA0001", "churn", "objective", "kr", "1", "2", "-1", "1e999", "NaN"]),
    st.sampled_from(["∞", "٣", "1,5", "2026-11-09", "0001-01-01", "9999-12-31", "binary", "milestone", "A | B (0)"]),
    st.sampled_from(["1..2", "< 2%", "=1+1", "\x00", "\u202e"]),
    st.text(max_size=12),
)


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("anything")
    with migrated_store("sqlite", folder) as store:
        yield company(store)


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def problems_of(store: Store, kind: FileKind, content: str) -> tuple[RowProblem, ...]:
    try:
        imported(store, kind, content, dry_run=True)
    except ImportRefusedError as refused:
        return refused.problems
    return ()


@given(data=st.data(), kind=st.sampled_from(list(FileKind)))
@settings(max_examples=150, deadline=None)
def test_any_cells_are_taken_or_refused_with_their_line(settled: Store, data: st.DataObject, kind: FileKind) -> None:
    width = HEADERS[kind].count(",") + 1
    rows = data.draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=3))
    content = "\n".join([HEADERS[kind], *(",".join(map(quoted, row)) for row in rows)])
    assert all(problem.line > 1 and problem.sentence for problem in problems_of(settled, kind, content))


@given(data=st.data(), kind=st.sampled_from(list(FileKind)))
@settings(max_examples=100, deadline=None)
def test_of_any_cells_each_row_is_taken_or_told(settled: Store, data: st.DataObject, kind: FileKind) -> None:
    width = HEADERS[kind].count(",") + 1
    rows = data.draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=4))
    written = [row for row in rows if any(cell.strip() for cell in row)]
    content = "\n".join([HEADERS[kind], *(",".join(map(quoted, row)) for row in rows)])
    try:
        report = run_import(settled, kind, content, now=NOW, cycle=CYCLE, skip_bad=True, dry_run=True)
    except ImportRefusedError as refused:
        assert "\x00" in content, refused  # noqa: PT017 - only then is the file no text
        return
    skipped = 0 if report.skipped is None else report.skipped.rows
    taken = sum(count.total for count in report.counts if count.noun not in ("check-ins", "scores"))
    assert taken + skipped == len(written)


@given(content=st.binary(max_size=200), kind=st.sampled_from(list(FileKind)))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_refused_with_a_sentence(settled: Store, content: bytes, kind: FileKind) -> None:
    with pytest.raises(TillerError):
        imported(settled, kind, content, dry_run=True)
