"""Sets up the local Slack with everyone in it, a database with the company in it, the bot connected."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.app import Tiller, compose
from bot.demo import company
from bot.demo.clock import FollowingClock, WalkingClock
from bot.demo.script import Script
from bot.demo.worker import Readings
from bot.emulator.server import LocalSlack
from bot.logs import set_up_logs
from bot.settings import LogFormat, Settings
from bot.simulate.setup import fill_database, fill_workspace
from storage.store import Store, open_store

_CONCURRENCY = 8
_LOOKS, _LOOK_SECONDS = 200, 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """Everything that the demo plays with."""

    script: Script
    slack: LocalSlack
    tiller: Tiller
    clock: WalkingClock
    readings: Readings

    def step_to(self, at: datetime) -> None:
        """Move the clock in one step, once nothing is under way any more."""
        self.slack.settle()
        self.clock.step_to(at)


@contextmanager
def set_up(folder: Path, script: Script, slack: LocalSlack, clock: WalkingClock) -> Iterator[Setup]:
    """Lend a setup whose clock stands at the first day of the script; its database lies in a fresh folder.

    The local Slack may have seen another setup before: all that was said there is forgotten.
    """
    clock.begin_again(script.company.start)
    slack.reset()
    bot_clock = FollowingClock(clock)
    set_up_logs(level="WARNING", style=LogFormat.CONSOLE, clock=bot_clock)
    with _store(folder) as store:
        settings = _settings(slack, script)
        fill_database(store, script.company, settings)
        _let_in(slack, script)
        tiller = compose(settings, clock=bot_clock, store=store)
        try:
            with _connect(tiller, slack):
                tiller.refresh_people()
                readings = Readings(store, script.company.arrivals)
                yield Setup(script=script, slack=slack, tiller=tiller, clock=clock, readings=readings)
        finally:
            tiller.stop_delivering()


@contextmanager
def _store(folder: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{folder / 'tiller.db'}", durable=False)
    try:
        yield store
    finally:
        store.close()


def _settings(slack: LocalSlack, script: Script) -> Settings:
    """Return settings that lead to this Slack; what the machine's own environment says of others plays no part."""
    return Settings.model_validate(
        {name: field.get_default() for name, field in Settings.model_fields.items()}
        | {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.api_url,
            "COMPANY_TIMEZONE": script.zone,
        }
    )


def _let_in(slack: LocalSlack, script: Script) -> None:
    """Let everyone in, the sample company's people in the zones where they live; the company's channel is for all."""
    fill_workspace(slack, script.company)
    if not script.is_sample:
        return
    for member in company.MEMBERS:
        slack.add_person(id=member.id, name=member.name, tz=member.zone)


@contextmanager
def _connect(tiller: Tiller, slack: LocalSlack) -> Iterator[None]:
    handler = SocketModeHandler(tiller.bolt, slack.app_token, concurrency=_CONCURRENCY)
    handler.connect()  # type: ignore[no-untyped-call]  # slack_bolt leaves it untyped
    try:
        slack.wait_for_bot()
        yield
    finally:
        _hang_up(handler, slack)
        handler.close()  # type: ignore[no-untyped-call]  # slack_bolt leaves it untyped


def _hang_up(handler: SocketModeHandler, slack: LocalSlack) -> None:
    """Cut the line from the other end, and wait until the SDK has noticed: by itself, it takes seconds to hang up."""
    handler.client.auto_reconnect_enabled = False
    slack.cut_connections()
    pause = threading.Event()
    for _ in range(_LOOKS):
        if not handler.client.is_connected():
            return
        pause.wait(_LOOK_SECONDS)
