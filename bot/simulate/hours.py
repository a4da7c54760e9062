"""When people work: Monday to Friday, nine to six, where they live."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_OPENS, _CLOSES = 9, 18
_SATURDAY = 5
_GRID = timedelta(minutes=15)


def heard(at: datetime) -> datetime:
    """Return the quarter of an hour in which something came.

    Why not the second: a bot that was killed says it some seconds later, and people shall act as if it had not been.
    """
    seconds = at.timestamp()
    return datetime.fromtimestamp(seconds - seconds % _GRID.total_seconds(), UTC)


def work_later(at: datetime, minutes: int, zone: str) -> datetime:
    """Return the instant after so many minutes of working time."""
    local = _open(at.astimezone(ZoneInfo(zone)))
    left = timedelta(minutes=minutes)
    while left > (room := _closing(local) - local):
        left -= room
        local = _open(_closing(local) + timedelta(minutes=1))
    return (local + left).astimezone(UTC)


def _closing(local: datetime) -> datetime:
    return local.replace(hour=_CLOSES, minute=0, second=0, microsecond=0)


def _open(local: datetime) -> datetime:
    """Return the next moment at which people work."""
    if local.weekday() < _SATURDAY and local.hour >= _OPENS and local < _closing(local):
        return local
    morning = local.replace(hour=_OPENS, minute=0, second=0, microsecond=0)
    if local.hour >= _OPENS:
        morning += timedelta(days=1)
    while morning.weekday() >= _SATURDAY:
        morning += timedelta(days=1)
    return morning
