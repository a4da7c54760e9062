"""Messages: stored, edited, removed and shown, with what each of these sets off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.emulator.blocks.normalize import escape_text, normalize_blocks
from bot.emulator.records import Conversation, Kind

if TYPE_CHECKING:
    from bot.emulator.core import Emulator

LONGEST_TEXT = 40_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A message before it has a place in a conversation; blocks as sent, judged already."""

    text: str = ""
    blocks: Sequence[Mapping[str, Any]] | None = None
    attachments: Sequence[Mapping[str, Any]] | None = None
    metadata: Mapping[str, Any] | None = None
    thread_ts: str | None = None
    broadcast: bool = False
    files: Sequence[Mapping[str, Any]] = ()


def _built(slack: "Emulator", conversation: Conversation, author: str, draft: Draft) -> dict[str, Any]:
    workspace = slack.workspace
    message: dict[str, Any] = {
        "type": "message",
        "user": author,
        "ts": workspace.next_ts(conversation),
        "team": workspace.team_id,
        "text": escape_text(draft.text)[:LONGEST_TEXT],
    }
    if author == workspace.bot_user_id:
        message |= {"bot_id": workspace.bot_id, "app_id": workspace.app_id}
    if draft.blocks:
        message["blocks"] = normalize_blocks(draft.blocks, slack.ids.short)
    if draft.attachments:
        message["attachments"] = [dict(attachment) for attachment in draft.attachments]
    if draft.metadata:
        message["metadata"] = dict(draft.metadata)
    if draft.files:
        message["files"] = [dict(file) for file in draft.files]
    if draft.thread_ts is not None:
        message["thread_ts"] = draft.thread_ts
    return message


def store(slack: "Emulator", conversation: Conversation, author: str, draft: Draft) -> dict[str, Any]:
    """Put a message into a conversation; everyone in it sees it."""
    message = _built(slack, conversation, author, draft)
    if draft.thread_ts is not None:
        if draft.broadcast:
            message["subtype"] = "thread_broadcast"
        _count_reply(conversation, message)
    conversation.messages[message["ts"]] = message
    where = " in the thread" if draft.thread_ts is not None else ""
    name = slack.workspace.people[author].name
    slack.transcript.message(slack.workspace.place(conversation), f"{name}{where}:", message)
    _tell_of(slack, conversation, message)
    slack.changed.notify()
    return message


def _count_reply(conversation: Conversation, reply: Mapping[str, Any]) -> None:
    parent = conversation.messages[reply["thread_ts"]]
    users = [*parent.get("reply_users", [])]
    if reply["user"] not in users:
        users.append(reply["user"])
    counted = {"thread_ts": parent["ts"], "reply_count": parent.get("reply_count", 0) + 1, "latest_reply": reply["ts"]}
    conversation.messages[parent["ts"]] = parent | counted | {"reply_users": users, "reply_users_count": len(users)}


def _tell_of(slack: "Emulator", conversation: Conversation, message: Mapping[str, Any]) -> None:
    public = {name: value for name, value in message.items() if name != "metadata"}
    _tell(slack, conversation, public | {"event_ts": message["ts"]})
    mention = f"<@{slack.workspace.bot_user_id}"
    from_person = message["user"] != slack.workspace.bot_user_id
    if from_person and not conversation.is_direct and mention in message["text"]:
        event = public | {"type": "app_mention", "channel": conversation.id, "event_ts": message["ts"]}
        if slack.workspace.bot_user_id in conversation.members:
            slack.dispatcher.event("app_mention", event)


def _tell(slack: "Emulator", conversation: Conversation, event: Mapping[str, Any]) -> None:
    if slack.workspace.bot_user_id not in conversation.members:
        return
    kinds = {Kind.PUBLIC: "channel", Kind.PRIVATE: "group", Kind.DIRECT: "im"}
    placed = {**event, "channel": conversation.id, "channel_type": kinds[conversation.kind]}
    slack.dispatcher.event(f"message.{conversation.kind}", placed)


def edit(
    slack: "Emulator", conversation: Conversation, message: Mapping[str, Any], changes: Mapping[str, Any]
) -> dict[str, Any]:
    """Change a message; a change to None takes the field away."""
    at = slack.workspace.next_ts(conversation)
    edited = {**message, **changes, "edited": {"user": message["user"], "ts": at}}
    edited = {name: value for name, value in edited.items() if value is not None}
    conversation.messages[edited["ts"]] = edited
    name = slack.workspace.people[edited["user"]].name
    slack.transcript.message(slack.workspace.place(conversation), f"{name} changes a message to:", edited)
    event = {"type": "message", "subtype": "message_changed", "hidden": True, "message": edited}
    _tell(slack, conversation, event | {"previous_message": dict(message), "ts": at, "event_ts": at})
    slack.changed.notify()
    return edited


def remove(slack: "Emulator", conversation: Conversation, message: Mapping[str, Any]) -> None:
    """Delete a message."""
    del conversation.messages[message["ts"]]
    at = slack.workspace.next_ts(conversation)
    name = slack.workspace.people[message["user"]].name
    slack.transcript.message(slack.workspace.place(conversation), f"{name} deletes a message:", message)
    event = {"type": "message", "subtype": "message_deleted", "hidden": True, "deleted_ts": message["ts"]}
    _tell(slack, conversation, event | {"previous_message": dict(message), "ts": at, "event_ts": at})
    slack.changed.notify()


def show_only_to(slack: "Emulator", conversation: Conversation, user_id: str, draft: Draft) -> dict[str, Any]:
    """Show an ephemeral message: seen by one person, kept nowhere else."""
    message = _built(slack, conversation, slack.workspace.bot_user_id, draft)
    message |= {"is_ephemeral": True, "channel": conversation.id, "only_to": user_id}
    slack.workspace.ephemerals.append(message)
    person = slack.workspace.people[user_id]
    line = f"{slack.workspace.people[slack.workspace.bot_user_id].name} (only {person.name} sees this):"
    slack.transcript.message(slack.workspace.place(conversation), line, message)
    slack.changed.notify()
    return message
