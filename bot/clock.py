"""The clock: the only file that reads the time of the machine.

Everything else takes `now` or `today` as an argument, or a `Clock` where it runs on its own. A clock tells two things:
the time of day, which may jump, and a count of seconds that never does and with which waits are measured.
"""

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds since some fixed moment; they never go back, whatever is done to the time of day."""
        ...


def seconds_awake_or_asleep() -> float:
    """Return seconds that go on while the machine is suspended, where the system can tell.

    CLOCK_MONOTONIC stands still while a virtual machine is paused: a request that was held up for an hour would then
    look fresh.
    """
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()  # pragma: no cover  (systems without CLOCK_BOOTTIME)


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds that never go back, suspended or not."""
        return seconds_awake_or_asleep()


class ShiftedClock:
    """A clock that is set to an instant and runs on from there."""

    def __init__(self, start: datetime) -> None:
        self._start = aware(start)
        self._set_at = seconds_awake_or_asleep()

    def now(self) -> datetime:
        """Return the instant it was set to and the time that has passed since."""
        return self._start + timedelta(seconds=seconds_awake_or_asleep() - self._set_at)

    def monotonic(self) -> float:
        """Return seconds that never go back, suspended or not."""
        return seconds_awake_or_asleep()


class MovedClock:
    """A clock that stands still and moves only when it is told to; for simulations and tests.

    Time that passes is counted by both hands; a `jump` sets the time of day alone, as an operator or NTP does.
    """

    def __init__(self, at: datetime) -> None:
        self._now = aware(at)
        self._passed = 0.0
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """Return the instant it stands at."""
        with self._lock:
            return self._now

    def monotonic(self) -> float:
        """Return the seconds that passed since it was made; jumps are not among them."""
        with self._lock:
            return self._passed

    def advance(self, by: timedelta) -> None:
        """Let time pass.

        Raises:
            ValueError: Time does not pass backwards; a clock that is set back jumps.
        """
        if by < timedelta(0):
            raise ValueError("Time does not pass backwards; use jump to set the clock back.")
        with self._lock:
            self._now += by
            self._passed += by.total_seconds()

    def move_to(self, at: datetime) -> None:
        """Let time pass until an instant; an instant that lies behind is left alone."""
        wanted = aware(at)
        with self._lock:
            by = max(wanted - self._now, timedelta(0))
            self._now += by
            self._passed += by.total_seconds()

    def jump(self, by: timedelta) -> None:
        """Set the time of day forward or back while no time passes."""
        with self._lock:
            self._now += by


def aware(at: datetime) -> datetime:
    """Return an instant in UTC.

    Raises:
        ValueError: The instant has no zone, so it names no instant.
    """
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone; say which instant is meant, such as {at.isoformat()}Z.")
    return at.astimezone(UTC)
