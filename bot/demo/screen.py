"""Prints what happens, as a phone would show it: who, where, when, and what there is to read."""

import re
import textwrap
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text

from bot.demo.company import NAME, ZONE

if TYPE_CHECKING:
    # Not at run time: the greeting shall not wait for a whole Slack to be loaded.
    from bot.emulator.server import LocalSlack
    from bot.emulator.transcript import TranscriptEntry

WIDTH = 60
_INDENT = "  "
_BUTTON = re.compile(r"\[[^\[\]]{1,40}\]")
_CHART = re.compile(r"\[(?P<title>[a-z]+ chart: [^;\]]+); (?P<course>[^;\]]*)[^\]]*\]")
_BARS = re.compile(r"[▁▂▃▄▅▆▇█]{3,}")
_HIDDEN = frozenset({"The modal changes:"})
_BOT = "Tiller"
_FOLLOW_UPS = ("reminder", "lead", "still")


class Screen:
    """Prints entries as they come.

    Of a day's direct messages of one kind, such as Monday's check-in prompts, the first is shown whole and of the
    others the line that a phone shows.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._names: Callable[[], Mapping[str, str]] = dict
        self._lock = threading.Lock()
        self._heading = ""
        self._kind = ""
        self._seen: set[tuple[str, str]] = set()
        self._hidden = _HIDDEN
        self._watched: LocalSlack | None = None
        self._rests = False
        self.zone = ZONE

    def watch(self, slack: "LocalSlack") -> None:
        """Print what happens there from now on."""
        self._rests = False
        if self._watched is slack:
            return
        self._watched = slack
        self._names = slack.names
        slack.on_call(self._note_kind)
        slack.watch(self._show)

    def rest(self) -> None:
        """Print nothing of what happens until it is to be watched again."""
        self._rests = True
        self._seen.clear()

    def greet(self) -> None:
        """Say what is shown here."""
        self.say(
            f"This is Tiller at {NAME}, a company that we made up: twelve people, three teams, eight KPIs, and a "
            "quarter in progress. Slack is a local one, the bot is the real one. It is Monday, a second before nine.",
            "Ctrl-C ends it.",
        )

    def greet_own(self, name: str, starts_at: datetime, *, people: int) -> None:
        """Say whose company is shown."""
        self.say(
            f"This is Tiller at {name}: {people} people, from your files. Slack is a local one, the bot is the real "
            f"one, and nothing leaves this machine. It is {self._when(starts_at)}, a second before nine.",
            "Ctrl-C ends it.",
        )

    def invite(self, hints: Sequence[tuple[str, str]], *, page: str, control: str) -> None:
        """Say how to go on."""
        if not hints:
            self.say(f"Now it is yours: you are all of them, at {page}")
            self.plain(f"All that can be done as a person, to the clock, or to break things: {control}")
            self.plain("Ctrl-C ends the demo.")
            return
        self.say(
            "Now it is yours: you are all twelve of them, and nobody answers unless you do. Paste these into another "
            "terminal; what comes of them appears here."
        )
        for title, line in hints:
            self.plain()
            self.plain(f"# {title}", "green")
            self.plain(line)
        self.plain()
        self.plain(f"All that can be done as a person, to the clock, or to break things: {control}")
        self.plain("Ctrl-C ends the demo.")

    def say(self, *lines: str) -> None:
        """Print lines of the demo's own."""
        with self._lock:
            self._heading = ""
            self._console.print()
            for line in lines:
                self._print(line, "italic", inset="")

    def plain(self, line: str = "", style: str = "") -> None:
        """Print a line as it is, however long: it is to be copied."""
        with self._lock:
            self._console.print(Text(line, style), soft_wrap=True)

    @contextmanager
    def without(self, *lines: str) -> Iterator[None]:
        """Leave out what has one of these lines above it."""
        self._hidden |= frozenset(lines)
        try:
            yield
        finally:
            self._hidden = _HIDDEN

    def _note_kind(self, method: str, arguments: Mapping[str, Any], setup: str) -> None:
        if setup == "before":
            metadata = arguments.get("metadata") if method == "chat.postMessage" else None
            payload = metadata.get("event_payload", {}) if isinstance(metadata, Mapping) else {}
            self._kind = _kind(str(payload.get("key", "")))

    def _show(self, entry: "TranscriptEntry") -> None:
        if self._rests or entry.line in self._hidden:
            return
        line, *body = entry.text(self._names()).split("\n")
        rows = readable([row.removeprefix("    ") for row in body])
        with self._lock:
            if self._is_repeated(entry):
                self._one_line(entry, rows)
                return
            self._head(entry)
            if line.strip() != f"{_BOT}:":
                self._print(line.strip(), "dim" if rows else "green")
            for number, row in enumerate(rows):
                self._print(row, "bold" if number == 0 else "")

    def _is_repeated(self, entry: "TranscriptEntry") -> bool:
        if entry.line != f"{_BOT}:" or entry.place.startswith("#") or not self._kind:
            return False
        known = (self._kind, f"{entry.at:%Y-%m-%d}")
        repeated = known in self._seen
        self._seen.add(known)
        return repeated

    def _one_line(self, entry: "TranscriptEntry", rows: list[str]) -> None:
        first = next((row for row in rows if row.strip()), "")
        if self._heading != "others":
            self._heading = "others"
            self._console.print()
        line = f"{self._hour(entry.at)} → {entry.place}: {first}"
        self._console.print(Text(textwrap.shorten(line, self._width, placeholder=" …"), "dim"))

    def _head(self, entry: "TranscriptEntry") -> None:
        place = entry.place if entry.place.startswith("#") else f"{_BOT} ⇄ {entry.place}"
        when = self._when(entry.at)
        heading = f"{place} {when}"
        self._console.print()
        if heading == self._heading:
            return
        self._heading = heading
        gap = "─" * max(self._width - len(place) - len(when) - 4, 2)
        self._console.print(Text.assemble((f"─ {place} ", "bold cyan"), (f"{gap} {when}", "cyan")))

    def _print(self, row: str, style: str = "", *, inset: str = _INDENT) -> None:
        for line in wrapped(row, self._width - 1, inset=inset):
            text = Text(line, style)
            text.highlight_regex(_BUTTON, "blue")
            self._console.print(text)

    def _when(self, at: datetime) -> str:
        local = at.astimezone(ZoneInfo(self.zone))
        return f"{local:%a} {local.day} {local:%b %Y}, {self._hour(at)}"

    def _hour(self, at: datetime) -> str:
        return f"{at.astimezone(ZoneInfo(self.zone)):%H:%M}"

    @property
    def _width(self) -> int:
        return min(WIDTH, self._console.width)


