"""The bodies of control requests."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Body(BaseModel):
    """A request body; a field that is not known is refused."""

    model_config = ConfigDict(extra="forbid")


class NewPerson(Body):
    """A person to let in, or to change when the id is known."""

    name: str = Field(examples=["Ada Lovelace"])
    id: str | None = Field(default=None, pattern=r"^[UW][A-Z0-9]{8,}$", description="Made up when left out.")
    handle: str | None = None
    tz: str = Field(default="UTC", examples=["Europe/Amsterdam"])
    email: str | None = None
    deleted: bool = False
    is_bot: bool = False
    is_restricted: bool = False


class NewChannel(Body):
    """A channel to open, or to replace when the id is known."""

    name: str = Field(examples=["growth"])
    id: str | None = Field(default=None, pattern=r"^[CG][A-Z0-9]{8,}$", description="Made up when left out.")
    members: list[str] = Field(default_factory=list, description="Ids of people.")
    bot_is_member: bool = True
    is_private: bool = False
    archived: bool = False


class Act(Body):
    """Anything a person does."""

    wait_ms: int = Field(
        default=300, ge=0, le=10_000, description="How long to wait after the ack for a view or a reply to come of it."
    )


class Command(Act):
    """A slash command. A mention is `@name`, `#channel`, or `<@U…>` as picked from the list."""

    command: str = Field(examples=["/okr"])
    text: str = ""
    channel: str | None = Field(default=None, description="The person's DM with the bot when left out.")


class Saying(Act):
    """A message that the person writes."""

    text: str
    channel: str | None = Field(default=None, description="The person's DM with the bot when left out.")
    thread_ts: str | None = None


class Click(Act):
    """A click: in a message (`channel` and `ts`), in a view (`view_id`), or in the modal in front (none of them)."""

    channel: str | None = None
    ts: str | None = None
    view_id: str | None = None
    action_id: str | None = None
    block_id: str | None = None
    label: str | None = Field(default=None, description="The text on the button.")
    value: Any = Field(default=None, description="What is chosen; for buttons, which of several equal ones.")


class Answer(Body):
    """One input and what is entered."""

    input: str = Field(description="The block_id, the label or the action_id.")
    answer: Any = Field(default=None, description="Text, number, option value or text, list; null clears.")
    action_id: str | None = None


class Fill(Act):
    """Answers for the modal in front, entered in this order."""

    answers: list[Answer] = Field(default_factory=list)


class Close(Act):
    """Close the modal in front, or the whole stack."""

    everything: bool = False


class Shortcut(Act):
    """A shortcut; with `channel` and `ts`, on that message."""

    callback_id: str
    channel: str | None = None
    ts: str | None = None


class Clock(Body):
    """What to do with the clock, in this order: freeze or thaw, move, advance."""

    frozen: bool | None = None
    move_to: datetime | None = Field(default=None, examples=["2026-04-01T09:00:00Z"])
    advance_seconds: float | None = Field(default=None, ge=0)


class NewFault(Body):
    """Trouble for coming calls of a method (`*`: any); `duplicate` is for events such as `message.im`."""

    method: str = Field(examples=["chat.postMessage"])
    kind: Literal[
        "drop_before",
        "drop_after",
        "error_500",
        "html",
        "truncated",
        "ratelimited",
        "slow",
        "late",
        "fatal_error",
        "error",
        "duplicate",
    ]
    times: int = Field(default=1, ge=1)
    skip: int = Field(default=0, ge=0, description="Calls that pass unharmed first.")
    where: dict[str, Any] = Field(default_factory=dict, description="Only calls with these arguments.")
    processed: bool | None = Field(default=None, description="Whether the call takes effect all the same.")
    seconds: float = Field(default=31, ge=0, description="For slow and late: real seconds.")
    retry_after: str | None = Field(default="1", description="For ratelimited: the header's text; null for none.")
    error: str = Field(default="internal_error", description="For error: the code.")


class Disconnect(Body):
    """Why the bot is asked to reconnect; `cut` ends the connections without a word."""

    reason: Literal["warning", "refresh_requested", "link_disabled", "too_many_websockets", "cut"] = "refresh_requested"


class Delivery(Body):
    """Where payloads go: an address for signed HTTP, null for Socket Mode."""

    url: str | None = None


class Limits(Body):
    """Whether rate limits are enforced."""

    enabled: bool
