"""A message or a view as the plain text that a person reads."""

from collections.abc import Iterator, Mapping
from datetime import UTC, tzinfo

from bot.emulator.blocks.mrkdwn import QUOTE_BAR, Reader, read_mrkdwn, read_plain
from bot.emulator.blocks.page import Block, Page, Values


def _attachment(attachment: Block, reader: Reader) -> Iterator[str]:
    if attachment.get("blocks"):
        yield Page({}, reader).blocks(attachment["blocks"])
        return
    for name in ("pretext", "title", "text"):
        if attachment.get(name):
            yield read_mrkdwn(attachment[name], reader)
    if not attachment.get("text") and attachment.get("fallback"):
        yield read_mrkdwn(attachment["fallback"], reader)


def message_text(message: Block, names: Mapping[str, str], *, zone: tzinfo = UTC) -> str:
    """What a person reads of a message: its blocks, or its text when it has none; then attachments and files.

    Args:
        message: A message as stored, its blocks sound; answers to its inputs under `state.values`.
        names: Names by the ids of people (`Ada`) and channels (`general`).
        zone: Where dates are read.

    Returns:
        Lines without trailing spaces; empty when there is nothing to read.
    """
    reader = Reader(names=names, zone=zone)
    parts: list[str] = []
    if message.get("blocks"):
        values = (message.get("state") or {}).get("values", {})
        parts.append(Page(values, reader).blocks(message["blocks"]))
    elif message.get("text"):
        text = message["text"]
        parts.append(read_plain(text) if message.get("mrkdwn") is False else read_mrkdwn(text, reader))
    for attachment in message.get("attachments") or []:
        quoted = "\n".join(_attachment(attachment, reader))
        parts += [f"{QUOTE_BAR}{line}".rstrip() for line in quoted.split("\n")] if quoted else []
    parts += [f"[file: {file.get('title') or file.get('name') or file['id']}]" for file in message.get("files") or []]
    return "\n".join(line.rstrip() for part in parts for line in part.split("\n"))


def view_text(view: Block, values: Values, names: Mapping[str, str], *, zone: tzinfo = UTC) -> str:
    """What a person reads of a modal, its title above and its buttons below, or of a Home tab.

    Args:
        view: A normalized view.
        values: Its `state.values`, as `state` makes them.
        names: Names by the ids of people and channels.
        zone: Where dates are read.
    """
    reader = Reader(names=names, zone=zone)
    body = Page(values, reader).blocks(view["blocks"])
    if view["type"] == "home":
        return body
    submit = view.get("submit")
    close = view.get("close")
    closing = read_plain(close["text"]) if close else "Cancel" if submit else "Close"
    buttons = [f"[{closing}]", *([f"[{read_plain(submit['text'])}]"] if submit else [])]
    return f"{read_plain(view['title']['text'])}\n\n{body}\n\n{' '.join(buttons)}"
