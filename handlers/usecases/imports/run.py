"""One import as one transaction, taken back for a dry run or when any row is wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NoReturn, assert_never

from domain.values.errors import TillerError
from handlers.usecases.imports.kpis import import_kpis
from handlers.usecases.imports.okrs import import_okrs
from handlers.usecases.imports.people import import_people
from handlers.usecases.imports.readings import import_readings
from handlers.usecases.imports.report import ImportReport
from handlers.usecases.imports.teams import MONDAY_AT_NINE, DigestTime, import_teams
from storage.store import Store, Transaction


class FileKind(StrEnum):
    """The five kinds of file."""

    PEOPLE = "people"
    TEAMS = "teams"
    KPIS = "kpis"
    READINGS = "readings"
    OKRS = "okrs"


class CycleMissingError(TillerError):
    """An OKR file without a cycle to put it in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """What the company's settings say where a file says nothing."""

    timezone: str = "UTC"
    digest: DigestTime = MONDAY_AT_NINE
    fiscal_start_month: int | None = None


class _TakeBackError(Exception):
    """Ends the transaction of a dry run."""

    def __init__(self, report: ImportReport) -> None:
        self.report = report
        super().__init__()


def run_import(
    store: Store,
    kind: FileKind,
    content: bytes | str,
    *,
    now: datetime,
    cycle: str | None = None,
    defaults: Defaults | None = None,
    reason: str = "",
    dry_run: bool = False,
    skip_bad: bool = False,
    advance: Callable[[int], None] | None = None,
) -> ImportReport:
    """Import one file, all or nothing; a dry run does the same and takes it back.

    With `skip_bad` the rows that are right are saved, and the report tells of the others. `reason` is why running key
    results are measured otherwise from now on.

    Raises:
        ImportRefusedError: Any row is wrong, or with `skip_bad` the file as a whole; nothing was saved.
        CycleWordError: The cycle of an OKR file is not known, cannot be, or is closed.
        CycleMissingError: An OKR file came without a cycle.
    """
    if kind is FileKind.OKRS and not cycle:
        raise CycleMissingError(
            "okrs.csv needs a cycle: --cycle 2026-10-01:2026-12-31 (both days included), or an existing name."
        )
    job = _Job(content, now, cycle or "", defaults or Defaults(), reason, skip_bad, advance)
    try:
        with store.transaction() as tx:
            report = job.run(tx, kind)
            if dry_run:
                _take_back(report)
    except _TakeBackError as taken_back:
        return taken_back.report
    return report


def _take_back(report: ImportReport) -> NoReturn:
    raise _TakeBackError(report)


@dataclass(frozen=True, slots=True)
class _Job:
    content: bytes | str
    now: datetime
    cycle: str
    defaults: Defaults
    reason: str
    skip_bad: bool
    advance: Callable[[int], None] | None

    def run(self, tx: Transaction, kind: FileKind) -> ImportReport:
        content, now, skip_bad = self.content, self.now, self.skip_bad
        match kind:
            case FileKind.PEOPLE:
                return import_people(tx, content, now=now, skip_bad=skip_bad)
            case FileKind.TEAMS:
                zone, digest = self.defaults.timezone, self.defaults.digest
                return import_teams(tx, content, now=now, timezone=zone, digest=digest, skip_bad=skip_bad)
            case FileKind.KPIS:
                return import_kpis(tx, content, now=now, skip_bad=skip_bad)
            case FileKind.READINGS:
                return import_readings(tx, content, now=now, skip_bad=skip_bad, advance=self.advance)
            case FileKind.OKRS:
                return import_okrs(
                    tx,
                    content,
                    cycle=self.cycle,
                    now=now,
                    fiscal_start_month=self.defaults.fiscal_start_month,
                    reason=self.reason,
                    skip_bad=skip_bad,
                    advance=self.advance,
                )
        assert_never(kind)
