"""The demo from its past to its end: opening, hints, and whatever people make of it."""

import threading
from pathlib import Path

from bot.demo.hints import hints
from bot.demo.opening import Opening
from bot.demo.past import live_through
from bot.demo.screen import Screen
from bot.demo.stage import Stage, set_up
from bot.demo.worker import Worker
from domain.errors import TillerError

_LOOK_SECONDS = 0.2


class DemoFailedError(TillerError):
    """The demo met a defect."""


def play(folder: Path, screen: Screen, stopping: threading.Event, *, exit_after: float | None, pause: float) -> None:
    """Play until somebody ends it; everything is kept in a folder.

    Raises:
        DemoFailedError: The bot met a defect.
    """
    if stopping.is_set():
        return
    with set_up(folder) as stage:
        if not stopping.is_set():
            live_through(stage)
        if not stopping.is_set():
            screen.watch(stage.slack)
            _perform(stage, screen, stopping, exit_after=exit_after, pause=pause)


def _perform(
    stage: Stage, screen: Screen, stopping: threading.Event, *, exit_after: float | None, pause: float
) -> None:
    worker = Worker(stage.tiller, stage.slack, stage.clock, stage.readings)
    stage.clock.thaw()
    worker.start()
    try:
        opening = Opening(
            slack=stage.slack, clock=stage.clock, worker=worker, screen=screen, stopping=stopping, pause=pause
        )
        opening.play()
        if worker.alive and not stopping.is_set():
            screen.invite(hints(stage.slack), page=f"{stage.slack.control_url}/docs")
        _wait(worker, stopping, exit_after)
    finally:
        worker.stop()
    if worker.defect is not None:
        raise DemoFailedError(f"The bot met a defect: {worker.defect!r}") from worker.defect


def _wait(worker: Worker, stopping: threading.Event, exit_after: float | None) -> None:
    """Wait until somebody ends the demo, or the bot does."""
    waited = 0.0
    while worker.alive and (exit_after is None or waited < exit_after) and not stopping.wait(_LOOK_SECONDS):
        waited += _LOOK_SECONDS
