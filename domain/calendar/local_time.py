"""Local time: the one instant at which a local day reaches a local hour, and the day that it is somewhere (RULES 6.1).

Local time lives only inside `resolve`: everywhere else a day is a `date` and an instant is UTC. What recurs is counted
in local calendar days, never in hours, so a change of daylight saving time can neither double nor skip it.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from domain.values.errors import TillerError


class ZoneError(TillerError):
    """A time zone that is not known."""


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Return the names of all IANA time zones; looking for them takes 20 ms, so it is done once."""
    return frozenset(available_timezones())


def is_zone(name: str) -> bool:
    """Tell whether a name is an IANA time zone that this machine knows."""
    try:
        ZoneInfo(name)
    except (OSError, ValueError, LookupError):  # no such zone; not a zone's name at all; a folder of zones
        return False
    return True


@lru_cache(maxsize=4096)
def resolve(day: date, at: time, zone: str) -> datetime:
    """Return the one UTC instant at which a local day reaches a local time (RULES 6.1).

    A time that the day skips (daylight saving begins) becomes the first instant after the gap; one that it has twice
    is the first of the two.

    Raises:
        ZoneError: There is no such zone.
    """
    place = _place(zone)
    local = datetime.combine(day, at, place)
    instant = local.astimezone(UTC)
    if instant.astimezone(place).replace(tzinfo=None) == local.replace(tzinfo=None):
        return instant
    return _end_of_gap(local.replace(fold=1).astimezone(UTC), instant, place)


def _end_of_gap(before: datetime, after: datetime, place: ZoneInfo) -> datetime:
    """Halve the span around a jump of the clock until its first second is found.

    Why: `zoneinfo` does not tell its transitions; but it reads a skipped time with the offset after the jump (fold 1)
    as an instant before it, and with the offset before the jump (fold 0) as one after it.
    """
    offset = before.astimezone(place).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(place).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


def local_day(now: datetime, zone: str) -> date:
    """Return the day that it is in a zone at an instant.

    Raises:
        ZoneError: There is no such zone.
    """
    return now.astimezone(_place(zone)).date()


def _place(zone: str) -> ZoneInfo:
    if not is_zone(zone):
        raise ZoneError(f"‘{zone}’ is not a time zone. Write one such as Europe/Berlin or America/New_York.")
    return ZoneInfo(zone)
