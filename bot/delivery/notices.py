"""What a coordinator is told about a delivery that is given up (DESIGN D12)."""

from datetime import datetime, timedelta

from bot.delivery.outcomes import Kind, Outcome, code_of
from domain.ledger.deliveries import Delivery, Method, NewDelivery
from domain.values.ids import PersonId

NOTICE = "notice"
"""The kind of these deliveries; one of them that cannot be sent is never announced by another."""

_BUDGET = timedelta(days=14)
_REASONS = {
    "is_archived": "the channel is archived. Unarchive it, or give the team another channel",
    "not_in_channel": "I am not in the channel. Invite me there with /invite",
    "channel_not_found": "I cannot see it: it is gone, or it is private and I am not in it. Invite me, or change it",
    "user_disabled": "the account is deactivated. Give what they own to somebody else",
    "user_not_found": "there is no such person in this workspace. Give what they own to somebody else",
    "messages_tab_disabled": "the app’s Messages tab is switched off. Switch it on in the app’s settings",
    "missing_scope": "the app lacks a permission. Install it again from its manifest",
    "invalid_blocks": "Slack refused its form. This is a fault in Tiller; please report it",
    "msg_too_long": "Slack finds it too long. This is a fault in Tiller; please report it",
}


def notices(
    delivery: Delivery,
    outcome: Outcome,
    *,
    coordinators: tuple[PersonId, ...],
    last_ts: str | None,
    now: datetime,
) -> list[NewDelivery]:
    """Return what is said to each coordinator about a delivery that was given up.

    It is said once: about an address, until something gets through to it again; about a kind of message that Slack
    does not take, once a day. A change to a message that a person has deleted is no news.

    Args:
        delivery: What was given up.
        outcome: Why.
        coordinators: Who is told; the one who cannot be reached is not told so.
        last_ts: The last message that did get through to this address, or None.
        now: For the day.
    """
    if delivery.kind == NOTICE or (delivery.method is Method.UPDATE and outcome.kind is Kind.BAD_MESSAGE):
        return []
    code = code_of(outcome.error)
    if outcome.kind is Kind.BAD_DESTINATION:
        episode = f"undelivered:{delivery.to}:{code}:{last_ts or 'never'}"
    else:
        episode = f"undelivered:{delivery.kind}:{code}:{now.date().isoformat()}"
    payload = _payload(delivery, outcome)
    return [
        NewDelivery(key=f"{episode}:{person}", kind=NOTICE, to=person, payload=payload, budget=_BUDGET)
        for person in coordinators
        if person != delivery.to
    ]


def _payload(delivery: Delivery, outcome: Outcome) -> dict[str, object]:
    text = (
        f"I could not deliver {_what(delivery)} to {_mention(delivery.to)}: {_why(outcome)}. "
        f"It is not tried again. ({_escape(delivery.key)})"
    )
    return {"text": text, "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]}


def _what(delivery: Delivery) -> str:
    if delivery.method is Method.UPLOAD:
        return "a file"
    article = "an" if delivery.kind[:1] in "aeiou" else "a"
    return f"{article} {_escape(delivery.kind)}"


def _why(outcome: Outcome) -> str:
    code = code_of(outcome.error)
    if code.startswith("restricted_action"):
        return "posting there is restricted. Let the app post there, or change the channel"
    return _REASONS.get(code, f"Slack said ‘{_escape(outcome.error)}’")


def _mention(address: str) -> str:
    return f"<@{address}>" if address[:1] in {"U", "W"} else f"<#{address}>"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
