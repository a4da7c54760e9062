"""Seasons: what is usual for a weekday or a month, against which seasonal limits are read (RULES 4.6)."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from operator import attrgetter
from statistics import median

from domain.calendar.periods import Frequency, same_period_last_year
from domain.kpis.model import Reading, Season

_SAME_WEEKDAYS = 6
_FEWEST_SAME_WEEKDAYS = 3
_WEEKDAYS_SPAN = timedelta(weeks=8)
_DAYS_OF_A_WEEK = 7
_PERIOD = attrgetter("period")


def usual_value(readings: Sequence[Reading], period: date, season: Season, frequency: Frequency) -> Decimal | None:
    """Return what is usual for a period, from readings before it only; None where that is not known.

    For the season of the week: the median of the last six readings of the same weekday, at least three, none older
    than eight weeks. For that of the year: the reading of the same period a year before.

    Args:
        readings: Oldest first; later ones do not matter.
        period: The first day of the period in question; it need not have a reading.
        season: Against what is compared; without a season nothing is usual.
        frequency: The KPI's frequency.
    """
    found = usual_readings(readings, period, season, frequency)
    if not found:
        return None
    usual = median(reading.value for reading in found)
    # A ratio to nothing, or to less than nothing, says nothing.
    return usual if usual > 0 else None


def usual_readings(
    readings: Sequence[Reading], period: date, season: Season, frequency: Frequency
) -> tuple[Reading, ...]:
    """Return the readings of which `usual_value` is made, the newest first; empty where they are too few."""
    if season is Season.NONE:
        return ()
    if season is Season.WEEK:
        return _select_same_weekdays(readings, period)
    year_ago = same_period_last_year(period, frequency)
    at = bisect_left(readings, year_ago, key=_PERIOD)
    return (readings[at],) if at < len(readings) and readings[at].period == year_ago else ()


def _select_same_weekdays(readings: Sequence[Reading], period: date) -> tuple[Reading, ...]:
    found: list[Reading] = []
    oldest = period - _WEEKDAYS_SPAN
    for at in range(bisect_left(readings, period, key=_PERIOD) - 1, -1, -1):
        before = readings[at].period
        if before < oldest or len(found) == _SAME_WEEKDAYS:
            break
        if (period - before).days % _DAYS_OF_A_WEEK == 0:
            found.append(readings[at])
    return tuple(found) if len(found) >= _FEWEST_SAME_WEEKDAYS else ()
