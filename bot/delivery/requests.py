"""From a delivery to the arguments of its call, and the marks by which its message is known again (SLACK_RULES 2.3)."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.ledger.deliveries import Delivery

EVENT_TYPE = "tiller_delivery"
"""The metadata's type on everything that Tiller posts."""

MAY_BE_A_REPEAT = "may be a repeat"
"""Begins the row's last error when the next try may repeat a message that nobody could look for."""

_NAMESPACE = uuid.UUID("7d2f6a34-5a0c-5e0e-9f51-5f0f2b1c9f0a")
_MOST_BLOCKS = 50


def post_arguments(delivery: Delivery, *, channel: str, thread_ts: str | None, instance_id: str) -> dict[str, Any]:
    """Return the arguments of `chat.postMessage`."""
    said = _mark(delivery) if delivery.last_error.startswith(MAY_BE_A_REPEAT) else delivery
    return {
        "channel": channel,
        "text": said.payload.get("text", ""),
        "blocks": said.payload.get("blocks") or None,
        "thread_ts": thread_ts,
        "metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": delivery.key, "instance": instance_id}},
        "unfurl_links": False,
        "unfurl_media": False,
        # Slack promises nothing about it, and nothing depends on it; where it is honoured, a repeat is dropped there
        "client_msg_id": message_id(delivery.key, instance_id),
    }


def update_arguments(delivery: Delivery, *, channel: str, ts: str) -> dict[str, Any]:
    """Return the arguments of `chat.update`; blocks are always given, since without them the old ones would stay."""
    return {
        "channel": channel,
        "ts": ts,
        "text": delivery.payload.get("text", ""),
        "blocks": delivery.payload.get("blocks") or [],
    }


def drop_charts(arguments: dict[str, Any]) -> dict[str, Any] | None:
    """Return the same message without native charts, or None if it has none.

    Slack brings such blocks to workspaces in phases and answers `invalid_blocks` where they are not known yet
    (SLACK_RULES 1.6). The same numbers stand in the sections and in `text`.
    """
    blocks = arguments.get("blocks") or []
    plain = [block for block in blocks if block.get("type") != "data_visualization"]
    if len(plain) == len(blocks):
        return None
    # a post leaves an empty list out; an update needs it, for the old blocks would stay
    return arguments | {"blocks": plain if plain or "ts" in arguments else None}


def message_id(key: str, instance_id: str) -> str:
    """Return the id that every try of one delivery gives its message."""
    return str(uuid.uuid5(_NAMESPACE, f"{instance_id}\n{key}"))


def is_message_of(message: Mapping[str, Any], delivery: Delivery, instance_id: str) -> bool:
    """Tell whether a message that was read back is this delivery's."""
    if message.get("client_msg_id") == message_id(delivery.key, instance_id):
        return True
    metadata = message.get("metadata")
    if not isinstance(metadata, Mapping) or metadata.get("event_type") != EVENT_TYPE:
        return False
    marks = metadata.get("event_payload")
    return isinstance(marks, Mapping) and marks.get("key") == delivery.key and marks.get("instance") == instance_id


def is_file_of(message: Mapping[str, Any], delivery: Delivery) -> bool:
    """Tell whether a message that was read back shares this delivery's file.

    The message that Slack makes for a file carries no metadata of ours; the file does, in its alternative text. Where
    Slack tells none, the name and the title decide.
    """
    return any(_is_file(file, delivery) for file in message.get("files") or [])


def _is_file(file: Mapping[str, Any], delivery: Delivery) -> bool:
    if file.get("alt_txt"):
        return str(file["alt_txt"]) == file_mark(delivery)
    return (file.get("name"), file.get("title")) == (delivery.payload["filename"], delivery.payload["title"])


def file_mark(delivery: Delivery) -> str:
    """Return the alternative text of a delivery's file: its title, and its key by which it is found again."""
    return f"{delivery.payload['title']} ({delivery.key})"


def add_note(delivery: Delivery, error: str) -> str:
    """Return an error for the row that keeps in mind that the next try may be a repeat."""
    if not delivery.last_error.startswith(MAY_BE_A_REPEAT) or error.startswith(MAY_BE_A_REPEAT):
        return error
    return f"{MAY_BE_A_REPEAT}; {error}"


def _mark(delivery: Delivery) -> Delivery:
    """Return the delivery with a payload that says that it may be a repeat."""
    payload = dict(delivery.payload)
    payload["text"] = f"{payload.get('text', '')} ({MAY_BE_A_REPEAT})"
    blocks = payload.get("blocks") or []
    if 0 < len(blocks) < _MOST_BLOCKS:
        note = f"({MAY_BE_A_REPEAT}: Slack did not say whether the first try arrived)"
        payload["blocks"] = [*blocks, {"type": "context", "elements": [{"type": "mrkdwn", "text": note}]}]
    return replace(delivery, payload=payload)
