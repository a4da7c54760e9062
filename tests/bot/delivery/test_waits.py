"""When the worker comes back, what it holds meanwhile, and how late a post may still start."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.ledger.deliveries import DeliveryState
from tests.bot.delivery.bench import CHANNEL, OTHER, Bench
from tests.bot.delivery.scripted import Fault, refuses, slow_down
from tests.people import NOW


class SlowClock:
    """Lets time pass between the intent of a post and the post."""

    def __init__(self, bench: Bench, key: str, *, sleeps: timedelta) -> None:
        self._bench, self._key, self._sleeps = bench, key, sleeps

    def now(self) -> datetime:
        return self._bench.clock.now()

    def monotonic(self) -> float:
        if self._sleeps and self._bench.row(self._key).state is DeliveryState.SENDING:
            self._bench.clock.advance(self._sleeps)
            self._sleeps = timedelta(0)
        return self._bench.clock.monotonic()


@pytest.mark.parametrize(("late", "sent"), [(timedelta(seconds=5), 1), (timedelta(seconds=5, milliseconds=1), 0)])
def test_a_post_may_start_until_five_seconds_after_its_intent(sqlite_bench: Bench, late: timedelta, sent: int) -> None:
    bench = sqlite_bench
    key = bench.add("digest:1")
    clock: Any = SlowClock(bench, key, sleeps=late)
    assert bench.new_worker(clock=clock).deliver_due() == sent
    assert len(bench.slack.called("chat.postMessage")) == sent
    told = "" if sent else "the process was stopped for too long before it could post"
    assert bench.row(key).last_error == told


def test_nothing_is_due_for_a_doubt_before_it_is_ripe(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.slack.breaks("chat.postMessage", Fault(drops=True))
    bench.add("digest:1")
    bench.worker.deliver_due()
    assert bench.worker.next_due() == NOW + bench.policy.settle
    bench.clock.advance(timedelta(seconds=4))
    assert bench.worker.next_due() == NOW + bench.policy.settle


def test_what_is_due_first_is_waited_for(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.slack.breaks("chat.postMessage", Fault(drops=True), slow_down("7"))
    bench.add("digest:1")
    bench.add("digest:2", to=OTHER)
    bench.worker.deliver_due()
    due = bench.worker.next_due()
    assert due is not None
    assert NOW + timedelta(seconds=7) <= due <= NOW + timedelta(seconds=8.1), "the refused one comes before the doubt"


def test_what_is_held_for_all_is_not_due_before_the_hold_ends(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    for number in range(4):
        bench.add(f"digest:{number}", to=f"C0CHANNEL{number}")
    bench.slack.breaks("chat.postMessage", *[slow_down("20")] * 2)
    assert bench.worker.deliver_due() == 0
    assert bench.worker.next_due() == NOW + timedelta(seconds=20)
    bench.clock.advance(timedelta(seconds=19.5))
    assert bench.worker.deliver_due() == 0
    assert len(bench.slack.called("chat.postMessage")) == 2
    bench.clock.advance(timedelta(seconds=0.5))
    assert bench.worker.deliver_due() >= 2


def test_a_doubt_is_not_judged_while_all_is_held(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    for number in range(3):
        bench.add(f"digest:{number}", to=f"C0CHANNEL{number}")
    bench.slack.breaks("chat.postMessage", Fault(drops=True), *[slow_down("60")] * 2)
    assert bench.worker.deliver_due() == 0
    assert bench.worker.next_due() == NOW + timedelta(seconds=60)
    bench.clock.advance(timedelta(seconds=30))
    assert bench.worker.settle() == 0
    assert bench.slack.called("conversations.history") == []


def test_a_pause_is_probed_each_minute_and_only_while_something_waits(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    with bench.store.transaction() as tx:
        tx.outbox.pause_workspace("invalid_auth")
    assert bench.worker.next_due() is None
    bench.add("digest:1")
    assert bench.worker.next_due() == NOW
    bench.slack.breaks("auth.test", *[refuses("invalid_auth")] * 2)
    bench.worker.deliver_due()
    assert bench.worker.next_due() == NOW + timedelta(seconds=60)
    for seconds, probes in ((59, 1), (1, 2)):
        bench.clock.advance(timedelta(seconds=seconds))
        assert bench.worker.deliver_due() == 0
        assert len(bench.slack.called("auth.test")) == probes
    assert bench.slack.called("chat.postMessage") == []


@pytest.mark.parametrize(
    ("fault", "state", "error"),
    [
        (Fault(status=500), DeliveryState.PENDING, "not_json"),
        (refuses("odd"), DeliveryState.PENDING, "odd"),
        (slow_down("7"), DeliveryState.PENDING, "ratelimited"),
        (refuses("invalid_auth"), DeliveryState.PENDING, "invalid_auth"),
    ],
)
def test_nothing_is_posted_before_slack_has_told_its_time(
    sqlite_bench: Bench, fault: Fault, state: DeliveryState, error: str
) -> None:
    bench = sqlite_bench
    bench.slack.breaks("auth.test", fault)
    key = bench.add("digest:1")
    assert bench.worker.deliver_due() == 0
    assert (bench.row(key).state, bench.row(key).last_error) == (state, error)
    assert bench.slack.called("chat.postMessage") == []
    assert bench.run() == 1
    assert bench.slack.keys(CHANNEL) == [key]


@pytest.mark.parametrize("ahead", [timedelta(hours=-1), timedelta(0), timedelta(hours=1)])
def test_the_first_search_starts_five_minutes_before_the_earlier_of_both_clocks(
    sqlite_bench: Bench, ahead: timedelta
) -> None:
    bench = sqlite_bench
    bench.slack.date = lambda: bench.clock.now() + ahead
    key = bench.add("digest:1")
    bench.run()
    floor = NOW + min(ahead, timedelta(0)) - timedelta(minutes=5)
    assert bench.row(key).floor_ts == f"{floor.timestamp():.6f}"


def test_how_many_were_sent_is_counted_over_what_was_found_and_what_was_posted(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.slack.breaks("chat.postMessage", Fault(stored=True, drops=True))
    bench.add("digest:1")
    bench.add("digest:2", to=OTHER)
    assert bench.worker.deliver_due() == 1
    bench.clock.advance(bench.policy.settle)
    bench.add("digest:3", to=OTHER)
    bench.add("digest:4", to="C0THIRD01")
    assert bench.worker.deliver_due() == 3


@pytest.mark.parametrize(("seconds", "judged"), [(14.5, 0), (15.0, 1)])
def test_a_try_of_ours_without_an_answer_is_judged_after_the_time_to_settle(
    sqlite_bench: Bench, seconds: float, judged: int
) -> None:
    bench = sqlite_bench
    bench.slack.breaks("chat.postMessage", Fault(stored=True, drops=True))
    bench.add("digest:1")
    bench.worker.deliver_due()
    bench.clock.advance(timedelta(seconds=seconds))
    assert bench.worker.settle() == judged


def test_a_channel_that_asks_to_be_read_later_is_read_then(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    key = bench.add("digest:1")
    bench.leave_in_flight(key, sending=True)
    bench.slack.breaks("conversations.history", slow_down("40"))
    bench.worker.settle()
    bench.clock.advance(bench.policy.in_doubt)
    judged_at = bench.clock.now()
    assert bench.worker.settle() == 0
    assert bench.worker.next_due() == judged_at + timedelta(seconds=40)
    for seconds, read in ((39.5, 1), (0.5, 2)):
        bench.clock.advance(timedelta(seconds=seconds))
        bench.worker.settle()
        assert len(bench.slack.called("conversations.history")) == read
    assert bench.row(key).last_error == "ratelimited; it is not in the channel"


def test_a_time_of_slack_without_a_zone_is_utc(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.slack.date = None
    told = (NOW - timedelta(hours=1)).strftime("%a, %d %b %Y %H:%M:%S -0000")
    bench.slack.breaks("auth.test", Fault(body={"ok": True}, headers={"Date": told}))
    key = bench.add("digest:1")
    assert bench.run() == 1
    assert bench.row(key).floor_ts == f"{(NOW - timedelta(hours=1, minutes=5)).timestamp():.6f}"
