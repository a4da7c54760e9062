"""The page as it is first shown, and the earlier messages that scrolling up brings."""

from typing import Any

from markupsafe import Markup

from bot.emulator.page import tour, view
from bot.emulator.page.feed import Feed, Viewer
from bot.emulator.page.session import HOME, Seat, Window
from bot.emulator.page.templates import template
from bot.emulator.page.view import Shared


def place_for(seat: Seat, wanted: str) -> str:
    """The same place for another person: a channel that they are in too, Home, their own DM; else their first one."""
    theirs = [each.id for each in seat.conversations()]
    if wanted == HOME or wanted in theirs:
        return wanted
    return theirs[-1] if wanted.startswith("D") else theirs[0]


def whole_page(
    shared: Shared,
    feed: Feed,
    user_id: str,
    place: str,
    *,
    thread_ts: str | None = None,
    before: str | None = None,
    theme: str = "",
) -> str:
    """The page for one person at one place.

    Args:
        shared: What all look at.
        feed: Where the page is noted, for what changes later.
        user_id: Who looks.
        place: A conversation's id, `home`, or nothing for the list of places alone.
        thread_ts: The message whose thread is open beside it.
        before: Show the messages before this one, not the newest.
        theme: `light` or `dark`; as the browser likes it when empty.

    Raises:
        LookupError: There is no such person, or the place is not theirs.
    """
    seat = shared.seat(user_id)
    viewer = feed.viewer(user_id, place, thread_ts or "")
    lists = _lists(seat, feed, viewer, before)
    feed.settle(viewer, seat)
    heading, about = view.heading(seat, place)
    return template("page.html").render(
        **lists,
        theme=theme,
        title=heading,
        heading=heading,
        about=about,
        me=seat.person,
        people=seat.people,
        place=place,
        thread_ts=thread_ts,
        viewer=viewer.id,
        rail=view.rail(seat, place),
        strip=view.strip(shared, seat, place),
        tour=tour.strip(shared.guide),
        clock=view.clock(shared, seat),
        modals=view.modals(seat),
        home=view.home(seat) if place == HOME else "",
        commands=seat.slack.manifest.commands,
        shortcuts=view.global_shortcuts(seat),
        message_shortcuts=view.message_shortcuts(seat),
        channels=[],
        known=view.known(seat),
    )


def _lists(seat: Seat, feed: Feed, viewer: Viewer, before: str | None) -> dict[str, Any]:
    """The messages of the place and of the thread, noted as seen."""
    if viewer.place in {"", HOME}:
        return {"rows": [], "thread": [], "has_older": False}
    conversation = seat.conversation(viewer.place)
    if conversation is None:
        raise LookupError(f"{seat.person.name} is in no conversation {viewer.place}.")
    seat.read(conversation)
    window = seat.window(conversation, before=before)
    feed.note(viewer, "messages", window.messages)
    viewer.oldest = str(window.messages[0]["ts"]) if window.messages and window.has_older else ""
    thread = seat.thread(conversation, viewer.thread_ts) if viewer.thread_ts else []
    if viewer.thread_ts and not thread:
        raise LookupError("There is no such message any more.")
    feed.note(viewer, "replies", thread)
    return {
        "rows": view.rows(seat, window.messages, viewer.place, above=window.above),
        "thread": view.rows(seat, thread, viewer.place, in_thread=True),
        "has_older": window.has_older,
    }


def before_markup(shared: Shared, feed: Feed, viewer: Viewer | None, before: str) -> Markup:
    """The messages before the first one that a page shows; a list item with class `older` leads on to more.

    Raises:
        LookupError: The page is not known any more.
    """
    if viewer is None:
        raise LookupError("This page is too old; load it again.")
    seat = shared.seat(viewer.user_id)
    conversation = seat.conversation(viewer.place)
    if conversation is None:
        raise LookupError("There is no such conversation any more.")
    window: Window = seat.window(conversation, before=before)
    feed.note(viewer, "messages", window.messages)
    viewer.oldest = str(window.messages[0]["ts"]) if window.messages and window.has_older else ""
    shown = view.rows_markup(seat, view.rows(seat, window.messages, viewer.place, above=window.above), viewer.place)
    link = Markup('<li class="older" id="older"><a href="?before={}">Earlier messages</a></li>')
    return link.format(viewer.oldest) + shown if window.has_older else shown
