"""The parts of the page for one person at one place, as markup; the first view and each change are made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from bot.emulator.page.clock import Plans
from bot.emulator.page.problems import Strip
from bot.emulator.page.rows import Message, Row, row
from bot.emulator.page.session import HOME, Reads, ViewerSession
from bot.emulator.page.templates import part
from bot.emulator.page.tour import Guide
from bot.emulator.screens import Screen

if TYPE_CHECKING:
    from bot.emulator.core import Emulator


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What all who look at the page have in common."""

    slack: "Emulator"
    plans: Plans
    reads: Reads
    strip: Strip
    guide: Guide

    def session(self, user_id: str) -> ViewerSession:
        """A person's seat.

        Raises:
            LookupError: Nobody who can act has this id.
        """
        person = self.slack.workspace.people.get(user_id)
        if person is None or person.deleted or person.is_bot:
            raise LookupError(f"Nobody here has the id {user_id}." if user_id else "Nobody is here yet.")
        return ViewerSession(self.slack, self.reads, person)


def rail(session: ViewerSession, place: str) -> Markup:
    """The list on the left."""
    manifest = session.slack.manifest
    return part("parts.html", "rail", session.lines(), session.person.id, place, manifest.bot_name, manifest.home_tab)


def strip(shared: Shared, session: ViewerSession, place: str) -> Markup:
    """The red strip, or nothing."""
    return part("parts.html", "strip", shared.strip.open(shared.slack), session.person.id, place)


def clock(shared: Shared, session: ViewerSession) -> Markup:
    """The clock with what is planned and the ways to move it."""
    zone = session.pen.reader.zone
    now, planned = shared.slack.clock.now(), shared.plans()
    here = now.astimezone(zone)
    shown = f"{here:%a} {here.day} {here:%b %Y, %H:%M}"
    at = ""
    if planned is not None:
        when = planned.at.astimezone(zone)
        at = f"{when:%H:%M}" if when.date() == here.date() else f"{when:%a} {when.day} {when:%b, %H:%M}"
    zone_name = session.person.tz
    return part(
        "parts.html", "clock", shown, f"{now.timestamp():.3f}", shared.slack.clock.frozen, planned, at, zone_name
    )


def home(session: ViewerSession) -> Markup:
    """The app's Home as published for this person."""
    screen = session.slack.screens.homes.get(session.person.id)
    bot = session.slack.manifest.bot_name
    if screen is None:
        return part("parts.html", "home", None, None, bot)
    view = session.slack.screens.view_object(screen)
    return part("parts.html", "home", view, session.surface(screen.id, screen.values), bot)


def modals(session: ViewerSession) -> Markup:
    """The person's open modals, the one in front last."""
    stack = session.slack.screens.stacks.get(session.person.id, [])
    return Markup("").join(_modal(session, screen, depth) for depth, screen in enumerate(stack, start=1))


def _modal(session: ViewerSession, screen: Screen, depth: int) -> Markup:
    view = session.slack.screens.view_object(screen)
    view["submit_disabled"] = screen.content.get("submit_disabled", False)
    return part("parts.html", "modal", view, session.surface(screen.id, screen.values), depth)


def rows(
    session: ViewerSession,
    messages: Sequence[Message],
    channel: str,
    *,
    above: Message | None = None,
    in_thread: bool = False,
) -> list[Row]:
    """Messages beneath each other; `above` is the one before the first of them."""
    before = [above, *messages]
    return [
        row(session, message, upper, channel=channel, in_thread=in_thread)
        for upper, message in zip(before, messages, strict=False)
    ]


def row_markup(session: ViewerSession, shown: Row, place: str) -> Markup:
    """One message."""
    return part("message.html", "row", shown, place, session.person.id, message_shortcuts(session))


def rows_markup(session: ViewerSession, shown: Sequence[Row], place: str) -> Markup:
    """Several messages."""
    return part("message.html", "rows", shown, place, session.person.id, message_shortcuts(session))


def message_shortcuts(session: ViewerSession) -> list[tuple[str, str]]:
    """Id and name of the shortcuts that can be used on a message."""
    return [
        (id_, shortcut["name"])
        for id_, shortcut in session.slack.manifest.shortcuts.items()
        if shortcut["type"] == "message"
    ]


def global_shortcuts(session: ViewerSession) -> Mapping[str, Mapping[str, Any]]:
    """The shortcuts that can be used anywhere."""
    return {id_: shortcut for id_, shortcut in session.slack.manifest.shortcuts.items() if shortcut["type"] == "global"}


def heading(session: ViewerSession, place: str) -> tuple[str, str]:
    """The heading of a place, and a few words about it."""
    bot = session.slack.manifest.bot_name
    if not place:
        return "Harbour", ""
    if place == HOME:
        return bot, "Home, as only you see it"
    conversation = session.conversation(place)
    if conversation is None or conversation.is_direct:
        return bot, "Messages between the two of you"
    count = sum(not session.slack.workspace.people[member].is_bot for member in conversation.members)
    about = f"{count} {'person' if count == 1 else 'people'}"
    if session.slack.workspace.bot_user_id not in conversation.members:
        about += f", without {bot}"
    if conversation.archived:
        about += ", archived"
    return f"#{conversation.name}", about


def known_names(session: ViewerSession) -> dict[str, Any]:
    """What the composer can complete: commands, shortcuts, people, channels."""
    manifest = session.slack.manifest
    commands = [
        {"name": name, "hint": command.get("usage_hint", ""), "about": command.get("description", "")}
        for name, command in manifest.commands.items()
    ]
    shortcuts = [
        {"id": id_, "name": global_shortcut["name"], "about": global_shortcut.get("description", "")}
        for id_, global_shortcut in global_shortcuts(session).items()
    ]
    bot = session.slack.workspace.people[session.slack.workspace.bot_user_id].name
    channels = [
        conversation.name
        for conversation in session.slack.workspace.conversations.values()
        if not conversation.is_direct
    ]
    return {
        "commands": commands,
        "shortcuts": shortcuts,
        "people": [bot, *(name for _, name in session.people)],
        "channels": sorted(channels),
    }
