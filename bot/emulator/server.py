"""`LocalSlack`: all of it, in a background thread, with a plain synchronous face."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bot.emulator.asgi import Application
from bot.emulator.clock import EmulatorClock
from bot.emulator.control.application import control_application
from bot.emulator.core import Emulator, Hook
from bot.emulator.delivery.dispatcher import Dispatcher
from bot.emulator.delivery.sockets import Reason
from bot.emulator.faults import Faults
from bot.emulator.journal import Journal
from bot.emulator.limits import Limits
from bot.emulator.manifest import Manifest
from bot.emulator.page.application import Page
from bot.emulator.page.clock import Plans
from bot.emulator.page.tour import Tour
from bot.emulator.people.actor import Actor
from bot.emulator.records import Kind, Person
from bot.emulator.response_urls import ResponseUrls
from bot.emulator.thread import ServerThread
from bot.emulator.transcript import TranscriptEntry


class LocalSlack:
    """A local Slack for one app.

    Args:
        manifest: The app's `manifest.yml`; what it does not declare does not work.
        clock: The emulated time; real time from now on when left out.
        journal: A file for the journal.
        people: Keyword arguments of `add_person`, one mapping for each.
        channels: Keyword arguments of `add_channel`, likewise.
        port: 0 for a free one.
        planned: Says what the app will do next, for the clock of the page; see `page.clock.Planned`.
    """

    def __init__(
        self,
        *,
        manifest: Path,
        clock: EmulatorClock | None = None,
        journal: Path | None = None,
        people: Iterable[Mapping[str, Any]] = (),
        channels: Iterable[Mapping[str, Any]] = (),
        port: int = 0,
        planned: Plans = lambda: None,
    ) -> None:
        self.clock = clock or EmulatorClock()
        self.core = Emulator(manifest=Manifest.read(manifest), clock=self.clock, journal=journal)
        self.core.join(dispatcher=Dispatcher(self.core), response_urls=ResponseUrls(self.core))
        self._thread = ServerThread(port)
        self._page = Page(self.core, planned)
        self.core.base_url = self._thread.base_url
        self._unlisten: Callable[[], None] = lambda: None
        for person in people:
            self.add_person(**person)
        for channel in channels:
            self.add_channel(**channel)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Serve; returns once calls are taken."""
        self._thread.start(Application(self.core, control_application(self.core), self._page))
        self.core.running = True
        self._unlisten = self.clock.on_move(self._move)

    def stop(self) -> None:
        """Stop serving, write what is left of the journal, and end the thread."""
        self._unlisten()
        if self._thread.loop is not None and self._thread.loop.is_running():
            self._thread.wait(self.core.dispatcher.close())
            self._thread.call(self._page.feed.close)
        self._thread.stop()
        self.core.journal.close()

    @property
    def api_url(self) -> str:
        """The Web API's base, with a slash at its end."""
        return f"{self.core.base_url}/api/"

    @property
    def control_url(self) -> str:
        """The control API's base; its documentation is at `/docs` beneath."""
        return f"{self.core.base_url}/control"

    @property
    def page_url(self) -> str:
        """Where the workspace can be seen in a browser."""
        return f"{self.core.base_url}/"

    @property
    def bot_token(self) -> str:
        """The app's `xoxb-` token."""
        return self.core.bot_token

    @property
    def app_token(self) -> str:
        """The app's `xapp-` token, for Socket Mode."""
        return self.core.app_token

    @property
    def signing_secret(self) -> str:
        """What signs deliveries over HTTP."""
        return self.core.signing_secret

    @property
    def bot_user_id(self) -> str:
        """The bot's own `U…` id."""
        return self.core.workspace.bot_user_id

    @property
    def team_id(self) -> str:
        """The workspace's `T…` id."""
        return self.core.workspace.team_id

    @property
    def faults(self) -> Faults:
        """Trouble on demand; see `Fault` for the words of `add`."""
        return self.core.faults

    @property
    def limits(self) -> Limits:
        """The rate limits; `enabled` switches them."""
        return self.core.limits

    @property
    def journal(self) -> Journal:
        """Calls and deliveries so far, in `entries`."""
        return self.core.journal

    def add_person(
        self,
        *,
        id: str,  # noqa: A002 - Slack's word
        name: str,
        tz: str = "UTC",
        handle: str | None = None,
        email: str | None = None,
        deleted: bool = False,
        is_bot: bool = False,
        is_restricted: bool = False,
    ) -> Actor:
        """Let a person in, or change who has this id; the app hears of a change if it listens to `user_change`."""
        handle = handle or name.lower().replace(" ", ".")
        person = Person(id=id, name=name, handle=handle, tz=tz, email=email, deleted=deleted)
        person.is_bot, person.is_restricted = is_bot, is_restricted
        self._thread.call(lambda: self.core.admit(person))
        return self.actor(id)

    def add_channel(
        self,
        *,
        id: str,  # noqa: A002 - Slack's word
        name: str,
        members: Iterable[str] = (),
        bot_is_member: bool = True,
        is_private: bool = False,
        archived: bool = False,
    ) -> None:
        """Open a channel, or replace the one with this id."""
        everyone = [*members, *([self.bot_user_id] if bot_is_member else [])]
        kind = Kind.PRIVATE if is_private else Kind.PUBLIC

        def _add() -> None:
            self.core.workspace.add_conversation(id=id, name=name, kind=kind, members=everyone).archived = archived

        self._thread.call(_add)

    def actor(self, user_id: str) -> Actor:
        """A person to act as.

        Raises:
            KeyError: Nobody has this id.
        """
        return Actor(self.core, self._thread, self.core.workspace.people[user_id].id)

    def dm_of(self, user_id: str) -> str:
        """The id of a person's DM with the bot, whether it is open yet or not."""
        return self.core.workspace.direct_id(user_id)

    def messages(self, channel: str | None = None) -> list[dict[str, Any]]:
        """Stored messages with their `channel`, oldest first in each conversation; ephemeral ones are not stored."""
        return self._thread.call(lambda: self.core.stored_messages(channel))

    def transcript(self, *, by_place: bool = False) -> str:
        """What everyone saw and did, as text; `by_place` compares well between two runs."""
        return self._thread.call(lambda: self.core.transcript.text(self.core.workspace.names(), by_place=by_place))

    def watch(self, watcher: Callable[[TranscriptEntry], None]) -> None:
        """Call `watcher` with each thing that happens, on the emulator's thread; see `TranscriptEntry.text`."""
        self.core.transcript.watch(watcher)

    def names(self) -> dict[str, str]:
        """The names of people and channels by id, as `TranscriptEntry.text` wants them."""
        return self._thread.call(self.core.workspace.names)

    def problems(self) -> list[str]:
        """What was refused and what was not acknowledged in time, as sentences."""
        return self._thread.call(lambda: list(self.core.problems))

    def on_call(self, hook: Hook) -> Callable[[], None]:
        """Call `hook(method, args, stage)` for each Web API call, `before` and `after` it is processed.

        Returns:
            A function that ends this.
        """
        self.core.hooks.append(hook)
        return lambda: self.core.hooks.remove(hook)

    def guide(self, tour: Tour | None) -> None:
        """Offer a guided tour on the page, from its start; None for none."""
        self._thread.call(lambda: self._page.shared.guide.take(tour))
        self._thread.call(self.core.changed.notify)

    def deliver_to(self, url: str | None) -> None:
        """Deliver by signed HTTP to this address from now on; None for Socket Mode again."""
        self.core.dispatcher.http.url = url

    def disconnect(self, reason: str = "refresh_requested") -> int:
        """Ask the bot to reconnect: `warning`, `refresh_requested`, `link_disabled` or `too_many_websockets`."""
        return self._thread.wait(self.core.dispatcher.sockets.disconnect(Reason(reason)))

    def cut_connections(self) -> None:
        """End all Socket Mode connections without a word, as a broken network does."""
        self._thread.wait(self.core.dispatcher.sockets.cut())

    @property
    def connections(self) -> int:
        """How many Socket Mode connections are open."""
        return len(self.core.dispatcher.sockets.connections)

    def wait_for_bot(self, timeout_s: float = 10) -> bool:
        """Wait until the bot is connected; whether it came in time."""
        return self.wait_until(lambda: self.connections > 0, timeout_s=timeout_s)

    def wait_until(self, true: Callable[[], bool], *, timeout_s: float = 3) -> bool:
        """Wait until a condition is true, looked at after each change; it runs on the emulator's thread."""
        return self._thread.wait(self.core.changed.wait_until(true, timeout_s=timeout_s))

    def settle(self, timeout_s: float = 3) -> bool:
        """Wait until no event is on its way to the bot. Do this before moving the clock far, or they count as late."""
        return self.wait_until(lambda: self.core.dispatcher.in_flight == 0, timeout_s=timeout_s)

    def reset(self) -> None:
        """Forget what happened; people, channels, connections and the clock stay."""
        self._thread.call(self.core.reset)

    def _move(self) -> None:
        """Wake what waits for the clock, and let it run before the caller goes on."""
        loop = self._thread.loop
        if loop is None or not loop.is_running():
            return
        self._thread.call(self.core.moved.notify)
        if not self._thread.is_current:
            self._thread.wait(_a_few_turns())


async def _a_few_turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)
