"""Kills the bot in the middle of its work, at seeded moments.

That is right before Slack has processed one of its calls, right after, or while it answers a person.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.simulate.follower import Follower

_MOST_CALLS = 5
_MOST_SECONDS = 0.03
# In the last days little may be left to be killed in.
_PART = 0.8
# When the moment that was drawn does not come within this time, the next call is taken instead.
_PATIENCE = timedelta(days=1)


class Mishaps:
    """The kills that are still to come.

    Args:
        follower: Whom they hit.
        count: How many there are.
        start: Between this instant …
        end: … and this one.
        seed: Decides when, and in which moment of the work.
    """

    def __init__(self, follower: Follower, *, count: int, start: datetime, end: datetime, seed: int) -> None:
        self._follower = follower
        self._chance = Random(f"{seed}:kills")  # noqa: S311 - it decides about a test, not about a secret
        span = (end - start).total_seconds() * _PART
        self._times = sorted(start + timedelta(seconds=self._chance.uniform(0, span)) for _ in range(count))
        self._setup = ""
        self._calls = 0
        self._since = start
        self._guard = threading.Lock()

    def look(self, now: datetime) -> None:
        """Arm the next kill when its time has come."""
        with self._guard:
            if self._setup and now - self._since > _PATIENCE:
                self._setup, self._calls = "before", 1
            if self._times and self._times[0] <= now and not self._setup:
                self._times.pop(0)
                self._setup = self._chance.choice(("before", "after", "answering"))
                self._calls, self._since = self._chance.randint(1, _MOST_CALLS), now

    def on_call(self, method: str, arguments: Mapping[str, Any], setup: str) -> None:
        """Count a call of the bot's; kill it if this is the one."""
        del method, arguments
        with self._guard:
            if setup != self._setup:
                return
            self._calls -= 1
            if self._calls > 0:
                return
            self._setup = ""
        if self._follower.alive:
            self._follower.kill()

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Kill the bot somewhere within the block, when that is what is to happen next."""
        with self._guard:
            is_next = self._setup == "answering"
            after = self._chance.uniform(0, _MOST_SECONDS) if is_next else 0.0
            if is_next:
                self._setup = ""
        if not is_next:
            yield
            return
        timer = threading.Timer(after, self._kill)
        timer.start()
        try:
            yield
        finally:
            timer.join()

    def _kill(self) -> None:
        if self._follower.alive:
            self._follower.kill()
