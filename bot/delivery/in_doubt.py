"""Deliveries whose fate is not known, and from when on they may be judged (DESIGN D6).

A row that is `leased` or `sending` may belong to a worker that is alive, in this process or in another one. It is
judged only after it was seen twice, unchanged, so far apart that its request can no longer be under way. Both looks are
on our own monotonic clock: neither a jump of the time of day nor another machine's clock makes us judge too early.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from bot.delivery.policy import DeliveryPolicy
from domain.ledger.deliveries import Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One delivery whose fate is not known.

    Attributes:
        ripe_at: The monotonic second from which on it may be judged.
        ours: Whether this worker sent it and got no clear answer; otherwise another one, or an earlier life, has it.
        reason: What went wrong, when it is ours.
    """

    delivery: Delivery
    ripe_at: float
    ours: bool = False
    reason: str = ""


class Doubts:
    """The deliveries in doubt, as one worker sees them."""

    def __init__(self, policy: DeliveryPolicy) -> None:
        self._policy = policy
        self._by_number: dict[int, Doubt] = {}

    def see(self, stuck: Iterable[Delivery], *, at: float) -> None:
        """Take note of the rows that others have in flight; what changed since is seen for the first time."""
        seen: dict[int, Doubt] = {number: doubt for number, doubt in self._by_number.items() if doubt.ours}
        for delivery in stuck:
            known = self._by_number.get(delivery.number)
            if known is not None and _same(known.delivery, delivery):
                seen[delivery.number] = known
            else:
                ripe_at = at + self._policy.in_doubt.total_seconds()
                seen[delivery.number] = Doubt(delivery=delivery, ripe_at=ripe_at)
        self._by_number = seen

    def keep(self, delivery: Delivery, *, at: float, wait: timedelta, reason: str) -> None:
        """Remember a delivery that is ours, and judge it after a wait."""
        ripe_at = at + wait.total_seconds()
        self._by_number[delivery.number] = Doubt(delivery=delivery, ripe_at=ripe_at, ours=True, reason=reason)

    def drop(self, delivery: Delivery) -> None:
        """Forget a delivery that was judged, by us or by somebody else."""
        self._by_number.pop(delivery.number, None)

    def ripe(self, *, at: float) -> list[Doubt]:
        """Return what may be judged now, in the order of the outbox."""
        return [doubt for _, doubt in sorted(self._by_number.items()) if doubt.ripe_at <= at]

    def next_wait(self, *, at: float) -> timedelta | None:
        """Return how long it is until something may be judged, or None while nothing is in doubt."""
        if not self._by_number:
            return None
        return timedelta(seconds=max(0.0, min(doubt.ripe_at for doubt in self._by_number.values()) - at))


def _same(delivery: Delivery, other: Delivery) -> bool:
    return (delivery.state, delivery.claim, delivery.owner) == (other.state, other.claim, other.owner)
