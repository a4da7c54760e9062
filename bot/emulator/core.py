"""Everything the local Slack is made of, in one place for its parts to reach each other."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from bot.emulator.clock import EmulatorClock
from bot.emulator.delivery.attempts import Ack, Attempt, Envelope
from bot.emulator.delivery.signed_http import SignedHttp
from bot.emulator.delivery.sockets import Sockets
from bot.emulator.faults import Faults
from bot.emulator.ids import Ids, digest_id
from bot.emulator.journal import Journal
from bot.emulator.limits import Limits
from bot.emulator.manifest import Manifest
from bot.emulator.records import Person, Source
from bot.emulator.screens import Screens
from bot.emulator.shapes import user_object
from bot.emulator.signals import Signal
from bot.emulator.transcript import Transcript
from bot.emulator.triggers import Triggers
from bot.emulator.workspace import Workspace

Hook = Callable[[str, Mapping[str, Any], str], None]


class WayToTheBot(Protocol):
    """What hands payloads to the bot, over a connection or by HTTP: `delivery.dispatcher.Dispatcher`."""

    sockets: Sockets
    http: SignedHttp
    in_flight: int

    @property
    def via(self) -> str:
        """`socket` or `http`."""

    async def interaction(self, envelope: Envelope, kind: str, body: dict[str, Any], *, wants_answer: bool) -> Ack:
        """Deliver a command, a click or a form, once."""

    def event(self, name: str, event: Mapping[str, Any]) -> None:
        """Deliver an event if the app subscribes to it, again and again if need be."""

    def collecting(self) -> AbstractContextManager[list[asyncio.Future[Ack]]]:
        """Collect what comes of the first attempt of each event that is sent within."""

    def acknowledged(self, attempt: Attempt, ack: Ack) -> None:
        """Take note of an acknowledgement."""

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something in the background."""

    async def close(self) -> None:
        """End all that runs, and every connection."""


class WayBack(Protocol):
    """What answers come back over: `response_urls.ResponseUrls`."""

    def mint(self, source: Source) -> str:
        """A fresh URL for one interaction."""

    def use(self, id_: str, body: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        """Answer through a URL; the HTTP status and the body for whoever called it."""


class Emulator:
    """The parts of the local Slack. All of them live on one event loop; other threads go through `LocalSlack`."""

    dispatcher: WayToTheBot
    response_urls: WayBack

    def __init__(self, *, manifest: Manifest, clock: EmulatorClock, journal: Path | None) -> None:
        self.manifest = manifest
        self.clock = clock
        self.base_url = ""
        self.running = False
        self.patience_s = 1.0
        self.bot_token = f"xoxb-{digest_id('', f'{manifest.name} bot', length=24)}"
        self.app_token = f"xapp-1-{digest_id('', f'{manifest.name} app', length=24)}"
        self.signing_secret = digest_id("", f"{manifest.name} secret", length=24).lower()
        secrets = (self.bot_token, self.app_token, self.signing_secret)
        self.journal = Journal(journal, secrets=secrets)
        self.ids = Ids()
        self.workspace = Workspace(manifest=manifest, clock=clock, ids=self.ids)
        self.changed = Signal()
        self.moved = Signal()
        self.limits = Limits(clock.timestamp)
        self.faults = Faults()
        self.hooks: list[Hook] = []
        self.problems: list[str] = []
        self.transcript = Transcript(clock.now)
        self.triggers = Triggers(clock)
        self.screens = Screens(self.workspace)

    def join(self, *, dispatcher: WayToTheBot, response_urls: WayBack) -> None:
        """Take the two parts that know the whole: whoever builds a local Slack gives them, before anything happens."""
        self.dispatcher = dispatcher
        self.response_urls = response_urls

    def report(self, problem: str) -> None:
        """Note what a bot's author should know, as a sentence."""
        self.problems.append(problem)
        self.changed.notify()

    def admit(self, person: Person) -> None:
        """Let a person in, or change one; the app hears of a change."""
        known = person.id in self.workspace.people
        self.workspace.add_person(person)
        event = {"user": user_object(self.workspace, person), "event_ts": f"{self.clock.timestamp():.6f}"}
        if self.running:
            name = "user_change" if known else "team_join"
            self.dispatcher.event(name, {"type": name, **event})

    def stored_messages(self, channel: str | None) -> list[dict[str, Any]]:
        """Copies of the messages of one conversation, or of all, each with its `channel`."""
        return [
            {**message, "channel": conversation.id}
            for conversation in tuple(self.workspace.conversations.values())
            if channel in {None, conversation.id}
            for message in conversation.messages.values()
        ]

    def reset(self) -> None:
        """Forget what happened: messages, views, files, faults, limits, journal entries, problems, transcript.

        People, conversations, connections, the clock and the journal's file stay.
        """
        self.workspace.forget()
        self.screens.forget()
        self.faults.clear()
        self.limits.forget()
        self.journal.forget()
        self.problems.clear()
        self.transcript.transcript_entries.clear()
        self.dispatcher.sockets.enabled = True
        self.changed.notify()
