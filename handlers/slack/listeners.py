"""The four shapes of a listener: a form, a click, a command, an event. Each answers in time and never in silence.

Bolt hands a listener what its parameters name; these wrappers take what every one of ours needs and pass it on. An
exception never leaves a listener: Slack would show a warning sign, and the person would not know what became of it.
"""

from collections.abc import Callable
from typing import Any

import structlog
from slack_bolt import Ack
from slack_sdk import WebClient

from handlers.slack import errors
from handlers.slack.payloads import Payload
from handlers.views.blocks import problem
from handlers.views.blocks.block_kit import Message, View

log = structlog.get_logger(__name__)

Listener = Callable[..., None]


class FormError(Exception):
    """A form that cannot be taken as it stands; nothing was stored and nothing typed is lost.

    Attributes:
        fields: The sentence for each block of the form.
    """

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(next(iter(fields.values()), ""))
        self.fields = fields


def form(submit: Callable[..., View | None]) -> Listener:
    """Make a listener of a function that takes a submitted form and returns what comes next: a view, or None to close.

    What it raises is shown at the field, or at the first field where it belongs to none.
    """

    def listener(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        try:
            following = submit(body=body, client=client)
        except FormError as refused:
            ack(response_action="errors", errors=refused.fields)
        except Exception as failure:  # noqa: BLE001 - whatever it is, the form stays open and says a sentence
            ack(**_keep_open(body["view"], errors.sentence_of(failure, in_form=True)))
        else:
            if following is None:
                ack()
            else:
                ack(response_action="update", view=following)

    return listener


def _keep_open(view: Payload, sentence: str) -> dict[str, Any]:
    first = next((block["block_id"] for block in view["blocks"] if block["type"] == "input"), None)
    if first is None:
        return {"response_action": "update", "view": problem.error_view(sentence)}
    return {"response_action": "errors", "errors": {first: sentence}}


def click(act: Callable[..., None]) -> Listener:
    """Make a listener of a function that acts on a button or a menu; what it raises is told to who clicked."""

    def listener(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        try:
            act(body=body, client=client)
        except Exception as failure:  # noqa: BLE001 - whatever it is, who clicked gets a sentence
            _try_to_tell(client, body, errors.sentence_of(failure))

    return listener


def _try_to_tell(client: WebClient, body: dict[str, Any], sentence: str) -> None:
    try:
        errors.tell(client, body, sentence)
    except Exception:
        # Slack itself cannot be reached, so there is nobody left to tell but the log.
        log.exception("could_not_tell", sentence=sentence)


def event(react: Callable[..., None]) -> Listener:
    """Make a listener of a function that reacts to an event; what it raises is logged, for nobody waits for it."""

    def listener(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        try:
            react(body=body, client=client)
        except Exception:
            log.exception("event_failed", event_type=(body.get("event") or {}).get("type"))

    return listener


def command(answer: Callable[..., Message | None]) -> Listener:
    """Make a listener of a function that answers a slash command; only the asker sees the answer (RULES 9.1)."""

    def listener(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        try:
            message = answer(body=body, client=client)
        except Exception as failure:  # noqa: BLE001 - whatever it is, the asker gets a sentence
            message = problem.sentence(errors.sentence_of(failure))
        if message is None:
            ack()
        else:
            ack(response_type="ephemeral", **message.payload())

    return listener
