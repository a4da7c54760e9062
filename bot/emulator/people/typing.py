"""What Slack's client makes of the text that a person types."""

import re
from functools import lru_cache
from typing import Any

from bot.emulator.records import Kind
from bot.emulator.wire import whole_characters
from bot.emulator.workspace import Workspace

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


@lru_cache(maxsize=8)
def _references(names: tuple[str, ...]) -> re.Pattern[str]:
    """Mentions as picked from the list (`<@U…>`, `<#C…>`) or typed (`@Ada Lovelace`, `#growth`), links, entities."""
    longest_first = sorted((re.escape(name) for name in names), key=len, reverse=True)
    typed = rf"[@#](?:{'|'.join(longest_first)})(?![\w-])"
    return re.compile(rf"<[@#][A-Z0-9]+(?:\|[^<>]*)?>|(?<![\w@#]){typed}|https?://[^\s<>]+|[&<>]", re.IGNORECASE)


def clean_typed(workspace: Workspace, text: str, *, with_names: bool, resolve: bool = True) -> str:
    """Text as Slack sends it on.

    Args:
        workspace: Whose people and channels can be mentioned.
        text: As typed; a mention is `@` or `#` and a name, or the `<@U…>` that picking one from the list makes.
        with_names: Whether mentions carry a name, as those of commands do.
        resolve: Whether mentions and links are marked at all (a command's `should_escape`).
    """
    people = {person.handle.casefold(): person for person in workspace.people.values()}
    people |= {person.name.casefold(): person for person in workspace.people.values()}
    channels = {
        conversation.name.casefold(): conversation
        for conversation in workspace.conversations.values()
        if conversation.kind is not Kind.DIRECT
    }

    def _mark(found: re.Match[str]) -> str:
        piece = found.group()
        if piece in _ENTITIES:
            return _ENTITIES[piece]
        if not resolve:
            return "".join(_ENTITIES.get(letter, letter) for letter in piece)
        if piece.startswith("http"):
            return f"<{piece.replace('&', '&amp;')}>"
        picked = piece.startswith("<")
        sign = piece[1] if picked else piece[0]
        key = piece[2:-1].partition("|")[0] if picked else piece[1:].casefold()
        if sign == "@":
            person = workspace.people.get(key) if picked else people.get(key)
            mention = (
                f"<@{person.id}|{person.handle}>" if person and with_names else f"<@{person.id}>" if person else None
            )
        else:
            channel = workspace.conversations.get(key) if picked else channels.get(key)
            mention = f"<#{channel.id}|{channel.name}>" if channel else None
        return mention or "".join(_ENTITIES.get(letter, letter) for letter in piece)

    return _references(tuple({*people, *channels})).sub(_mark, type_text(text))


def type_text(answer: Any) -> Any:
    """An answer whose text holds whole characters only: nobody can type half of one."""
    return whole_characters(answer) if isinstance(answer, str) else answer
