"""Exports as bytes, and the way back into a store."""

from datetime import UTC, datetime

from handlers.usecases.exports.run import Export
from handlers.usecases.imports.report import ImportReport
from handlers.usecases.imports.run import FileKind, run_import
from storage.store import Store

NOW = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)
ORDER = (FileKind.PEOPLE, FileKind.TEAMS, FileKind.KPIS, FileKind.READINGS, FileKind.OKRS)


def exported(store: Store, *, cycle: str | None = None) -> dict[FileKind, str]:
    """Export all five files."""
    with store.reading() as tx:
        export = Export(tx, cycle=cycle)
        return {kind: "".join(export.text(kind)) for kind in ORDER}


def left_behind(store: Store) -> str:
    """Return what an export says that it leaves behind."""
    with store.reading() as tx:
        return "\n".join(Export(tx).left_behind(today=NOW.date()))


def imported(store: Store, files: dict[FileKind, str], *, cycle: str) -> list[ImportReport]:
    """Import all five files."""
    return [run_import(store, kind, files[kind].encode(), now=NOW, cycle=cycle) for kind in ORDER]


def comes_back(store: Store, empty: Store, *, cycle: str) -> dict[FileKind, str]:
    """Export, import into an empty store, and export again: the same bytes; and a second import changes nothing."""
    files = exported(store)
    assert all("\r\n" in content for content in files.values())
    imported(empty, files, cycle=cycle)
    assert exported(empty) == files
    for report in imported(empty, files, cycle=cycle):
        assert all(count.unchanged == count.total for count in report.counts), report
    return files


def changes_nothing(store: Store, files: dict[FileKind, str], *, cycle: str) -> None:
    """Import what was exported where it came from."""
    for report in imported(store, files, cycle=cycle):
        assert all(count.unchanged == count.total for count in report.counts), report
    assert exported(store) == files
