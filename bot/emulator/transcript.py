"""What everyone saw and did, in order, as the plain text a person would read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.emulator.blocks.reading import message_text, view_text


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptEntry:
    """One thing that happened in one place.

    Attributes:
        at: The emulated instant.
        place: Where a person would have been looking: `#growth`, or `Ada` for her DM, modals and Home.
        line: Who did what.
        shown: A message, or a view with its values, whose text stands beneath the line.
    """

    at: datetime
    place: str
    line: str
    shown: Callable[[Mapping[str, str]], str] | None = None

    def text(self, names: Mapping[str, str]) -> str:
        """The line and what is beneath it."""
        beneath = self.shown(names) if self.shown is not None else ""
        return "\n".join([f"  {self.line}", *(f"    {row}".rstrip() for row in beneath.splitlines())])


class Transcript:
    """The entries so far."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.transcript_entries: list[TranscriptEntry] = []
        self._watchers: list[Callable[[TranscriptEntry], None]] = []

    def watch(self, watcher: Callable[[TranscriptEntry], None]) -> None:
        """Call `watcher` with each new entry, on the emulator's thread."""
        self._watchers.append(watcher)

    def line(self, place: str, line: str) -> None:
        """Somebody did something."""
        self._add(TranscriptEntry(at=self._now(), place=place, line=line))

    def message(self, place: str, line: str, message: Mapping[str, Any]) -> None:
        """A message appeared or changed."""
        self._add(
            TranscriptEntry(at=self._now(), place=place, line=line, shown=lambda names: message_text(message, names))
        )

    def view(self, place: str, line: str, view: Mapping[str, Any]) -> None:
        """A modal or Home came on somebody's screen, with what its `state` holds."""
        values = view["state"]["values"]
        self._add(
            TranscriptEntry(at=self._now(), place=place, line=line, shown=lambda names: view_text(view, values, names))
        )

    def text(self, names: Mapping[str, str], *, by_place: bool = False) -> str:
        """All entries as text.

        Args:
            names: The names of people and channels by id.
            by_place: One place after the other, so that two runs compare although their places interleave
                differently; else in the order of events.
        """
        transcript_entries = (
            sorted(self.transcript_entries, key=lambda entry: entry.place) if by_place else self.transcript_entries
        )
        return _with_headings(transcript_entries, names)

    def _add(self, entry: TranscriptEntry) -> None:
        self.transcript_entries.append(entry)
        for watcher in self._watchers:
            watcher(entry)


def _with_headings(transcript_entries: Iterable[TranscriptEntry], names: Mapping[str, str]) -> str:
    lines: list[str] = []
    last = ""
    for entry in transcript_entries:
        heading = f"{entry.at:%a %Y-%m-%d %H:%M} {entry.place}"
        if heading != last:
            lines += ["", heading] if lines else [heading]
            last = heading
        lines.append(entry.text(names))
    return "\n".join(lines) + "\n" if lines else ""
