"""The company of USING.md's CSV examples, imported as they stand there, and a Tiller over it whose time can be moved.

Real bolt over Socket Mode, real SQLite, a local Slack. `documented_quarter` plays a quarter with it.
"""

import re
import textwrap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.app import Tiller, compose
from bot.clock import MovedClock
from bot.emulator.blocks.reading import message_text
from bot.emulator.clock import EmulatorClock
from bot.emulator.people.actor import Actor
from bot.emulator.server import LocalSlack
from bot.settings import Settings
from handlers.usecases.imports.run import FileKind, run_import
from storage.store import Store, open_store

ROOT = Path(__file__).resolve().parents[1]
USING = ROOT / "USING.md"
WIDTH = 56
"""The width of a phone's screen, in characters."""
ZONE = ZoneInfo("Europe/Amsterdam")
CYCLE = "2026-10-01:2026-12-31"
PEOPLE = {"U0ADA0001": "Ada", "U0OWEN002": "Owen", "U0MIA0003": "Mia"}
ADA, OWEN, MIA = PEOPLE
GROWTH, COMPANY = "C0GROWTH1", "C0COMPANY1"
_EXAMPLE = re.compile(r"^```csv (?P<kind>[a-z]+)\.csv\n(?P<content>.*?)^```$", re.DOTALL | re.MULTILINE)
TRANSCRIPT = re.compile(r"(?P<before>^```text transcript\n)(?P<lines>.*?)(?P<after>^```$)", re.DOTALL | re.MULTILINE)
_CHART = re.compile(r"\[(?P<kind>[a-z]+ chart: [^;\]]+);[^\]]*\]")

FIRST_WEEK = date(2026, 7, 6)
WEEKS = {
    "churn": "2.4 2.3 2.5 2.2 2.4 2.3 2.1 2.4 2.3 2.2 2.4 2.3 2.4 2.2 2.4 2.3 2.5 2.6 4.4 4.9 3.6 2.3 2.2 2.1 2.2 2.1",
    "activation": "41 42 41 43 42 42 41 43 42 43 42 42 42 43 42 41 42 41 37 40 41 42 44 43 44 45",
    "mrr": "1.11 1.12 1.12 1.13 1.13 1.14 1.14 1.15 1.15 1.15 1.16 1.16 1.16 1.17 1.17 1.18 1.18 1.19 1.21 1.21 1.22 "
    "1.22 1.23 1.24 1.25 1.26",
}
"""The values of each week in turn; they come in on the Monday after it."""


def examples() -> dict[FileKind, str]:
    """Return the CSV examples by kind, in the order in which they stand there."""
    found = _EXAMPLE.finditer(USING.read_text(encoding="utf-8"))
    return {FileKind(match["kind"]): match["content"] for match in found}


def documented() -> str:
    """Return the transcript as USING.md shows it."""
    found = TRANSCRIPT.search(USING.read_text(encoding="utf-8"))
    assert found is not None, "USING.md has no transcript: a block that is fenced with ```text transcript."
    return found["lines"]


def at(day: str, hour: str) -> datetime:
    """Return an instant in the company's zone: `at("2026-11-16", "09:30")`."""
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=ZONE).astimezone(UTC)


