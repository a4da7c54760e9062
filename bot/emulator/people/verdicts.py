"""What the bot's acknowledgement means for the person who waits for it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.emulator.blocks.validate import view_problems
from bot.emulator.delivery.attempts import Ack, Failure
from bot.emulator.errors import SlackError
from bot.emulator.people.outcome import Outcome
from bot.emulator.records import Source
from bot.emulator.response_urls import respond
from bot.emulator.screens import Screen
from bot.emulator.webapi.drafts import refuse_problems

if TYPE_CHECKING:
    from bot.emulator.core import Emulator

FORM_TROUBLE = "We had some trouble connecting. Try again?"


def command_trouble(command: str, ack: Ack) -> str:
    """What a person reads when a command was not acknowledged."""
    if ack.failure is Failure.TIMEOUT:
        return f"{command} failed because the app did not respond."
    return f'{command} failed with the error "dispatch_failed"'


def click_trouble(app: str) -> str:
    """What a person reads when a click was not acknowledged."""
    return f"{app} is not responding. Try again in a moment."


def answer_command(slack: "Emulator", command: str, source: Source, outcome: Outcome) -> None:
    """Show the message in the acknowledgement of a command, if there is one."""
    body = {"text": outcome.ack} if isinstance(outcome.ack, str) else outcome.ack
    if not body or (isinstance(body, Mapping) and set(body) == {"response_type"}):
        return
    try:
        respond(slack, source, body if isinstance(body, Mapping) else {"blocks": body})
    except SlackError as refusal:
        slack.report(f"The acknowledgement of {command} was refused: {refusal.code} {refusal.beside}")
        outcome.trouble = f'{command} failed with the error "{refusal.code}"'


def answer_form(slack: "Emulator", screen: Screen, outcome: Outcome) -> None:
    """Do what the acknowledgement of a submitted form says: close, errors, update, push or clear (SLACK_RULES 3.4)."""
    try:
        _tell_answer(slack, screen, outcome)
    except SlackError as refusal:
        name = screen.content.get("callback_id") or screen.id
        slack.report(f"The acknowledgement of form {name} was refused: {refusal.code} {refusal.beside}")
        outcome.trouble = FORM_TROUBLE
    slack.changed.notify()


def _tell_answer(slack: "Emulator", screen: Screen, outcome: Outcome) -> None:
    if not outcome.ack:
        slack.screens.close(screen)
        outcome.closed = True
        return
    if not isinstance(outcome.ack, Mapping):
        raise SlackError("invalid_response_action")
    match outcome.ack.get("response_action"):
        case "errors":
            outcome.errors = _errors(screen, outcome.ack.get("errors"))
        case "clear":
            slack.screens.clear(screen.user_id)
            outcome.closed = True
        case "update" | "push" as how:
            _show(slack, screen, outcome, how)
        case _:
            raise SlackError("invalid_response_action", given=dict(outcome.ack))


def _errors(screen: Screen, errors: Any) -> dict[str, str]:
    inputs = {block["block_id"] for block in screen.content["blocks"] if block["type"] == "input"}
    if not isinstance(errors, Mapping) or not errors:
        raise SlackError("invalid_errors", expected="a sentence by block_id")
    strangers = set(errors) - inputs
    if strangers:
        raise SlackError("invalid_errors", unknown_block_ids=sorted(strangers))
    if not all(isinstance(sentence, str) and sentence for sentence in errors.values()):
        raise SlackError("invalid_errors", expected="sentences")
    return dict(errors)


def _show(slack: "Emulator", screen: Screen, outcome: Outcome, how: str) -> None:
    view = outcome.ack.get("view") if isinstance(outcome.ack, Mapping) else None
    refuse_problems(view_problems(view), otherwise="invalid_arguments")
    if not isinstance(view, Mapping) or view["type"] != "modal":
        raise SlackError("invalid_arguments")
    if how == "update":
        slack.screens.replace(screen, view)
        shown, line = screen, "The modal changes:"
    else:
        shown, line = slack.screens.push(screen.user_id, view), "Another modal opens on top:"
    outcome.opened = slack.screens.view_object(shown)
    name = slack.workspace.people[screen.user_id].name
    slack.transcript.view(name, line, outcome.opened)
