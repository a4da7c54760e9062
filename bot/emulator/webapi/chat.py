"""The `chat.*` methods: posting, changing and deleting messages."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.emulator.blocks.normalize import escape_text, normalize_blocks
from bot.emulator.errors import SlackError
from bot.emulator.limits import Tier
from bot.emulator.messages import LONGEST_TEXT, Draft, edit, remove, show_only_to, store
from bot.emulator.records import Conversation, Kind
from bot.emulator.webapi.drafts import draft
from bot.emulator.webapi.registry import Call, Method

if TYPE_CHECKING:
    from bot.emulator.core import Emulator

_TS = re.compile(r"\d{10}\.\d{6}")
_LONGEST_UPDATE = 4_000


def postable(slack: "Emulator", channel_id: str) -> Conversation:
    """The conversation that the bot may post to; a person's id means that person's DM.

    Raises:
        SlackError: `channel_not_found`, `not_in_channel`, `is_archived`, `user_disabled`, `messages_tab_disabled`.
    """
    workspace = slack.workspace
    if channel_id[:1] in {"U", "W"}:
        if channel_id not in workspace.people:
            raise SlackError("channel_not_found")
        conversation = workspace.direct(channel_id)
    else:
        conversation = workspace.visible(channel_id)
    if conversation.is_direct:
        if workspace.person_of(conversation).deleted:
            raise SlackError("user_disabled")
        if not slack.manifest.messages_tab:
            raise SlackError("messages_tab_disabled")
    if conversation.archived:
        raise SlackError("is_archived")
    may_post_anywhere = conversation.kind is Kind.PUBLIC and "chat:write.public" in slack.manifest.scopes
    if workspace.bot_user_id not in conversation.members and not may_post_anywhere:
        raise SlackError("not_in_channel")
    return conversation


def in_thread(conversation: Conversation, message: Draft) -> Draft:
    """The draft with the thread it really lands in: a reply to a reply goes to the parent.

    Raises:
        SlackError: `invalid_thread_ts` or `thread_not_found`.
    """
    if message.thread_ts is None:
        return message
    if not _TS.fullmatch(message.thread_ts):
        raise SlackError("invalid_thread_ts")
    parent = conversation.messages.get(message.thread_ts)
    if parent is None:
        raise SlackError("thread_not_found")
    return replace(message, thread_ts=str(parent.get("thread_ts", parent["ts"])))


def _refuse_disguise(call: Call) -> None:
    if any(name in call.args for name in ("username", "icon_emoji", "icon_url")):
        call.need("chat:write.customize")


def _post_message(call: Call) -> dict[str, Any]:
    _refuse_disguise(call)
    message = draft(call.slack, call.args)
    conversation = postable(call.slack, call.args.required("channel"))
    stored = store(call.slack, conversation, call.slack.workspace.bot_user_id, in_thread(conversation, message))
    answer: dict[str, Any] = {"ok": True, "channel": conversation.id, "ts": stored["ts"], "message": stored}
    if len(message.text) > LONGEST_TEXT:
        answer |= {"warning": "message_truncated", "response_metadata": {"warnings": ["message_truncated"]}}
    return answer


def _post_ephemeral(call: Call) -> dict[str, Any]:
    _refuse_disguise(call)
    message = draft(call.slack, call.args, longest_text=LONGEST_TEXT)
    conversation = postable(call.slack, call.args.required("channel"))
    user_id = call.args.required("user")
    if user_id not in conversation.members:
        raise SlackError("user_not_in_channel")
    shown = show_only_to(call.slack, conversation, user_id, in_thread(conversation, message))
    return {"ok": True, "message_ts": shown["ts"]}


def _own_message(call: Call, *, ts: str, refusal: str) -> tuple[Conversation, dict[str, Any]]:
    conversation = call.slack.workspace.visible(call.args.required("channel"))
    message = conversation.messages.get(ts)
    if message is None:
        raise SlackError("message_not_found")
    if message["user"] != call.slack.workspace.bot_user_id:
        raise SlackError(refusal)
    return conversation, message


def _changes(call: Call, message: Mapping[str, Any], new: Draft) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if "text" in call.args:
        changes["text"] = escape_text(new.text)
    if "blocks" in call.args or "markdown_text" in call.args:
        blocks = normalize_blocks(new.blocks or [], call.slack.ids.short)
        changes["blocks"] = blocks or None
    if "attachments" in call.args:
        changes["attachments"] = new.attachments or None
    if "metadata" in call.args:
        changes["metadata"] = new.metadata
    return {name: value for name, value in changes.items() if value is not None or name in message}


def _update(call: Call) -> dict[str, Any]:
    conversation, message = _own_message(call, ts=call.args.required("ts"), refusal="cant_update_message")
    new = draft(call.slack, call.args, longest_text=_LONGEST_UPDATE)
    edited = edit(call.slack, conversation, message, _changes(call, message, new))
    return {"ok": True, "channel": conversation.id, "ts": edited["ts"], "text": edited["text"], "message": edited}


def _delete(call: Call) -> dict[str, Any]:
    conversation, message = _own_message(call, ts=call.args.required("ts"), refusal="cant_delete_message")
    remove(call.slack, conversation, message)
    return {"ok": True, "channel": conversation.id, "ts": message["ts"]}


def _permalink(call: Call) -> dict[str, Any]:
    conversation = call.slack.workspace.visible(call.args.required("channel"))
    message = conversation.messages.get(call.args.required("message_ts"))
    if message is None:
        raise SlackError("message_not_found")
    link = (
        f"https://{call.slack.workspace.domain}.slack.com/archives/{conversation.id}/p{message['ts'].replace('.', '')}"
    )
    parent = message.get("thread_ts")
    if parent is not None and parent != message["ts"]:
        link += f"?thread_ts={parent}&cid={conversation.id}"
    return {"ok": True, "channel": conversation.id, "permalink": link}


METHODS = (
    Method(
        name="chat.postMessage", run=_post_message, tier=Tier.POSTS_PER_WORKSPACE, scopes=("chat:write",), json=True
    ),
    Method(name="chat.postEphemeral", run=_post_ephemeral, tier=Tier.T4, scopes=("chat:write",), json=True),
    Method(name="chat.update", run=_update, tier=Tier.T3, scopes=("chat:write",), json=True),
    Method(name="chat.delete", run=_delete, tier=Tier.T3, scopes=("chat:write",), json=True),
    Method(name="chat.getPermalink", run=_permalink, tier=Tier.SPECIAL),
)
