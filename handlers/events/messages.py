"""Somebody mentions Tiller in a channel or writes to it: the same answers, or help; never silence (RULES 9.4)."""

import re
from functools import partial

import structlog
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from domain.ledger.deliveries import NewDelivery
from handlers.deps import Deps
from handlers.queries import free_text
from handlers.slack import listeners
from handlers.slack.acting import context_of
from handlers.slack.payloads import Payload
from handlers.usecases.company.query_parser import clean_text
from handlers.views.blocks.block_kit import Message

log = structlog.get_logger(__name__)

_TO_US = re.compile(r"^\s*<@[UW][A-Z0-9]+(?:\|[^>]*)?>[\s,:]*")


def register(app: App, deps: Deps) -> None:
    """Listen for both."""
    app.event("app_mention")(listeners.event(partial(answer_mention, deps=deps)))
    app.event("message")(listeners.event(partial(answer_message, deps=deps)))


def answer_mention(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Answer in the thread of the message, where everybody sees it."""
    event = body["event"]
    if not _is_from_a_person(event):
        return
    with deps.store.transaction() as tx:
        # Remembered before it is posted: one answer may be lost with the process, but none comes twice.
        if not tx.inbound.remember(_key(event), {}, at=deps.now()):
            return
        text = clean_text(_strip_our_name(body))
        message = free_text.answer(context_of(tx, deps, body), text, key=_key(event), public=True)
    deps.wake()
    _post(client, event, message)


def _strip_our_name(body: Payload) -> str:
    """Return what was said, without the mention of Tiller itself wherever it stands."""
    text = _TO_US.sub("", str(body["event"].get("text") or ""), count=1)
    for authorization in body.get("authorizations") or []:
        text = text.replace(f"<@{authorization.get('user_id')}>", " ")
    return text


def _post(client: WebClient, event: Payload, message: Message) -> None:
    thread = str(event.get("thread_ts") or event["ts"])
    try:
        client.chat_postMessage(channel=str(event["channel"]), thread_ts=thread, **message.payload())
    except (SlackClientError, OSError) as failure:
        log.warning("mention_not_answered", channel=event["channel"], error=str(failure)[:200])


def answer_message(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Answer in the DM; what is answered leaves through the outbox, so it comes once and is not lost."""
    del client
    event = body["event"]
    if event.get("channel_type") != "im" or not _is_from_a_person(event):
        return
    with deps.store.transaction() as tx:
        if tx.outbox.get(_key(event)) is not None:
            return
        text = clean_text(str(event.get("text") or ""))
        message = free_text.answer(context_of(tx, deps, body), text, key=_key(event), public=False)
        tx.outbox.add(
            NewDelivery(key=_key(event), kind="answer", to=str(event["channel"]), payload=message.payload()),
            now=deps.now(),
        )
    deps.wake()


def _is_from_a_person(event: Payload) -> bool:
    """Tell whether a person wrote this: no bot, no edit, no notice of Slack's."""
    return not event.get("subtype") and not event.get("bot_id") and bool(event.get("user"))


def _key(event: Payload) -> str:
    return f"answer:{event['channel']}:{event['ts']}"
