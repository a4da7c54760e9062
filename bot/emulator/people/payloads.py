"""What Slack sends to the app for each thing a person does (SLACK_RULES 3.2)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.emulator.records import Conversation, Kind, Person

if TYPE_CHECKING:
    from bot.emulator.core import Emulator
    from bot.emulator.screens import Screen


def _person(slack: "Emulator", person: Person) -> dict[str, Any]:
    return {"id": person.id, "username": person.handle, "name": person.handle, "team_id": slack.workspace.team_id}


def channel_name(conversation: Conversation) -> str:
    """The name of a conversation as payloads carry it."""
    names = {Kind.DIRECT: "directmessage", Kind.PRIVATE: "privategroup"}
    return names.get(conversation.kind, conversation.name)


def _channel(conversation: Conversation) -> dict[str, Any]:
    return {"id": conversation.id, "name": channel_name(conversation)}


def interactive(slack: "Emulator", person: Person, kind: str, **more: Any) -> dict[str, Any]:
    """What all interactive payloads have in common, and `more`."""
    return {
        "type": kind,
        "team": {"id": slack.workspace.team_id, "domain": slack.workspace.domain},
        "user": _person(slack, person),
        "api_app_id": slack.workspace.app_id,
        "token": "",
        "enterprise": None,
        "is_enterprise_install": False,
        **more,
    }


def command(slack: "Emulator", person: Person, conversation: Conversation, **more: str) -> dict[str, Any]:
    """A slash command; every field is a text, since over HTTP it is a form."""
    return {
        "token": "",
        "team_id": slack.workspace.team_id,
        "team_domain": slack.workspace.domain,
        "channel_id": conversation.id,
        "channel_name": channel_name(conversation),
        "user_id": person.id,
        "user_name": person.handle,
        "api_app_id": slack.workspace.app_id,
        "is_enterprise_install": "false",
        **more,
    }


def public_message(message: Mapping[str, Any]) -> dict[str, Any]:
    """A message without what only the emulator knows of it."""
    return {name: value for name, value in message.items() if name not in {"only_to", "channel", "is_ephemeral"}}


def on_message(
    conversation: Conversation, message: Mapping[str, Any], values: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The part of a payload that says which message was clicked."""
    ephemeral = bool(message.get("is_ephemeral"))
    container: dict[str, Any] = {"type": "message", "message_ts": message["ts"], "channel_id": conversation.id}
    part: dict[str, Any] = {"container": container | {"is_ephemeral": ephemeral}, "channel": _channel(conversation)}
    if values is not None:
        part["state"] = {"values": values}
    # Slack leaves the message itself out when only one person ever saw it.
    return part if ephemeral else part | {"message": public_message(message)}


def on_view(slack: "Emulator", screen: "Screen") -> dict[str, Any]:
    """The part of a payload that says which view was clicked."""
    return {"container": {"type": "view", "view_id": screen.id}, "view": slack.screens.view_object(screen)}
