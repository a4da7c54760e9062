"""The `reactions.*` methods."""

import re
from typing import Any

from bot.emulator.errors import SlackError
from bot.emulator.limits import Tier
from bot.emulator.records import Conversation
from bot.emulator.webapi.registry import Call, Method

_NAME = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")
_TS = re.compile(r"\d{10}\.\d{6}")


def _target(call: Call) -> tuple[Conversation, dict[str, Any]]:
    conversation = call.slack.workspace.visible(call.args.required("channel"))
    ts = call.args.required("timestamp")
    if not _TS.fullmatch(ts):
        raise SlackError("bad_timestamp")
    message = conversation.messages.get(ts)
    if message is None:
        raise SlackError("message_not_found")
    return conversation, message


def _add(call: Call) -> dict[str, Any]:
    conversation, message = _target(call)
    name = call.args.required("name").strip(":")
    if not _NAME.fullmatch(name):
        raise SlackError("invalid_name")
    if conversation.archived:
        raise SlackError("is_archived")
    bot = call.slack.workspace.bot_user_id
    reactions = {reaction["name"]: list(reaction["users"]) for reaction in message.get("reactions", [])}
    if bot in reactions.get(name, []):
        raise SlackError("already_reacted")
    reactions.setdefault(name, []).append(bot)
    kept = [{"name": reaction, "users": users, "count": len(users)} for reaction, users in reactions.items()]
    conversation.messages[message["ts"]] = message | {"reactions": kept}
    call.slack.transcript.line(
        call.slack.workspace.place(conversation), f"{call.slack.manifest.bot_name} reacts :{name}:"
    )
    call.slack.changed.notify()
    return {"ok": True}


def _remove(call: Call) -> dict[str, Any]:
    conversation, message = _target(call)
    name = call.args.required("name").strip(":")
    bot = call.slack.workspace.bot_user_id
    reactions = {reaction["name"]: list(reaction["users"]) for reaction in message.get("reactions", [])}
    if bot not in reactions.get(name, []):
        raise SlackError("no_reaction")
    reactions[name].remove(bot)
    kept = [{"name": reaction, "users": users, "count": len(users)} for reaction, users in reactions.items() if users]
    conversation.messages[message["ts"]] = message | {"reactions": kept}
    call.slack.changed.notify()
    return {"ok": True}


METHODS = (
    Method(name="reactions.add", run=_add, tier=Tier.T3, scopes=("reactions:write",), json=True),
    Method(name="reactions.remove", run=_remove, tier=Tier.T2, scopes=("reactions:write",), json=True),
)
