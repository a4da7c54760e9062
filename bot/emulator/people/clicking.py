"""Clicking buttons and choosing from menus, in messages, modals and Home."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.emulator.blocks.state import filled, initial_values, stateful
from bot.emulator.delivery.attempts import Envelope
from bot.emulator.people import payloads
from bot.emulator.people.finding import Element, action, clickable, overflow_choice, visible_text
from bot.emulator.people.outcome import Outcome
from bot.emulator.people.places import message_for, screen_for
from bot.emulator.people.typing import type_text
from bot.emulator.people.verdicts import click_trouble
from bot.emulator.records import Source
from bot.emulator.screens import Screen, Values

if TYPE_CHECKING:
    from bot.emulator.core import Emulator

_NOT_INTERACTIVE = "This app is not configured to handle interactive responses."


async def click(
    slack: "Emulator",
    user_id: str,
    target: Mapping[str, Any] | str | None,
    *,
    action_id: str | None = None,
    value: Any = None,
    block_id: str | None = None,
    label: str | None = None,
) -> Outcome:
    """Click or choose in a message, in Home, or in the modal in front.

    Args:
        slack: Where.
        user_id: Who.
        target: A copy of a message; a view, or its id; None for the modal in front.
        action_id: Which element; `block_id` and `label` narrow it down or do without it.
        value: What is chosen or entered; for buttons, which of several equal ones.
        block_id: See `action_id`.
        label: The text on the button.

    Raises:
        LookupError: It is not there; the sentence names what is.
        FillError: The element cannot hold this value.
    """
    if isinstance(target, Mapping) and "ts" in target:
        return await _on_message(slack, user_id, target, action_id, block_id, label, value)
    view_id = target.get("id") if isinstance(target, Mapping) else target
    screen = screen_for(slack, user_id, view_id)
    where = {"action_id": action_id, "block_id": block_id, "label": label, "value": value}

    def _there() -> bool:
        return _has(screen, where)

    # A view may be about to change: a person would wait for the button too.
    if not await slack.changed.wait_until(_there, timeout_s=slack.patience_s):
        clickable(screen.content["blocks"], **where)
    return await press(slack, screen, clickable(screen.content["blocks"], **where), value)


def _has(screen: Screen, where: Mapping[str, Any]) -> bool:
    try:
        clickable(screen.content["blocks"], **where)
    except LookupError:
        return False
    return True


async def press(slack: "Emulator", screen: Screen, element: Element, value: Any) -> Outcome:
    """Click or choose this element of a view."""
    person = slack.workspace.people[screen.user_id]
    held = _held(slack, element[1], value, screen.values, element[0]["block_id"])
    screen.waiting = outcome = Outcome(may_open=True)
    at = f"{slack.clock.timestamp():.6f}"
    is_modal = screen.content["type"] == "modal"
    more = payloads.on_view(slack, screen) | {"actions": [action(*element, held, at)]}
    more["trigger_id"] = slack.triggers.mint(person.id, modal_id=screen.id if is_modal else None, outcome=outcome)
    _line(slack, person.name, person.name, element[1], held)
    return await _deliver(slack, person.id, more, outcome)


async def _on_message(
    slack: "Emulator",
    user_id: str,
    target: Mapping[str, Any],
    action_id: str | None,
    block_id: str | None,
    label: str | None,
    value: Any,
) -> Outcome:
    person = slack.workspace.people[user_id]
    conversation, message = message_for(slack, user_id, target)
    blocks = message.get("blocks", [])
    element = clickable(blocks, action_id=action_id, block_id=block_id, label=label, value=value)
    values = slack.screens.in_messages.setdefault((conversation.id, message["ts"], user_id), initial_values(blocks))
    held = _held(slack, element[1], value, values, element[0]["block_id"])
    outcome = Outcome(may_open=True, may_reply=True)
    source = Source(user_id=user_id, conversation=conversation, message=message, outcome=outcome)
    at = f"{slack.clock.timestamp():.6f}"
    more = payloads.on_message(conversation, message, values) | {"actions": [action(*element, held, at)]}
    more["trigger_id"] = slack.triggers.mint(user_id, modal_id=None, outcome=outcome)
    more["response_url"] = slack.response_urls.mint(source)
    _line(slack, slack.workspace.place(conversation), person.name, element[1], held)
    return await _deliver(slack, user_id, more, outcome)


def _held(slack: "Emulator", element: Mapping[str, Any], value: Any, values: Values, block_id: str) -> dict[str, Any]:
    """The value shape of an element after the click, noted in `values` when it keeps one."""
    kind = element["type"]
    if kind == "overflow":
        return overflow_choice(element, value)
    if not any(True for _ in stateful([{"type": "actions", "block_id": block_id, "elements": [element]}])):
        return {}
    held = filled(element, type_text(value))
    values.setdefault(block_id, {})[element["action_id"]] = held
    slack.changed.notify()
    return held


def _line(slack: "Emulator", place: str, name: str, element: Mapping[str, Any], held: Mapping[str, Any]) -> None:
    text = visible_text(element)
    if not text:
        chosen = held.get("selected_option") or {}
        text = chosen.get("text", {}).get("text") or str(next(iter([*held.values()][1:]), element["type"]))
    slack.transcript.line(place, f"{name} clicks [{text}]")


async def _deliver(slack: "Emulator", user_id: str, more: dict[str, Any], outcome: Outcome) -> Outcome:
    person = slack.workspace.people[user_id]
    if not slack.manifest.interactivity:
        outcome.trouble = _NOT_INTERACTIVE
        outcome.may_open = outcome.may_reply = False
    else:
        body = payloads.interactive(slack, person, "block_actions", **more)
        ack = await slack.dispatcher.interaction(Envelope.INTERACTIVE, "block_actions", body, wants_answer=True)
        outcome.note(ack, trouble=click_trouble(slack.manifest.name))
    if outcome.trouble is not None:
        slack.transcript.line(person.name, f"Slack says: {outcome.trouble}")
    return outcome
