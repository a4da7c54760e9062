"""The page as it is first shown, and the earlier messages that scrolling up brings."""

from typing import Any

from markupsafe import Markup

from bot.emulator.page import tour, view
from bot.emulator.page.feed import Feed, Viewer
from bot.emulator.page.session import HOME, ViewerSession, Window
from bot.emulator.page.templates import template
from bot.emulator.page.view import Shared


def place_for(session: ViewerSession, wanted: str) -> str:
    """The same place for another person: a channel that they are in too, Home, their own DM; else their first one."""
    theirs = [conversation.id for conversation in session.conversations()]
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
    session = shared.session(user_id)
    viewer = feed.viewer(user_id, place, thread_ts or "")
    lists = _lists(session, feed, viewer, before)
    feed.settle(viewer, session)
    heading, about = view.heading(session, place)
    return template("page.html").render(
        **lists,
        theme=theme,
        title=heading,
        heading=heading,
        about=about,
        me=session.person,
        people=session.people,
        place=place,
        thread_ts=thread_ts,
        viewer=viewer.id,
        rail=view.rail(session, place),
        strip=view.strip(shared, session, place),
        tour=tour.strip(shared.guide),
        clock=view.clock(shared, session),
        modals=view.modals(session),
        home=view.home(session) if place == HOME else "",
        commands=session.slack.manifest.commands,
        shortcuts=view.global_shortcuts(session),
        message_shortcuts=view.message_shortcuts(session),
        channels=[],
        known=view.known_names(session),
    )


def _lists(session: ViewerSession, feed: Feed, viewer: Viewer, before: str | None) -> dict[str, Any]:
    """The messages of the place and of the thread, noted as seen."""
    if viewer.place in {"", HOME}:
        return {"rows": [], "thread": [], "has_older": False}
    conversation = session.conversation(viewer.place)
    if conversation is None:
        raise LookupError(f"{session.person.name} is in no conversation {viewer.place}.")
    session.read(conversation)
    window = session.window(conversation, before=before)
    feed.note(viewer, "messages", window.messages)
    viewer.oldest = str(window.messages[0]["ts"]) if window.messages and window.has_older else ""
    thread = session.thread(conversation, viewer.thread_ts) if viewer.thread_ts else []
    if viewer.thread_ts and not thread:
        raise LookupError("There is no such message any more.")
    feed.note(viewer, "replies", thread)
    return {
        "rows": view.rows(session, window.messages, viewer.place, above=window.above),
        "thread": view.rows(session, thread, viewer.place, in_thread=True),
        "has_older": window.has_older,
    }


def before_markup(shared: Shared, feed: Feed, viewer: Viewer | None, before: str) -> Markup:
    """The messages before the first one that a page shows; a list item with class `older` leads on to more.

    Raises:
        LookupError: The page is not known any more.
    """
    if viewer is None:
        raise LookupError("This page is too old; load it again.")
    session = shared.session(viewer.user_id)
    conversation = session.conversation(viewer.place)
    if conversation is None:
        raise LookupError("There is no such conversation any more.")
    window: Window = session.window(conversation, before=before)
    feed.note(viewer, "messages", window.messages)
    viewer.oldest = str(window.messages[0]["ts"]) if window.messages and window.has_older else ""
    shown = view.rows_markup(
        session, view.rows(session, window.messages, viewer.place, above=window.above), viewer.place
    )
    link = Markup('<li class="older" id="older"><a href="?before={}">Earlier messages</a></li>')
    return link.format(viewer.oldest) + shown if window.has_older else shown
