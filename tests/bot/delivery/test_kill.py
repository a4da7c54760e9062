"""A process that is killed at any point loses nothing, says nothing twice, and keeps the order (DESIGN D19)."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import MovedClock
from bot.delivery.crash import VARIABLE
from domain.ledger.deliveries import DeliveryState
from storage.store import open_store
from tests.bot.delivery.bench import CHANNEL, INSTANCE, OTHER, Bench
from tests.bot.delivery.scripted import Fault, ScriptedSlack, refuses, slow_down
from tests.people import NOW, settle

ROOT = Path(__file__).parents[3]
KEYS = ["digest:1", "digest:2", "digest:3"]


@pytest.fixture
def shared(store_url: str) -> Iterator[Bench]:
    """A bench whose database another process opens as well."""
    store = open_store(store_url)
    clock = MovedClock(NOW)
    with store.transaction() as tx:
        settle(tx)
    with ScriptedSlack(now=clock.now) as slack:
        bench = Bench(store=store, slack=slack, clock=clock)
        for key in KEYS:
            bench.add(key)
        yield bench
    store.close()


def start(bench: Bench, *, crash_at: str | None = None) -> subprocess.Popen[bytes]:
    named = {} if crash_at is None else {VARIABLE: crash_at}
    command = [sys.executable, "-m", "tests.bot.delivery.process", bench.store.url, bench.slack.api_url]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **named}, stdout=subprocess.DEVNULL)  # noqa: S603  (ours)


def expect_killed(process: subprocess.Popen[bytes]) -> None:
    assert process.wait(30) == -signal.SIGKILL


def recover(bench: Bench) -> None:
    bench.run()
    assert bench.slack.keys(CHANNEL) == KEYS
    assert set(bench.states().values()) == {DeliveryState.SENT}


@pytest.mark.parametrize("point", ["claimed", "sending-committed", "posted", "posted:2", "recorded"])
def test_killed_while_sending_each_message_arrives_once(shared: Bench, point: str) -> None:
    expect_killed(start(shared, crash_at=point))
    recover(shared)
    assert len(shared.slack.called("chat.postMessage")) == len(KEYS)


@pytest.mark.parametrize("taken", [True, False])
def test_killed_while_the_request_is_under_way_each_message_arrives_once(shared: Bench, *, taken: bool) -> None:
    arrived, killed = threading.Event(), threading.Event()
    shared.slack.breaks("chat.postMessage", Fault(stored=taken, holds=killed, drops=True))
    shared.slack.on_call = lambda method: arrived.set() if method == "chat.postMessage" else None
    process = start(shared)
    assert arrived.wait(30)
    process.kill()
    expect_killed(process)
    killed.set()
    recover(shared)


@pytest.mark.parametrize("point", ["taken-over", "read-back"])
@pytest.mark.parametrize("posted", [True, False])
def test_killed_while_judging_each_message_arrives_once(shared: Bench, point: str, *, posted: bool) -> None:
    shared.leave_in_flight(KEYS[0], sending=True)
    if posted:
        marks = {"event_type": "tiller_delivery", "event_payload": {"key": KEYS[0], "instance": INSTANCE}}
        shared.slack.say(CHANNEL, "text", metadata=marks)
    expect_killed(start(shared, crash_at=point))
    recover(shared)


class MortalClock:
    """Tells the time of another clock until it dies, and the worker with it."""

    def __init__(self, clock: MovedClock, breaths: int) -> None:
        self._clock = clock
        self._breaths = breaths

    def now(self) -> datetime:
        self._breathe()
        return self._clock.now()

    def monotonic(self) -> float:
        self._breathe()
        return self._clock.monotonic()

    def _breathe(self) -> None:
        self._breaths -= 1
        if self._breaths < 0:
            raise DiedError


class DiedError(BaseException):
    """The worker is dead; nothing catches this."""


def _faults(chance: random.Random) -> list[Fault]:
    kinds = [
        Fault(stored=True, drops=True),
        Fault(drops=True),
        Fault(stored=True, status=500),
        Fault(status=503, body="<html>"),
        Fault(stored=True, body='{"ok": tr'),
        refuses("internal_error"),
        Fault(stored=True, body={"ok": False, "error": "fatal_error"}),
        slow_down("5"),
    ]
    return [chance.choice(kinds)]


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.thorough) for seed in (1, 2))])
def test_many_deaths_faults_and_jumps_lose_nothing_repeat_nothing_and_keep_the_order(bench: Bench, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  (a test that can be repeated)
    addresses = {CHANNEL: CHANNEL, OTHER: OTHER, "U0MIA0003": "D0MIA0003", "U0OWEN002": "D0OWEN002"}
    wanted: dict[str, list[str]] = {channel: [] for channel in addresses.values()}
    for number in range(40):
        to = chance.choice(list(addresses))
        wanted[addresses[to]].append(bench.add(f"digest:{number:02d}", to=to))
    deaths = 0
    for _ in range(400):
        if chance.random() < 0.3:
            bench.slack.breaks("chat.postMessage", *_faults(chance))
        if chance.random() < 0.1:
            bench.slack.breaks("conversations.history", Fault(status=500))
        if chance.random() < 0.1:
            # minutes, not days: what was tried for longer than its budget is given up, which is not the question here
            bench.clock.jump(timedelta(minutes=chance.choice([-30, -1, 1, 45])))
        mortal = MortalClock(bench.clock, breaths=chance.randrange(1, 60))
        worker = bench.new_worker(clock=mortal)  # type: ignore[arg-type]
        try:
            for _ in range(20):
                worker.deliver_due()
                bench.clock.advance(timedelta(seconds=7))
        except DiedError:
            deaths += 1
        if set(bench.states().values()) == {DeliveryState.SENT}:
            break
    bench.slack.faults.clear()
    bench.run()
    assert deaths >= 5
    assert {channel: bench.slack.keys(channel) for channel in wanted} == wanted
    assert set(bench.states().values()) == {DeliveryState.SENT}
