"""The whole demo, from the greeting to the farewell."""

import signal
import tempfile
import threading
from pathlib import Path

from rich.console import Console

from bot.demo.hints import hints
from bot.demo.opening import Opening
from bot.demo.past import live_through
from bot.demo.screen import WIDTH, Screen
from bot.demo.stage import Stage, set_up
from bot.demo.worker import Worker
from domain.errors import TillerError

_LOOK_SECONDS = 0.2


class DemoFailedError(TillerError):
    """The demo met a defect."""


def demo(*, exit_after: float | None = None, pause: float = 3.0) -> None:
    """Show Tiller at work until Ctrl-C or SIGTERM.

    Args:
        exit_after: Seconds after the opening at which it ends by itself; None for never.
        pause: Seconds of rest between the steps of the opening.

    Raises:
        DemoFailedError: The bot met a defect.
    """
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDTH
    screen = Screen(console)
    screen.greet()
    with tempfile.TemporaryDirectory(prefix="tiller-demo-") as folder, set_up(Path(folder)) as stage:
        live_through(stage)
        screen.watch(stage.slack)
        _perform(stage, screen, stopping, exit_after=exit_after, pause=pause)
    console.print("\nBye. Nothing was kept.")


def _perform(
    stage: Stage, screen: Screen, stopping: threading.Event, *, exit_after: float | None, pause: float
) -> None:
    worker = Worker(stage.tiller, stage.slack, stage.clock, stage.readings)
    stage.clock.thaw()
    worker.start()
    try:
        opening = Opening(slack=stage.slack, clock=stage.clock, screen=screen, stopping=stopping, pause=pause)
        opening.play()
        if not stopping.is_set():
            screen.invite(hints(stage.slack), page=f"{stage.slack.control_url}/docs")
        _wait(worker, stopping, exit_after)
    finally:
        worker.stop()
    if worker.defect is not None:
        raise DemoFailedError(f"The bot met a defect: {worker.defect!r}") from worker.defect


def _wait(worker: Worker, stopping: threading.Event, exit_after: float | None) -> None:
    """Wait until somebody ends the demo, or the bot does."""
    waited = 0.0
    while worker.alive and not stopping.wait(_LOOK_SECONDS):
        waited += _LOOK_SECONDS
        if exit_after is not None and waited >= exit_after:
            return
