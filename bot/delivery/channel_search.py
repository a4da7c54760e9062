"""Reads a channel back to see whether a message is there (DESIGN D7)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from bot.delivery.calls import Answer, SlackCalls, Transport
from bot.delivery.outcomes import RATE_LIMITED, THREAD_GONE, WORKSPACE, read_wait
from bot.delivery.policy import DeliveryPolicy

_PAGE = 200
_TOO_MANY_REQUESTS = 429
_FORBIDDEN = frozenset(
    {
        "channel_is_limited_access",
        "channel_not_found",
        "is_archived",
        "method_not_supported_for_channel_type",
        "missing_scope",
        "no_permission",
        "not_in_channel",
    },
)


class View(StrEnum):
    """What reading a channel back told."""

    THERE = "there"
    NOT_THERE = "not_there"
    FORBIDDEN = "forbidden"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What reading a channel back told.

    Attributes:
        found: The timestamps of the messages that fit, oldest first.
        wait: When it could not be read now: after how long to try again.
    """

    view: View
    found: tuple[str, ...] = ()
    error: str = ""
    wait: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where to look.

    Attributes:
        floor: A timestamp of Slack's; only what came after it is read.
        thread_ts: The thread that is read besides the channel itself.
    """

    channel: str
    floor: str
    thread_ts: str | None = None


def look(calls: SlackCalls, policy: DeliveryPolicy, place: Place, fits: Callable[[Mapping[str, Any]], bool]) -> Sight:
    """Read everything since the floor and tell what fits; a reading that breaks off proves nothing.

    A message for a thread may stand in the channel as well, where it went if the thread was gone.
    """
    since = {"channel": place.channel, "oldest": place.floor, "limit": _PAGE, "include_all_metadata": True}
    readings = [("conversations.history", since)]
    if place.thread_ts is not None:
        readings.insert(0, ("conversations.replies", since | {"ts": place.thread_ts}))
    found: set[str] = set()
    for method, arguments in readings:
        for answer in _pages(calls, method, arguments):
            if answer.ok:
                found.update(str(message["ts"]) for message in answer.body.get("messages") or [] if fits(message))
            elif answer.error not in THREAD_GONE:
                return _unread(answer, policy)
    ordered = tuple(sorted(found, key=_instant))
    return Sight(view=View.THERE if ordered else View.NOT_THERE, found=ordered)


def _pages(calls: SlackCalls, method: str, arguments: dict[str, Any]) -> Iterator[Answer]:
    """Yield one answer for each page; an answer that is not ok is the last one."""
    cursor: str | None = None
    while True:
        answer = calls.send_form(method, arguments | {"cursor": cursor})
        yield answer
        cursor = (answer.body.get("response_metadata") or {}).get("next_cursor")
        if not answer.ok or not cursor:
            return


def _unread(answer: Answer, policy: DeliveryPolicy) -> Sight:
    if answer.transport is Transport.ANSWERED and answer.error in _FORBIDDEN:
        return Sight(view=View.FORBIDDEN, error=answer.error)
    if answer.status == _TOO_MANY_REQUESTS or answer.error in RATE_LIMITED:
        return Sight(view=View.LATER, error=answer.error, wait=read_wait(answer.retry_after, policy))
    wait = policy.probe_every if answer.error in WORKSPACE else policy.look_again
    return Sight(view=View.LATER, error=answer.error, wait=wait)


def _instant(ts: str) -> tuple[int, int]:
    seconds, _, fraction = ts.partition(".")
    return int(seconds), int(fraction or 0)
