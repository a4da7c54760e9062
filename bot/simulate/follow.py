r"""The bot as a process that does what a driver tells it, and whose time is the driver's.

Each line on standard input is a request, each line on standard output its answer:

    {"at": "2020-02-03T10:00:00+00:00"}                 do what is due, deliver what can be sent
    {"at": …, "readings": "kpi,date,value,note\n…"}     import readings first
    {"at": …, "stirred": true}                          people have acted: what is due may have changed

    {"ran": 3, "failed": [], "sent": 2, "next": "2020-02-03T15:00:00+00:00"}
"""

import json
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, TextIO

from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.app import Tiller, compose
from bot.clock import MovedClock
from bot.delivery.policy import DeliveryPolicy
from bot.logs import set_up_logs
from bot.settings import load_settings
from handlers.usecases.imports.run import FileKind, run_import
from storage.store import hold_file_lock, open_store

_CONCURRENCY = 4
# Moments of the emulated clock: whoever kills this process has seen its requests end before it starts again.
HASTY = DeliveryPolicy(
    start_within=timedelta(seconds=0.2),
    settle=timedelta(seconds=0.1),
    http_timeout=timedelta(seconds=10),
    look_again=timedelta(seconds=1),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came of a request.

    Attributes:
        ran: How many occurrences ended.
        failed: Those that failed, as sentences.
        sent: How many messages left.
        next: The instant at which there is something to do again, or None.
    """

    ran: int
    failed: list[str]
    sent: int
    next: str | None


class Following:
    """Answers requests one after the other."""

    def __init__(self, tiller: Tiller, clock: MovedClock) -> None:
        self._tiller = tiller
        self._clock = clock
        self._due: datetime | None = None
        self._knows_due = False

    def answer(self, request: dict[str, Any]) -> Reply:
        """Do what one request asks."""
        at = datetime.fromisoformat(request["at"])
        self._clock.move_to(at)
        if "readings" in request:
            run_import(self._tiller.store, FileKind.READINGS, request["readings"], now=at)
        stirred = bool(request.get("stirred")) or "readings" in request or not self._knows_due
        ran = 0
        failed: list[str] = []
        if stirred or (self._due is not None and self._due <= at):
            done, self._due = self._tiller.tick_and_look(at)
            ran = len(done)
            failed = [f"{ran.what}: {ran.failure!r}" for ran in done if ran.failure is not None]
            self._knows_due = True
        sent = self._tiller.deliver()
        nexts = [when for when in (self._due, self._tiller.next_due()) if when is not None]
        return Reply(ran=ran, failed=failed, sent=sent, next=min(nexts).isoformat() if nexts else None)


def start_following(at: str) -> None:
    """Run the bot of the environment's settings, its clock at an instant, until standard input ends."""
    settings = load_settings(env_file=None)
    clock = MovedClock(datetime.fromisoformat(at))
    set_up_logs(level=settings.LOG_LEVEL, style=settings.LOG_FORMAT, clock=clock)
    store = open_store(settings.DATABASE_URL, durable=False)
    with hold_file_lock(store):
        tiller = compose(settings, clock=clock, store=store, delivery=HASTY)
        try:
            follow(tiller, clock)
        finally:
            tiller.close()
    # The SDK would wait for seconds to say goodbye to a Slack that is about to be gone.
    os._exit(0)


def follow(tiller: Tiller, clock: MovedClock, *, requests: Iterable[str] = sys.stdin, out: TextIO = sys.stdout) -> None:
    """Connect to Slack, then answer requests until their stream ends."""
    token = tiller.settings.SLACK_APP_TOKEN
    handler = SocketModeHandler(
        tiller.bolt, "" if token is None else token.get_secret_value(), concurrency=_CONCURRENCY
    )
    tiller.refresh_people()
    handler.connect()  # type: ignore[no-untyped-call]  # slack_bolt leaves it untyped
    following = Following(tiller, clock)
    _say(out, {"ready": True})
    for line in requests:
        _say(out, asdict(following.answer(json.loads(line))))


def _say(out: TextIO, what: dict[str, Any]) -> None:
    out.write(json.dumps(what) + "\n")
    out.flush()
