"""Where a person acts: conversations they are in, messages and views they see."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.emulator.records import Conversation
from bot.emulator.screens import Screen

if TYPE_CHECKING:
    from bot.emulator.core import Emulator


def conversation_for(slack: "Emulator", user_id: str, channel_id: str | None) -> Conversation:
    """A conversation that the person is in; their DM with the bot when none is named.

    Raises:
        LookupError: They are not in it, or it is not there.
    """
    if channel_id is None or channel_id == slack.workspace.direct_id(user_id):
        return slack.workspace.direct(user_id)
    conversation = slack.workspace.conversations.get(channel_id)
    if conversation is None or user_id not in conversation.members:
        raise LookupError(f"{slack.workspace.people[user_id].name} is in no conversation {channel_id}.")
    return conversation


def seen(slack: "Emulator", user_id: str) -> list[dict[str, Any]]:
    """All messages the person sees, ephemeral ones too, oldest first, each with its `channel`."""
    stored = [
        {**message, "channel": conversation.id}
        for conversation in slack.workspace.conversations.values()
        if user_id in conversation.members
        for message in conversation.messages.values()
    ]
    only_to_them = [dict(ephemeral) for ephemeral in slack.workspace.ephemerals if ephemeral["only_to"] == user_id]
    return sorted([*stored, *only_to_them], key=lambda message: str(message["ts"]))


def message_for(slack: "Emulator", user_id: str, handle: Mapping[str, Any]) -> tuple[Conversation, Mapping[str, Any]]:
    """The message as it is now, from any copy of it.

    Raises:
        LookupError: It is gone, or the person does not see it.
    """
    conversation = conversation_for(slack, user_id, handle.get("channel"))
    for message in slack.workspace.ephemerals:
        if message["ts"] == handle["ts"] and message["channel"] == conversation.id and message["only_to"] == user_id:
            return conversation, message
    stored = conversation.messages.get(str(handle["ts"]))
    if stored is None:
        raise LookupError(f"There is no message {handle['ts']} in {conversation.id} any more.")
    return conversation, stored


def screen_for(slack: "Emulator", user_id: str, view_id: str | None) -> Screen:
    """The modal in front of the person, or their Home when its id is given.

    Raises:
        LookupError: No modal is open, or another one is in front.
    """
    home = slack.screens.homes.get(user_id)
    if home is not None and home.id == view_id:
        return home
    top = slack.screens.top(user_id)
    if top is None:
        raise LookupError(f"{slack.workspace.people[user_id].name} has no modal open.")
    if view_id not in {None, top.id}:
        raise LookupError(f"The view {view_id} is not in front of {slack.workspace.people[user_id].name}.")
    return top
