"""Whether Slack would take a message or a view, and what it would say otherwise."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.emulator.blocks.across import check_together
from bot.emulator.blocks.composition import PLAIN, text
from bot.emulator.blocks.layout import ANY_BLOCK
from bot.emulator.blocks.problems import Code, Problem
from bot.emulator.blocks.shapes import Check, Findings, Shape, Surface, boolean, items, string

_MESSAGE_BLOCKS = items(ANY_BLOCK, 0, 50)
_VIEW_BLOCKS = items(ANY_BLOCK, 1, 100)
_ATTACHMENTS_PER_MESSAGE = 100
_VIEW_BYTES = 250_000


def _surface_of(kind: Any) -> Surface:
    return Surface.HOME if kind == "home" else Surface.MODAL


def _any_value(_value: Any, _pointer: str, _findings: Findings) -> None:
    """The type of a view is judged before its fields."""


_ANY_VIEW: Mapping[str, Check] = {
    "private_metadata": string(0, 3000),
    "callback_id": string(0, 255),
    "external_id": string(0, 255),
}
_BUTTON_LABEL = text(24, kinds=PLAIN)
_MODAL = Shape(
    required={"type": _any_value, "title": _BUTTON_LABEL, "blocks": _VIEW_BLOCKS},
    optional={
        **_ANY_VIEW,
        "submit": _BUTTON_LABEL,
        "close": _BUTTON_LABEL,
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_HOME = Shape(required={"type": _any_value, "blocks": _VIEW_BLOCKS}, optional=_ANY_VIEW)


def message_problems(payload: Mapping[str, Any]) -> list[Problem]:
    """Say why Slack would refuse the blocks and attachments of a message.

    Args:
        payload: A message as sent: `blocks` (a list; absent and null mean none) and `attachments`. Its text is the
            business of the Web API.

    Returns:
        The problems in the order of the payload, pointers from `/blocks/0` or `/attachments/0/blocks/0`; empty when
        it would be taken. `problems.api_error` names the error they make.
    """
    findings = Findings(surface=Surface.MESSAGE)
    lists = {pointer: blocks for pointer, blocks in _block_lists(payload, findings) if blocks is not None}
    for pointer, blocks in lists.items():
        if isinstance(blocks, list):
            _MESSAGE_BLOCKS(blocks, pointer, findings)
        else:
            findings.add(pointer, "must provide an array", Code.FORMAT)
    if not findings.problems:
        check_together(lists, findings)
    return findings.problems


def _block_lists(payload: Mapping[str, Any], findings: Findings) -> Iterator[tuple[str, Any]]:
    yield "/blocks", payload.get("blocks")
    attachments = payload.get("attachments")
    if attachments is None:
        return
    if not isinstance(attachments, list):
        findings.add("/attachments", "must provide an array")
    elif len(attachments) > _ATTACHMENTS_PER_MESSAGE:
        findings.add("/attachments", f"no more than {_ATTACHMENTS_PER_MESSAGE} items allowed", Code.ATTACHMENTS)
    else:
        for index, attachment in enumerate(attachments):
            if isinstance(attachment, Mapping):
                yield f"/attachments/{index}/blocks", attachment.get("blocks")
            else:
                findings.add(f"/attachments/{index}", "must provide an object")


def view_problems(view: Any) -> list[Problem]:
    """Say why Slack would refuse a modal or a Home view.

    Args:
        view: The view as sent, `type` being `modal` or `home`.

    Returns:
        The problems in the order of the view, pointers from `/view`; empty when it would be taken.
    """
    kind = view.get("type") if isinstance(view, Mapping) else None
    findings = Findings(surface=_surface_of(kind))
    if not isinstance(view, Mapping):
        findings.add("/view", "must provide an object")
    elif "type" not in view:
        findings.add("/view", "missing required field: type", Code.MISSING)
    elif kind not in ("modal", "home"):
        findings.add("/view/type", f"unsupported type: {kind}")
    else:
        (_HOME if kind == "home" else _MODAL)(view, "/view", findings)
        if not findings.problems:
            _whole_view(view, findings)
    return findings.problems


def _whole_view(view: Mapping[str, Any], findings: Findings) -> None:
    has_input = any(block["type"] == "input" for block in view["blocks"])
    if findings.surface is Surface.MODAL and has_input and "submit" not in view:
        findings.add("/view", "missing required field: submit", Code.MISSING)
    check_together({"/view/blocks": view["blocks"]}, findings)
    size = len(json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass"))
    if size > _VIEW_BYTES:
        findings.add("/view", f"must be less than {_VIEW_BYTES + 1} bytes", Code.VIEW_SIZE)
