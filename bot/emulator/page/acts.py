"""What people do on the page; the same code carries it out as for the `Actor` and the control API."""

import asyncio
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, HTTPException, Request

from bot.emulator.page.answers import Suggestions, enter, given
from bot.emulator.page.bodies import Asking, Clicking, Closing, Moving, Saying, Shortcut, Submitting, Touring
from bot.emulator.page.clock import move
from bot.emulator.page.tour import TourError
from bot.emulator.page.view import Shared
from bot.emulator.people import acting, clicking, forms
from bot.emulator.people.finding import clickable
from bot.emulator.people.outcome import Outcome
from bot.emulator.people.places import message_for, screen_for
from bot.emulator.records import Person, StoredFile
from bot.emulator.screens import Screen
from bot.emulator.shapes import file_object

ROUTES = APIRouter(prefix="/page")
_LARGEST_FILE = 20_000_000
_TOO_LARGE = 413


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """What acts need beside what all share."""

    shared: Shared
    suggestions: Suggestions


def _hands(request: Request) -> Hands:
    hands = request.app.state.hands
    assert isinstance(hands, Hands)  # noqa: S101 - set by the application itself; tells the type
    return hands


HandsOf = Annotated[Hands, Depends(_hands)]


async def _person(hands: HandsOf, user: str) -> Person:
    return hands.shared.session(user).person


PersonOf = Annotated[Person, Depends(_person)]


def _tell_outcome(outcome: Outcome | None, errors: dict[str, str] | None = None) -> dict[str, Any]:
    """What the page must show of it; all else comes through its feed."""
    if outcome is None:
        return {"errors": errors or {}, "trouble": None, "closed": False}
    return {"errors": errors or outcome.errors, "trouble": outcome.trouble, "closed": outcome.closed}


@ROUTES.post("/as/{user}/say")
async def say(hands: HandsOf, user: PersonOf, body: Saying) -> dict[str, Any]:
    """Write a message, or type a command."""
    slack, text = hands.shared.slack, body.text.strip()
    if not text:
        return _tell_outcome(None)
    if not text.startswith("/"):
        return _tell_outcome(await acting.say(slack, user.id, text, body.channel, body.thread_ts))
    name, rest = (*text.split(maxsplit=1), "")[:2]
    if body.thread_ts is not None:
        return _tell_outcome(Outcome(trouble=f"{name} is not supported in threads. Sorry!"))
    return _tell_outcome(await acting.command(slack, user.id, name, rest, body.channel))


@ROUTES.post("/as/{user}/click")
async def click(hands: HandsOf, user: PersonOf, body: Clicking) -> dict[str, Any]:
    """Click a button or choose from a menu; what else the view holds is entered first."""
    slack, zone = hands.shared.slack, ZoneInfo(user.tz)
    where = {"action_id": body.action_id, "block_id": body.block_id}
    if body.view_id is None:
        element = _in_message(hands, user, body)
        chosen = given(element, body.value, zone)
        target = {"channel": body.channel, "ts": body.ts}
        return _tell_outcome(await clicking.click(slack, user.id, target, **where, value=chosen))
    screen = screen_for(slack, user.id, body.view_id)
    refused = enter(screen, body.answers, zone, hands.suggestions)
    block, element_there = clickable(screen.content["blocks"], **where, label=None, value=body.value)
    if refused and block["block_id"] in refused:
        return _tell_outcome(None, refused)
    complete = hands.suggestions.complete(screen, block, element_there)
    chosen = given(complete["type"], body.value, zone)
    return _tell_outcome(await clicking.press(slack, screen, (block, complete), chosen))


def _in_message(hands: Hands, person: Person, body: Clicking) -> str:
    """The kind of element that is clicked in a message."""
    _, message = message_for(hands.shared.slack, person.id, {"channel": body.channel, "ts": body.ts})
    blocks = message.get("blocks", [])
    _, element = clickable(blocks, action_id=body.action_id, block_id=body.block_id, label=None, value=body.value)
    return str(element["type"])


def _front(hands: Hands, person: Person, view_id: str) -> Screen:
    return screen_for(hands.shared.slack, person.id, view_id)