@dataclass(slots=True, kw_only=True)
class Play:
    """A Tiller that is connected to a local Slack, the clocks of both, and what was taken down so far."""

    slack: LocalSlack
    tiller: Tiller
    store: Store
    clock: MovedClock
    taken: list[tuple[int, list[str]]] = field(default_factory=list)

    def until(self, moment: datetime) -> None:
        """Let happen all that falls due up to a moment, each thing at its own instant."""
        while True:
            ran, coming = self.tiller.tick_and_look()
            wrong = [item for item in ran if item.failure is not None]
            assert not wrong, wrong
            self.tiller.deliver()
            waiting = [item for item in (coming, self.tiller.next_due()) if item is not None]
            following = min(waiting, default=moment)
            if following >= moment:
                break
            self._move(following)
        self._move(moment)

    def _move(self, moment: datetime) -> None:
        self.slack.settle()
        self.slack.settle(30)
        self.clock.move_to(moment)
        self.slack.clock.move_to(self.clock.now())

    def actor(self, who: str) -> Actor:
        """A person to act as."""
        return self.slack.actor(who)

    def readings(self, week: int) -> None:
        """Bring in one week's values, as a nightly job of the company's would."""
        monday = FIRST_WEEK + timedelta(weeks=week)
        rows = [f"{kpi},{monday},{values.split()[week]}{'M' * (kpi == 'mrr')}" for kpi, values in WEEKS.items()]
        content = "\n".join(["kpi,date,value", *rows, ""])
        run_import(self.store, FileKind.READINGS, content, now=self.clock.now())

    def newest(self, place: str, words: str) -> Mapping[str, Any]:
        """Return the newest message in a channel or DM that has some words in it."""
        return next(message for message in reversed(self.slack.messages(place)) if words in self.read(message))

    def read(self, message: Mapping[str, Any]) -> str:
        """What a person reads in a message."""
        return message_text(message, self.slack.names(), zone=ZONE)

    def take_down(self, part: int, what: str, place: str, text: str, *, until: str | None = None) -> None:
        """Keep what stands in a place for the transcript.

        Args:
            part: Parts are shown by their numbers.
            what: What it is.
            place: Where it stands.
            text: What a person reads there.
            until: The words at which it is cut off, or None to keep all.
        """
        moment = self.clock.now().astimezone(ZONE)
        kept, cut, _ = text.partition(until) if until is not None else (text, "", "")
        assert bool(cut) == (until is not None), f"‘{until}’ is not in: {text}"
        rows = [*_CHART.sub(r"[\g<kind>]", kept).rstrip().split("\n"), *(["…"] if cut else [])]
        lines = [f"── {what} · {place}, {moment:%a} {moment.day} {moment:%b %H:%M} ──"]
        self.taken.append((part, [*lines, *(line for row in rows for line in _wrapped(row)), ""]))

    def transcript(self) -> str:
        """Everything that was taken down, by part."""
        ordered = sorted(self.taken, key=lambda pair: pair[0])
        return "\n".join(line for _, lines in ordered for line in lines)


def _wrapped(row: str) -> list[str]:
    """Break a line where a phone would; what goes on is set in."""
    row = "─" * 20 if set(row) == {"─"} else row
    # A button is not broken in two.
    solid = re.sub(r"\[[^\]]{1,40}\]", lambda found: found[0].replace(" ", "\u00a0"), row)
    return [
        line.replace("\u00a0", " ")
        for line in textwrap.wrap(solid, WIDTH, break_long_words=False, break_on_hyphens=False)
    ] or [""]


@contextmanager
def playing(folder: Path) -> Iterator[Play]:
    """Lend a Tiller with that company in it, on the evening before the quarter."""
    now = at("2026-09-30", "20:00")
    clock = MovedClock(now)
    store = open_store(f"sqlite:///{folder / 'tiller.db'}")
    store.migrate()
    for kind, content in examples().items():
        run_import(store, kind, content, now=now, cycle=CYCLE)
    with LocalSlack(
        manifest=ROOT / "manifest.yml",
        clock=EmulatorClock(now, frozen=True),
        people=[{"id": who, "name": name, "tz": str(ZONE)} for who, name in PEOPLE.items()],
        channels=[
            {"id": channel, "name": name, "members": list(PEOPLE)}
            for channel, name in ((GROWTH, "growth"), (COMPANY, "company"))
        ],
    ) as slack:
        slack.limits.enabled = False
        settings = Settings(
            SLACK_BOT_TOKEN=slack.bot_token,
            SLACK_APP_TOKEN=slack.app_token,
            SLACK_API_URL=slack.api_url,
            _env_file=None,
        )
        tiller = compose(settings, clock=clock, store=store)
        handler = SocketModeHandler(tiller.bolt, slack.app_token)
        handler.connect()  # type: ignore[no-untyped-call]  # bolt leaves it untyped
        try:
            assert slack.wait_for_bot()
            tiller.refresh_people()
            yield Play(slack=slack, tiller=tiller, store=store, clock=clock)
            assert slack.problems() == []
        finally:
            handler.close()  # type: ignore[no-untyped-call]  # bolt leaves it untyped
            tiller.close()
