"""`import`: CSV files in, all or nothing or what is right of them; or everything into an empty database (RULES 11)."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from bot.cli.database import opened
from bot.cli.screen import out, progress, sentences, settings
from bot.clock import SystemClock
from bot.settings import Settings
from domain.values.errors import TillerError
from handlers.usecases.imports.report import ImportReport
from handlers.usecases.imports.run import Defaults, FileKind, run_import
from handlers.usecases.imports.teams import DigestTime
from storage.loading import read_everything

SOME_SKIPPED = 3
"""The exit code when rows were skipped."""


class What(StrEnum):
    """What a file may hold: the five kinds of CSV file, or everything."""

    PEOPLE = "people"
    TEAMS = "teams"
    KPIS = "kpis"
    READINGS = "readings"
    OKRS = "okrs"
    EVERYTHING = "everything"


class FileNotReadError(TillerError):
    """A file that cannot be opened."""


def import_file(
    what: Annotated[What, typer.Argument(help="What the file holds.")],
    file: Annotated[Path, typer.Argument(help="A CSV file in UTF-8 with a header row, or what export --json wrote.")],
    *,
    cycle: Annotated[
        str | None,
        typer.Option(help="For okrs: the cycle's first and last day, 2020-02-01:2020-04-30, or its name."),
    ] = None,
    reason: Annotated[
        str, typer.Option(help="For okrs: why running key results are measured otherwise from now on.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Take the rows that are right, and list the others with their lines.")
    ] = False,
) -> None:
    """Import a CSV file, all or nothing; the same file twice changes nothing.

    people: slack_id or email, name, team, role.

    teams: key, name, parent, lead, channel, timezone, cadence, holidays.

    kpis: key, name, team, owner, unit, direction, target, warning, critical, frequency, indicator.

    readings: kpi, date, value, note.

    okrs: kind, id, parent, team, owner, title, commitment, metric, baseline, target, unit, weight, current,
    confidence, score, note.

    A KPI's later targets stand behind bars, as in: at or above 40 | 2026-10-01: at or above 45.

    What export --json wrote comes in as everything, and into an empty database only.

    Exit codes: 0 all was imported, 1 nothing was, 3 some rows were skipped (--skip-bad).
    """
    if what is What.EVERYTHING and (skip_bad or reason or cycle is not None):
        raise typer.BadParameter("Everything is taken as a whole: --skip-bad, --reason and --cycle are for CSV files.")
    chosen = settings()
    with sentences():
        if what is What.EVERYTHING:
            _import_everything(chosen, file, dry_run=dry_run)
            report = None
        else:
            report = _import_csv(
                chosen, FileKind(what.value), file, cycle=cycle, reason=reason, dry_run=dry_run, skip_bad=skip_bad
            )
            out.print(escape(str(report)))
    if dry_run:
        out.print("A dry run: nothing was changed.")
    if report is not None and report.skipped is not None:
        raise typer.Exit(SOME_SKIPPED)


def _import_csv(
    chosen: Settings, kind: FileKind, file: Path, *, cycle: str | None, reason: str, dry_run: bool, skip_bad: bool
) -> ImportReport:
    content = _read(file)
    total = content.count(b"\n") if kind in (FileKind.READINGS, FileKind.OKRS) else None
    with opened(chosen.DATABASE_URL) as store, progress(f"Importing {file.name}", total=total) as advance:
        return run_import(
            store,
            kind,
            content,
            now=SystemClock().now(),
            cycle=cycle,
            defaults=defaults_of(chosen),
            reason=reason,
            dry_run=dry_run,
            skip_bad=skip_bad,
            advance=advance,
        )


def _import_everything(chosen: Settings, file: Path, *, dry_run: bool) -> None:
    try:
        with file.open("rb") as lines, opened(chosen.DATABASE_URL) as store:
            counts = read_everything(store, lines, dry_run=dry_run)
    except OSError as problem:
        raise FileNotReadError(f"{file} cannot be read: {problem.strerror or problem}.") from None
    out.print(f"{sum(counts.values())} rows of {len(counts)} tables.")
    if not dry_run:
        out.print("Start Tiller on this database only when it is stopped on the other: both would post.")


def defaults_of(chosen: Settings) -> Defaults:
    """Return what the settings say where a file says nothing."""
    return Defaults(
        timezone=chosen.COMPANY_TIMEZONE,
        digest=DigestTime(weekday=chosen.DIGEST_WEEKDAY, hour=chosen.DIGEST_HOUR),
        fiscal_start_month=chosen.FISCAL_YEAR_START_MONTH,
    )


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        raise FileNotReadError(f"{file} cannot be read: {problem.strerror or problem}.") from None
