"""The clock of the local Slack: it runs like a real one until somebody moves it or holds it."""

# ruff: noqa: TID251 - this is the emulator's one place that reads real time; it may import nothing of the bot's.

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class EmulatorClock:
    """A clock that can be moved, held and let go; safe to use from any thread.

    Args:
        start: What it shows first; the real time when left out.
        frozen: Whether it stands still until it is moved.
    """

    def __init__(self, start: datetime | None = None, *, frozen: bool = False) -> None:
        self._lock = threading.RLock()
        self._at = start.astimezone(UTC) if start is not None else datetime.now(UTC)
        self._since = time.monotonic()
        self._frozen = frozen
        self._listeners: list[Callable[[], None]] = []

    @property
    def frozen(self) -> bool:
        """Whether it stands still."""
        return self._frozen

    def now(self) -> datetime:
        """The emulated instant, in UTC."""
        with self._lock:
            if self._frozen:
                return self._at
            return self._at + timedelta(seconds=time.monotonic() - self._since)

    def timestamp(self) -> float:
        """The emulated instant in seconds since 1970."""
        return self.now().timestamp()

    def move_to(self, instant: datetime) -> None:
        """Show this instant from now on; the only way to go back."""
        with self._lock:
            self._show(instant)
        self._tell()

    def advance(self, by: timedelta) -> None:
        """Go forward.

        Raises:
            ValueError: `by` is negative.
        """
        if by < timedelta(0):
            raise ValueError("The clock only advances; use move_to to go back.")
        with self._lock:
            self._show(self.now() + by)
        self._tell()

    def freeze(self) -> None:
        """Stand still at the present instant."""
        with self._lock:
            self._at = self.now()
            self._frozen = True
        self._tell()

    def thaw(self) -> None:
        """Run again, at the speed of real time."""
        with self._lock:
            self._since = time.monotonic()
            self._frozen = False
        self._tell()

    def on_move(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after each move, freeze and thaw, on the thread that moved.

        Returns:
            A function that ends this.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _show(self, instant: datetime) -> None:
        self._at = instant.astimezone(UTC)
        self._since = time.monotonic()

    def _tell(self) -> None:
        # Outside the lock: a listener may wait for another thread that reads the clock.
        for listener in tuple(self._listeners):
            listener()


def wall_seconds() -> int:
    """Real seconds since 1970, for signatures: whoever checks them compares with real time."""
    return int(time.time())
