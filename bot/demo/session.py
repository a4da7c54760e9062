"""Who leads: the opening that plays by itself, or the visitor in the browser; and the world that is played in.

A clock never goes back, so going back to the start is a new company: the same local Slack, emptied, another database.
"""

import threading
from datetime import datetime, timedelta

from bot.demo.setup import Setup
from bot.demo.worker import Worker
from bot.emulator.page.tour import TourError

_PATIENCE_SECONDS = 120
_UNTOUCHED = timedelta(minutes=5)
"""How far the clock may have run before a tour begins with a new company: the opening's second step comes later."""


class DemoSession:
    """Where the main thread and the visitor's meet.

    Attributes:
        led: Set once the visitor leads: then nothing is played by itself any more.
        again: Set when a new company is wanted.
    """

    def __init__(self) -> None:
        self.led = threading.Event()
        self.again = threading.Event()
        self._free = threading.Event()
        self._opened = threading.Event()
        self._setup: Setup | None = None
        self._worker: Worker | None = None

    @property
    def setup(self) -> Setup:
        """What is played with now.

        Raises:
            TourError: Nothing is ready yet.
        """
        if self._setup is None:
            raise TourError("One moment: the company is still moving in.")
        return self._setup

    def open(self, setup: Setup, worker: Worker) -> None:
        """Begin in a world."""
        self.again.clear()
        self._setup, self._worker = setup, worker
        if self.led.is_set():
            self._free.set()
        self._opened.set()

    def leave_to_visitor(self) -> None:
        """The opening is over, or has stopped."""
        self._free.set()

    def close(self) -> None:
        """The world is gone."""
        self._setup = self._worker = None
        self._free.clear()
        self._opened.clear()

    def take_over(self) -> Setup:
        """Let nobody else play, and return a world in which nothing was played yet.

        Raises:
            TourError: It did not come in time.
        """
        self.led.set()
        if not self._free.wait(_PATIENCE_SECONDS):
            raise TourError("The opening did not come to an end.")
        if self.setup.clock.now() > self.setup.script.starts_at + _UNTOUCHED:
            self.begin_again()
        return self.setup

    def begin_again(self) -> None:
        """Ask for a new company, and wait for it.

        Raises:
            TourError: It did not come in time.
        """
        self.led.set()
        self._opened.clear()
        self.again.set()
        if not self._opened.wait(_PATIENCE_SECONDS):
            raise TourError("It did not start over. Ctrl-C in the terminal, and `make demo` again.")

    def walk(self, to: datetime) -> None:
        """Let time pass until an instant; what is due on the way happens.

        Raises:
            TourError: It did not come there in time.
        """
        if self._worker is None:
            raise TourError("One moment: the company is still moving in.")
        self.setup.clock.move_to(to)
        if not self._worker.wait_for_rest(_PATIENCE_SECONDS):
            raise TourError("The clock is still on its way. Try again in a moment.")
