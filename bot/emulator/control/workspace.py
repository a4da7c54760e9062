"""Control: channels, the clock, trouble, delivery, and what happened."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

from bot.emulator.control.bodies import Clock, Delivery, Disconnect, Limits, NewChannel, NewFault
from bot.emulator.control.people import Slack
from bot.emulator.core import Emulator
from bot.emulator.delivery.sockets import Reason
from bot.emulator.records import Kind
from bot.emulator.shapes import channel_object

ROUTES = APIRouter(prefix="/control")


@ROUTES.get("/channels", tags=["channels"], summary="List the channels and DMs")
async def list_channels(slack: Slack) -> list[dict[str, Any]]:
    """All of them, whether the bot is in them or not, with their members."""
    everything = slack.workspace.conversations.values()
    return [
        channel_object(slack.workspace, conversation) | {"members": conversation.members} for conversation in everything
    ]


@ROUTES.post("/channels", tags=["channels"], summary="Open a channel")
async def add_channel(slack: Slack, body: NewChannel) -> dict[str, Any]:
    """A known id replaces that channel."""
    members = [*body.members, *([slack.workspace.bot_user_id] if body.bot_is_member else [])]
    kind = Kind.PRIVATE if body.is_private else Kind.PUBLIC
    id_ = body.id or slack.ids.next("C")
    conversation = slack.workspace.add_conversation(id=id_, name=body.name, kind=kind, members=members)
    conversation.archived = body.archived
    return channel_object(slack.workspace, conversation) | {"members": conversation.members}


@ROUTES.get("/messages", tags=["reading"], summary="Read stored messages")
async def read_messages(slack: Slack, channel: str | None = None) -> list[dict[str, Any]]:
    """Of one conversation or of all, oldest first in each; ephemeral messages are not stored."""
    return slack.stored_messages(channel)


@ROUTES.get("/transcript", tags=["reading"], summary="Read the transcript", response_class=PlainTextResponse)
async def read_transcript(slack: Slack, *, by_place: bool = False) -> str:
    """What everyone saw and did, as text; `by_place` puts one place after the other."""
    return slack.transcript.text(slack.workspace.names(), by_place=by_place)


@ROUTES.get("/journal", tags=["reading"], summary="Read the journal")
async def read_journal(slack: Slack, since: int = 0) -> list[dict[str, Any]]:
    """Web API calls and deliveries, from entry number `since`."""
    return slack.journal.entries[since:]


@ROUTES.get("/problems", tags=["reading"], summary="Read the problems")
async def read_problems(slack: Slack) -> list[str]:
    """Refused payloads, missing and late acknowledgements, as sentences."""
    return list(slack.problems)


def _clock_state(slack: Emulator) -> dict[str, Any]:
    return {"now": slack.clock.now().isoformat(), "frozen": slack.clock.frozen}


@ROUTES.get("/clock", tags=["clock"], summary="Read the clock")
async def read_clock(slack: Slack) -> dict[str, Any]:
    """The emulated instant, and whether it stands still."""
    return _clock_state(slack)


@ROUTES.post("/clock", tags=["clock"], summary="Freeze, move or advance the clock")
async def move_clock(slack: Slack, body: Clock) -> dict[str, Any]:
    """Retries, rate limits, trigger ids and response URLs all follow it."""
    if body.frozen is not None:
        (slack.clock.freeze if body.frozen else slack.clock.thaw)()
    if body.move_to is not None:
        slack.clock.move_to(body.move_to)
    if body.advance_seconds is not None:
        slack.clock.advance(timedelta(seconds=body.advance_seconds))
    return _clock_state(slack)


@ROUTES.get("/faults", tags=["trouble"], summary="List the faults that still wait")
async def list_faults(slack: Slack) -> list[dict[str, Any]]:
    """Each with `left`, the number of calls it will still hit."""
    return [asdict(fault) | {"left": left} for fault, left in slack.faults.pending()]


@ROUTES.post("/faults", tags=["trouble"], summary="Arrange a fault")
async def add_fault(slack: Slack, body: NewFault) -> dict[str, Any]:
    """It hits the next calls that fit."""
    return asdict(slack.faults.add(**body.model_dump()))


@ROUTES.delete("/faults", tags=["trouble"], summary="Take all faults back")
async def clear_faults(slack: Slack) -> dict[str, bool]:
    """Everything works again."""
    slack.faults.clear()
    return {"ok": True}


@ROUTES.put("/limits", tags=["trouble"], summary="Switch rate limits on or off")
async def set_limits(slack: Slack, body: Limits) -> dict[str, bool]:
    """They are on from the start."""
    slack.limits.enabled = body.enabled
    return {"enabled": slack.limits.enabled}


@ROUTES.get("/socket", tags=["delivery"], summary="Count the Socket Mode connections")
async def read_socket(slack: Slack) -> dict[str, Any]:
    """And how payloads are delivered at present."""
    connections = len(slack.dispatcher.sockets.connections)
    return {"connections": connections, "via": slack.dispatcher.via, "url": slack.dispatcher.http.url}


@ROUTES.post("/socket/disconnect", tags=["delivery"], summary="Make the bot reconnect")
async def disconnect(slack: Slack, body: Disconnect) -> dict[str, int]:
    """`link_disabled` also refuses new connections until the next reset."""
    sockets = slack.dispatcher.sockets
    if body.reason == "cut":
        count = len(sockets.connections)
        await sockets.cut()
        return {"connections": count}
    return {"connections": await sockets.disconnect(Reason(body.reason))}


@ROUTES.put("/delivery", tags=["delivery"], summary="Choose Socket Mode or signed HTTP")
async def set_delivery(slack: Slack, body: Delivery) -> dict[str, Any]:
    """An address is asked for Slack's `url_verification` challenge; `verified` says whether it answered."""
    slack.dispatcher.http.url = body.url
    verified = await slack.dispatcher.http.verify() if body.url is not None else None
    return {"via": slack.dispatcher.via, "url": body.url, "verified": verified}


@ROUTES.post("/reset", tags=["world"], summary="Forget what happened")
async def reset(slack: Slack) -> dict[str, bool]:
    """Messages, views, files, faults, limits, journal, problems and transcript go; people, channels and clock stay."""
    slack.reset()
    return {"ok": True}
