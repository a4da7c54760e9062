"""Signed HTTP delivery, to a bare server and to a bolt app (SLACK_RULES 3.6)."""

import json
import queue
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar
from urllib.parse import parse_qs

import pytest
from slack_bolt import App, BoltRequest
from slack_sdk.signature import SignatureVerifier

from bot.emulator.server import LocalSlack
from tests.emulator.workspaces import ADA, bolt_app

Answer = tuple[int, dict[str, str], bytes]


Served = TypeVar("Served", bound="Receiver")


class Receiver:
    """A web server that keeps what it gets and answers from a list, then with an empty 200."""

    def __init__(self) -> None:
        self.got: queue.Queue[tuple[dict[str, str], bytes]] = queue.Queue()
        self.answers: list[Answer] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                status, extra, answer = receiver.answer(headers, body)
                self.send_response(status)
                for name, value in {**extra, "content-length": str(len(answer))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/slack/events"

    def answer(self, headers: dict[str, str], body: bytes) -> Answer:
        self.got.put((headers, body))
        return self.answers.pop(0) if self.answers else (200, {}, b"")


class BoltReceiver(Receiver):
    """The same, answered by a bolt app, which checks the signatures."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app

    def answer(self, headers: dict[str, str], body: bytes) -> Answer:
        response = self._app.dispatch(BoltRequest(body=body.decode(), headers=dict(headers)))
        kept = {name: str(values[0]) for name, values in response.headers.items()}
        return response.status, kept, (response.body or "").encode()


def _running(receiver: Served) -> Iterator[Served]:
    thread = threading.Thread(target=receiver.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield receiver
    receiver.server.shutdown()
    thread.join()
    receiver.server.server_close()


@pytest.fixture
def receiver(still: LocalSlack) -> Iterator[Receiver]:
    made = Receiver()
    still.deliver_to(made.url)
    yield from _running(made)


@pytest.fixture
def bolt(slack: LocalSlack) -> Iterator[BoltReceiver]:
    made = BoltReceiver(bolt_app(slack))
    slack.deliver_to(made.url)
    yield from _running(made)


def test_a_command_is_a_signed_form(still: LocalSlack, receiver: Receiver) -> None:
    receiver.answers.append((200, {"content-type": "application/json"}, b'{"text": "done"}'))
    interaction = still.actor(ADA).command("/probe", "a&b")
    assert interaction.reply is not None
    assert interaction.reply["text"] == "done"
    headers, body = receiver.got.get(timeout=5)
    assert parse_qs(body.decode())["text"] == ["a&amp;b"]
    timestamp, signed = headers["x-slack-request-timestamp"], headers["x-slack-signature"]
    assert SignatureVerifier(still.signing_secret).is_valid(body, timestamp, signed)
    assert not SignatureVerifier("another").is_valid(body, timestamp, signed)


def test_a_plain_text_answer_is_shown_too(still: LocalSlack, receiver: Receiver) -> None:
    receiver.answers.append((200, {"content-type": "text/plain"}, b"plain"))
    reply = still.actor(ADA).command("/probe").reply
    assert reply is not None
    assert reply["text"] == "plain"


def test_a_failed_command_is_not_sent_again(still: LocalSlack, receiver: Receiver) -> None:
    receiver.answers.append((500, {}, b"oops"))
    interaction = still.actor(ADA).command("/probe")
    assert interaction.trouble == '/probe failed with the error "dispatch_failed"'
    still.clock.advance(timedelta(hours=1))
    assert receiver.got.qsize() == 1


def test_a_failed_event_is_sent_again_with_its_number_and_reason(still: LocalSlack, receiver: Receiver) -> None:
    receiver.answers += [(500, {}, b""), (503, {}, b"")]
    assert not still.actor(ADA).say("hello").acked
    headers, body = receiver.got.get(timeout=5)
    assert "x-slack-retry-num" not in headers
    assert json.loads(body)["event"]["text"] == "hello"
    again, _ = receiver.got.get(timeout=5)
    assert (again["x-slack-retry-num"], again["x-slack-retry-reason"]) == ("1", "http_error")
    assert still.settle()
    still.clock.advance(timedelta(minutes=1))
    third, third_body = receiver.got.get(timeout=5)
    assert third["x-slack-retry-num"] == "2"
    assert json.loads(third_body)["event_id"] == json.loads(body)["event_id"]
    assert still.settle()
    assert [entry["via"] for entry in still.journal.entries] == ["http"] * 3


def test_a_bot_may_ask_for_no_retry(still: LocalSlack, receiver: Receiver) -> None:
    receiver.answers.append((500, {"x-slack-no-retry": "1"}, b""))
    still.actor(ADA).say("hello")
    assert still.settle()
    still.clock.advance(timedelta(hours=1))
    assert receiver.got.qsize() == 1


def test_nobody_there_is_a_failed_connection(still: LocalSlack) -> None:
    still.deliver_to("http://127.0.0.1:9/slack/events")
    assert not still.actor(ADA).say("hello").acked
    assert still.wait_until(lambda: any("connection_failed" in problem for problem in still.core.problems))


def test_a_bolt_app_takes_commands_clicks_and_events(slack: LocalSlack, bolt: BoltReceiver) -> None:
    heard: list[str] = []
    block = {"type": "actions", "elements": [{"type": "button", "action_id": "go", "text": _plain("Go")}]}
    bolt._app.command("/probe")(lambda ack: ack(text="buttons", blocks=[block]))
    bolt._app.action("go")(lambda ack, respond: (ack(), respond("went")))
    bolt._app.event("message")(lambda event: heard.append(event["text"]))
    ada = slack.actor(ADA)
    shown = ada.command("/probe").reply
    assert shown is not None
    went = ada.click(shown, action_id="go").reply
    assert went is not None
    assert went["text"] == "went"
    assert ada.say("hello").acked
    assert slack.wait_until(lambda: heard == ["hello"])
    assert slack.problems() == []


def _plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}
