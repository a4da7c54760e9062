"""What is played: the sample company, or one's own from a folder with the five files of RULES 11."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from bot.demo import company
from bot.simulate.company import Company, FolderError, read_company
from domain.calendar.local_time import resolve
from domain.calendar.periods import quarter_of

_SECOND_BEFORE_NINE = time(8, 59, 59)
_ROUND = timedelta(weeks=2)
_LEFT_OVER = timedelta(weeks=4)
"""Readings often go on for some weeks into the quarter after the one that the objectives are of."""
_LATEST_ROUND = 3
_DAYS_AFTER = timedelta(days=20)
"""So long after the quarter readings are taken from the files: its summary comes about a week after its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A company and the instant at which one comes to it.

    Attributes:
        name: What the company is called.
        zone: Where its day is told.
        starts_at: One second before the digests of a Monday.
        is_sample: Whether it is the company that we made up, with a past, an opening and a tour.
    """

    company: Company
    name: str
    zone: str
    starts_at: datetime
    is_sample: bool


def sample(folder: Path) -> Script:
    """Return the sample company; its files are written into a folder."""
    company.write(folder)
    read = read_company(folder, first=company.FIRST_DAY, last=company.LAST_DAY)
    return Script(company=read, name=company.NAME, zone=company.ZONE, starts_at=company.START, is_sample=True)


def own(folder: Path, *, day: date | None = None, fiscal_start_month: int | None = None) -> Script:
    """Return the company of a folder, on a day or else on a Monday well into the quarter of its last reading.

    Raises:
        FolderError: A file is missing, or holds nothing that tells a day.
    """
    far = date(date.max.year - 1, 1, 1)
    whole = read_company(folder, first=date(2000, 1, 1), last=far, fiscal_start_month=fiscal_start_month)
    unknown = [row.get("name") or "somebody" for row in whole.people if not row.get("slack_id")]
    if unknown:
        raise FolderError(f"people.csv has no slack_id for {unknown[0]}: here, nobody is looked up by e-mail.")
    root = next((team for team in whole.teams if not team.get("parent")), None)
    if root is None:
        raise FolderError("teams.csv has no team at the top: one whose parent is empty.")
    first = day or _good_monday(_newest(whole) - _LEFT_OVER, fiscal_start_month or 1)
    zone = root.get("timezone") or "UTC"
    last = quarter_of(first, fiscal_start_month or 1).end + _DAYS_AFTER
    read = read_company(folder, first=first, last=last, fiscal_start_month=fiscal_start_month)
    starts_at = resolve(first, _SECOND_BEFORE_NINE, zone)
    return Script(company=read, name=root["name"], zone=zone, starts_at=starts_at, is_sample=False)


def _newest(whole: Company) -> date:
    """The day of the newest reading."""
    days = [line.split(",") for arrival in whole.arrivals for line in arrival.readings.splitlines()[:2]]
    if not days:
        raise FolderError("readings.csv holds no reading, so no day can be told from it; name one with --from.")
    place = days[0].index("date")
    return max(date.fromisoformat(row[place].strip()) for row in days if row[place] != "date")


def _good_monday(known: date, fiscal_start_month: int) -> date:
    """A Monday on which a round of check-ins is due: the last one before that day, the fourth at most."""
    start = quarter_of(known, fiscal_start_month).start
    monday = start + timedelta(days=-start.weekday() % 7)
    rounds = min(max((known - monday) // _ROUND, 0), _LATEST_ROUND)
    return monday + rounds * _ROUND
