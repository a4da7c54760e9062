"""Typing commands and messages, opening Home, using shortcuts."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.emulator.delivery.attempts import Ack, Envelope
from bot.emulator.messages import Draft, store
from bot.emulator.people import payloads
from bot.emulator.people.outcome import Outcome
from bot.emulator.people.places import conversation_for, message_for
from bot.emulator.people.typing import clean_typed, type_text
from bot.emulator.people.verdicts import answer_command, click_trouble, command_trouble
from bot.emulator.records import Source

if TYPE_CHECKING:
    import asyncio

    from bot.emulator.core import Emulator

_NOT_A_COMMAND = 'is not a valid command. In Slack, all messages that start with the "/" character are interpreted as'
_SCOPE = "commands"
_THREAD = re.compile(r"\d{10}\.\d{6}")


async def command(slack: "Emulator", user_id: str, name: str, text: str = "", channel: str | None = None) -> Outcome:
    """Type a slash command.

    Raises:
        LookupError: The person is not in the conversation.
    """
    person = slack.workspace.people[user_id]
    conversation = conversation_for(slack, user_id, channel)
    typed = type_text(f"{name} {text}".rstrip())
    slack.transcript.line(slack.workspace.place(conversation), f"{person.name} types: {typed}")
    outcome = Outcome(may_open=True, may_reply=True)
    declared = slack.manifest.commands.get(name)
    if declared is None or _SCOPE not in slack.manifest.scopes:
        return _trouble(slack, user_id, outcome, f"{name} {_NOT_A_COMMAND} commands.")
    source = Source(user_id=user_id, conversation=conversation, message=None, outcome=outcome)
    body = payloads.command(
        slack,
        person,
        conversation,
        command=name,
        text=clean_typed(slack.workspace, text, with_names=True, resolve=bool(declared.get("should_escape"))).strip(),
        response_url=slack.response_urls.mint(source),
        trigger_id=slack.triggers.mint(user_id, modal_id=None, outcome=outcome),
    )
    ack = await slack.dispatcher.interaction(Envelope.COMMAND, "slash_commands", body, wants_answer=True)
    if outcome.note(ack, trouble=command_trouble(name, ack)):
        answer_command(slack, name, source, outcome)
    return _tell(slack, user_id, outcome)


async def say(
    slack: "Emulator", user_id: str, text: str, channel: str | None = None, thread_ts: str | None = None
) -> Outcome:
    """Write a message; acknowledged once the bot has acknowledged every event of it that it listens to.

    Raises:
        LookupError: The person is not in the conversation, or there is no such thread.
    """
    conversation = conversation_for(slack, user_id, channel)
    if thread_ts is not None and (not _THREAD.fullmatch(thread_ts) or thread_ts not in conversation.messages):
        raise LookupError(f"There is no message {thread_ts} to reply to.")
    words = clean_typed(slack.workspace, text, with_names=False)
    with slack.dispatcher.collecting() as answers:
        message = store(slack, conversation, user_id, Draft(text=words, thread_ts=thread_ts))
    outcome = Outcome(sent={**message, "channel": conversation.id})
    return await _events_answered(outcome, answers)


async def open_home(slack: "Emulator", user_id: str) -> Outcome:
    """Open the app's Home tab.

    Raises:
        LookupError: The app has none.
    """
    if not slack.manifest.home_tab:
        raise LookupError(f"{slack.manifest.name} has no Home tab.")
    conversation = slack.workspace.direct(user_id)
    name = slack.workspace.people[user_id].name
    slack.transcript.line(name, f"{name} opens Home")
    event: dict[str, Any] = {"type": "app_home_opened", "user": user_id, "channel": conversation.id, "tab": "home"}
    event["event_ts"] = f"{slack.clock.timestamp():.6f}"
    home = slack.screens.homes.get(user_id)
    if home is not None:
        event["view"] = slack.screens.view_object(home)
    outcome = Outcome(may_open=True)
    slack.screens.watching_home[user_id] = outcome
    with slack.dispatcher.collecting() as answers:
        slack.dispatcher.event("app_home_opened", event)
    return await _events_answered(outcome, answers)


async def shortcut(slack: "Emulator", user_id: str, callback_id: str) -> Outcome:
    """Use a global shortcut."""
    outcome = Outcome(may_open=True)
    person = slack.workspace.people[user_id]
    slack.transcript.line(person.name, f"{person.name} uses the shortcut {_find_named(slack, callback_id)}")
    if not _require_declared(slack, callback_id, "global"):
        return _trouble(slack, user_id, outcome, f"There is no shortcut {callback_id}.")
    more = _shortcut_fields(slack, user_id, callback_id, outcome)
    return await _shortcut(slack, user_id, payloads.interactive(slack, person, "shortcut", **more), outcome)


async def message_shortcut(slack: "Emulator", user_id: str, callback_id: str, message: Mapping[str, Any]) -> Outcome:
    """Use a shortcut on a message.

    Raises:
        LookupError: The message is gone, or the person does not see it.
    """
    outcome = Outcome(may_open=True, may_reply=True)
    person = slack.workspace.people[user_id]
    conversation, current = message_for(slack, user_id, message)
    place = slack.workspace.place(conversation)
    slack.transcript.line(place, f"{person.name} uses {_find_named(slack, callback_id)} on a message")
    if not _require_declared(slack, callback_id, "message"):
        return _trouble(slack, user_id, outcome, f"There is no shortcut {callback_id} for messages.")
    source = Source(user_id=user_id, conversation=conversation, message=current, outcome=outcome)
    more = _shortcut_fields(slack, user_id, callback_id, outcome) | {
        "channel": {"id": conversation.id, "name": payloads.channel_name(conversation)},
        "message": payloads.public_message(current),
        "message_ts": current["ts"],
        "response_url": slack.response_urls.mint(source),
    }
    return await _shortcut(slack, user_id, payloads.interactive(slack, person, "message_action", **more), outcome)


def _require_declared(slack: "Emulator", callback_id: str, kind: str) -> bool:
    declared = slack.manifest.shortcuts.get(callback_id)
    usable = _SCOPE in slack.manifest.scopes and slack.manifest.interactivity
    return declared is not None and declared.get("type") == kind and usable


def _find_named(slack: "Emulator", callback_id: str) -> str:
    return str(slack.manifest.shortcuts.get(callback_id, {}).get("name", callback_id))


def _shortcut_fields(slack: "Emulator", user_id: str, callback_id: str, outcome: Outcome) -> dict[str, Any]:
    return {
        "callback_id": callback_id,
        "trigger_id": slack.triggers.mint(user_id, modal_id=None, outcome=outcome),
        "action_ts": f"{slack.clock.timestamp():.6f}",
    }


async def _shortcut(slack: "Emulator", user_id: str, body: dict[str, Any], outcome: Outcome) -> Outcome:
    ack = await slack.dispatcher.interaction(Envelope.INTERACTIVE, body["type"], body, wants_answer=False)
    outcome.note(ack, trouble=click_trouble(slack.manifest.name))
    return _tell(slack, user_id, outcome)


async def _events_answered(outcome: Outcome, answers: list["asyncio.Future[Ack]"]) -> Outcome:
    for answer in answers:
        outcome.note(await answer, trouble="")
    if not answers:
        outcome.acked = False
        outcome.may_open = False
    # Nobody is told that an event was not acknowledged.
    outcome.trouble = None
    return outcome


def _tell(slack: "Emulator", user_id: str, outcome: Outcome) -> Outcome:
    if outcome.trouble is not None:
        slack.transcript.line(slack.workspace.people[user_id].name, f"Slack says: {outcome.trouble}")
    return outcome


def _trouble(slack: "Emulator", user_id: str, outcome: Outcome, sentence: str) -> Outcome:
    outcome.trouble = sentence
    outcome.may_open = outcome.may_reply = False
    return _tell(slack, user_id, outcome)
