"""What has changed since the page was shown, as events that its script puts in place.

A `Viewer` is one open page. It remembers what that page shows, so that only differences are sent; a page that connects
again gets everything once more.
"""

import asyncio
import json
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.emulator.page import tour, view
from bot.emulator.page.rows import Message
from bot.emulator.page.session import HOME, ViewerSession
from bot.emulator.page.view import Shared
from bot.emulator.records import Conversation

Event = dict[str, Any]
_MOST_VIEWERS = 64
_KEEP_ALIVE_SECONDS = 15
# Changes come in bursts (a message, its event, its acknowledgement): one look for all of them.
_GATHER_SECONDS = 0.03


@dataclass(slots=True, kw_only=True, eq=False)
class Viewer:
    """One open page, and what it shows.

    Attributes:
        oldest: The first message that it shows; changes to older ones do not concern it.
        seen: Messages by list and id, as they were when they were sent.
        parts: The other parts, as they were sent.
    """

    id: str
    user_id: str
    place: str
    thread_ts: str
    oldest: str = ""
    seen: dict[str, dict[str, Message]] = field(default_factory=lambda: {"messages": {}, "replies": {}})
    parts: dict[str, Any] = field(default_factory=dict)
    connected: bool = False


class Feed:
    """All open pages."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._viewers: OrderedDict[str, Viewer] = OrderedDict()
        self._count = 0
        self._closing: asyncio.Event | None = None

    def viewer(self, user_id: str, place: str, thread_ts: str) -> Viewer:
        """A page that is about to be shown; the oldest ones are forgotten in time."""
        self._count += 1
        viewer = Viewer(id=f"{self._count}", user_id=user_id, place=place, thread_ts=thread_ts)
        self._viewers[viewer.id] = viewer
        while len(self._viewers) > _MOST_VIEWERS:
            self._viewers.popitem(last=False)
        return viewer

    def find(self, id_: str, user_id: str) -> Viewer | None:
        """An open page of this person."""
        viewer = self._viewers.get(id_)
        return viewer if viewer is not None and viewer.user_id == user_id else None

    def close(self) -> None:
        """End all streams; call it on the emulator's loop."""
        if self._closing is not None:
            self._closing.set()

    async def stream(self, viewer: Viewer | None) -> AsyncIterator[str]:
        """Events for a page until it goes away; a page that is not known is told to load itself again."""
        if self._closing is None:
            self._closing = asyncio.Event()
        if viewer is None:
            yield _line({"kind": "reload"})
            return
        if viewer.connected:
            viewer.seen = {"messages": {}, "replies": {}}
            viewer.parts.clear()
            yield _line({"kind": "kept", "lists": self._remember_shown(viewer)})
        viewer.connected = True
        slack = self._shared.slack
        while not self._closing.is_set():
            # Asked for before looking: what changes while events are being sent must not be missed.
            next_change = {slack.changed.next(), slack.moved.next()}
            for event in self.changes(viewer):
                yield _line(event)
            if not await _one_of(next_change, self._closing):
                yield ": still here\n\n"

    def changes(self, viewer: Viewer) -> list[Event]:
        """What is to be sent to a page now; from then on it counts as sent."""
        try:
            session = self._shared.session(viewer.user_id)
        except LookupError:
            return [{"kind": "reload"}]
        events = [*self._messages(viewer, session), *self._replies(viewer, session)]
        events += self._parts(viewer, session)
        return events

    def note(self, viewer: Viewer, name: str, messages: Sequence[Message]) -> None:
        """Note messages that a page shows already."""
        viewer.seen[name] |= {str(message["ts"]): message for message in messages}

    def _conversation(self, viewer: Viewer, session: ViewerSession) -> Conversation | None:
        return None if viewer.place in {"", HOME} else session.conversation(viewer.place)

    def _visible_messages(
        self, viewer: Viewer, session: ViewerSession, name: str
    ) -> tuple[list[Message], Message | None]:
        conversation = self._conversation(viewer, session)
        if conversation is None:
            return [], None
        if name == "replies":
            return (session.thread(conversation, viewer.thread_ts) if viewer.thread_ts else []), None
        window = session.window(conversation, since=viewer.oldest)
        return list(window.messages), window.above

    def _remember_shown(self, viewer: Viewer) -> dict[str, list[str]]:
        session = self._shared.session(viewer.user_id)
        names = ("messages", "replies")
        return {
            name: [str(entry["ts"]) for entry in self._visible_messages(viewer, session, name)[0]] for name in names
        }

    def _messages(self, viewer: Viewer, session: ViewerSession) -> Iterator[Event]:
        conversation = self._conversation(viewer, session)
        if conversation is not None:
            session.read(conversation)
            yield from self._list(viewer, session, "messages")

    def _replies(self, viewer: Viewer, session: ViewerSession) -> Iterator[Event]:
        if viewer.thread_ts:
            yield from self._list(viewer, session, "replies")

    def _list(self, viewer: Viewer, session: ViewerSession, name: str) -> Iterator[Event]:
        messages, above = self._visible_messages(viewer, session, name)
        seen = viewer.seen[name]
        now = {str(message["ts"]): message for message in messages}
        for ts in seen.keys() - now.keys():
            yield {"kind": "gone", "list": name, "ts": ts}
        for index, message in enumerate(messages):
            ts = str(message["ts"])
            if seen.get(ts) is message:
                continue
            upper = messages[index - 1] if index else above
            row = view.rows(session, [message], viewer.place, above=upper, in_thread=name == "replies")[0]
            yield {"kind": "message", "list": name, "ts": ts, "html": view.row_markup(session, row, viewer.place)}
        viewer.seen[name] = now

    def _parts(self, viewer: Viewer, session: ViewerSession) -> Iterator[Event]:
        for name, (key, make) in self._group_by_key(viewer, session).items():
            if viewer.parts.get(name) != key:
                viewer.parts[name] = key
                yield {"kind": "part", "name": name, "html": str(make())}

    def _group_by_key(self, viewer: Viewer, session: ViewerSession) -> dict[str, tuple[Any, Any]]:
        """The other parts, each with what tells whether it changed and how to make it."""
        slack, shared = self._shared.slack, self._shared
        rail, strip = view.rail(session, viewer.place), view.strip(shared, session, viewer.place)
        stack = [(screen.id, screen.hash) for screen in slack.screens.stacks.get(viewer.user_id, [])]
        now = slack.clock.now().timestamp()
        # A clock that runs shows the time by itself: it changes when it jumps.
        shows = now if slack.clock.frozen else round(now - asyncio.get_running_loop().time())
        keyed: dict[str, tuple[Any, Any]] = {
            "rail": (str(rail), lambda: rail),
            "strip": (str(strip), lambda: strip),
            "modals": (stack, lambda: view.modals(session)),
            "tour": (shared.guide.key, lambda: tour.strip(shared.guide)),
            "clock": ((shows, slack.clock.frozen, shared.plans()), lambda: view.clock(shared, session)),
        }
        if viewer.place == HOME:
            published = slack.screens.homes.get(viewer.user_id)
            keyed["home"] = (published.hash if published else None, lambda: view.home(session))
        return keyed

    def settle(self, viewer: Viewer, session: ViewerSession) -> None:
        """Note that a page shows all parts as they are now."""
        viewer.parts = {name: key for name, (key, _) in self._group_by_key(viewer, session).items()}


def _line(event: Event) -> str:
    return f"data: {json.dumps(event, ensure_ascii=False)}\n\n"


async def _one_of(changes: set[asyncio.Future[None]], closing: asyncio.Event) -> bool:
    """Wait for a change or the end; False when neither came for a while."""
    closed = asyncio.ensure_future(closing.wait())
    waiting: set[asyncio.Future[Any]] = {*changes, closed}
    done, left = await asyncio.wait(waiting, timeout=_KEEP_ALIVE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    for future in left:
        future.cancel()
    if done and not closing.is_set():
        await asyncio.sleep(_GATHER_SECONDS)
    return bool(done)
