"""The buttons below answers: a card, why, help, and Share to channel (RULES 9.1)."""

from functools import partial

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from domain.ledger.deliveries import NewDelivery
from domain.values.errors import TillerError
from handlers import ids
from handlers.context import ActorContext
from handlers.deps import Deps
from handlers.grammar import GRAMMARS
from handlers.metadata import OldFormError
from handlers.queries import kpis, okrs
from handlers.queries.query import answer_or_explain, ask
from handlers.slack import errors, listeners
from handlers.slack.acting import reading, writing
from handlers.slack.payloads import Payload, action_of, actor_of, value_of
from handlers.views.blocks import answer, problem
from handlers.views.blocks.block_kit import Message

_ANSWERS = {ids.OKR: okrs.answer, ids.KPI: kpis.answer}


class CannotShareError(TillerError):
    """Tiller cannot write where the answer was to be shared."""


def register(app: App, deps: Deps) -> None:
    """Answer the buttons."""
    for action_id, command, before in (
        (ids.OKR_CARD, ids.OKR, ""),
        (ids.OKR_WHY, ids.OKR, "why "),
        (ids.KPI_CARD, ids.KPI, ""),
        (ids.KPI_WHY, ids.KPI, "why "),
    ):
        app.action(action_id)(listeners.click(partial(show, deps=deps, command=command, before=before)))
    app.action(ids.HELP)(listeners.click(partial(show_help, deps=deps)))
    app.action(ids.SHARE)(listeners.click(partial(share, deps=deps)))


def show(*, body: Payload, client: WebClient, deps: Deps, command: str, before: str) -> None:
    """Answer below the message, for who clicked alone."""
    with reading(deps, body) as ctx:
        message = _answer(ctx, command=command, text=f"{before}{value_of(action_of(body))}")
    errors.reply(client, body, message)


def show_help(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Say what a command understands."""
    command = ids.KPI if value_of(action_of(body)) == ids.KPI.removeprefix("/") else ids.OKR
    show(body=_set_value(body, "help"), client=client, deps=deps, command=command, before="")


def _set_value(body: Payload, value: str) -> Payload:
    return {**body, "actions": [{**action_of(body), "value": value}]}


def _answer(ctx: ActorContext, *, command: str, text: str, public: bool = False) -> Message:
    return answer_or_explain(ask(ctx, command=command, text=text, public=public), _ANSWERS[command])


def share(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Answer again, as things stand now, for everybody in the channel; one answer is shared once."""
    name, _, text = value_of(action_of(body)).partition(" ")
    command = f"/{name}"
    if command not in _ANSWERS or GRAMMARS[command].writes(text):
        raise OldFormError("This button is from an older message. Ask again for a fresh one.")
    channel = _channel(body, client)
    shown_at = (body.get("container") or {}).get("message_ts") or action_of(body).get("action_ts")
    with writing(deps, body) as ctx:
        found = _answer(ctx, command=command, text=text, public=True)
        by = ctx.org.names.get(ctx.actor, "Somebody")
        message = answer.public(found, question=f"{command} {text}".strip(), by=by)
        key = f"share:{channel}:{shown_at}:{ctx.actor}"
        fresh = ctx.notify(NewDelivery(key=key, kind="share", to=channel, payload=message.payload()))
    if not fresh:
        errors.reply(client, body, problem.sentence("This answer is shared already."))
    deps.wake()


def _channel(body: Payload, client: WebClient) -> str:
    """Return the channel of the click, if Tiller may write there.

    Raises:
        CannotShareError: It may not, and says how to change that.
    """
    channel = str((body.get("channel") or {}).get("id") or "")
    if not channel:
        raise CannotShareError("There is no channel here to share to. Ask again in the channel where it belongs.")
    if channel.startswith("D"):
        own = client.conversations_open(users=[actor_of(body)])["channel"]["id"]
        if own == channel:
            return channel
        raise CannotShareError("I am not in this conversation, so I cannot write here. Ask again in a channel.")
    try:
        found = client.conversations_info(channel=channel)["channel"]
    except SlackApiError:
        found = {}
    if found.get("is_member"):
        return channel
    raise CannotShareError("I am not in this channel, so I cannot write here. /invite me, then share again.")
