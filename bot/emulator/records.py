"""What a workspace holds: people, conversations, files.

Messages and views stay plain dicts in Slack's own shape, since that is what everyone asks for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


@dataclass(slots=True, kw_only=True)
class Person:
    """A member of the workspace, a bot user among them."""

    id: str
    name: str
    handle: str
    tz: str
    email: str | None = None
    deleted: bool = False
    is_bot: bool = False
    is_restricted: bool = False


class Kind(StrEnum):
    """The kinds of conversation, by the word that scopes use for them."""

    PUBLIC = "channels"
    PRIVATE = "groups"
    DIRECT = "im"


@dataclass(slots=True, kw_only=True)
class Conversation:
    """A channel or a DM with the messages in it, oldest first."""

    id: str
    name: str
    kind: Kind
    created: int
    members: list[str] = field(default_factory=list)
    archived: bool = False
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    last_microseconds: int = 0

    @property
    def is_direct(self) -> bool:
        """Whether it is a DM with the bot."""
        return self.kind is Kind.DIRECT


@dataclass(slots=True, kw_only=True)
class StoredFile:
    """An upload: announced, then received, then completed, then (a little later) processed."""

    id: str
    name: str
    length: int
    created: int
    alt_text: str | None = None
    title: str | None = None
    content: bytes | None = None
    ready_at: datetime | None = None
    shared_in: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Source:
    """What is being answered: a person's act in a conversation, and the message with the button, if any."""

    user_id: str
    conversation: Conversation
    message: Mapping[str, Any] | None
    outcome: Any
