"""The day from which something counts, as it is written: `2027-01-01`, `Q1 2027`, `October`, `next month` (RULES 4.3).

A month or quarter means its first day. A year that is left open is the one that brings it nearest to today: in
November `January` is the next one and `October` the last one. What is read is always shown back as a whole date.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from domain.calendar.periods import MONTHS_OF_A_QUARTER, Frequency, next_period, period_start
from domain.values.errors import TillerError

# What is longer is no target either, and is refused as such.
_LONGEST_TEXT = 600
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_FROM = re.compile(
    r"^(?P<before>.*?)[\s,;]*\b(?:starting|beginning|valid|effective)?\s*\b(?:from|as\s+of|since|starting)\s+"
    r"(?P<when>(?:(?!\bfrom\b|\bas\s+of\b|\bsince\b).)+)$",
    re.IGNORECASE | re.DOTALL,
)
# What begins like a day was meant as one.
_LIKE_A_DAY = re.compile(
    rf"(?:{_MONTH}\b|q\d\b|\d{{4}}-|\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d|next\b|the\s+\d|\d{{1,2}}(?:st|nd|rd|th)\b)",
    re.IGNORECASE,
)


class StartNotReadError(TillerError):
    """A text that was meant as a day and is none."""


def starting_day(text: str, *, today: date) -> date | None:
    """Read a day, or the first day of a month, quarter or year; None where the text is nothing of that kind.

    Raises:
        StartNotReadError: It has the form of a day, and there is no such day.
    """
    said = re.sub(r"^(?:the\s+)?(?:beginning|start)\s+of\s+", "", text.strip(" .!"), flags=re.IGNORECASE)
    for pattern, read in _FORMS.items():
        found = pattern.fullmatch(said)
        if found is not None:
            try:
                return read(found, today)
            except ValueError as problem:
                raise _refuse(said) from problem
    return None


def split_start(text: str, *, today: date) -> tuple[str, date | None]:
    """Split `< 2% from Q1 2027` into what stands before and the day; the whole text and None where no day is named.

    Raises:
        StartNotReadError: What follows `from` was meant as a day and is none.
    """
    found = _FROM.match(text) if len(text) <= _LONGEST_TEXT else None
    if found is None:
        return text.strip(), None
    day = starting_day(found["when"], today=today)
    if day is not None:
        return found["before"].strip(), day
    if _LIKE_A_DAY.match(found["when"].strip()):
        raise _refuse(found["when"].strip())
    return text.strip(), None


def _refuse(said: str) -> StartNotReadError:
    return StartNotReadError(
        f"I can’t read ‘{said[:60]}’ as the day from which it counts. Try 2027-01-01, Q1 2027 or October."
    )


def _nearest(make: Callable[[int], date], found: re.Match[str], today: date) -> date:
    """Return the day in the year that was named, else in the year that brings it nearest to today."""
    named = found.groupdict().get("year")
    if named:
        return make(int(named))
    near = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            near.append(make(year))
        except ValueError:
            continue  # 29 February is not in every year
    if not near:
        raise ValueError(found[0])
    return min(near, key=lambda day: (abs((day - today).days), today - day))


def _iso(found: re.Match[str], today: date) -> date:
    del today
    return date(int(found["year"]), int(found["number"]), int(found.groupdict().get("day") or 1))


def _month(found: re.Match[str], today: date) -> date:
    month = _MONTHS.index(found["month"][:3].lower()) + 1
    return _nearest(lambda year: date(year, month, int(found.groupdict().get("day") or 1)), found, today)


def _quarter(found: re.Match[str], today: date) -> date:
    month = MONTHS_OF_A_QUARTER * (int(found["number"]) - 1) + 1
    return _nearest(lambda year: date(year, month, 1), found, today)


def _year(found: re.Match[str], today: date) -> date:
    del today
    return date(int(found["year"]), 1, 1)


def _next(found: re.Match[str], today: date) -> date:
    what = found["what"].lower()
    if what == "year":
        return date(today.year + 1, 1, 1)
    frequency = {"week": Frequency.WEEK, "month": Frequency.MONTH, "quarter": Frequency.QUARTER}[what]
    return next_period(period_start(today, frequency), frequency)


def _nearest_day(found: re.Match[str], today: date) -> date:
    return today + timedelta(days=found[0].lower() == "tomorrow")


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.ASCII)


_FORMS: Mapping[re.Pattern[str], Callable[[re.Match[str], date], date]] = MappingProxyType(
    {
        _compile(rf"{_YEAR}-(?P<number>\d{{1,2}})-(?P<day>\d{{1,2}})"): _iso,
        _compile(rf"{_YEAR}-(?P<number>\d{{1,2}})"): _iso,
        _compile(rf"q(?P<number>[1-4])(?:[\s-]+{_YEAR})?"): _quarter,
        _compile(rf"{_YEAR}[-\s]q(?P<number>[1-4])"): _quarter,
        _compile(rf"{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?"): _month,
        _compile(rf"{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?"): _month,
        _compile(rf"{_MONTH}(?:\s+{_YEAR})?"): _month,
        _compile(_YEAR): _year,
        _compile(r"next\s+(?P<what>week|month|quarter|year)"): _next,
        _compile(r"today|now|tomorrow"): _nearest_day,
    }
)
