"""Sends one message: a post, or an update of an earlier one (DESIGN D13)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.delivery.calls import SlackCalls
from bot.delivery.outcomes import BAD_BLOCKS, THREAD_GONE, Kind, Outcome, classify, code_of
from bot.delivery.policy import DeliveryPolicy
from bot.delivery.requests import drop_charts, post_arguments, update_arguments
from domain.ledger.deliveries import Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where a delivery goes.

    Attributes:
        channel: A channel, a DM, or a person where the DM could not be asked for.
        thread_ts: The message in whose thread it is posted.
        ts: The message that it changes.
    """

    channel: str
    thread_ts: str | None = None
    ts: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """What every way of sending needs.

    Attributes:
        may_start: Whether a request may still leave; asked right before each one that people would see.
    """

    calls: SlackCalls
    policy: DeliveryPolicy
    instance_id: str
    may_start: Callable[[], bool]


TOO_LATE = Outcome(kind=Kind.NOT_SENT, error="the process was stopped for too long before it could post")
"""Nothing has left: others may have judged the delivery meanwhile."""


def post(sender: Sender, delivery: Delivery, destination: Destination) -> Outcome:
    """Post a message; where a chart is not known or a thread is gone, once more without it.

    Both refusals are certain, so that the second call repeats nothing.
    """
    arguments = post_arguments(
        delivery,
        channel=destination.channel,
        thread_ts=destination.thread_ts,
        instance_id=sender.instance_id,
    )
    outcome = _send(sender, "chat.postMessage", arguments)
    if outcome.kind is Kind.BAD_MESSAGE and code_of(outcome.error) in THREAD_GONE and destination.thread_ts:
        arguments = arguments | {"thread_ts": None}
        outcome = _send(sender, "chat.postMessage", arguments)
    outcome = _drop_charts_if_refused(sender, "chat.postMessage", arguments, outcome)
    if outcome.kind is Kind.SENT and not (outcome.ts and outcome.channel):
        return Outcome(kind=Kind.UNKNOWN, error="ok_without_ts")
    return outcome


def update(sender: Sender, delivery: Delivery, destination: Destination) -> Outcome:
    """Change an earlier message; doing it twice is doing it once."""
    arguments = update_arguments(delivery, channel=destination.channel, ts=destination.ts or "")
    outcome = _send(sender, "chat.update", arguments)
    outcome = _drop_charts_if_refused(sender, "chat.update", arguments, outcome)
    if outcome.kind is Kind.SENT:
        return replace(outcome, channel=destination.channel, ts=destination.ts or "")
    return outcome


def _drop_charts_if_refused(sender: Sender, method: str, arguments: dict[str, Any], outcome: Outcome) -> Outcome:
    if outcome.kind is not Kind.BAD_MESSAGE or code_of(outcome.error) not in BAD_BLOCKS:
        return outcome
    plain = drop_charts(arguments)
    return outcome if plain is None else _send(sender, method, plain)


def _send(sender: Sender, method: str, arguments: dict[str, Any]) -> Outcome:
    if not sender.may_start():
        return TOO_LATE
    return classify(sender.calls.send_json(method, arguments), sender.policy)
