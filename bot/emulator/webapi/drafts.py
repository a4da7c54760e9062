"""From the arguments of a call to a message that Slack would take."""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from bot.emulator.blocks.problems import Problem, api_error, response_messages
from bot.emulator.blocks.validate import message_problems
from bot.emulator.errors import SlackError
from bot.emulator.messages import Draft
from bot.emulator.shapes import is_processed
from bot.emulator.webapi.arguments import Arguments

if TYPE_CHECKING:
    from bot.emulator.core import Emulator

_LONGEST_METADATA = 8_000


def draft(slack: "Emulator", args: Arguments, *, longest_text: int | None = None) -> Draft:
    """Read and judge a message.

    Args:
        slack: For its files, which image blocks may name.
        args: The call's arguments, or the body of a response URL.
        longest_text: Refuse a longer text instead of cutting it.

    Raises:
        SlackError: With Slack's code for what is wrong, and `errors` with json-pointers for blocks.
    """
    blocks = args.structure("blocks", error="invalid_blocks_format")
    attachments = args.structure("attachments", error="invalid_attachments")
    markdown = args.text("markdown_text")
    text = args.text("text")
    if markdown and (text or blocks):
        raise SlackError("markdown_text_conflict")
    if not (text.strip() or markdown.strip() or blocks or attachments):
        raise SlackError("no_text")
    if longest_text is not None and len(text) > longest_text:
        raise SlackError("msg_too_long")
    if markdown:
        blocks = [{"type": "markdown", "text": markdown}]
    refuse_problems(message_problems({"blocks": blocks, "attachments": attachments}), otherwise="invalid_blocks")
    _refuse_bad_files(slack, blocks or [])
    return Draft(
        text=text,
        blocks=blocks,
        attachments=attachments,
        metadata=_metadata(args),
        thread_ts=args.text("thread_ts") or None,
        broadcast=args.flag("reply_broadcast"),
    )


def refuse_problems(problems: list[Problem], *, otherwise: str) -> None:
    """Raise what Slack answers to a payload with these problems, if there are any.

    Raises:
        SlackError: With the problems' own code or `otherwise`.
    """
    if not problems:
        return
    messages = response_messages(problems)
    beside = {} if otherwise == "invalid_arguments" else {"errors": [str(problem) for problem in problems]}
    raise SlackError(api_error(problems, otherwise=otherwise), messages=messages, **beside)


def _slack_files(value: Any, pointer: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _slack_files(item, f"{pointer}/{index}")
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if name == "slack_file" and isinstance(inner, Mapping):
                yield f"{pointer}/{name}", inner
            else:
                yield from _slack_files(inner, f"{pointer}/{name}")


def _refuse_bad_files(slack: "Emulator", blocks: Any) -> None:
    """An image may only name a file that is there and processed (SLACK_RULES 1.7, with the live error text)."""
    problems: list[Problem] = []
    for pointer, named in _slack_files(blocks, "/blocks"):
        wanted = named.get("id") or named.get("url")
        files = slack.workspace.files.values()
        found = next((file for file in files if file.id == wanted or (wanted and f"/{file.id}/" in wanted)), None)
        found = found or next((file for file in files if wanted and f"-{file.id}/" in wanted), None)
        if found is None or not is_processed(slack.workspace, found):
            problems.append(Problem(pointer=pointer, message="invalid slack file"))
    refuse_problems(problems, otherwise="invalid_blocks")


def _metadata(args: Arguments) -> Mapping[str, Any] | None:
    metadata = args.structure("metadata", error="invalid_metadata_format")
    if metadata is None or metadata == {}:
        return None
    if not isinstance(metadata, Mapping) or not isinstance(metadata.get("event_type"), str):
        raise SlackError("invalid_metadata_format")
    payload = metadata.get("event_payload")
    if not isinstance(payload, Mapping):
        raise SlackError("invalid_metadata_format")
    if not all(_is_flat(value) for value in payload.values()):
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(metadata, ensure_ascii=False)) > _LONGEST_METADATA:
        raise SlackError("metadata_too_large")
    return metadata


def _is_flat(value: Any) -> bool:
    if isinstance(value, Mapping):
        return not any(isinstance(inner, Mapping | list) for inner in value.values())
    if isinstance(value, list):
        return all(isinstance(item, Mapping) and _is_flat(item) for item in value)
    return isinstance(value, str | int | float)
