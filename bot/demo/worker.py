"""The bot's own thread: what is due happens, what was said is delivered, and time walks from one thing to the next."""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.app import Tiller
from bot.demo.clock import WalkingClock
from bot.demo.plans import Plans
from bot.emulator.server import LocalSlack
from bot.simulate.company import Arrival
from handlers.usecases.imports.run import FileKind, run_import
from storage.store import Store

_LOOK_EVERY_SECONDS = 5.0
_SOON = timedelta(minutes=1)
_SHORTEST_STEP = timedelta(milliseconds=100)


class Readings:
    """The company's readings that are not known yet, each with the morning on which it comes in."""

    def __init__(self, store: Store, arrivals: Sequence[Arrival]) -> None:
        self._store = store
        self._waiting = sorted(arrivals, key=lambda arrival: arrival.at)

    @property
    def next(self) -> datetime | None:
        """When the next ones come in, or None."""
        return self._waiting[0].at if self._waiting else None

    def bring_in(self, now: datetime) -> bool:
        """Import those that have come; whether there were any."""
        come = [arrival for arrival in self._waiting if arrival.at <= now]
        self._waiting = self._waiting[len(come) :]
        if come:
            header = come[0].readings.partition("\n")[0]
            rows = [arrival.readings.partition("\n")[2] for arrival in come]
            run_import(self._store, FileKind.READINGS, "".join([header, "\n", *rows]), now=now)
        return bool(come)


class Worker:
    """Rings, delivers and lets time pass, until it is stopped.

    Attributes:
        defect: What ended it though nobody stopped it, or None.
    """

    def __init__(
        self, tiller: Tiller, slack: LocalSlack, clock: WalkingClock, readings: Readings, plans: Plans
    ) -> None:
        self.defect: BaseException | None = None
        self._tiller = tiller
        self._slack = slack
        self._clock = clock
        self._readings = readings
        self._plans = plans
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tiller", daemon=True)
        self._at_rest = threading.Event()
        self._guard = threading.Lock()
        clock.on_goal = self._hurry

    def start(self) -> None:
        """Start working."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the message that is being sent, and end."""
        self._stopping.set()
        self._tiller.stop_delivering()
        self._tiller.wake.set()
        if self._thread.ident is not None:
            self._thread.join()

    @property
    def alive(self) -> bool:
        """Whether it works."""
        return self._thread.is_alive()

    def wait_for_rest(self, timeout_s: float) -> bool:
        """Wait until the clock is where it was moved, and all is said that was to be said; whether it came to that."""
        return self._at_rest.wait(timeout_s)

    def _hurry(self) -> None:
        with self._guard:
            self._at_rest.clear()
        self._tiller.wake.set()

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._pass_time(self._work())
        except Exception as defect:  # noqa: BLE001 - whoever started this thread tells it, and ends
            self.defect = defect

    def _work(self) -> datetime | None:
        """Do what is due; return when there is something to do again."""
        self._tiller.wake.clear()
        now, goal = self._clock.now(), self._clock.goal
        self._readings.bring_in(now)
        coming = self._tiller.tick_and_look(now)[1]
        self._plans.look(self._tiller.coming)
        self._tiller.deliver()
        unsent = self._tiller.next_due()
        with self._guard:
            # What waits for the next morning does not keep anybody waiting now.
            is_sent = unsent is None or unsent - now > _SOON
            if goal is None and is_sent and self._clock.goal is None:
                self._at_rest.set()
        return min((at for at in (coming, unsent, self._readings.next) if at is not None), default=None)

    def _pass_time(self, coming: datetime | None) -> None:
        """Take one step to where the clock is to go; where it just runs, wait."""
        now, goal = self._clock.now(), self._clock.goal
        if goal is not None:
            self._slack.settle()
            due = goal if coming is None else max(coming, now + _SHORTEST_STEP)
            self._clock.step_to(min(due, goal))
            return
        wait = _LOOK_EVERY_SECONDS if coming is None else (coming - now).total_seconds()
        # A clock that stands still brings nothing nearer: then only being woken helps.
        self._tiller.wake.wait(min(max(wait, 0.02), _LOOK_EVERY_SECONDS))
