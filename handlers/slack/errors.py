"""How a failure is told: a sentence where the person looks, never silence, and nothing that they typed is lost."""

from collections.abc import Callable
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient
from sqlalchemy.exc import OperationalError

from domain.values.errors import TillerError
from handlers.slack.payloads import Payload
from handlers.views.blocks import answer, problem
from handlers.views.blocks.block_kit import Message, View
from storage.locks import DatabaseBusyError

log = structlog.get_logger(__name__)

BUSY_FORM = "Not saved: the database is busy. Your text is still here, press Submit again."
BUSY = "Nothing was done: the database is busy. Try again in a moment."
BROKEN_FORM = (
    "Not saved: something went wrong on my side, and it is in the log. Your text is still here, try again later."
)
BROKEN = "Something went wrong on my side, and it is in the log. Try again later."
SLOW = "That took longer than Slack allows to open a form. Press the button again."

_SECONDS = 5
_OK = 200
_EXPIRED = ("expired_trigger_id", "exchanged_trigger_id", "trigger_expired", "trigger_exchanged")


def sentence_of(failure: Exception, *, in_form: bool = False) -> str:
    """Return the sentence that a person gets for a failure, whose text may be in a form; the unforeseen is logged."""
    if isinstance(failure, TillerError):
        return str(failure)
    if isinstance(failure, OperationalError | DatabaseBusyError):
        log.warning("database_busy", error=type(failure).__name__)
        return BUSY_FORM if in_form else BUSY
    log.error("listener_failed", exc_info=failure)
    return BROKEN_FORM if in_form else BROKEN


def open_view(client: WebClient, body: Payload, view: View, *, push: bool = False) -> str | None:
    """Open a form, or lay it upon the one that is open.

    Returns:
        None when it stands, or the sentence for the person when Slack's time for it was over.

    Raises:
        SlackApiError: Slack refused it for another reason, which is a defect.
    """
    call: Callable[..., Any] = client.views_push if push else client.views_open
    try:
        call(trigger_id=str(body.get("trigger_id") or ""), view=view)
    except SlackApiError as failure:
        if failure.response.get("error") in _EXPIRED:
            log.info("trigger_expired", user=body.get("user"))
            return SLOW
        raise
    return None


def update_view(client: WebClient, view: Payload, shown: View) -> None:
    """Show a form anew while it is being filled in.

    Where it has changed or was closed meanwhile nothing is to be shown: what changed it brings its own.

    Raises:
        SlackApiError: Slack refused it for another reason, which is a defect.
    """
    try:
        client.views_update(view_id=view["id"], hash=view["hash"], view=shown)
    except SlackApiError as failure:
        if failure.response.get("error") not in ("hash_conflict", "not_found", "view_not_found"):
            raise
        log.info("view_changed_meanwhile", error=failure.response.get("error"))


def tell(client: WebClient, body: Payload, text: str) -> None:
    """Tell the person who clicked a sentence that only they see: upon their form, else below the message."""
    reply(client, body, problem.sentence(text), view=problem.error_view(text))


def reply(
    client: WebClient, body: Payload, message: Message, *, view: View | None = None, replace: bool = False
) -> None:
    """Answer a click so that only who clicked sees it: below the message, or as a form where there is no message.

    Why the response URL: it works where Tiller is no member, in channels and in DMs between others. Where nothing else
    is left, the answer goes to the person's DM.

    Args:
        client: Slack's client.
        body: The click.
        message: The answer.
        view: The answer as a form, where it has a better one than its own blocks.
        replace: Whether the answer takes the place of the message that was clicked.
    """
    url = str(body.get("response_url") or "")
    if url and _respond(url, message, replace=replace):
        return
    shown = view if view is not None else answer.wrap_in_view(message)
    if not url and _stands(client, body, shown):
        return
    person = (body.get("user") or {}).get("id")
    if person:
        client.chat_postMessage(channel=person, **message.payload())


def _stands(client: WebClient, body: Payload, view: View) -> bool:
    """Open a view, upon the form where the click came from one; tell whether it stands."""
    on_form = (body.get("view") or {}).get("type") == "modal"
    try:
        return open_view(client, body, view, push=on_form) is None
    except SlackApiError as failure:
        log.warning("answer_not_opened", error=failure.response.get("error"))
        return False


def _respond(url: str, message: Message, *, replace: bool) -> bool:
    """Post to a response URL, which takes five answers within half an hour; tell whether it was taken."""
    webhook = WebhookClient(url, timeout=_SECONDS, retry_handlers=[])
    try:
        answered = webhook.send(
            **message.payload(), response_type="ephemeral", replace_original=replace, delete_original=False
        )
    except (OSError, SlackClientError) as failure:
        log.warning("response_url_failed", error=type(failure).__name__)
        return False
    if answered.status_code != _OK:
        log.info("response_url_refused", status=answered.status_code, answer=answered.body[:80])
    return answered.status_code == _OK
