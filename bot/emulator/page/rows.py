"""One message as it stands in a list: who, when, under which day, with which reactions and files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from zlib import crc32
from zoneinfo import ZoneInfo

from bot.emulator.blocks.state import initial_values
from bot.emulator.page.emoji import emoji_named
from bot.emulator.page.fields import Surface
from bot.emulator.page.pictures import is_picture

if TYPE_CHECKING:
    from bot.emulator.core import Emulator
    from bot.emulator.page.session import ViewerSession

Message = Mapping[str, Any]
TONES = 8
_TOGETHER_SECONDS = 300
_KILO = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote a message, as the list shows them."""

    name: str
    initials: str
    tone: int
    is_app: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """One emoji under a message."""

    emoji: str
    name: str
    count: int
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file under a message."""

    name: str
    url: str
    size: str
    is_picture: bool
    alt_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A message in a list.

    Attributes:
        day: The heading of its day, when it is the first of it.
        follows: Whether it goes on from the one above: same author, a moment later.
        in_thread: Whether it stands in the thread's own list.
    """

    ts: str
    message: Message
    surface: Surface
    author: Author
    time: str
    full_time: str
    day: str
    follows: bool
    in_thread: bool
    reactions: tuple[Reaction, ...]
    files: tuple[Attached, ...]

    @property
    def anchor(self) -> str:
        """Its id on the page."""
        return f"{'t' if self.in_thread else 'm'}{self.ts.replace('.', '-')}"


def author(slack: "Emulator", user_id: str) -> Author:
    """A person as an author."""
    person = slack.workspace.people[user_id]
    words = [word for word in person.name.split() if word[:1].isalnum()] or [person.name[:1] or "?"]
    initials = (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()
    return Author(name=person.name, initials=initials, tone=crc32(person.id.encode()) % TONES, is_app=person.is_bot)


def local(ts: str, zone: tzinfo) -> datetime:
    """The instant of a message in a zone."""
    return datetime.fromtimestamp(float(ts), tz=zone)


def day_named(when: datetime) -> str:
    """The heading of a day."""
    return f"{when:%A}, {when.day} {when:%B %Y}"


def row(
    session: "ViewerSession", message: Message, above: Message | None, *, channel: str, in_thread: bool = False
) -> Row:
    """A message beneath another, as one person sees it."""
    zone = ZoneInfo(session.person.tz)
    when, before = local(message["ts"], zone), local(above["ts"], zone) if above is not None else None
    new_day = before is None or before.date() != when.date()
    follows = (
        not new_day
        and above is not None
        and above["user"] == message["user"]
        and bool(above.get("is_ephemeral")) is bool(message.get("is_ephemeral"))
        and float(message["ts"]) - float(above["ts"]) < _TOGETHER_SECONDS
    )
    values = session.slack.screens.in_messages.get((channel, message["ts"], session.person.id))
    held = values if values is not None else initial_values(message.get("blocks") or [])
    return Row(
        ts=message["ts"],
        message=message,
        surface=session.surface(f"{'t' if in_thread else 'm'}{message['ts']}", held),
        author=author(session.slack, message["user"]),
        time=f"{when:%H:%M}",
        full_time=f"{when:%a} {when.day} {when:%b %Y, %H:%M:%S}",
        day=day_named(when) if new_day and not in_thread else "",
        follows=follows,
        in_thread=in_thread,
        reactions=tuple(_reactions(session, message)),
        files=tuple(_files(session, message)),
    )


def _reactions(session: "ViewerSession", message: Message) -> list[Reaction]:
    names = session.pen.reader.names
    return [
        Reaction(
            emoji=emoji_named(reaction["name"]),
            name=reaction["name"],
            count=reaction["count"],
            who=", ".join(names.get(user, user) for user in reaction["users"]),
        )
        for reaction in message.get("reactions", [])
    ]


def _files(session: "ViewerSession", message: Message) -> list[Attached]:
    files: list[Attached] = []
    for file in message.get("files", []):
        stored = session.slack.workspace.files.get(file["id"])
        if stored is None:
            continue
        files.append(
            Attached(
                name=stored.title or stored.name,
                url=f"/page/as/{quote(session.person.id)}/files/{quote(stored.id)}",
                size=_size(stored.length),
                is_picture=is_picture(stored.content or b""),
                alt_text=stored.alt_text or stored.title or stored.name,
            )
        )
    return files


def _size(length: int) -> str:
    if length < _KILO:
        return f"{length} bytes"
    return f"{length / _KILO:.1f} kB" if length < _KILO**2 else f"{length / _KILO**2:.1f} MB"
