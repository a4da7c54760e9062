"""The bodies of what the page sends."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Body(BaseModel):
    """A request body; a field that is not known is refused."""

    model_config = ConfigDict(extra="forbid")


class Saying(Body):
    """A message, or a command when it begins with a slash."""

    text: str
    channel: str
    thread_ts: str | None = None


class Clicking(Body):
    """A click or a choice: in a message (`channel` and `ts`) or in a view (`view_id`)."""

    channel: str | None = None
    ts: str | None = None
    view_id: str | None = None
    block_id: str
    action_id: str
    value: Any = None
    answers: dict[str, dict[str, Any]] = Field(default_factory=dict)


class Submitting(Body):
    """A form with everything that it holds."""

    view_id: str
    answers: dict[str, dict[str, Any]] = Field(default_factory=dict)


class Closing(Body):
    """The modal in front, or the whole stack."""

    view_id: str
    everything: bool = False


class Asking(Body):
    """What was typed into a menu whose choices the app suggests."""

    view_id: str
    block_id: str
    action_id: str
    typed: str


class Shortcut(Body):
    """A shortcut; with `channel` and `ts`, on that message."""

    callback_id: str
    channel: str | None = None
    ts: str | None = None


class Touring(Body):
    """What was pressed on the strip of the tour."""

    way: Literal["next", "back", "here", "again", "open", "close"]


class Moving(Body):
    """Where the clock is to go, for the person who looks at it."""

    to: Literal["next", "day", "monday", "quarter"]
    user: str
