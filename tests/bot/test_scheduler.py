"""The doorbell rings at once, again and again, one thing at a time, until it is stopped."""

import threading
from datetime import timedelta

from bot.scheduler import Doorbell

SOON = 5.0


def test_it_rings_at_once_and_then_every_so_often() -> None:
    rung = threading.Semaphore(0)
    doorbell = Doorbell()
    doorbell.every(timedelta(milliseconds=20), rung.release, name="ring")
    doorbell.start()
    try:
        assert all(rung.acquire(timeout=SOON) for _ in range(3))
    finally:
        doorbell.stop(wait=True)


def test_what_was_put_up_first_is_done_first_and_nothing_overlaps() -> None:
    order: list[str] = []
    done = threading.Event()

    def ring() -> None:
        order.append("ring")
        done.set()

    doorbell = Doorbell()
    doorbell.every(timedelta(hours=1), lambda: order.append("refresh"), name="refresh")
    doorbell.every(timedelta(hours=1), ring, name="ring")
    doorbell.start()
    try:
        assert done.wait(SOON)
    finally:
        doorbell.stop(wait=True)
    assert order == ["refresh", "ring"]


def test_after_stop_it_rings_no_more_and_stopping_twice_is_fine() -> None:
    rung: list[int] = []
    doorbell = Doorbell()
    doorbell.every(timedelta(milliseconds=10), lambda: rung.append(1), name="ring")
    doorbell.stop(wait=True)
    doorbell.start()
    doorbell.stop(wait=True)
    number = len(rung)
    threading.Event().wait(0.05)
    doorbell.stop(wait=True)
    assert len(rung) == number
