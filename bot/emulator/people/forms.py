"""Filling in, submitting and closing modals, the way the client lets a person."""

from typing import TYPE_CHECKING, Any

from bot.emulator.blocks.state import client_refusals, filled
from bot.emulator.delivery.attempts import Envelope
from bot.emulator.people import payloads
from bot.emulator.people.clicking import press
from bot.emulator.people.finding import Element, fillable
from bot.emulator.people.outcome import Outcome
from bot.emulator.people.places import screen_for
from bot.emulator.people.typing import type_text
from bot.emulator.people.verdicts import FORM_TROUBLE, answer_form
from bot.emulator.records import Source
from bot.emulator.screens import Screen

if TYPE_CHECKING:
    from bot.emulator.core import Emulator

_ASKS_THE_APP = frozenset({"external_select", "multi_external_select"})


async def front(slack: "Emulator", user_id: str) -> Screen:
    """The modal in front of a person, once one is there.

    Raises:
        LookupError: None opened in time.
    """
    await slack.changed.wait_until(lambda: slack.screens.top(user_id) is not None, timeout_s=slack.patience_s)
    return screen_for(slack, user_id, None)


async def fill(slack: "Emulator", user_id: str, key: str, answer: Any, action_id: str | None = None) -> Outcome | None:
    """Enter an answer into the modal in front.

    Args:
        slack: Where.
        user_id: Who.
        key: The `block_id`, label or `action_id` of the input.
        answer: As `blocks.state.filled` takes it.
        action_id: Which element of the block, where there are several.

    Returns:
        What came of it, where the app is told at once (menus outside of inputs, `dispatch_action`); else None.

    Raises:
        LookupError: There is no such input; the sentence names those there are.
        FillError: The client could not hold this answer.
    """
    screen = await front(slack, user_id)

    def _there() -> bool:
        return _find(slack, user_id, key, action_id) is not None

    await slack.changed.wait_until(_there, timeout_s=slack.patience_s)
    screen = slack.screens.top(user_id) or screen
    block, element = fillable(screen.content["blocks"], key, action_id)
    if element["type"] in _ASKS_THE_APP:
        element = {**element, **await suggestions(slack, screen, (block, element), answer)}
    if block["type"] != "input" or block.get("dispatch_action"):
        return await press(slack, screen, (block, element), answer)
    screen.values.setdefault(block["block_id"], {})[element["action_id"]] = filled(element, type_text(answer))
    slack.changed.notify()
    return None


def _find(slack: "Emulator", user_id: str, key: str, action_id: str | None) -> Element | None:
    top = slack.screens.top(user_id)
    try:
        return fillable(top.content["blocks"], key, action_id) if top is not None else None
    except LookupError:
        return None


async def suggestions(slack: "Emulator", screen: Screen, element: Element, typed: Any) -> dict[str, Any]:
    """Ask the app for the options of an external select: `options` or `option_groups`."""
    wanted = typed if isinstance(typed, list) else [typed]
    found: list[Any] = []
    for item in wanted:
        more = payloads.on_view(slack, screen) | {"value": str(item)}
        more |= {"block_id": element[0]["block_id"], "action_id": element[1]["action_id"]}
        body = payloads.interactive(slack, slack.workspace.people[screen.user_id], "block_suggestion", **more)
        ack = await slack.dispatcher.interaction(Envelope.INTERACTIVE, "block_suggestion", body, wants_answer=True)
        answer = ack.payload if isinstance(ack.payload, dict) else {}
        groups = answer.get("option_groups") or [{"options": answer.get("options") or []}]
        found += [option for group in groups for option in group["options"] if option not in found]
    return {"options": found}


async def submit(slack: "Emulator", user_id: str) -> Outcome:
    """Press the submit button of the modal in front.

    Raises:
        LookupError: There is no modal, or it has no such button.
    """
    screen = await front(slack, user_id)
    person = slack.workspace.people[user_id]
    if screen.content.get("submit") is None:
        raise LookupError("The modal has no submit button.")
    outcome = Outcome(may_open=False)
    outcome.errors = client_refusals(screen.content["blocks"], screen.values)
    title = screen.content["title"]["text"]
    if outcome.errors:
        slack.transcript.line(person.name, f"{person.name} cannot submit “{title}”: {_list_fields(outcome)}")
        return outcome
    view = slack.screens.view_object(screen)
    slack.transcript.view(person.name, f"{person.name} submits:", view)
    outcome.may_open = True
    trigger_id = slack.triggers.mint(user_id, modal_id=screen.id, outcome=outcome)
    body = payloads.interactive(
        slack, person, "view_submission", trigger_id=trigger_id, view=view, response_urls=_response_urls(slack, screen)
    )
    ack = await slack.dispatcher.interaction(Envelope.INTERACTIVE, "view_submission", body, wants_answer=True)
    outcome.may_open = False
    if outcome.note(ack, trouble=FORM_TROUBLE):
        answer_form(slack, screen, outcome)
    if outcome.errors:
        slack.transcript.line(person.name, f"The form says: {_list_fields(outcome)}")
    if outcome.trouble is not None:
        slack.transcript.line(person.name, f"Slack says: {outcome.trouble}")
    return outcome


def _list_fields(outcome: Outcome) -> str:
    return "; ".join(f"{block_id}: {sentence}" for block_id, sentence in outcome.errors.items())


def _response_urls(slack: "Emulator", screen: Screen) -> list[dict[str, Any]]:
    """Response URLs of the conversations chosen in elements that ask for one.

    Their answers land in no outcome: the form is gone by then.
    """
    urls: list[dict[str, Any]] = []
    for block in screen.content["blocks"]:
        element = block.get("element", {})
        if not element.get("response_url_enabled"):
            continue
        held = screen.values[block["block_id"]][element["action_id"]]
        chosen = slack.workspace.conversations.get(
            held.get("selected_conversation") or held.get("selected_channel") or ""
        )
        if chosen is not None:
            source = Source(user_id=screen.user_id, conversation=chosen, message=None, outcome=Outcome())
            where = {"block_id": block["block_id"], "action_id": element["action_id"], "channel_id": chosen.id}
            urls.append(where | {"response_url": slack.response_urls.mint(source)})
    return urls


async def close(slack: "Emulator", user_id: str, *, everything: bool = False) -> Outcome:
    """Close the modal in front, or the whole stack as the x does; the app is told if it asked to be.

    Raises:
        LookupError: There is no modal.
    """
    screen = screen_for(slack, user_id, None)
    person = slack.workspace.people[user_id]
    slack.transcript.line(person.name, f"{person.name} closes “{screen.content['title']['text']}”")
    if everything:
        screen = slack.screens.stacks[user_id][0]
        slack.screens.clear(user_id)
    else:
        slack.screens.close(screen)
    slack.changed.notify()
    outcome = Outcome(closed=True)
    if screen.content.get("notify_on_close"):
        view = slack.screens.view_object(screen)
        body = payloads.interactive(slack, person, "view_closed", view=view, is_cleared=everything)
        ack = await slack.dispatcher.interaction(Envelope.INTERACTIVE, "view_closed", body, wants_answer=False)
        outcome.note(ack, trouble="")
        outcome.trouble = None
    return outcome
