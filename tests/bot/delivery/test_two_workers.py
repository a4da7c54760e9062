"""Several workers on one PostgreSQL database (DESIGN D17)."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import MovedClock
from domain.ledger.deliveries import DeliveryState
from storage.store import open_store
from tests.bot.delivery.bench import POLICY, Bench
from tests.bot.delivery.scripted import ScriptedSlack
from tests.databases import database_url
from tests.people import NOW

CHANNELS = [f"C0CHANNEL{number}" for number in range(6)]


@pytest.fixture
def benches(tmp_path: Path) -> Iterator[list[Bench]]:
    """Three processes' worth of everything but the database and Slack."""
    with ExitStack() as stack:
        url = stack.enter_context(database_url("postgresql", tmp_path))
        clock = MovedClock(NOW)
        slack = stack.enter_context(ScriptedSlack(now=clock.now))
        stores = [open_store(url) for _ in range(3)]
        for store in stores:
            stack.callback(store.close)
        yield [Bench(store=store, slack=slack, clock=clock) for store in stores]


def test_workers_side_by_side_send_each_message_once_and_in_order(benches: list[Bench]) -> None:
    first = benches[0]
    wanted = {channel: [first.add(f"{channel}:{number}", to=channel) for number in range(10)] for channel in CHANNELS}
    workers = [bench.new_worker(owner=f"worker {index}", spacing=timedelta(0)) for index, bench in enumerate(benches)]
    done = [0] * len(workers)

    def work(index: int) -> None:
        for _ in range(200):
            done[index] += workers[index].deliver_due()
            if sum(done) == len(CHANNELS) * 10:
                return

    threads = [threading.Thread(target=work, args=[index]) for index in range(len(workers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert {channel: first.slack.keys(channel) for channel in CHANNELS} == wanted
    assert set(first.states().values()) == {DeliveryState.SENT}
    assert sum(done) == 60
    assert sum(count > 0 for count in done) > 1, "one worker did everything, so nothing was shown"


def test_what_one_worker_left_behind_is_settled_by_one_other(benches: list[Bench]) -> None:
    first, second, _ = benches
    key = first.add("digest:1", to=CHANNELS[0])
    first.leave_in_flight(key, sending=True)
    workers = [bench.new_worker(owner=f"worker {index}") for index, bench in enumerate(benches[:2])]
    for worker in workers:
        worker.deliver_due()
    first.clock.advance(POLICY.in_doubt)
    barrier = threading.Barrier(2)
    done: list[int] = []

    def settle(index: int) -> None:
        barrier.wait(10)
        done.append(workers[index].deliver_due())

    threads = [threading.Thread(target=settle, args=[index]) for index in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    second.run(worker=workers[1])
    assert first.slack.keys(CHANNELS[0]) == [key]
