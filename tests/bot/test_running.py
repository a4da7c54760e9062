"""A running Tiller: it connects, delivers, ends in order, and ends by a defect."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import httpx
import pytest

from bot.app import Tiller, compose
from bot.clock import SystemClock
from bot.emulator.server import LocalSlack
from bot.running import DEFECT, Running, SlackRefusedError
from domain.ledger.deliveries import DeliveryState, NewDelivery
from handlers.jobs.runner import Ran
from storage.locks import DatabaseBusyError
from storage.store import Store
from tests.bot.workspace import settings_for, workspace

CHANNEL = "C0GROWTH1"
SOON = 10.0


@contextmanager
def running(tiller: Tiller) -> Iterator[Running]:
    """Run a Tiller in a thread, and see that it ends in time and well."""
    codes: list[int] = []
    process = Running(tiller)
    thread = threading.Thread(target=lambda: codes.append(process.run()))
    thread.start()
    try:
        yield process
    finally:
        process.stop()
        thread.join(15)
    assert codes == [0]
    assert process.hanging == []


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with workspace() as local:
        yield local


def say(store: Store, text: str) -> None:
    with store.transaction() as tx:
        delivery = NewDelivery(key=text, kind="digest", to=CHANNEL, payload={"text": text, "blocks": []})
        tx.outbox.add(delivery, now=SystemClock().now())


def test_over_socket_mode_it_delivers_answers_and_is_ready(slack: LocalSlack, store: Store) -> None:
    tiller = compose(settings_for(slack), clock=SystemClock(), store=store)
    with running(tiller) as process:
        assert slack.wait_for_bot(SOON)
        say(store, "Hello")
        tiller.wake.set()
        assert slack.wait_until(lambda: len(slack.messages(CHANNEL)) == 1, timeout_s=SOON)
        address = f"http://127.0.0.1:{process.port}"
        assert httpx.get(f"{address}/healthz").status_code == 200
        assert slack.wait_until(lambda: httpx.get(f"{address}/readyz").status_code == 200, timeout_s=SOON)
        assert "tiller_delivered_total" in httpx.get(f"{address}/metrics").text
    assert process.alive() == ["Tiller is ending."]


def test_the_message_that_is_being_sent_is_brought_to_its_end_before_the_process_ends(
    slack: LocalSlack, sqlite_store: Store
) -> None:
    slack.faults.add(method="chat.postMessage", kind="slow", seconds=1.0)
    say(sqlite_store, "Hello")
    tiller = compose(settings_for(slack, PORT=None), clock=SystemClock(), store=sqlite_store)
    with running(tiller):
        assert slack.wait_until(lambda: len(slack.messages(CHANNEL)) == 1, timeout_s=SOON)
    with sqlite_store.reading() as tx:
        sent = tx.outbox.get("Hello")
    assert sent is not None
    assert sent.state is DeliveryState.SENT


def test_over_http_it_takes_slacks_requests_on_its_port(slack: LocalSlack, sqlite_store: Store) -> None:
    tiller = compose(settings_for(slack, socket=False), clock=SystemClock(), store=sqlite_store)
    with running(tiller) as process:
        address = f"http://127.0.0.1:{process.port}"
        assert slack.wait_until(lambda: _answers(address), timeout_s=SOON)
        assert httpx.post(f"{address}/slack/events", content="{}").status_code == 401
        assert slack.connections == 0


def test_over_socket_mode_no_port_is_opened_unless_one_is_set(slack: LocalSlack, sqlite_store: Store) -> None:
    tiller = compose(settings_for(slack, PORT=None), clock=SystemClock(), store=sqlite_store)
    assert Running(tiller).port is None


def test_a_paused_workspace_and_a_lost_connection_are_not_ready(slack: LocalSlack, sqlite_store: Store) -> None:
    process = Running(compose(settings_for(slack, PORT=None), clock=SystemClock(), store=sqlite_store))
    assert process.ready() == ["There is no connection to Slack."]
    with sqlite_store.transaction() as tx:
        tx.outbox.pause_workspace("token_revoked")
    assert process.ready() == ["Slack refuses our token: token_revoked.", "There is no connection to Slack."]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "Slack does not take SLACK_BOT_TOKEN: invalid_auth."),
        ({"SLACK_APP_TOKEN": "xapp-wrong"}, "Slack does not take SLACK_APP_TOKEN: invalid_auth."),
    ],
)
def test_a_token_that_slack_does_not_take_is_named(
    slack: LocalSlack, sqlite_store: Store, given: dict[str, Any], sentence: str
) -> None:
    process = Running(compose(settings_for(slack, **given), clock=SystemClock(), store=sqlite_store))
    with pytest.raises(SlackRefusedError) as refused:
        process.run()
    assert str(refused.value) == sentence
    assert process.hanging == []


def test_a_slack_that_is_busy_is_no_reason_not_to_start(slack: LocalSlack, sqlite_store: Store) -> None:
    slack.faults.add(method="auth.test", kind="fatal_error")
    slack.faults.add(method="apps.connections.open", kind="fatal_error")
    with running(compose(settings_for(slack, PORT=None), clock=SystemClock(), store=sqlite_store)):
        assert slack.wait_for_bot(SOON)


def test_a_slack_that_is_not_there_yet_is_waited_for(sqlite_store: Store) -> None:
    with workspace() as gone:
        settings = settings_for(gone, PORT=None)
    with running(compose(settings, clock=SystemClock(), store=sqlite_store)) as process:
        threading.Event().wait(0.2)
        assert process.ready() == ["There is no connection to Slack."]


def test_a_defect_in_a_worker_ends_the_process_with_its_code(slack: LocalSlack, sqlite_store: Store) -> None:
    class Broken(Tiller):
        def tick(self, now: datetime | None = None) -> list[Ran]:
            raise ZeroDivisionError(now)

    process = Running(Broken(settings_for(slack, PORT=None), clock=SystemClock(), store=sqlite_store))
    assert process.run() == DEFECT


def test_a_busy_database_only_delays(slack: LocalSlack, sqlite_store: Store) -> None:

    tried = threading.Event()

    class Busy(Tiller):
        def tick(self, now: datetime | None = None) -> list[Ran]:
            tried.set()
            raise DatabaseBusyError(now)

    with running(Busy(settings_for(slack, PORT=None), clock=SystemClock(), store=sqlite_store)):
        assert tried.wait(SOON)
        threading.Event().wait(0.1)


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz").status_code == 200
    except httpx.HTTPError:
        return False
