"""What a Web API method declares of itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from bot.emulator.errors import SlackError
from bot.emulator.limits import Tier
from bot.emulator.records import Conversation
from bot.emulator.webapi.arguments import Arguments

if TYPE_CHECKING:
    from bot.emulator.core import Emulator

Item = TypeVar("Item")


class Token(Enum):
    """Which token a method wants."""

    BOT = "bot"
    APP = "app"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of a method: where, and with what."""

    slack: "Emulator"
    args: Arguments

    def need(self, scope: str) -> None:
        """Refuse the call unless the app has the scope.

        Raises:
            SlackError: `missing_scope`.
        """
        scopes = self.slack.manifest.scopes
        if scope not in scopes:
            raise SlackError("missing_scope", needed=scope, provided=",".join(sorted(scopes)))

    def conversation(self, *, reading: str) -> Conversation:
        """The conversation that `channel` names, of a kind that the app may read.

        Args:
            reading: `read` or `history`, the second half of the scope for its kind.

        Raises:
            SlackError: `channel_not_found` or `missing_scope`.
        """
        conversation = self.slack.workspace.visible(self.args.required("channel"))
        self.need(f"{conversation.kind}:{reading}")
        return conversation


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method: its name, what it needs, and the function that answers it.

    `scopes` are alternatives: one of them is enough. `json` says whether a JSON body is read at all.
    """

    name: str
    run: Callable[[Call], dict[str, Any]]
    tier: Tier
    scopes: Sequence[str] = ()
    json: bool = False
    token: Token = Token.BOT


def reading_scopes(what: str) -> tuple[str, ...]:
    """The scopes that let an app read conversations of one kind or another."""
    return tuple(f"{kind}:{what}" for kind in ("channels", "groups", "im", "mpim"))


def page(items: Sequence[Item], args: Arguments, *, default: int, most: int) -> tuple[Sequence[Item], str]:
    """One page of a list by `cursor` and `limit`, and the cursor of the next one (empty at the end).

    Raises:
        SlackError: `invalid_cursor` or `invalid_limit`.
    """
    limit = args.whole("limit", default, low=1, high=most, error="invalid_limit")
    cursor = args.text("cursor")
    start = 0
    if cursor:
        if not cursor.startswith("next:") or not cursor[5:].isdecimal() or int(cursor[5:]) > len(items):
            raise SlackError("invalid_cursor")
        start = int(cursor[5:])
    end = start + limit
    return items[start:end], f"next:{end}" if end < len(items) else ""
