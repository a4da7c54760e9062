"""One import as one transaction, taken back for a dry run or when any row is wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NoReturn, assert_never

from domain.errors import TillerError
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
    dry_run: bool = False,
    advance: Callable[[int], None] | None = None,
) -> ImportReport:
    """Import one file, all or nothing; a dry run does the same and takes it back.

    Raises:
        ImportRefusedError: Any row is wrong; nothing was saved.
        CycleWordError: The cycle of an OKR file is not known, cannot be, or is closed.
        CycleMissingError: An OKR file came without a cycle.
    """
    if kind is FileKind.OKRS and not cycle:
        raise CycleMissingError(
            "okrs.csv needs a cycle: --cycle 2026-10-01:2026-12-31 (both days included), or an existing name."
        )
    job = _Job(content, now, cycle or "", defaults or Defaults(), advance)
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
    advance: Callable[[int], None] | None

    def run(self, tx: Transaction, kind: FileKind) -> ImportReport:
        match kind:
            case FileKind.PEOPLE:
                return import_people(tx, self.content, now=self.now)
            case FileKind.TEAMS:
                return import_teams(
                    tx, self.content, now=self.now, timezone=self.defaults.timezone, digest=self.defaults.digest
                )
            case FileKind.KPIS:
                return import_kpis(tx, self.content, now=self.now)
            case FileKind.READINGS:
                return import_readings(tx, self.content, now=self.now, advance=self.advance)
            case FileKind.OKRS:
                return import_okrs(
                    tx,
                    self.content,
                    cycle=self.cycle,
                    now=self.now,
                    fiscal_start_month=self.defaults.fiscal_start_month,
                    advance=self.advance,
                )
        assert_never(kind)
