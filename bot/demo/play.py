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
from bot.demo.stage import Stage, set_up
from bot.demo.theatre import Theatre
from bot.demo.tour import tour
from bot.demo.worker import Worker
from bot.emulator.server import LocalSlack
from bot.simulate.stage import manifest_path
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
    with stage_door(script, port=wishes.port) as door:
        for number in count():
            if stopping.is_set():
                return
            home = folder / str(number)
            home.mkdir()
            with set_up(home, script, door.slack, door.clock) as stage:
                live_through(stage)
                screen.watch(door.slack)
                _perform(stage, door, screen, stopping, wishes)
            if not door.theatre.again.is_set():
                return
            screen.say("From the start again.")
            screen.rest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What stays when a new world begins."""

    slack: LocalSlack
    clock: WalkingClock
    plans: Plans
    theatre: Theatre


@contextmanager
def stage_door(script: Script, *, port: int = 0) -> Iterator[Door]:
    """Lend an empty local Slack whose page says what is planned."""
    clock, plans = WalkingClock(script.company.start), Plans()
    with LocalSlack(manifest=manifest_path(), clock=clock, port=port, planned=lambda: plans.next) as slack:
        yield Door(slack=slack, clock=clock, plans=plans, theatre=Theatre())


def _perform(stage: Stage, door: Door, screen: Screen, stopping: threading.Event, wishes: Wishes) -> None:
    with performing(stage, door) as worker:
        if stage.script.is_sample and not door.theatre.led.is_set():
            _open(stage, door, worker, screen, stopping, wishes)
        door.theatre.leave_to_visitor()
        if door.theatre.led.is_set():
            screen.say("A tour in the browser leads now. Ctrl-C ends the demo.")
        elif worker.alive and not stopping.is_set():
            offered = hints(stage.slack) if stage.script.is_sample else []
            screen.invite(offered, page=stage.slack.page_url, control=f"{stage.slack.control_url}/docs")
        _wait(worker, stopping, wishes.exit_after, door.theatre.again.is_set)
    if worker.defect is not None:
        raise DemoFailedError(f"The bot met a defect: {worker.defect!r}") from worker.defect


@contextmanager
def performing(stage: Stage, door: Door) -> Iterator[Worker]:
    """Let the bot work and the clock run; the page offers the tour, where there is one."""
    door.plans.learn(stage.tiller.store, stage.slack.names())
    worker = Worker(stage.tiller, stage.slack, stage.clock, stage.readings, door.plans)
    stage.clock.thaw()
    worker.start()
    door.theatre.open(stage, worker)
    try:
        if stage.script.is_sample:
            stage.slack.guide(tour(door.theatre))
        yield worker
    finally:
        worker.stop()
        door.theatre.close()


def _open(stage: Stage, door: Door, worker: Worker, screen: Screen, stopping: threading.Event, wishes: Wishes) -> None:
    opening = Opening(
        slack=stage.slack,
        clock=stage.clock,
        worker=worker,
        screen=screen,
        stopping=stopping,
        led=door.theatre.led,
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
