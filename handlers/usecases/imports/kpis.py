"""kpis.csv: what is measured, who owns it, where it shall be (RULES 4 and 11)."""

import dataclasses
import re
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from domain.calendar.periods import Frequency
from domain.kpis.model import Direction, Indicator, Kpi, Limits, LimitsError, Season, check_order
from domain.values.ids import KpiKey, PersonId, TeamKey
from domain.values.numbers import ENGLISH, read_number
from domain.values.units import NUMBER, Unit
from handlers.usecases.imports import cells
from handlers.usecases.imports.lookup import Kpis, People, Teams
from handlers.usecases.imports.report import Change, ImportReport, count
from handlers.usecases.imports.table import Problems, Row, read_table
from handlers.usecases.imports.target_cells import read_targets
from handlers.usecases.imports.trail import note_change
from storage.store import Transaction

Pair = tuple[Decimal | None, Decimal | None]

_RANGE = re.compile(r"(.*?)\s*(?:\.\.|…)\s*(.*)")
_OPTIONAL = ("unit", "direction", "target", "warning", "critical", "frequency", "indicator")


def import_kpis(tx: Transaction, content: bytes | str, *, now: datetime, skip_bad: bool = False) -> ImportReport:
    """Import kpis.csv: `key`, `name`, `team`, `owner`, and if wanted `unit`, `direction`, `target`, `warning`, ….

    A target is written as people do, later ones behind bars: `target_cells`. A warning or critical limit is one number,
    on the side that the direction makes the bad one, or `low..high`, where either end may be left out.
    An empty target or limit leaves what is stored; `TBD` takes a target away.

    Raises:
        ImportRefusedError: Any row is wrong; nothing was saved.
    """
    problems = Problems(skip_bad=skip_bad)
    reader = _Reader(tx, problems, today=now.date())
    for row in read_table(content, required=("key", "name", "team", "owner"), optional=_OPTIONAL, problems=problems):
        reader.read(row)
    problems.refuse_if_any()
    changes = []
    for kpi in reader.found.values():
        before = reader.stored.by_key.get(kpi.key)
        changes.append(Change.NEW if before is None else Change.UNCHANGED if before == kpi else Change.CHANGED)
        if tx.kpis.save(kpi):
            note_change(tx, f"kpi:{kpi.key}", before, kpi, at=now)
    return ImportReport(counts=(count("KPIs", changes),), skipped=problems.skipped())


class _Reader:
    """Reads row by row; knows the teams, people and KPIs that are stored."""

    def __init__(self, tx: Transaction, problems: Problems, *, today: date) -> None:
        self.stored = Kpis(tx.kpis.all())
        self.found: dict[KpiKey, Kpi] = {}
        self._teams = Teams(tx.teams.all())
        self._people = People(tx.people.all())
        self._problems = problems
        self._today = today
        self._lines: dict[KpiKey, int] = {}

    def read(self, row: Row) -> None:
        """Read one row into `found`; what is wrong with it goes to the problems."""
        before = self._problems.number
        read = partial(self._problems.read, row)
        key = KpiKey(read("key", partial(cells.key, what="KPI"), instead=""))
        if key in self._lines:
            self._problems.add(row.line, "key", f"The KPI ‘{key}’ stands in line {self._lines[key]} already.")
        self._lines.setdefault(key, row.line)
        kpi = Kpi(
            key=key,
            name=read("name", partial(cells.read_words, what="name"), instead=""),
            team=read("team", self._team, instead=TeamKey("")),
            owner=read("owner", self._owner, instead=PersonId("")),
            unit=read("unit", Unit.parse, instead=NUMBER),
            direction=read("direction", _direction, instead=Direction.UP),
            frequency=read("frequency", _frequency, instead=Frequency.WEEK),
            indicator=read("indicator", _indicator, instead=Indicator.LAGGING),
        )
        stored = self.stored.by_key.get(key)
        if self._problems.number > before:
            return
        known = () if stored is None else stored.targets
        reader = partial(read_targets, unit=kpi.unit, direction=kpi.direction, stored=known)
        targets = read("target", reader, instead=())
        limits = self._limits(row, kpi, stored)
        grace = None if stored is None else stored.grace_days
        if not self._problems.is_bad(row.line):
            self._keep(row, dataclasses.replace(kpi, targets=targets, limits=limits, grace_days=grace), stored)

    def _keep(self, row: Row, kpi: Kpi, stored: Kpi | None) -> None:
        """Take a KPI, unless target and limits that are new contradict each other."""
        try:
            if stored is None or (stored.targets, stored.limits) != (kpi.targets, kpi.limits):
                check_order(kpi, today=self._today)
        except LimitsError as problem:
            self._problems.add(row.line, "warning" if row["warning"] else "critical", str(problem))
        else:
            self.found[kpi.key] = kpi

    def _team(self, word: str) -> TeamKey:
        team = self._teams.find(word)
        if team is None:
            raise cells.CellError(self._teams.unknown(word) if word else "A KPI needs a team.")
        return team.key

    def _owner(self, word: str) -> PersonId:
        person = self._people.find(word)
        if person is None:
            raise cells.CellError(self._people.unknown(word) if word else "A KPI needs an owner.")
        return person.id

    def _limits(self, row: Row, kpi: Kpi, stored: Kpi | None) -> Limits | None:
        kept = None if stored is None else stored.limits
        warning: Pair = self._problems.read(row, "warning", partial(_pair, kpi=kpi), instead=(None, None))
        critical: Pair = self._problems.read(row, "critical", partial(_pair, kpi=kpi), instead=(None, None))
        given = (critical[0], warning[0], warning[1], critical[1])
        if not any(number is not None for number in given):
            return kept
        if kept is not None and _is_same(kept, given):
            return kept
        try:
            return Limits(
                critical_low=given[0],
                warning_low=given[1],
                warning_high=given[2],
                critical_high=given[3],
                set_on=self._today,
            )
        except LimitsError as problem:
            self._problems.add(row.line, "critical", str(problem))
            return None


_direction = partial(cells.choice, kinds=Direction, default=Direction.UP)
_frequency = partial(cells.choice, kinds=Frequency, default=Frequency.WEEK)
_indicator = partial(cells.choice, kinds=Indicator, default=Indicator.LAGGING)


def _is_same(limits: Limits, given: tuple[Decimal | None, ...]) -> bool:
    numbers = (limits.critical_low, limits.warning_low, limits.warning_high, limits.critical_high)
    return limits.season is Season.NONE and numbers == given


def _pair(text: str, *, kpi: Kpi) -> Pair:
    """Read one number on the bad side, or `low..high`, `low..`, `..high`."""
    if not text:
        return None, None
    found = _RANGE.fullmatch(text)
    if found is not None:
        low, high = (read_number(part, kpi.unit, ENGLISH) if part else None for part in found.groups())
        if low is not None and high is not None and low > high:
            raise cells.CellError(f"‘{text}’ is upside down: write the lower number first.")
        return low, high
    if kpi.direction not in (Direction.UP, Direction.DOWN):
        raise cells.CellError(
            f"A KPI whose direction is {kpi.direction} has limits on both sides. Write low..high, as in 10..20."
        )
    number = read_number(text, kpi.unit, ENGLISH)
    return (number, None) if kpi.direction is Direction.UP else (None, number)
