"""Sends a file, in Slack's three steps: ask where to, send the bytes, share it (DESIGN D14)."""

import json
from dataclasses import replace

from bot.delivery.outcomes import Kind, Outcome, classify, code_of
from bot.delivery.posting import TOO_LATE, Destination, Sender
from bot.delivery.requests import file_mark
from domain.ledger.deliveries import Delivery


def upload(sender: Sender, delivery: Delivery, destination: Destination) -> Outcome:
    """Share a file in a channel or in the thread of what it follows.

    Nobody sees anything before the last step, so whatever fails before it was certainly not sent and is done again
    from the start.
    """
    content = str(delivery.payload["content"]).encode()
    wanted = {"filename": delivery.payload["filename"], "length": len(content), "alt_txt": file_mark(delivery)}
    place = sender.calls.send_form("files.getUploadURLExternal", wanted)
    asked = _before_sharing(classify(place, sender.policy))
    if asked.kind is not Kind.SENT:
        return asked
    refused = sender.calls.send_bytes(str(place.body.get("upload_url")), content)
    if refused:
        return Outcome(kind=Kind.NOT_SENT, error=refused)
    if not sender.may_start():
        return TOO_LATE
    return _share(sender, delivery, destination, file_id=str(place.body.get("file_id")))


def _share(sender: Sender, delivery: Delivery, destination: Destination, *, file_id: str) -> Outcome:
    share = {
        "files": json.dumps([{"id": file_id, "title": delivery.payload["title"]}]),
        "channel_id": destination.channel,
        "thread_ts": destination.thread_ts,
    }
    outcome = _without_the_scope(classify(sender.calls.send_form("files.completeUploadExternal", share), sender.policy))
    if outcome.kind is Kind.SENT:
        return replace(outcome, channel=destination.channel)
    return outcome


def _before_sharing(outcome: Outcome) -> Outcome:
    if outcome.kind is Kind.UNKNOWN:
        return replace(outcome, kind=Kind.NOT_SENT)
    return _without_the_scope(outcome)


def _without_the_scope(outcome: Outcome) -> Outcome:
    """Give one file up where files are not permitted: that scope may be left out at install, the rest goes on."""
    if outcome.kind is Kind.WORKSPACE and code_of(outcome.error) == "missing_scope":
        return replace(outcome, kind=Kind.BAD_MESSAGE)
    return outcome
