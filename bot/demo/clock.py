"""The clock of a bot whose Slack is the local one: it shows what that Slack's clock shows."""

from datetime import datetime

from bot.clock import SystemClock
from bot.emulator.clock import EmulatorClock


class FollowingClock:
    """Tells the local Slack's time of day, and counts real seconds for waits."""

    def __init__(self, followed: EmulatorClock) -> None:
        self._followed = followed
        self._real = SystemClock()

    def now(self) -> datetime:
        """Return the present instant of the local Slack."""
        return self._followed.now()

    def monotonic(self) -> float:
        """Return real seconds that never go back."""
        return self._real.monotonic()
