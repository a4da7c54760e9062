"""Prints what happens in the local Slack, as a phone would show it."""

import queue
import threading
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot.demo.company import ZONE
from bot.emulator.server import LocalSlack
from bot.emulator.transcript import Scene

_PHONE = 62
_LAST = None


class Screen:
    """A thread that prints each thing that happens, in order."""

    def __init__(self, slack: LocalSlack, console: Console) -> None:
        self._slack = slack
        self._console = console
        self._scenes: queue.Queue[Scene | None] = queue.Queue()
        self._thread = threading.Thread(target=self._print, name="screen", daemon=True)
        slack.watch(self._scenes.put)

    def start(self) -> None:
        """Begin to print."""
        self._thread.start()

    def stop(self) -> None:
        """Print what is left, and end."""
        self._scenes.put(_LAST)
        self._thread.join(timeout=2)

    def _print(self) -> None:
        while (scene := self._scenes.get()) is not _LAST:
            show(scene, self._slack.names(), self._console)


def show(scene: Scene, names: Mapping[str, str], console: Console) -> None:
    """Print one scene: who did what and where, and beneath it what is to be seen."""
    heading = f"{scene.place} · {scene.at.astimezone(ZoneInfo(ZONE)):%a %d %b %H:%M}"
    if scene.shown is None:
        console.print(Text(f"{heading}  {scene.line}", style="dim"))
        return
    text = Text(scene.shown(names).strip("\n"))
    title = f"{heading} · {scene.line.rstrip(':')}"
    console.print(Panel(text, title=Text(title), title_align="left", width=min(_PHONE, console.width)))
