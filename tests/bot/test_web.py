"""The port: Slack's signed requests, health, readiness, metrics."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.clock import MovedClock
from bot.emulator.server import LocalSlack
from bot.metrics import Metrics
from bot.web import MAX_BODY_BYTES, WebServer, web_app
from storage.store import Store
from tests.bot.workspace import workspace
from tests.people import MEMBER, NOW

Serve = Callable[..., str]


@pytest.fixture
def serve(sqlite_store: Store) -> Iterator[Serve]:
    """Return a function that serves a web application and tells its address."""
    servers: list[WebServer] = []

    def start(*, bolt: App | None = None, alive: tuple[str, ...] = (), ready: tuple[str, ...] = ()) -> str:
        metrics = Metrics(sqlite_store, MovedClock(NOW))
        web = web_app(bolt=bolt, alive=lambda: list(alive), ready=lambda: list(ready), metrics=metrics)
        servers.append(WebServer(web, host="127.0.0.1", port=0))
        servers[-1].start()
        return f"http://127.0.0.1:{servers[-1].port}"

    yield start
    for server in servers:
        server.stop()


@contextmanager
def bolt_app() -> Iterator[tuple[LocalSlack, App]]:
    """Run a local Slack with a bolt app that answers /okr with what was typed."""
    with workspace() as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url)
        app = App(
            client=client,
            signing_secret=slack.signing_secret,
            token_verification_enabled=False,
            process_before_response=True,
        )

        @app.command("/okr")
        def okr(ack: Callable[[str], object], command: dict[str, str]) -> None:
            ack(f"You typed {command['text']}")

        yield slack, app


def test_health_and_readiness_are_ok_or_say_what_is_wrong(serve: Serve) -> None:
    fine = serve()
    assert httpx.get(f"{fine}/healthz").json() == {"ok": True, "problems": []}
    assert httpx.get(f"{fine}/readyz").status_code == 200
    broken = serve(alive=("The delivery worker has ended.",), ready=("There is no connection to Slack.",))
    assert httpx.get(f"{broken}/healthz").status_code == 503
    answer = httpx.get(f"{broken}/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ok": False, "problems": ["There is no connection to Slack."]}


def test_metrics_are_counts_without_names(serve: Serve) -> None:
    answer = httpx.get(f"{serve()}/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert 'tiller_outbox{state="pending"} 0.0' in answer.text
    assert "tiller_outbox_late_seconds 0.0" in answer.text


def test_nothing_else_is_served(serve: Serve) -> None:
    address = serve()
    assert httpx.post(f"{address}/slack/events").status_code == 404
    assert httpx.get(f"{address}/docs").status_code == 404
    assert httpx.get(f"{address}/openapi.json").status_code == 404


def test_a_signed_request_is_answered_and_an_unsigned_one_is_not(serve: Serve) -> None:
    with bolt_app() as (slack, app):
        address = serve(bolt=app)
        slack.deliver_to(f"{address}/slack/events")
        typed = slack.actor(MEMBER.id).command("/okr", "KR-12", channel="C0GROWTH1")
        assert typed.reply is not None
        assert typed.reply["text"] == "You typed KR-12"
        forged = httpx.post(f"{address}/slack/events", data={"command": "/okr"})
        assert forged.status_code == 401


def test_a_body_that_is_too_large_or_no_text_is_refused(serve: Serve) -> None:
    with bolt_app() as (_, app):
        address = serve(bolt=app)
        assert httpx.post(f"{address}/slack/events", content=b"x" * (MAX_BODY_BYTES + 1)).status_code == 413
        assert httpx.post(f"{address}/slack/events", content=b"\xff\xfe").status_code == 400


def test_a_listener_that_takes_its_time_does_not_hold_up_the_others(serve: Serve) -> None:
    go_on = threading.Event()
    with bolt_app() as (slack, app):

        @app.command("/kpi")
        def kpi(ack: Callable[[], object]) -> None:
            go_on.wait(3)
            ack()

        address = serve(bolt=app)
        slack.deliver_to(f"{address}/slack/events")
        slow = threading.Thread(target=slack.actor(MEMBER.id).command, args=("/kpi", "", "C0GROWTH1"))
        slow.start()
        assert httpx.get(f"{address}/healthz", timeout=2).status_code == 200
        go_on.set()
        slow.join()
