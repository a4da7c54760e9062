"""Several workers on one outbox: each row is claimed once, whatever runs at the same time (DESIGN D17)."""

import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

from domain.ledger.deliveries import Delivery, DeliveryState, NewDelivery
from storage.store import Store, open_store
from tests.people import NOW
from tests.storage.test_store import together

LEASE = timedelta(seconds=60)
ROWS, ADDRESSES = 60, 12

WORKER = f"""
import sys
from datetime import datetime, timedelta
from storage.store import open_store

now = datetime.fromisoformat("{NOW.isoformat()}")
store = open_store(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
while True:
    with store.transaction() as tx:
        row = tx.outbox.claim_next(now=now, owner=sys.argv[2], lease=timedelta(seconds=60))
        waiting = tx.outbox.pending_count()
    if row is None:
        if waiting == 0:
            break
        continue
    with store.transaction() as tx:
        row = tx.outbox.start_sending(row, now=now, floor_ts=None)
    print(row.to, row.key, flush=True)
    with store.transaction() as tx:
        assert tx.outbox.sent(row, now=now, channel=row.to, ts="1.0")
store.close()
"""


def fill(store: Store) -> None:
    with store.transaction() as tx:
        for number in range(ROWS):
            to = f"C{number % ADDRESSES:08}"
            tx.outbox.add(NewDelivery(key=f"{number:04}", kind="digest", to=to, payload={}), now=NOW)


def test_four_threads_claim_each_row_once(store: Store) -> None:
    fill(store)
    claimed: list[Delivery] = []

    def work(number: int) -> None:
        while True:
            with store.transaction() as tx:
                row = tx.outbox.claim_next(now=NOW, owner=f"w{number}", lease=LEASE)
                if row is None:
                    if tx.outbox.counts()[DeliveryState.PENDING] == 0:
                        return
                    continue
            claimed.append(row)
            with store.transaction() as tx:
                sending = tx.outbox.start_sending(row, now=NOW, floor_ts=None)
                assert sending is not None
                assert tx.outbox.sent(sending, now=NOW, channel="C", ts="1.0")

    together(4, work)
    assert sorted(row.key for row in claimed) == [f"{number:04}" for number in range(ROWS)]
    assert {row.claim for row in claimed} == {1}


def test_of_four_threads_that_take_one_row_over_one_gets_it(store: Store) -> None:
    fill(store)
    with store.transaction() as tx:
        row = tx.outbox.claim_next(now=NOW, owner="gone", lease=LEASE)
        assert row is not None
    won: list[int] = []

    def take(number: int) -> None:
        with store.transaction() as tx:
            if tx.outbox.take_over(row, owner=f"w{number}", now=NOW) is not None:
                won.append(number)

    together(4, take)
    assert len(won) == 1


def test_two_processes_send_each_row_once_and_in_order(store_url: str) -> None:
    store = open_store(store_url)
    fill(store)
    workers = [
        subprocess.Popen(  # noqa: S603 - our own code, in a process of its own
            [sys.executable, "-c", WORKER, store_url, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        for name in ("one", "two")
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    told = [worker.communicate("go\n", timeout=60)[0].splitlines() for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0]
    sent = Counter(line.split()[1] for lines in told for line in lines)
    assert sent == Counter(f"{number:04}" for number in range(ROWS))
    for lines in told:
        for address in {line.split()[0] for line in lines}:
            keys = [line.split()[1] for line in lines if line.startswith(address)]
            assert keys == sorted(keys)
    with store.reading() as tx:
        assert tx.outbox.counts()[DeliveryState.SENT] == ROWS
        assert len(tx.outbox.attempts("0000")) == 1
    store.close()
