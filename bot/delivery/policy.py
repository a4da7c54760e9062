"""How long the worker waits for what."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPolicy:
    """The waits of delivery; the values are for a real workspace, tests make them tiny (DESIGN D6 and D9).

    Attributes:
        lease: How long a claim is meant to last; what outlives it is certainly stuck.
        http_timeout: How long a call to Slack may stay silent.
        start_within: How long after its intent is on disk a post may still start. A process that was stopped for
            longer does not post: others may have judged the delivery by then.
        settle: How long after a request has ended without an answer its message may still appear in the channel.
        spacing: Between two messages to one address: Slack takes one a second.
        backoff_first: The first wait after a failure; it doubles with each further one …
        backoff_most: … up to this.
        retry_after_default: The wait when Slack asks for less without saying for how long.
        retry_after_most: No longer wait than this is taken from Slack's answer.
        look_again: When a channel could not be read back, it is tried again after this.
        probe_every: How often Slack is asked whether a refused token works again.
        floor_margin: How far before Slack's time of day the search starts in a channel where we never posted.
    """

    lease: timedelta = timedelta(seconds=60)
    http_timeout: timedelta = timedelta(seconds=10)
    start_within: timedelta = timedelta(seconds=5)
    settle: timedelta = timedelta(seconds=15)
    spacing: timedelta = timedelta(seconds=1.1)
    backoff_first: timedelta = timedelta(seconds=5)
    backoff_most: timedelta = timedelta(minutes=10)
    retry_after_default: timedelta = timedelta(seconds=30)
    retry_after_most: timedelta = timedelta(seconds=300)
    look_again: timedelta = timedelta(seconds=5)
    probe_every: timedelta = timedelta(seconds=60)
    floor_margin: timedelta = timedelta(minutes=5)

    @property
    def in_doubt(self) -> timedelta:
        """How long a row must be seen unchanged before its request can no longer be under way."""
        return self.start_within + self.http_timeout + self.settle

    def backoff(self, key: str, failures: int) -> timedelta:
        """Return the wait after so many failures: none after none, then doubling, with a jitter of up to a half.

        The jitter comes from the key and the count, so that the same run waits the same time again.
        """
        if failures <= 0:
            return timedelta(0)
        # beyond this many doublings every wait is the longest one; the power stays small
        doubled = self.backoff_first * (1 << min(failures - 1, 20))
        return min(doubled, self.backoff_most) * (1 - 0.5 * jitter(key, failures))


def jitter(key: str, count: int) -> float:
    """Return a number in [0, 1) that depends on nothing but its arguments."""
    digest = hashlib.sha256(f"{key}#{count}".encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48
