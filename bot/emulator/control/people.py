"""Control: what people do and what they see."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request

from bot.emulator.control.bodies import Act, Click, Close, Command, Fill, NewPerson, Saying, Shortcut
from bot.emulator.core import Emulator
from bot.emulator.people import acting, clicking, forms
from bot.emulator.people.outcome import Outcome
from bot.emulator.people.places import seen
from bot.emulator.records import Person

ROUTES = APIRouter(prefix="/control/people", tags=["people"])


def emulator(request: Request) -> Emulator:
    """The emulator that this application controls."""
    slack = request.app.state.slack
    assert isinstance(slack, Emulator)  # noqa: S101 - set by the application itself; tells the type
    return slack


Slack = Annotated[Emulator, Depends(emulator)]


async def _user(slack: Slack, user: str) -> str:
    if user not in slack.workspace.people:
        raise HTTPException(404, f"Nobody has the id {user}.")
    return user


User = Annotated[str, Depends(_user)]


async def _tell(slack: Emulator, user: str, outcome: Outcome, act: Act) -> dict[str, Any]:
    """What came of an act, once its consequences had time to come."""

    def _came() -> bool:
        return outcome.opened is not None or outcome.reply is not None

    if outcome.may_open or outcome.may_reply:
        await slack.changed.wait_until(_came, timeout_s=act.wait_ms / 1000)
    top = slack.screens.top(user)
    shown = {name: value for name, value in asdict(outcome).items() if name not in {"may_open", "may_reply"}}
    return shown | {"modal": slack.screens.view_object(top) if top is not None else None}


def _stack(slack: Emulator, user: str) -> list[dict[str, Any]]:
    return [slack.screens.view_object(screen) for screen in slack.screens.stacks.get(user, [])]


@ROUTES.get("", summary="List the people")
async def list_people(slack: Slack) -> list[dict[str, Any]]:
    """Everyone, the bot user among them, with the id of their DM with the bot."""
    people = slack.workspace.people.values()
    return [asdict(person) | {"dm": slack.workspace.direct_id(person.id)} for person in people]


@ROUTES.post("", summary="Let a person in")
async def add_person(slack: Slack, body: NewPerson) -> dict[str, Any]:
    """A known id changes that person, and the app hears `user_change`."""
    fields = body.model_dump()
    fields["id"] = body.id or slack.ids.next("U")
    fields["handle"] = body.handle or body.name.lower().replace(" ", ".")
    person = Person(**fields)
    _refuse_as_422(lambda: slack.admit(person))
    return asdict(person) | {"dm": slack.workspace.direct_id(person.id)}


def _refuse_as_422(work: Callable[[], None]) -> None:
    try:
        work()
    except (ValueError, KeyError) as problem:
        raise HTTPException(422, f"There is no such time zone: {problem}") from problem


@ROUTES.post("/{user}/command", summary="Type a slash command")
async def command(slack: Slack, user: User, body: Command) -> dict[str, Any]:
    """The bot gets it with a fresh trigger_id and response_url."""
    return await _tell(slack, user, await acting.command(slack, user, body.command, body.text, body.channel), body)


@ROUTES.post("/{user}/message", summary="Write a message")
async def say(slack: Slack, user: User, body: Saying) -> dict[str, Any]:
    """The bot hears it as far as the manifest subscribes to it."""
    return await _tell(slack, user, await acting.say(slack, user, body.text, body.channel, body.thread_ts), body)


@ROUTES.post("/{user}/click", summary="Click a button or choose from a menu")
async def click(slack: Slack, user: User, body: Click) -> dict[str, Any]:
    """Dialogs that ask again are confirmed."""
    target: Any = {"channel": body.channel, "ts": body.ts} if body.ts is not None else body.view_id
    where = {"action_id": body.action_id, "block_id": body.block_id, "label": body.label, "value": body.value}
    return await _tell(slack, user, await clicking.click(slack, user, target, **where), body)


@ROUTES.post("/{user}/fill", summary="Fill in the modal in front")
async def fill(slack: Slack, user: User, body: Fill) -> dict[str, Any]:
    """Nothing is sent to the bot, save where an element tells it at once."""
    for answer in body.answers:
        await forms.fill(slack, user, answer.input, answer.answer, answer.action_id)
    return await _tell(slack, user, Outcome(), body)


@ROUTES.post("/{user}/submit", summary="Fill in and submit the modal in front")
async def submit(slack: Slack, user: User, body: Fill) -> dict[str, Any]:
    """`errors` are the client's own (required inputs, bounds: nothing is sent then) or the bot's."""
    for answer in body.answers:
        await forms.fill(slack, user, answer.input, answer.answer, answer.action_id)
    return await _tell(slack, user, await forms.submit(slack, user), body)


@ROUTES.post("/{user}/close", summary="Close the modal in front")
async def close(slack: Slack, user: User, body: Close) -> dict[str, Any]:
    """The bot is told if the view has `notify_on_close`."""
    return await _tell(slack, user, await forms.close(slack, user, everything=body.everything), body)


@ROUTES.post("/{user}/home", summary="Open the app's Home")
async def open_home(slack: Slack, user: User, body: Act) -> dict[str, Any]:
    """`opened` is what the bot published for it."""
    return await _tell(slack, user, await acting.open_home(slack, user), body)


@ROUTES.post("/{user}/shortcut", summary="Use a global shortcut")
async def shortcut(slack: Slack, user: User, body: Shortcut) -> dict[str, Any]:
    """`channel` and `ts` play no part here."""
    return await _tell(slack, user, await acting.shortcut(slack, user, body.callback_id), body)


@ROUTES.post("/{user}/message_shortcut", summary="Use a shortcut on a message")
async def message_shortcut(slack: Slack, user: User, body: Shortcut) -> dict[str, Any]:
    """`channel` and `ts` say which message."""
    message = {"channel": body.channel, "ts": body.ts}
    return await _tell(slack, user, await acting.message_shortcut(slack, user, body.callback_id, message), body)


@ROUTES.post("/{user}/trigger", summary="Get a fresh trigger_id")
async def trigger(slack: Slack, user: User) -> dict[str, str]:
    """It opens one modal for this person, within three seconds of the emulated clock."""
    return {"trigger_id": slack.triggers.mint(user, modal_id=None, outcome=Outcome())}


@ROUTES.get("/{user}/messages", summary="Read what the person sees")
async def read_messages(slack: Slack, user: User) -> list[dict[str, Any]]:
    """Messages of their conversations and ephemeral ones to them, oldest first, each with its channel."""
    return seen(slack, user)


@ROUTES.get("/{user}/modals", summary="Read the open modals")
async def read_modals(slack: Slack, user: User) -> list[dict[str, Any]]:
    """The one in front is last; `state.values` holds what has been entered."""
    return _stack(slack, user)


@ROUTES.get("/{user}/home", summary="Read the app's Home")
async def read_home(slack: Slack, user: User) -> dict[str, Any] | None:
    """As last published for this person; null before."""
    home = slack.screens.homes.get(user)
    return slack.screens.view_object(home) if home is not None else None
