"""The workspace's clock on the page: what it shows, what is planned next, and where it can be moved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from bot.emulator.core import Emulator

_MORNING = time(9)
_MONTHS_OF_A_QUARTER = 3
_DECEMBER = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What the app will do next, as the app itself says it: `Weekly digest of Growth`."""

    at: datetime
    words: str


Plans = Callable[[], Planned | None]
"""Says what is planned next, or None. It is asked on the emulator's thread at each look, so it answers at once."""


def _monday(now: datetime) -> datetime:
    """Next Monday at nine; on a Monday before nine, the same day."""
    day = now.date() + timedelta(days=(7 - now.weekday()) % 7)
    at = datetime.combine(day, _MORNING, now.tzinfo)
    return at if at > now else datetime.combine(day + timedelta(days=7), _MORNING, now.tzinfo)


def _quarter(now: datetime) -> datetime:
    """The first morning of the next quarter, at nine: all that its end brings is due by then."""
    month = (now.month - 1) // _MONTHS_OF_A_QUARTER * _MONTHS_OF_A_QUARTER + _MONTHS_OF_A_QUARTER + 1
    year, month = (now.year + 1, month - _DECEMBER) if month > _DECEMBER else (now.year, month)
    return datetime.combine(datetime(year, month, 1, tzinfo=now.tzinfo).date(), _MORNING, now.tzinfo)


MOVES: Mapping[str, Callable[[datetime], datetime]] = {
    "day": lambda now: now + timedelta(days=1),
    "monday": _monday,
    "quarter": _quarter,
}
"""Where the clock can be moved from an instant of the person's own zone, beside the next thing that is planned."""


def move(slack: "Emulator", to: str, zone: ZoneInfo, plans: Plans) -> None:
    """Move the clock; what is due on the way happens.

    Raises:
        LookupError: There is no such place to go, or nothing is planned.
    """
    if to == "next":
        planned = plans()
        if planned is None:
            raise LookupError("Nothing is planned.")
        slack.clock.move_to(max(planned.at, slack.clock.now()))
        return
    if to not in MOVES:
        raise LookupError(f"The clock cannot be moved to {to!r}.")
    slack.clock.move_to(MOVES[to](slack.clock.now().astimezone(zone)))
