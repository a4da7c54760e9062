"""The scheduler ticks at once, again and again, one thing at a time, until it is stopped."""

import threading
from datetime import timedelta

from bot.scheduler import Scheduler

SOON = 5.0


def test_it_ticks_at_once_and_then_every_so_often() -> None:
    rung = threading.Semaphore(0)
    scheduler = Scheduler()
    scheduler.every(timedelta(milliseconds=20), rung.release, name="tick")
    scheduler.start()
    try:
        assert all(rung.acquire(timeout=SOON) for _ in range(3))
    finally:
        scheduler.stop(wait=True)


def test_what_was_put_up_first_is_done_first_and_nothing_overlaps() -> None:
    order: list[str] = []
    done = threading.Event()

    def tick() -> None:
        order.append("tick")
        done.set()

    scheduler = Scheduler()
    scheduler.every(timedelta(hours=1), lambda: order.append("refresh"), name="refresh")
    scheduler.every(timedelta(hours=1), tick, name="tick")
    scheduler.start()
    try:
        assert done.wait(SOON)
    finally:
        scheduler.stop(wait=True)
    assert order == ["refresh", "tick"]


def test_after_stop_it_ticks_no_more_and_stopping_twice_is_fine() -> None:
    rung: list[int] = []
    scheduler = Scheduler()
    scheduler.every(timedelta(milliseconds=10), lambda: rung.append(1), name="tick")
    scheduler.stop(wait=True)
    scheduler.start()
    scheduler.stop(wait=True)
    number = len(rung)
    threading.Event().wait(0.05)
    scheduler.stop(wait=True)
    assert len(rung) == number