def readable(rows: Sequence[str]) -> list[str]:
    """Shorten what stands for a chart to its title, and its course where no line of the message has one."""
    has_course = any(_BARS.match(row) for row in rows)
    found: list[str] = []
    for row in rows:
        chart = _CHART.fullmatch(row)
        found.append(row if chart is None else f"[{chart['title']}]")
        bars = None if chart is None or has_course else _BARS.search(chart["course"])
        if chart is not None and bars is not None:
            found.append(chart["course"][bars.start() :])
    return found


def wrapped(row: str, width: int, *, inset: str = _INDENT) -> list[str]:
    """Break a line where a phone would, never within a button; what goes on is set in."""
    if row and set(row) == {"─"}:
        return ["─" * (width // 3)]
    solid = _BUTTON.sub(lambda found: found[0].replace(" ", "\u00a0"), row)
    deeper = inset + " " * (len(row) - len(row.lstrip()))
    lines = textwrap.wrap(solid, width, subsequent_indent=deeper, break_long_words=False, break_on_hyphens=False)
    return [line.replace("\u00a0", " ") for line in lines] or [""]


def _kind(key: str) -> str:
    """Return what a delivery is about, from its key: `prompt` or, for what follows on it, `prompt reminder`."""
    first, *rest = key.split(":")
    return f"{first} {rest[-1]}" if rest and rest[-1] in _FOLLOW_UPS else first
