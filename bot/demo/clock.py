"""The demo's time: one clock for the local Slack and the bot, which walks where it is told to move.

A week that passed in one jump would be a heap of things overdue. So whoever moves this clock (the opening, or anybody
through the control API) only says where to; the worker takes it there from one due thing to the next.
"""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.emulator.clock import EmulatorClock


class WalkingClock(EmulatorClock):
    """The local Slack's clock.

    Attributes:
        on_goal: Called when somebody wants it to move, on their thread.
    """

    def __init__(self, start: datetime) -> None:
        super().__init__(start, frozen=True)
        self.on_goal: Callable[[], None] = lambda: None
        self._guard = threading.Lock()
        self._goal: datetime | None = None

    @property
    def goal(self) -> datetime | None:
        """Where it is on its way to, or None."""
        return self._goal

    def move_to(self, instant: datetime) -> None:
        """Walk there; an instant that lies behind is left alone, since what was said cannot be taken back."""
        with self._guard:
            if instant <= (self._goal or self.now()):
                return
            self._goal = instant
        self.on_goal()

    def advance(self, by: timedelta) -> None:
        """Walk on from where it is going.

        Raises:
            ValueError: `by` is negative.
        """
        if by < timedelta(0):
            raise ValueError("The clock only advances.")
        self.move_to((self._goal or self.now()) + by)

    def begin_again(self, at: datetime) -> None:
        """Stand still at an instant, wherever it was going; for a world that begins anew."""
        self.freeze()
        with self._guard:
            self._goal = None
        super().move_to(at)

    def step_to(self, instant: datetime) -> None:
        """Take one step; the goal is reached by stepping onto it or past it."""
        super().move_to(instant)
        with self._guard:
            if self._goal is not None and instant >= self._goal:
                self._goal = None


class FollowingClock:
    """The bot's clock: it shows what the local Slack's shows."""

    def __init__(self, slack: EmulatorClock) -> None:
        self._slack = slack
        self._start = slack.now()

    def now(self) -> datetime:
        """Return the emulated instant, in UTC."""
        return self._slack.now()

    def monotonic(self) -> float:
        """Return the seconds that have passed; the clock never goes back, and no request is under way at a step."""
        return (self._slack.now() - self._start).total_seconds()
