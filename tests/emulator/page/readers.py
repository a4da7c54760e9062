"""Reading the page as a browser would: which tags and attributes there are, and what stands in them."""

import json
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import urlsplit

from bot.emulator.server import LocalSlack

VOID = {"br", "hr", "img", "input", "link", "meta"}


@dataclass(slots=True)
class Tag:
    """One element with its attributes and all text in it."""

    name: str
    attributes: dict[str, str]
    text: str = ""
    within: "list[Tag]" = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[Tag] = []
        self.open: list[Tag] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Tag(tag, {name: value or "" for name, value in attrs})
        made.within = list(self.open)
        self.tags.append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop().name != tag:
            pass

    def handle_data(self, data: str) -> None:
        for tag in self.open:
            tag.text += data


def tags(html: str) -> list[Tag]:
    """All elements of a piece of HTML."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.tags


def dangers(html: str) -> list[str]:
    """What could run or load something that is not ours."""
    found: list[str] = []
    for tag in tags(html):
        if tag.name in {"iframe", "object", "embed", "base", "style", "math", "foreignobject"}:
            found.append(tag.name)
        if tag.name == "script" and not tag.attributes.get("src", "").startswith("/page/static/"):
            found.append("script")
        for name, value in tag.attributes.items():
            if name.startswith("on") or name in {"style", "srcdoc"}:
                found.append(f"{tag.name} {name}")
            if name in {"src", "action", "formaction", "poster", "data"} and not value.startswith("/page/"):
                found.append(f"{tag.name} {name}={value}")
            if name in {"href", "xlink:href"} and not value.startswith(
                ("/", "?", "#", "http://", "https://", "mailto:")
            ):
                found.append(f"{tag.name} {name}={value}")
    return found


def text_of(html: str) -> str:
    """All text of a page."""
    return " ".join(tag.text for tag in tags(html) if tag.name == "body") or " ".join(
        tag.text for tag in tags(html) if not tag.within
    )


def page(slack: LocalSlack, path: str = "/") -> str:
    """A page of the local Slack; redirects are followed."""
    with urllib.request.urlopen(slack.page_url.rstrip("/") + path, timeout=10) as answer:  # noqa: S310 - loopback
        return str(answer.read().decode())


def ask(slack: LocalSlack, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, str, dict[str, str]]:
    """Send a request with headers of one's own; status, body and headers of the answer."""
    where = urlsplit(slack.page_url)
    connection = HTTPConnection(where.hostname or "", where.port, timeout=10)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    content = None
    if isinstance(body, bytes):
        content = body
    elif body is not None:
        content, named = json.dumps(body).encode(), {"content-type": "application/json"} | named
    try:
        connection.request(method, path, body=content, headers=named)
        answer = connection.getresponse()
        lines = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, answer.read().decode(errors="replace"), lines
    finally:
        connection.close()


def do(slack: LocalSlack, user: str, what: str, **body: Any) -> dict[str, Any]:
    """Do something on a person's page."""
    status, answer, _ = ask(slack, "POST", f"/page/as/{user}/{what}", body)
    came = json.loads(answer)
    assert isinstance(came, dict)
    return came | {"status": status}


@contextmanager
def feed(slack: LocalSlack, user: str, html: str) -> "Iterator[Feed]":
    """The events for a page that was shown."""
    viewer = next(tag.attributes["data-viewer"] for tag in tags(html) if tag.name == "body")
    where = urlsplit(slack.page_url)
    connection = HTTPConnection(where.hostname or "", where.port, timeout=5)
    connection.request("GET", f"/page/as/{user}/feed?viewer={viewer}")
    try:
        yield Feed(connection.getresponse())
    finally:
        connection.close()


class Feed:
    """Events as they come."""

    def __init__(self, answer: HTTPResponse) -> None:
        self._answer = answer

    def next(self) -> dict[str, Any]:
        """The next event, which must come within five seconds."""
        while True:
            line = self._answer.readline().decode()
            assert line, "the stream ended"
            if line.startswith("data: "):
                event = json.loads(line.removeprefix("data: "))
                assert isinstance(event, dict)
                return event

    def until(self, kind: str, **fields: Any) -> dict[str, Any]:
        """The next event of a kind with these fields."""
        while True:
            event = self.next()
            if event["kind"] == kind and all(event.get(name) == value for name, value in fields.items()):
                return event

    def ended(self) -> bool:
        """Whether the stream comes to its proper end; one that was cut off raises `IncompleteRead`."""
        self._answer.read()
        return True


def show(slack: LocalSlack, work: Callable[[], object]) -> None:
    """Change something on the emulator's own thread, and tell all pages."""

    def _work() -> None:
        work()
        slack.core.changed.notify()

    slack._thread.call(_work)


def crowd(slack: LocalSlack, channel: str, count: int) -> None:
    """Let many messages have been said, without a word to the app."""
    workspace = slack.core.workspace
    conversation = workspace.conversations[channel]
    for index in range(count):
        ts = workspace.next_ts(conversation)
        text = f"message {index} *with* `marks` :tada:"
        conversation.messages[ts] = {"type": "message", "user": workspace.bot_user_id, "ts": ts, "text": text}
