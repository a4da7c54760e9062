"""Reads a company's folder: what the bot is given at the start, what arrives later, and how it will all end."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from domain.calendar.local_time import resolve
from domain.calendar.periods import Frequency, Quarter, next_period, period_start, quarter_of, whole_quarter_within
from domain.values.errors import TillerError

Rows = list[dict[str, str]]
FILES = ("teams", "people", "kpis", "readings", "okrs")
_ARRIVES_AT = time(6)
_DAY = timedelta(days=1)
# What okrs.csv says of how things stand: the people of the simulation know it, the bot is told by them.
_OUTCOME = ("current", "confidence", "score", "note")


class FolderError(TillerError):
    """A folder that a company cannot be read from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Readings that become known at one instant, as a CSV file."""

    at: datetime
    readings: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """What a folder holds, split by who knows it when.

    Attributes:
        files: What the bot imports at the start: `readings` up to the first day, `okrs` without outcomes.
        arrivals: Readings that come later, in order.
        start: When the first day begins somewhere in the company.
        end: When the last day is over everywhere.
        quarter: The whole quarter within the days that are played, or else the one that they begin in.
        outcomes: The known end of key results, as written, by their id in the file.
    """

    files: Mapping[str, bytes]
    teams: Rows
    people: Rows
    kpis: Rows
    arrivals: tuple[Arrival, ...]
    start: datetime
    end: datetime
    quarter: Quarter
    outcomes: Mapping[str, str]

    def zone(self, team: str) -> str:
        """Return the zone of a team; UTC where none is written."""
        return next((row["timezone"] for row in self.teams if row["key"] == team and row.get("timezone")), "UTC")


def read_company(folder: Path, *, first: date, last: date, fiscal_start_month: int | None = None) -> Company:
    """Read a folder for the days from `first` to `last`.

    Raises:
        FolderError: A file is missing, or the days end before they begin.
    """
    if last < first:
        raise FolderError(f"The last day, {last}, lies before the first, {first}.")
    rows = {name: _rows(folder, name) for name in FILES}
    zones = {row["key"]: row.get("timezone") or "UTC" for row in rows["teams"]}
    start = min((resolve(first, time(), zone) for zone in zones.values()), default=resolve(first, time(), "UTC"))
    end = max((resolve(last + _DAY, time(), zone) for zone in zones.values()), default=start)
    known, arrivals = _split_readings(rows["readings"], rows["kpis"], zones, start=start)
    files = {name: (folder / f"{name}.csv").read_bytes() for name in ("teams", "people", "kpis")}
    files["readings"] = _csv(known, _columns(rows["readings"], ("kpi", "date", "value", "note")))
    files["okrs"] = _csv(map(_without_outcome, rows["okrs"]), _columns(rows["okrs"], ("kind", "id")))
    within = whole_quarter_within(first, last, fiscal_start_month)
    return Company(
        files=files,
        teams=rows["teams"],
        people=rows["people"],
        kpis=rows["kpis"],
        arrivals=arrivals,
        start=start,
        end=end,
        quarter=within or quarter_of(first, fiscal_start_month or 1),
        outcomes={row["id"]: row["current"].strip() for row in rows["okrs"] if (row.get("current") or "").strip()},
    )


def _rows(folder: Path, name: str) -> Rows:
    path = folder / f"{name}.csv"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    except FileNotFoundError:
        raise FolderError(
            f"{path} is missing. A company is five files: {', '.join(f'{name}.csv' for name in FILES)}."
        ) from None


def _columns(rows: Rows, otherwise: tuple[str, ...]) -> list[str]:
    return list(rows[0]) if rows else list(otherwise)


def _csv(rows: Iterable[Mapping[str, str]], columns: list[str]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _without_outcome(row: Mapping[str, str]) -> dict[str, str]:
    return {name: "" if name in _OUTCOME else text for name, text in row.items()}


def _split_readings(
    readings: Rows, kpis: Rows, zones: Mapping[str, str], *, start: datetime
) -> tuple[Rows, tuple[Arrival, ...]]:
    """Part what is known at the start from what arrives later, in the morning after the period of each reading."""
    about = {row["key"]: (_frequency(row), zones.get(row["team"], "UTC")) for row in kpis}
    known: Rows = []
    later: dict[datetime, Rows] = {}
    for row in readings:
        frequency, zone = about.get(row["kpi"], (Frequency.WEEK, "UTC"))
        over = next_period(period_start(_day(row), frequency), frequency)
        at = resolve(over, _ARRIVES_AT, zone)
        if at <= start:
            known.append(row)
        else:
            later.setdefault(at, []).append(row)
    columns = _columns(readings, ("kpi", "date", "value", "note"))
    arrivals = tuple(Arrival(at=at, readings=_csv(rows, columns).decode()) for at, rows in sorted(later.items()))
    return known, arrivals


def _frequency(row: Mapping[str, str]) -> Frequency:
    try:
        return Frequency((row.get("frequency") or "weekly").strip().lower())
    except ValueError:
        return Frequency.WEEK  # the import tells what is wrong with it


def _day(row: Mapping[str, str]) -> date:
    try:
        return date.fromisoformat(row["date"].strip())
    except ValueError:
        raise FolderError(f"readings.csv has a date that is none: ‘{row['date']}’. Write 2020-01-27.") from None
