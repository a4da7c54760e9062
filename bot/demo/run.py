"""`demo`: all of it together, until Ctrl-C."""

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from bot.app import Tiller, compose
from bot.demo import company, history
from bot.demo.clock import FollowingClock
from bot.demo.show import Screen
from bot.emulator.clock import EmulatorClock
from bot.emulator.server import LocalSlack
from bot.logs import set_up_logs
from bot.running import Running
from bot.settings import LogFormat, Settings
from storage.store import open_store

MONDAY = date(2026, 11, 16)
_DIGEST_HOUR = 9
_BEFORE = timedelta(seconds=4)
_LOOK_SECONDS = 0.25
_MANIFEST = Path(__file__).resolve().parents[2] / "manifest.yml"


def demo(*, exit_after: float | None = None) -> None:
    """Show Tiller at work on the sample company.

    Args:
        exit_after: End by itself after so many seconds; otherwise Ctrl-C ends it.
    """
    console = Console(highlight=False)
    start = history.at(MONDAY, _DIGEST_HOUR) - _BEFORE
    clock = EmulatorClock(start)
    set_up_logs(level="ERROR", style=LogFormat.CONSOLE, clock=FollowingClock(clock))
    with _workspace(clock) as slack, _bot(slack) as tiller:
        screen = Screen(slack, console)
        screen.start()
        _introduce(console, slack)
        with _kept_alive(tiller, slack):
            try:
                threading.Event().wait(exit_after)
            except KeyboardInterrupt:
                console.print("Good-bye.")
        screen.stop()


@contextmanager
def _workspace(clock: EmulatorClock) -> Iterator[LocalSlack]:
    """Serve a local Slack with everyone in it."""
    with LocalSlack(manifest=_MANIFEST, clock=clock) as slack:
        everyone = company.rows_of(company.PEOPLE)
        for person in everyone:
            slack.add_person(id=person["slack_id"], name=person["name"], tz=company.ZONE)
        for team in company.rows_of(company.TEAMS):
            members = [one["slack_id"] for one in everyone if not team["parent"] or one["team"] == team["key"]]
            slack.add_channel(id=team["channel"], name=team["key"], members=members)
        yield slack


@contextmanager
def _bot(slack: LocalSlack) -> Iterator[Tiller]:
    """Compose the bot over a database that goes when it ends."""
    settings = Settings(
        _env_file=None,
        SLACK_API_URL=slack.api_url,
        SLACK_BOT_TOKEN=slack.bot_token,
        SLACK_APP_TOKEN=slack.app_token,
        PORT=None,
    )
    with tempfile.TemporaryDirectory(prefix="tiller-") as folder:
        store = open_store(f"sqlite:///{folder}/demo.db", durable=False)
        store.migrate()
        history.fill(store, start=slack.clock.now())
        tiller = compose(settings, clock=FollowingClock(slack.clock), store=store)
        try:
            yield tiller
        finally:
            tiller.close()


@contextmanager
def _kept_alive(tiller: Tiller, slack: LocalSlack) -> Iterator[None]:
    """Run the bot, and ring for it as soon as something is due on the local Slack's clock."""
    running = Running(tiller)
    over = threading.Event()
    moved = threading.Event()
    unlisten = slack.clock.on_move(moved.set)
    threads = [
        threading.Thread(target=running.run, name="bot", daemon=True),
        threading.Thread(target=_ring, args=(tiller, over, moved), name="bell", daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        unlisten()
        over.set()
        moved.set()
        running.stop()
        for thread in threads:
            thread.join(timeout=10)


def _ring(tiller: Tiller, over: threading.Event, moved: threading.Event) -> None:
    """Ring when the clock reaches what is due next, or when somebody has moved it.

    Why besides the doorbell of `run`: it rings every so often on real time, and who moves the clock waits for it.
    """
    due: datetime | None = tiller.clock.now()
    while not over.is_set():
        if moved.is_set() or (due is not None and due <= tiller.clock.now()):
            moved.clear()
            _, due = tiller.ring_and_look()
        moved.wait(_LOOK_SECONDS)


def _introduce(console: Console, slack: LocalSlack) -> None:
    header = "-H 'content-type: application/json' -d"
    people = f"{slack.control_url}/people/U0DEMOMIA1"
    console.print("[bold]Heron lends bicycles to offices.[/bold] It is Monday, one moment before nine in Amsterdam.")
    console.print("Ctrl-C ends it. In another terminal:")
    for what, where, body in (
        ("let an hour pass, so that check-ins are asked", f"{slack.control_url}/clock", '{"advance_seconds": 3600}'),
        ("ask, as Mia", f"{people}/command", '{"command": "/okr", "text": "growth"}'),
        ("look at a KPI", f"{people}/command", '{"command": "/kpi", "text": "churn"}'),
        ("say how a key result stands", f"{people}/command", '{"command": "/okr", "text": "checkin KR-2 18 5"}'),
    ):
        console.print(f"  {what}:\n    curl -s -X POST {where} {header} '{escape(body)}'", soft_wrap=True)
    console.print(f"  everything else that a person can do: {slack.control_url}/docs\n", soft_wrap=True)
