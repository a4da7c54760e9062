"""`export`: the CSV files that `import` reads, or everything as one JSON file (RULES 11)."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from rich.markup import escape

from bot.cli.database import opened, reached
from bot.cli.screen import err, out, sentences, settings
from bot.clock import SystemClock
from domain.values.errors import TillerError
from handlers.usecases.exports.run import Export
from handlers.usecases.imports.run import FileKind
from storage.dump import write_everything
from storage.store import Store

STDOUT = Path("-")


class NotExportedError(TillerError):
    """An export that cannot be written, or would write over something, or of a database that is not there."""


def export(
    folder: Annotated[
        Path | None,
        typer.Argument(help="A folder for people.csv, teams.csv, kpis.csv, readings.csv and okrs.csv."),
    ] = None,
    cycle: Annotated[
        str | None, typer.Option(help="The cycle of okrs.csv, by its name; otherwise the one that runs.")
    ] = None,
    everything: Annotated[
        Path | None, typer.Option("--json", help="Instead, a file for everything, history included; - is the screen.")
    ] = None,
) -> None:
    """Export CSV files that import reads, or with --json all that Tiller remembers, for a move without any loss.

    To move: stop Tiller, export with --json, set DATABASE_URL to the new database, import everything, start again.
    The same state gives the same file, on SQLite and on PostgreSQL.
    """
    if (folder is None) == (everything is None):
        raise typer.BadParameter("Name a folder for CSV files, or --json and a file.")
    if everything is not None and cycle is not None:
        raise typer.BadParameter("--cycle is for CSV files; --json holds all cycles.")
    chosen = settings()
    with sentences():
        with reached(chosen.DATABASE_URL) as store:
            if store.revision() is None:
                raise NotExportedError("The database is empty: there is nothing to export. Is DATABASE_URL right?")
        with opened(chosen.DATABASE_URL) as store:
            if everything is not None:
                _export_everything(store, everything)
            elif folder is not None:
                _export_csv(store, folder, cycle)


def _export_everything(store: Store, file: Path) -> None:
    if file == STDOUT:
        write_everything(store, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    with _write(file) as target:
        counts = write_everything(store, target)
    out.print(f"{sum(counts.values())} rows of {len(counts)} tables written to {escape(str(file))}.")


def _export_csv(store: Store, folder: Path, cycle: str | None) -> None:
    there = [f"{kind}.csv" for kind in FileKind if (folder / f"{kind}.csv").exists()]
    if there:
        raise NotExportedError(f"{folder} has {', '.join(there)} already. Name another folder, or move them away.")
    with store.reading() as tx:
        chosen = Export(tx, cycle=cycle)
        for kind in FileKind:
            with _write(folder / f"{kind}.csv") as target:
                for piece in chosen.text(kind):
                    target.write(piece.encode())
        notes = chosen.left_behind(today=SystemClock().now().date())
    out.print(f"Written to {escape(str(folder))}: {', '.join(f'{kind}.csv' for kind in FileKind)}.")
    for note in notes:
        err.print(escape(note))


@contextmanager
def _write(file: Path) -> Iterator[BinaryIO]:
    """Open a file to write that is there only once it is whole.

    Raises:
        NotExportedError: It cannot be written.
    """
    part = file.with_name(f"{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("wb") as target:
                yield target
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
    except OSError as problem:
        raise NotExportedError(f"{file} cannot be written: {problem.strerror or problem}.") from None
