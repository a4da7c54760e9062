"""The demo as a process: what it says first, how it is ended."""

import signal
import tempfile
import threading
from pathlib import Path

from rich.console import Console

from bot.demo.screen import WIDTH, Screen


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
    from bot.demo.play import play  # late: it takes a second or two, and there is something to read meanwhile

    with tempfile.TemporaryDirectory(prefix="tiller-demo-") as folder:
        play(Path(folder), screen, stopping, exit_after=exit_after, pause=pause)
    console.print("\nBye. Nothing was kept.")
