"""Holds all sending while Slack as a whole fails or asks for less (DESIGN D10).

One address that fails waits by itself. When one after the other does, the next would fail as well, and each try only
costs a timeout, or makes Slack's patience shorter.
"""

from datetime import timedelta

from bot.delivery.outcomes import Kind, Outcome
from bot.delivery.policy import DeliveryPolicy

_FAILURES_IN_A_ROW = 4
_REFUSALS_IN_A_ROW = 2


class CircuitBreaker:
    """Counts what went wrong in a row, on monotonic time."""

    def __init__(self, policy: DeliveryPolicy) -> None:
        self._policy = policy
        self._failures = 0
        self._refusals = 0
        self._held_until = float("-inf")

    def remaining(self, at: float) -> timedelta:
        """Return for how long everything is still held; zero when it is not."""
        return timedelta(seconds=max(0.0, self._held_until - at)) if self._held_until > at else timedelta(0)

    def hold(self, by: timedelta, *, at: float) -> None:
        """Hold everything for at least so long."""
        self._held_until = max(self._held_until, at + by.total_seconds())

    def notice(self, outcome: Outcome, *, at: float) -> None:
        """Take note of an outcome: two requests for less in a row, or four failures, hold everything."""
        if outcome.kind is Kind.RATE_LIMITED:
            self._refusals += 1
            if self._refusals >= _REFUSALS_IN_A_ROW:
                self.hold(outcome.wait, at=at)
        elif outcome.kind in {Kind.NOT_SENT, Kind.UNKNOWN}:
            self._failures += 1
            if self._failures >= _FAILURES_IN_A_ROW:
                further = self._failures - _FAILURES_IN_A_ROW + 1
                self.hold(self._policy.backoff("all of Slack", further), at=at)
        else:  # Slack has answered this one, whatever it said
            self._failures = self._refusals = 0
