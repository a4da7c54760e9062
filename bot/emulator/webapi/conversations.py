"""The `conversations.*` methods that list, open and describe; `history` has those that read messages."""

from typing import Any

from bot.emulator.errors import SlackError
from bot.emulator.limits import Tier
from bot.emulator.records import Conversation, Kind
from bot.emulator.shapes import channel_object
from bot.emulator.webapi.registry import Call, Method, page, reading_scopes

_TYPES = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}
_MOST_USERS = 8


def _kinds(call: Call) -> list[str]:
    """Return the kinds of conversation that are asked for, once each of their scopes is there."""
    asked = call.args.listing("types") or ["public_channel"]
    if not set(asked) <= set(_TYPES):
        raise SlackError("invalid_types")
    kinds = [_TYPES[name] for name in asked]
    for kind in kinds:
        call.need(f"{kind}:read")
    return kinds


def _page(call: Call, found: list[Conversation]) -> dict[str, Any]:
    shown, cursor = page(found, call.args, default=100, most=1000)
    channels = [channel_object(call.slack.workspace, conversation) for conversation in shown]
    return {"ok": True, "channels": channels, "response_metadata": {"next_cursor": cursor}}


def _list(call: Call) -> dict[str, Any]:
    kinds = _kinds(call)
    workspace = call.slack.workspace
    found = [
        conversation
        for conversation in workspace.conversations.values()
        if conversation.kind in kinds and workspace.bot_sees(conversation)
    ]
    if call.args.flag("exclude_archived"):
        found = [conversation for conversation in found if not conversation.archived]
    return _page(call, found)


def _info(call: Call) -> dict[str, Any]:
    conversation = call.conversation(reading="read")
    return {"ok": True, "channel": channel_object(call.slack.workspace, conversation)}


def _members(call: Call) -> dict[str, Any]:
    conversation = call.conversation(reading="read")
    shown, cursor = page(conversation.members, call.args, default=100, most=1000)
    return {"ok": True, "members": list(shown), "response_metadata": {"next_cursor": cursor}}


def _open_direct(call: Call) -> Conversation:
    if "channel" in call.args:
        conversation = call.slack.workspace.visible(call.args.required("channel"))
        if not conversation.is_direct:
            raise SlackError("method_not_supported_for_channel_type")
        return conversation
    users = call.args.listing("users")
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > _MOST_USERS:
        raise SlackError("too_many_users")
    if len(users) > 1:
        # Group DMs are not emulated; an app without this scope meets the same answer in a real workspace.
        call.need("mpim:write")
        raise SlackError("invalid_user_combination")
    call.need("im:write")
    return call.slack.workspace.direct(users[0])


def _open(call: Call) -> dict[str, Any]:
    before = set(call.slack.workspace.conversations)
    conversation = _open_direct(call)
    answer: dict[str, Any] = {"ok": True, "channel": {"id": conversation.id}}
    if call.args.flag("return_im"):
        answer["channel"] = channel_object(call.slack.workspace, conversation)
    if conversation.id in before:
        answer |= {"no_op": True, "already_open": True}
    return answer


def _join(call: Call) -> dict[str, Any]:
    conversation = call.slack.workspace.visible(call.args.required("channel"))
    if conversation.kind is not Kind.PUBLIC:
        raise SlackError("method_not_supported_for_channel_type")
    if conversation.archived:
        raise SlackError("is_archived")
    if call.slack.workspace.bot_user_id not in conversation.members:
        conversation.members.append(call.slack.workspace.bot_user_id)
    return {"ok": True, "channel": channel_object(call.slack.workspace, conversation)}


def _of_user(call: Call) -> dict[str, Any]:
    kinds = _kinds(call)
    workspace = call.slack.workspace
    user_id = call.args.text("user", workspace.bot_user_id)
    everything = workspace.conversations.values()
    found = [
        conversation
        for conversation in everything
        if conversation.kind in kinds and user_id in conversation.members and workspace.bot_sees(conversation)
    ]
    return _page(call, found)


_READ = reading_scopes("read")
_OPEN = ("channels:manage", "groups:write", "im:write", "mpim:write")
METHODS = (
    Method(name="conversations.list", run=_list, tier=Tier.T2, scopes=_READ),
    Method(name="conversations.info", run=_info, tier=Tier.T3, scopes=_READ),
    Method(name="conversations.members", run=_members, tier=Tier.T4, scopes=_READ),
    Method(name="conversations.open", run=_open, tier=Tier.T3, scopes=_OPEN, json=True),
    Method(name="conversations.join", run=_join, tier=Tier.T3, scopes=("channels:join",), json=True),
    Method(name="users.conversations", run=_of_user, tier=Tier.T2, scopes=_READ),
)
