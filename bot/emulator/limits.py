"""Rate limits, counted on the emulated clock (SLACK_RULES 2.2: tiers, and 1 message per second and channel)."""

import math
from collections.abc import Callable, Hashable
from enum import Enum


class Tier(Enum):
    """How often a method may be called: calls per minute, and how many of them at once."""

    T1 = (1, 1)
    T2 = (20, 20)
    T3 = (50, 50)
    T4 = (100, 100)
    SPECIAL = (600, 600)
    POSTS_PER_CHANNEL = (60, 2)
    POSTS_PER_WORKSPACE = (300, 300)

    @property
    def per_second(self) -> float:
        """How fast used calls come back."""
        return float(self.value[0]) / 60

    @property
    def burst(self) -> int:
        """How many calls may come at once."""
        return int(self.value[1])


class Limits:
    """One token bucket for each key; `now` gives emulated seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._buckets: dict[tuple[Hashable, Tier], tuple[float, float]] = {}
        self.enabled = True

    def retry_after(self, *wanted: tuple[Hashable, Tier]) -> int | None:
        """Take one call from each bucket, or from none.

        Returns:
            None when the call may go on, else the whole seconds after which it may be tried again.
        """
        if not self.enabled:
            return None
        now = self._now()
        levels = {key: self._level(key, now) for key in wanted}
        waits = [(1 - level) / key[1].per_second for key, level in levels.items() if level < 1]
        if waits:
            return max(1, math.ceil(max(waits)))
        for key, level in levels.items():
            self._buckets[key] = (level - 1, now)
        return None

    def forget(self) -> None:
        """Give every caller all calls back."""
        self._buckets.clear()

    def _level(self, key: tuple[Hashable, Tier], now: float) -> float:
        level, at = self._buckets.get(key, (float(key[1].burst), now))
        return min(float(key[1].burst), level + max(0.0, now - at) * key[1].per_second)
