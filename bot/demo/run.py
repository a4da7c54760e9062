"""The demo as a process: what it says first, how it is ended."""

import signal
import socket
import tempfile
import threading
from datetime import date
from pathlib import Path

from rich.console import Console

from bot.demo.screen import WIDTH, Screen

_LOOPBACK = "127.0.0.1"


def demo(
    *,
    exit_after: float | None = None,
    pause: float = 3.0,
    port: int = 0,
    data: Path | None = None,
    day: date | None = None,
) -> None:
    """Show Tiller at work until Ctrl-C or SIGTERM.

    Args:
        exit_after: Seconds after the opening at which it ends by itself; None for never.
        pause: Seconds of rest between the steps of the opening.
        port: Where the page is served; 0 for a free one.
        data: A folder with the five CSV files of a company; the sample company when left out.
        day: The day on which one comes to that company.

    Raises:
        DemoFailedError: The bot met a defect.
        FolderError: The folder holds no company.
        ImportRefusedError: A file has wrong rows.
    """
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDTH
    screen = Screen(console)
    port = port or free_port()
    screen.plain(f"In your browser: http://{_LOOPBACK}:{port}/")
    if data is None:
        screen.greet()
    # Late: it takes a second or two, and there is something to read meanwhile.
    from bot.demo.play import Wishes, play
    from bot.demo.script import own, sample

    with tempfile.TemporaryDirectory(prefix="tiller-demo-") as folder:
        script = sample(Path(folder)) if data is None else own(data, day=day)
        screen.zone = script.zone
        if data is not None:
            screen.greet_own(script.name, script.starts_at, people=len(script.company.people))
        play(Path(folder), script, screen, stopping, Wishes(exit_after=exit_after, pause=pause, port=port))
    console.print("\nBye. Nothing was kept.")


def free_port() -> int:
    """Return a port that nothing listens on, so that the page's address can be told before there is a page."""
    with socket.socket() as probe:
        probe.bind((_LOOPBACK, 0))
        return int(probe.getsockname()[1])
