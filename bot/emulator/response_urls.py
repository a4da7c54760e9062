"""Response URLs: five answers to one interaction, within thirty minutes (SLACK_RULES 3.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.emulator.blocks.normalize import escape_text, normalize_blocks
from bot.emulator.errors import SlackError
from bot.emulator.messages import Draft, edit, remove, show_only_to, store
from bot.emulator.records import Source
from bot.emulator.webapi.arguments import Arguments
from bot.emulator.webapi.drafts import draft

if TYPE_CHECKING:
    from bot.emulator.core import Emulator

LIFETIME = timedelta(minutes=30)
MOST_USES = 5


@dataclass(slots=True, kw_only=True)
class _ResponseUrl:
    source: Source
    at: datetime
    uses: int = 0


class ResponseUrls:
    """The response URLs handed out so far."""

    def __init__(self, slack: "Emulator") -> None:
        self._slack = slack
        self._urls: dict[str, _ResponseUrl] = {}

    def mint(self, source: Source) -> str:
        """A fresh URL for one interaction."""
        id_ = self._slack.ids.next("R")
        self._urls[id_] = _ResponseUrl(source=source, at=self._slack.clock.now())
        return f"{self._slack.base_url}/response/{self._slack.workspace.team_id}/{id_}"

    def use(self, id_: str, body: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        """Answer through a URL; the HTTP status and the body for whoever called it."""
        status, answer = self._count_use(id_, body)
        at = self._slack.clock.now()
        self._slack.journal.call(at=at, method="response_url", args=dict(body), response=answer, fault=None)
        if not answer["ok"]:
            self._slack.report(f"A response URL refused an answer: {answer['error']}")
        return status, answer

    def _count_use(self, id_: str, body: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        url = self._urls.get(id_)
        if url is None:
            return 404, {"ok": False, "error": "invalid_url"}
        if self._slack.clock.now() - url.at > LIFETIME:
            return 404, {"ok": False, "error": "expired_url"}
        if url.uses >= MOST_USES:
            return 404, {"ok": False, "error": "used_url"}
        url.uses += 1
        try:
            respond(self._slack, url.source, body)
        except SlackError as refusal:
            return 400, refusal.answer()
        return 200, {"ok": True}


def respond(slack: "Emulator", source: Source, body: Mapping[str, Any]) -> None:
    """Do what the body of a response URL, or of the ack of a command, says.

    Raises:
        SlackError: The message in it would be refused.
    """
    arguments = Arguments(body)
    if arguments.flag("delete_original") and source.message is not None:
        _replace(slack, source, None)
        return
    message = draft(slack, arguments)
    if arguments.flag("replace_original") and source.message is not None:
        _replace(slack, source, message)
        return
    if arguments.text("response_type") == "in_channel":
        shown = store(slack, source.conversation, slack.workspace.bot_user_id, message)
    else:
        shown = show_only_to(slack, source.conversation, source.user_id, message)
    if source.outcome.reply is None:
        source.outcome.reply = shown
    slack.changed.notify()


def _replace(slack: "Emulator", source: Source, message: Draft | None) -> None:
    original = source.message
    if original is None:
        return
    if original.get("is_ephemeral"):
        ephemerals = slack.workspace.ephemerals
        slack.workspace.ephemerals = [ephemeral for ephemeral in ephemerals if ephemeral is not original]
        if message is not None:
            source.message = show_only_to(slack, source.conversation, source.user_id, message)
        slack.changed.notify()
        return
    current = source.conversation.messages.get(original["ts"])
    if current is None:
        return
    if message is None:
        remove(slack, source.conversation, current)
        return
    blocks = normalize_blocks(message.blocks or [], slack.ids.short) or None
    source.message = edit(slack, source.conversation, current, {"text": escape_text(message.text), "blocks": blocks})
