"""What Prometheus is told: counts and ages, never a name or a value (DESIGN D18)."""

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.clock import Clock
from storage.store import Store


class Metrics:
    """The metrics of one Tiller; several in one process do not meet."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_Outbox(store, clock))
        self.ticks = Counter("tiller_rings", "How often the calendar was asked what is due.", registry=self._registry)
        self.occurrences = Counter(
            "tiller_occurrences", "What became of due things.", ["state"], registry=self._registry
        )
        self.delivered = Counter("tiller_delivered", "Messages that Slack has.", registry=self._registry)

    def text(self) -> bytes:
        """Return all metrics in the text format of Prometheus."""
        return generate_latest(self._registry)


class _Outbox(Collector):
    """Counts the outbox when it is asked."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def describe(self) -> Iterable[Metric]:
        """Name nothing in advance, so that registering does not read the database."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """Read the outbox once."""
        now = self._clock.now()
        with self._store.reading() as tx:
            counts = tx.outbox.counts()
            due = tx.outbox.next_due(now)
        deliveries = GaugeMetricFamily("tiller_outbox", "Deliveries by state.", labels=["state"])
        for state, number in counts.items():
            deliveries.add_metric([str(state)], number)
        yield deliveries
        late = 0.0 if due is None else max(0.0, (now - due).total_seconds())
        yield GaugeMetricFamily("tiller_outbox_late_seconds", "How long the next delivery has been due.", value=late)
