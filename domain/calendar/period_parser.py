"""Periods as people type them: `12 Nov`, `2026-11-09`, `week 46`, `Nov 2026`, `Q3`, `last month` (RULES 4.5).

A day names the period that it lies in. A year that is left open is this one; where that is more than half a year ahead,
the last one: in January `Nov` is last year's. A period that is not over yet has no reading.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from domain.calendar.periods import (
    MONTHS_OF_A_QUARTER,
    Frequency,
    last_complete_period,
    period_end,
    period_name,
    period_start,
)
from domain.values.errors import TillerError

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?P<year>\d{4})"
_LAST = {
    Frequency.DAY: ("yesterday",),
    Frequency.WEEK: ("last week",),
    Frequency.MONTH: ("last month",),
    Frequency.QUARTER: ("last quarter",),
}
_END = r"(?=\s|$|[,;:\"])"
_FAR_AHEAD = timedelta(days=183)
_LIKE_A_DATE = re.compile(r"\d{1,4}[-/]\d{1,2}(?:[-/]\d{1,4})?(?=\s|$)")


class PeriodNotReadError(TillerError):
    """A text that names no period, or one that is not over yet."""


def leading_period(text: str, frequency: Frequency, *, today: date) -> tuple[date | None, str]:
    """Read the period that a line begins with.

    Args:
        text: The line.
        frequency: How long the periods are.
        today: The day as the KPI's team counts it.

    Returns:
        The first day of the period, or None where the line does not begin with one; and what follows.

    Raises:
        PeriodNotReadError: It looks like a date and is none, or names a period that is not over.
    """
    line = re.sub(r"^(?:for|in|on)\s+", "", text.strip(), flags=re.IGNORECASE)
    for words in _LAST[frequency]:
        if line.lower().startswith(words):
            return last_complete_period(today, frequency), line[len(words) :].strip()
    for pattern, (read, width) in _FORMS.items():
        found = pattern.match(line)
        if found is not None:
            if _WIDTHS.index(width) > _WIDTHS.index(frequency):
                if pattern is _BARE_MONTH:
                    break  # "may rise" is a note, where months are not counted
                raise PeriodNotReadError(_too_wide(found[0].strip(), frequency, today))
            day = _read(read, found, frequency, today)
            return check_period(day, frequency, today=today), line[found.end() :].strip(" ,;:")
    odd = _LIKE_A_DATE.match(line)
    if odd is not None:
        raise PeriodNotReadError(_not_read(odd[0], frequency, today))
    return None, text.strip()


def check_period(day: date, frequency: Frequency, *, today: date) -> date:
    """Return the first day of the period that a day lies in, once that period is over.

    Raises:
        PeriodNotReadError: It is not over yet.
    """
    start = period_start(day, frequency)
    end = period_end(start, frequency)
    if end <= today:
        return start
    name, last = period_name(start, frequency), period_name(last_complete_period(today, frequency), frequency)
    when = f"it ends on {period_name(end - timedelta(days=1), Frequency.DAY)}"
    if frequency is Frequency.DAY:
        when = "a day’s reading is taken once the day is over"
    raise PeriodNotReadError(
        f"{name[:1].upper()}{name[1:]} is not over yet: {when}. The last one that is over is {last}."
    )


def _not_read(text: str, frequency: Frequency, today: date) -> str:
    last = last_complete_period(today, frequency)
    return f"I can’t read ‘{text}’ as a date. Try {period_name(last, frequency)} or {last.isoformat()}."


def _too_wide(text: str, frequency: Frequency, today: date) -> str:
    last = last_complete_period(today, frequency)
    return f"‘{text}’ is longer than one {frequency.value} reading. Try {period_name(last, frequency)}."


def _read(read: "_Reader", found: re.Match[str], frequency: Frequency, today: date) -> date:
    try:
        return read(found, today)
    except ValueError as problem:
        raise PeriodNotReadError(_not_read(found[0].strip(), frequency, today)) from problem


_Reader = Callable[[re.Match[str], date], date]


def _iso_day(found: re.Match[str], today: date) -> date:
    del today
    return date(int(found["year"]), int(found["number"]), int(found["day"]))


def _iso_month(found: re.Match[str], today: date) -> date:
    del today
    return date(int(found["year"]), int(found["number"]), 1)


def _nearest(year: int | None, make: Callable[[int], date], today: date) -> date:
    """Return the day of the year that was named, else of this year; of the last one where this one's is far ahead."""
    if year is not None:
        return make(year)
    this = make(today.year)
    return this if this <= today + _FAR_AHEAD else make(today.year - 1)


def _year_in(found: re.Match[str]) -> int | None:
    return int(found["year"]) if found["year"] else None


def _week(found: re.Match[str], today: date) -> date:
    number = int(found["number"])
    return _nearest(_year_in(found), lambda year: date.fromisocalendar(year, number, 1), today)


def _quarter(found: re.Match[str], today: date) -> date:
    month = MONTHS_OF_A_QUARTER * (int(found["number"]) - 1) + 1
    return _nearest(_year_in(found), lambda year: date(year, month, 1), today)


def _day_of_month(found: re.Match[str], today: date) -> date:
    month = _MONTHS.index(found["month"][:3].lower()) + 1
    return _nearest(_year_in(found), lambda year: date(year, month, int(found["day"])), today)


def _month(found: re.Match[str], today: date) -> date:
    month = _MONTHS.index(found["month"][:3].lower()) + 1
    return _nearest(None, lambda year: date(year, month, 1), today)


def _month_of_year(found: re.Match[str], today: date) -> date:
    del today
    return date(int(found["year"]), _MONTHS.index(found["month"][:3].lower()) + 1, 1)


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern + _END, re.IGNORECASE | re.ASCII)


_BARE_MONTH = _compile(_MONTH)
_WIDTHS = (Frequency.DAY, Frequency.WEEK, Frequency.MONTH, Frequency.QUARTER)
_FORMS: Mapping[re.Pattern[str], tuple[_Reader, Frequency]] = MappingProxyType(
    {
        _compile(rf"{_YEAR}-(?P<number>\d{{1,2}})-(?P<day>\d{{1,2}})"): (_iso_day, Frequency.DAY),
        _compile(rf"{_YEAR}-(?P<number>\d{{1,2}})"): (_iso_month, Frequency.MONTH),
        _compile(rf"week\s+(?P<number>\d{{1,2}})\s+{_YEAR}"): (_week, Frequency.WEEK),
        _compile(rf"(?:{_YEAR}[-\s]?)?w(?:eek)?\s*(?P<number>\d{{1,2}})"): (_week, Frequency.WEEK),
        _compile(rf"q(?P<number>[1-4])(?:\s+{_YEAR})?"): (_quarter, Frequency.QUARTER),
        _compile(rf"{_YEAR}[-\s]q(?P<number>[1-4])"): (_quarter, Frequency.QUARTER),
        _compile(rf"(?P<day>\d{{1,2}})\.?\s+{_MONTH}(?:\s+{_YEAR})?"): (_day_of_month, Frequency.DAY),
        _compile(rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:,?\s+{_YEAR})?"): (_day_of_month, Frequency.DAY),
        _compile(rf"{_MONTH}\s+{_YEAR}"): (_month_of_year, Frequency.MONTH),
        _BARE_MONTH: (_month, Frequency.MONTH),
    }
)
