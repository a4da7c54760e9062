"""The `files.*` methods of the second upload flow: ask for a URL, send the bytes there, complete."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.emulator.errors import SlackError, invalid_argument
from bot.emulator.limits import Tier
from bot.emulator.messages import Draft, store
from bot.emulator.records import StoredFile
from bot.emulator.shapes import file_object
from bot.emulator.webapi.chat import in_thread, postable
from bot.emulator.webapi.registry import Call, Method

PROCESSING = timedelta(seconds=2)
_LONGEST_ALT = 1000
_LARGEST = 1_000_000_000


def _upload_url(call: Call) -> dict[str, Any]:
    name = call.args.required("filename")
    length = call.args.whole("length", 0, low=1, high=_LARGEST, error="invalid_arguments")
    alt_text = call.args.text("alt_txt") or None
    if alt_text is not None and len(alt_text) > _LONGEST_ALT:
        raise SlackError("alt_txt_too_large")
    workspace = call.slack.workspace
    created = int(workspace.clock.timestamp())
    stored = StoredFile(id=workspace.ids.next("F"), name=name, length=length, created=created, alt_text=alt_text)
    workspace.files[stored.id] = stored
    return {"ok": True, "upload_url": f"{call.slack.base_url}/upload/v1/{stored.id}", "file_id": stored.id}


def _read_wanted(call: Call) -> list[Mapping[str, Any]]:
    wanted = call.args.structure("files")
    if not isinstance(wanted, list) or not wanted or not all(isinstance(item, Mapping) for item in wanted):
        raise invalid_argument("must provide an array [json-pointer:/files]")
    return wanted


def _complete(call: Call) -> dict[str, Any]:
    workspace = call.slack.workspace
    files = []
    for entry in _read_wanted(call):
        stored = workspace.files.get(str(entry.get("id")))
        if stored is None or stored.content is None or stored.ready_at is not None:
            raise SlackError("file_not_found")
        files.append((stored, entry.get("title")))
    channels = call.args.listing("channels") or call.args.listing("channel_id")
    targets = [postable(call.slack, channel_id) for channel_id in channels]
    for stored, title in files:
        stored.title = str(title) if title else None
        stored.ready_at = workspace.clock.now() + PROCESSING
        stored.shared_in += [target.id for target in targets]
    shapes = [file_object(workspace, stored) for stored, _ in files]
    for target in targets:
        comment = Draft(
            text=call.args.text("initial_comment"), files=shapes, thread_ts=call.args.text("thread_ts") or None
        )
        store(call.slack, target, workspace.bot_user_id, in_thread(target, comment))
    return {"ok": True, "files": shapes}


def _find_stored(call: Call) -> StoredFile:
    stored = call.slack.workspace.files.get(call.args.required("file"))
    if stored is None or stored.ready_at is None:
        raise SlackError("file_not_found")
    return stored


def _info(call: Call) -> dict[str, Any]:
    return {"ok": True, "file": file_object(call.slack.workspace, _find_stored(call)), "comments": []}


def _delete(call: Call) -> dict[str, Any]:
    del call.slack.workspace.files[_find_stored(call).id]
    return {"ok": True}


METHODS = (
    Method(name="files.getUploadURLExternal", run=_upload_url, tier=Tier.T4, scopes=("files:write",)),
    Method(name="files.completeUploadExternal", run=_complete, tier=Tier.T4, scopes=("files:write",), json=True),
    Method(name="files.info", run=_info, tier=Tier.T4, scopes=("files:read",)),
    Method(name="files.delete", run=_delete, tier=Tier.T3, scopes=("files:write",), json=True),
)
