"""One person's seat at the page: what they see of the workspace, and what of it they have not read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.emulator.blocks.mrkdwn import Reader
from bot.emulator.blocks.state import Values
from bot.emulator.page.fields import Surface
from bot.emulator.page.mrkdwn_html import Pen
from bot.emulator.page.pictures import is_picture
from bot.emulator.records import Conversation, Kind, Person

if TYPE_CHECKING:
    from bot.emulator.core import Emulator

Message = Mapping[str, Any]
HOME = "home"
WINDOW = 50
"""How many messages are shown at first, and how many more each time one scrolls up."""
_MOST_UNREAD = 99


@dataclass(slots=True)
class Reads:
    """Up to which message each person has read each conversation."""

    last: dict[tuple[str, str], str] = field(default_factory=dict)

    def mark(self, user_id: str, conversation: Conversation, ephemerals: Sequence[Message]) -> bool:
        """Note that everything there is read; whether anything was not."""
        newest = max([next(reversed(conversation.messages), ""), *(ephemeral["ts"] for ephemeral in ephemerals)])
        key = (user_id, conversation.id)
        if self.last.get(key, "") >= newest:
            return False
        self.last[key] = newest
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A place in the list on the left; `unread` counts to 99 at most."""

    id: str
    name: str
    unread: int
    is_private: bool = False
    is_direct: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A stretch of a conversation, oldest first; `has_older` when there is more above."""

    messages: Sequence[Message]
    has_older: bool
    above: Message | None = None


class ViewerSession:
    """The workspace as one person sees it."""

    def __init__(self, slack: "Emulator", reads: Reads, person: Person) -> None:
        self.slack = slack
        self.reads = reads
        self.person = person
        names = slack.workspace.names()
        places = [conversation.id for conversation in self.conversations()]
        reader = Reader(names=names, zone=ZoneInfo(person.tz))
        self.pen = Pen(reader=reader, me=person.id, places=frozenset(places))

    def conversations(self) -> list[Conversation]:
        """Theirs: channels by name, then their DM with the app, which is there even before its first message."""
        workspace = self.slack.workspace
        theirs = [
            conversation for conversation in workspace.conversations.values() if self.person.id in conversation.members
        ]
        channels = sorted(
            (conversation for conversation in theirs if not conversation.is_direct),
            key=lambda conversation: conversation.name,
        )
        return [*channels, self._direct()]

    def _direct(self) -> Conversation:
        """Their DM; looking at one that is not open yet does not open it."""
        workspace = self.slack.workspace
        id_, members = workspace.direct_id(self.person.id), [self.person.id, workspace.bot_user_id]
        unopened = Conversation(id=id_, name="directmessage", kind=Kind.DIRECT, created=0, members=members)
        return workspace.conversations.get(id_, unopened)

    def conversation(self, id_: str) -> Conversation | None:
        """One of theirs."""
        return next((conversation for conversation in self.conversations() if conversation.id == id_), None)

    def lines(self) -> list[Line]:
        """The list on the left."""
        bot = self.slack.manifest.bot_name
        return [
            Line(
                id=conversation.id,
                name=bot if conversation.is_direct else conversation.name,
                unread=self._unread(conversation),
                is_private=conversation.kind is Kind.PRIVATE,
                is_direct=conversation.is_direct,
            )
            for conversation in self.conversations()
        ]

    def read(self, conversation: Conversation) -> bool:
        """Note that they have read a conversation; whether anything was new."""
        return self.reads.mark(self.person.id, conversation, self._only_theirs(conversation, None))

    def window(self, conversation: Conversation, *, before: str | None = None, since: str | None = None) -> Window:
        """The newest messages outside of threads, or those `before` a message, or all that are not older than one."""
        found: list[Message] = []
        own = sorted(self._only_theirs(conversation, None), key=lambda entry: str(entry["ts"]), reverse=True)
        for message in _newest_first(conversation, own):
            if before is not None and message["ts"] >= before:
                continue
            if (since is not None and message["ts"] < since) or (since is None and len(found) == WINDOW):
                return Window(messages=found[::-1], has_older=True, above=message)
            found.append(message)
        return Window(messages=found[::-1], has_older=False)

    def thread(self, conversation: Conversation, ts: str) -> list[Message]:
        """A message and the replies to it."""
        parent = conversation.messages.get(ts)
        if parent is None:
            return []
        replies = (
            [
                message
                for message in conversation.messages.values()
                if message.get("thread_ts") == ts and message["ts"] != ts
            ]
            if parent.get("reply_count")
            else []
        )
        own = self._only_theirs(conversation, ts)
        return [parent, *sorted([*replies, *own], key=lambda entry: str(entry["ts"]))]

    def surface(self, key: str, values: Values) -> Surface:
        """What blocks on this seat's page are drawn with."""
        workspace = self.slack.workspace
        bot = (workspace.direct_id(self.person.id), self.slack.manifest.bot_name)
        return Surface(
            key=key,
            pen=self.pen,
            values=values,
            people=self.people,
            channels=self._channels,
            directs=[bot],
            pictures=self._pictures,
        )

    @cached_property
    def people(self) -> list[tuple[str, str]]:
        """Id and name of everyone who is there, in the order of their names."""
        people = self.slack.workspace.people.values()
        everyone = [(person.id, person.name) for person in people if not person.deleted and not person.is_bot]
        return sorted(everyone, key=lambda pair: pair[1].casefold())

    @cached_property
    def _channels(self) -> list[tuple[str, str]]:
        return [
            (conversation.id, conversation.name) for conversation in self.conversations() if not conversation.is_direct
        ]

    @cached_property
    def _pictures(self) -> frozenset[str]:
        files = self.slack.workspace.files.values()
        return frozenset(
            stored_file.id for stored_file in files if stored_file.content and is_picture(stored_file.content)
        )

    def _only_theirs(self, conversation: Conversation, thread_ts: str | None) -> list[Message]:
        return [
            ephemeral
            for ephemeral in self.slack.workspace.ephemerals
            if ephemeral["only_to"] == self.person.id
            and ephemeral["channel"] == conversation.id
            and ephemeral.get("thread_ts") == thread_ts
        ]

    def _unread(self, conversation: Conversation) -> int:
        last = self.reads.last.get((self.person.id, conversation.id), "")
        count = 0
        own = sorted(self._only_theirs(conversation, None), key=lambda entry: str(entry["ts"]), reverse=True)
        for message in _newest_first(conversation, own):
            if message["ts"] <= last or count == _MOST_UNREAD:
                break
            count += message["user"] != self.person.id
        return count


def _newest_first(conversation: Conversation, ephemerals: Sequence[Message]) -> Iterator[Message]:
    """Messages outside of threads with those that only one person sees between them; it looks at no more than asked."""
    waiting = list(ephemerals)
    for message in reversed(conversation.messages.values()):
        if message.get("thread_ts") not in {None, message["ts"]} and message.get("subtype") != "thread_broadcast":
            continue
        while waiting and waiting[0]["ts"] > message["ts"]:
            yield waiting.pop(0)
        yield message
    yield from waiting
