"""The bench of delivery, on both databases and on one."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.clock import MovedClock
from storage.store import Store
from tests.bot.delivery.bench import Bench
from tests.bot.delivery.scripted import ScriptedSlack
from tests.people import NOW, settle


def _bench(store: Store) -> Iterator[Bench]:
    clock = MovedClock(NOW)
    with store.transaction() as tx:
        settle(tx)
    # Slack's own clock does not jump when ours does
    with ScriptedSlack(now=lambda: NOW + timedelta(seconds=clock.monotonic())) as slack:
        yield Bench(store=store, slack=slack, clock=clock)


@pytest.fixture
def bench(store: Store) -> Iterator[Bench]:
    """A worker and a breaking Slack; the test runs on SQLite and on PostgreSQL."""
    yield from _bench(store)


@pytest.fixture
def sqlite_bench(sqlite_store: Store) -> Iterator[Bench]:
    """The same on SQLite alone, for tests to which the database does not matter."""
    yield from _bench(sqlite_store)
