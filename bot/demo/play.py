"""The demo from its past to its end: opening, hints, and whatever people make of it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from bot.demo.clock import WalkingClock
from bot.demo.hints import hints
from bot.demo.opening import Opening
from bot.demo.past import live_through
from bot.demo.plans import Plans
from bot.demo.screen import Screen
from bot.demo.script import Script
from bot.demo.session import DemoSession
from bot.demo.setup import Setup, set_up
from bot.demo.tour import tour
from bot.demo.worker import Worker
from bot.emulator.server import LocalSlack
from bot.simulate.setup import manifest_path
from domain.values.errors import TillerError

_LOOK_SECONDS = 0.2


class DemoFailedError(TillerError):
    """The demo met a defect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How a demo is to be played.

    Attributes:
        exit_after: Seconds after the opening at which it ends by itself; None for never.
        pause: Seconds of rest between the steps of the opening.
        port: Where its page is served; 0 for a free one.
    """

    exit_after: float | None = None
    pause: float = 0
    port: int = 0


def play(folder: Path, script: Script, screen: Screen, stopping: threading.Event, wishes: Wishes) -> None:
    """Play until somebody ends it; everything is kept in a folder.

    Raises:
        DemoFailedError: The bot met a defect.
    """
    with setup_door(script, port=wishes.port) as door:
        for number in count():
            if stopping.is_set():
                return
            home = folder / str(number)
            home.mkdir()
            with set_up(home, script, door.slack, door.clock) as setup:
                live_through(setup)
                screen.watch(door.slack)
                _perform(setup, door, screen, stopping, wishes)
            if not door.session.again.is_set():
                return
            screen.say("From the start again.")
            screen.rest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What stays when a new company begins."""

    slack: LocalSlack
    clock: WalkingClock
    plans: Plans
    session: DemoSession


@contextmanager
def setup_door(script: Script, *, port: int = 0) -> Iterator[Door]:
    """Lend an empty local Slack whose page says what is planned."""
    clock, plans = WalkingClock(script.company.start), Plans()
    with LocalSlack(manifest=manifest_path(), clock=clock, port=port, planned=lambda: plans.next) as slack:
        yield Door(slack=slack, clock=clock, plans=plans, session=DemoSession())


def _perform(setup: Setup, door: Door, screen: Screen, stopping: threading.Event, wishes: Wishes) -> None:
    with performing(setup, door) as worker:
        if setup.script.is_sample and not door.session.led.is_set():
            _open(setup, door, worker, screen, stopping, wishes)
        door.session.leave_to_visitor()
        if door.session.led.is_set():
            screen.say("A tour in the browser leads now. Ctrl-C ends the demo.")
        elif worker.alive and not stopping.is_set():
            offered = hints(setup.slack) if setup.script.is_sample else []
            screen.invite(offered, page=setup.slack.page_url, control=f"{setup.slack.control_url}/docs")
        _wait(worker, stopping, wishes.exit_after, door.session.again.is_set)
    if worker.defect is not None:
        raise DemoFailedError(f"The bot met a defect: {worker.defect!r}") from worker.defect


@contextmanager
def performing(setup: Setup, door: Door) -> Iterator[Worker]:
    """Let the bot work and the clock run; the page offers the tour, where there is one."""
    door.plans.learn(setup.tiller.store, setup.slack.names())
    worker = Worker(setup.tiller, setup.slack, setup.clock, setup.readings, door.plans)
    setup.clock.thaw()
    worker.start()
    door.session.open(setup, worker)
    try:
        if setup.script.is_sample:
            setup.slack.guide(tour(door.session))
        yield worker
    finally:
        worker.stop()
        door.session.close()


def _open(setup: Setup, door: Door, worker: Worker, screen: Screen, stopping: threading.Event, wishes: Wishes) -> None:
    opening = Opening(
        slack=setup.slack,
        clock=setup.clock,
        worker=worker,
        screen=screen,
        stopping=stopping,
        led=door.session.led,
        pause=wishes.pause,
    )
    opening.play()


def _wait(worker: Worker, stopping: threading.Event, exit_after: float | None, is_over: Callable[[], bool]) -> None:
    """Wait until somebody ends the demo or begins it again, or the bot ends."""
    waited = 0.0
    while worker.alive and not is_over() and (exit_after is None or waited < exit_after):
        if stopping.wait(_LOOK_SECONDS):
            return
        waited += _LOOK_SECONDS
