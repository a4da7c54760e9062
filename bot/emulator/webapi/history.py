"""The methods that read messages back."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.emulator.errors import SlackError
from bot.emulator.limits import Tier
from bot.emulator.records import Conversation
from bot.emulator.webapi.registry import Call, Method, page, reading_scopes

_INSTANT = re.compile(r"\d+(\.\d+)?")


def _read_bound(call: Call, name: str) -> float | None:
    text = call.args.text(name)
    if not text or text == "now":
        return None
    if not _INSTANT.fullmatch(text):
        raise SlackError(f"invalid_ts_{name}")
    return float(text)


def _within(call: Call, messages: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    oldest, latest = _read_bound(call, "oldest"), _read_bound(call, "latest")
    inclusive = call.args.flag("inclusive")
    found = []
    for message in messages:
        at = float(message["ts"])
        early = oldest is not None and (at < oldest or (at == oldest and not inclusive))
        late = latest is not None and (at > latest or (at == latest and not inclusive))
        if not early and not late:
            found.append(message)
    return found


def _read(call: Call) -> Conversation:
    conversation = call.conversation(reading="history")
    if call.slack.workspace.bot_user_id not in conversation.members:
        raise SlackError("not_in_channel")
    return conversation


def _answer(call: Call, messages: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    shown, cursor = page(messages, call.args, default=100, most=999)
    hidden = set() if call.args.flag("include_all_metadata") else {"metadata"}
    public = [{name: value for name, value in message.items() if name not in hidden} for message in shown]
    answer: dict[str, Any] = {"ok": True, "messages": public, "has_more": bool(cursor)}
    return answer | {"response_metadata": {"next_cursor": cursor}}


def _history(call: Call) -> dict[str, Any]:
    conversation = _read(call)
    newest_first = [
        message
        for message in reversed(conversation.messages.values())
        if message.get("thread_ts", message["ts"]) == message["ts"] or message.get("subtype") == "thread_broadcast"
    ]
    return {**_answer(call, _within(call, newest_first)), "pin_count": 0}


def _replies(call: Call) -> dict[str, Any]:
    conversation = _read(call)
    asked = conversation.messages.get(call.args.required("ts"))
    if asked is None:
        raise SlackError("thread_not_found")
    parent = asked.get("thread_ts", asked["ts"])
    replies = [
        message
        for message in conversation.messages.values()
        if message.get("thread_ts") == parent and message["ts"] != parent
    ]
    first = [conversation.messages[parent]] if parent in conversation.messages else []
    return _answer(call, [*first, *_within(call, replies)])


_SCOPES = reading_scopes("history")
METHODS = (
    Method(name="conversations.history", run=_history, tier=Tier.T3, scopes=_SCOPES, json=True),
    Method(name="conversations.replies", run=_replies, tier=Tier.T3, scopes=_SCOPES),
)