@ROUTES.post("/as/{user}/submit")
async def submit(hands: HandsOf, user: PersonOf, body: Submitting) -> dict[str, Any]:
    """Submit the form in front."""
    screen = _front(hands, user, body.view_id)
    refused = enter(screen, body.answers, ZoneInfo(user.tz), hands.suggestions)
    if refused:
        return _tell_outcome(None, refused)
    return _tell_outcome(await forms.submit(hands.shared.slack, user.id))


@ROUTES.post("/as/{user}/close")
async def close(hands: HandsOf, user: PersonOf, body: Closing) -> dict[str, Any]:
    """Close the modal in front, or the whole stack."""
    _front(hands, user, body.view_id)
    return _tell_outcome(await forms.close(hands.shared.slack, user.id, everything=body.everything))


@ROUTES.post("/as/{user}/suggest")
async def suggest(hands: HandsOf, user: PersonOf, body: Asking) -> list[dict[str, str]]:
    """What the app suggests for what was typed."""
    screen = _front(hands, user, body.view_id)
    slack = hands.shared.slack
    found = await hands.suggestions.ask(slack, screen, body.block_id, body.action_id, body.typed)
    return [{"value": entry["value"], "text": entry["text"]["text"]} for entry in found]


@ROUTES.post("/as/{user}/home")
async def open_home(hands: HandsOf, user: PersonOf) -> dict[str, Any]:
    """Tell the app that this person looks at its Home."""
    return _tell_outcome(await acting.open_home(hands.shared.slack, user.id))


@ROUTES.post("/as/{user}/shortcut")
async def shortcut(hands: HandsOf, user: PersonOf, body: Shortcut) -> dict[str, Any]:
    """Use a shortcut, on a message if one is named."""
    slack = hands.shared.slack
    if body.ts is None:
        return _tell_outcome(await acting.shortcut(slack, user.id, body.callback_id))
    message = {"channel": body.channel, "ts": body.ts}
    return _tell_outcome(await acting.message_shortcut(slack, user.id, body.callback_id, message))


@ROUTES.post("/as/{user}/files")
async def upload(hands: HandsOf, user: PersonOf, request: Request) -> dict[str, Any]:
    """Take a file for a form; its name is in the header `x-file-name`, percent-encoded."""
    content = await request.body()
    if len(content) > _LARGEST_FILE:
        raise HTTPException(_TOO_LARGE, "This page takes files of up to 20 MB.")
    workspace = hands.shared.slack.workspace
    now = workspace.clock.now()
    name = unquote(request.headers.get("x-file-name", "file"))
    stored = StoredFile(id=workspace.ids.next("F"), name=name, length=len(content), created=int(now.timestamp()))
    stored.content, stored.ready_at = content, now
    stored.shared_in = [workspace.direct_id(user.id)]
    workspace.files[stored.id] = stored
    return file_object(workspace, stored) | {"user": user.id}


@ROUTES.post("/clock")
async def move_clock(hands: HandsOf, body: Moving) -> dict[str, Any]:
    """Move the workspace's clock."""
    person = hands.shared.session(body.user).person
    move(hands.shared.slack, body.to, ZoneInfo(person.tz), hands.shared.plans)
    return _tell_outcome(None)


@ROUTES.post("/dismiss")
async def dismiss(hands: HandsOf) -> dict[str, Any]:
    """Put the red strip away."""
    hands.shared.strip.dismiss(hands.shared.slack)
    return _tell_outcome(None)


@ROUTES.post("/tour")
async def walk_tour(hands: HandsOf, body: Touring) -> dict[str, Any]:
    """Make a step of the tour; the answer says where to look."""
    changed = hands.shared.slack.changed
    going = asyncio.ensure_future(hands.shared.guide.go(body.way))
    # Once it is under way, all pages show that it is; and once more when it is done.
    await asyncio.sleep(0)
    changed.notify()
    try:
        return _tell_outcome(None) | {"go": await going}
    except TourError as refused:
        return _tell_outcome(Outcome(trouble=str(refused)))
    finally:
        changed.notify()
