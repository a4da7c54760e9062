"""How a failure is told: a sentence where the person looks, never silence, and nothing that they typed is lost."""

from collections.abc import Callable
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import OperationalError

from domain.errors import TillerError
from handlers.payloads import Payload
from handlers.views import problem
from handlers.views.message import View

log = structlog.get_logger(__name__)

BUSY = "Not saved: the database is busy. Your text is still here, press Submit again."
BROKEN = "Not saved: something went wrong on my side, and it is in the log. Your text is still here, try again later."
SLOW = "That took longer than Slack allows to open a form. Press the button again."

_EXPIRED = ("expired_trigger_id", "exchanged_trigger_id", "trigger_expired", "trigger_exchanged")


def sentence_of(failure: Exception) -> str:
    """Return the sentence that a person gets for a failure; anything unforeseen is logged."""
    if isinstance(failure, TillerError):
        return str(failure)
    if isinstance(failure, OperationalError):
        log.warning("database_busy", error=type(failure).__name__)
        return BUSY
    log.error("listener_failed", exc_info=failure)
    return BROKEN


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


def tell(client: WebClient, body: Payload, text: str) -> None:
    """Tell the person who clicked a sentence that only they see: upon their form, else below the message."""
    if body.get("view") and (body["view"].get("type") == "modal"):
        open_view(client, body, problem.error_view(text), push=True)
        return
    person = (body.get("user") or {}).get("id")
    channel = (body.get("channel") or {}).get("id")
    message = problem.sentence(text)
    if channel and person and not str(channel).startswith("D"):
        client.chat_postEphemeral(channel=channel, user=person, **message.payload())
        return
    open_view(client, body, problem.error_view(text))
