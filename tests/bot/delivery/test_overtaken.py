"""Clocks that jump, processes that sleep, workers that are overtaken (DESIGN D3 and D6)."""

from datetime import timedelta

import pytest

from domain.ledger.deliveries import DeliveryState
from tests.bot.delivery.bench import CHANNEL, OTHER, Bench
from tests.bot.delivery.scripted import Fault


@pytest.mark.parametrize("jump", [timedelta(days=1), timedelta(hours=-2), timedelta(seconds=-30), timedelta(hours=1)])
def test_a_jump_of_the_clock_judges_nothing_too_early(bench: Bench, jump: timedelta) -> None:
    key = bench.add("digest:1")
    bench.leave_in_flight(key, sending=True)
    worker = bench.worker
    worker.deliver_due()
    bench.clock.jump(jump)
    worker.deliver_due()
    bench.clock.advance(bench.policy.in_doubt - timedelta(seconds=1))
    worker.deliver_due()
    assert bench.slack.calls == [], "somebody else may still be posting it"
    bench.clock.advance(timedelta(seconds=1))
    assert bench.run() == 1
    assert bench.slack.keys(CHANNEL) == [key]


def test_a_clock_that_steps_back_does_not_hold_what_waits(bench: Bench) -> None:
    bench.slack.breaks("chat.postMessage", Fault(status=503), Fault(status=503))
    key = bench.add("digest:1")
    bench.worker.deliver_due()
    bench.clock.advance(bench.policy.settle)
    bench.worker.deliver_due()
    bench.clock.jump(timedelta(days=-1))
    bench.run(within=timedelta(days=2))
    assert bench.slack.keys(CHANNEL) == [key]


def test_somebody_elses_row_is_left_alone_while_it_moves(bench: Bench) -> None:
    key = bench.add("digest:1")
    left = bench.leave_in_flight(key, sending=False)
    bench.worker.deliver_due()
    bench.clock.advance(bench.policy.in_doubt - timedelta(seconds=1))
    with bench.store.transaction() as tx:
        started = tx.outbox.start_sending(left, now=bench.clock.now(), floor_ts="0")
        assert started is not None
    bench.clock.advance(timedelta(seconds=2))
    bench.worker.deliver_due()
    with bench.store.transaction() as tx:
        assert tx.outbox.sent(started, now=bench.clock.now(), channel=CHANNEL, ts="1.000001")
    bench.run()
    assert bench.slack.calls == []
    assert bench.worker.next_due() is None


def test_a_process_that_was_stopped_before_its_post_does_not_post(bench: Bench) -> None:
    key = bench.add("digest:1")
    bench.add("digest:2", to=OTHER)
    stopped = iter([True])

    class Sleepy:
        """Falls asleep between the intent and the post."""

        def now(self) -> object:
            return bench.clock.now()

        def monotonic(self) -> float:
            if bench.row(key).state is DeliveryState.SENDING and next(stopped, False):
                bench.clock.advance(timedelta(minutes=1))
            return bench.clock.monotonic()

    worker = bench.new_worker(clock=Sleepy())  # type: ignore[arg-type]
    worker.deliver_due()
    assert CHANNEL not in bench.slack.channels
    assert bench.row(key).state is DeliveryState.PENDING
    assert bench.run(worker=worker) == 1
    assert bench.slack.keys(CHANNEL) == [key]


def test_a_late_result_of_a_worker_that_was_overtaken_is_dropped(bench: Bench) -> None:
    key = bench.add("digest:1")
    peer = bench.new_worker()

    def overtake(method: str) -> None:
        if method == "chat.postMessage" and bench.row(key).claim == 1:
            peer.deliver_due()
            bench.clock.advance(bench.policy.in_doubt)
            bench.slack.breaks("conversations.history", Fault(status=500))
            peer.deliver_due()

    bench.slack.on_call = overtake
    assert bench.worker.deliver_due() == 0, "its claim was lost to the peer"
    assert bench.row(key).state is DeliveryState.SENDING
    assert bench.run(worker=peer) == 1
    assert bench.slack.keys(CHANNEL) == [key]
