"""`import`: CSV files in, all or nothing (SPEC 11)."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from bot.cli.database import opened
from bot.cli.screen import out, progress, sentences, settings
from bot.clock import SystemClock
from bot.settings import Settings
from domain.errors import TillerError
from handlers.usecases.imports.run import Defaults, FileKind, run_import
from handlers.usecases.imports.teams import DigestTime


class FileNotReadError(TillerError):
    """A file that cannot be opened."""


def import_file(
    kind: Annotated[FileKind, typer.Argument(help="What the file holds.")],
    file: Annotated[Path, typer.Argument(help="A CSV file in UTF-8 with a header row.")],
    cycle: Annotated[
        str | None,
        typer.Option(help="For okrs: the cycle's first and last day, 2020-02-01:2020-04-30, or its name."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")] = False,  # noqa: FBT002 - typer reads flags so
) -> None:
    """Import a CSV file, all or nothing; the same file twice changes nothing.

    people: slack_id or email, name, team, role.

    teams: key, name, parent, lead, channel, timezone, cadence, holidays.

    kpis: key, name, team, owner, unit, direction, target, warning, critical, frequency, indicator.

    readings: kpi, date, value, note.

    okrs: kind, id, parent, team, owner, title, commitment, metric, baseline, target, unit, weight, current,
    confidence, score, note.
    """
    chosen = settings()
    with sentences():
        content = _read(file)
        total = content.count(b"\n") if kind in (FileKind.READINGS, FileKind.OKRS) else None
        with opened(chosen.DATABASE_URL) as store, progress(f"Importing {file.name}", total=total) as advance:
            report = run_import(
                store,
                kind,
                content,
                now=SystemClock().now(),
                cycle=cycle,
                defaults=defaults_of(chosen),
                dry_run=dry_run,
                advance=advance,
            )
    out.print(escape(str(report)))
    if dry_run:
        out.print("A dry run: nothing was changed.")


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
