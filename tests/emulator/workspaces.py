"""The workspace that the emulator's own tests use, and small bots and payloads for it."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web.slack_response import SlackResponse
from websockets.sync.client import ClientConnection, connect

from bot.emulator.clock import EmulatorClock
from bot.emulator.people.actor import Interaction
from bot.emulator.server import LocalSlack

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ADA, GRACE, GONE = "U0ADA0001", "U0GRACE01", "U0GONE001"
GROWTH, ELSEWHERE, SECRET, OLD = "C0GROWTH1", "C0ELSE001", "G0SECRET1", "C0OLD0001"

_SCOPES = """app_mentions:read channels:history channels:read chat:write commands files:read files:write groups:read
im:history im:read im:write reactions:write users:read users:read.email team:read"""
_EVENTS = "app_home_opened app_mention message.im message.channels user_change team_join"


def manifest(**changes: Any) -> dict[str, Any]:
    """The manifest of the tests' app, which may do nearly everything; `changes` replaces scopes, events and so on."""
    settings = {
        "event_subscriptions": {"bot_events": changes.get("events", _EVENTS.split())},
        "interactivity": {"is_enabled": changes.get("interactivity", True)},
        "socket_mode_enabled": changes.get("socket_mode", True),
    }
    return {
        "display_information": {"name": "Probe"},
        "features": {
            "app_home": {
                "home_tab_enabled": changes.get("home_tab", True),
                "messages_tab_enabled": changes.get("messages_tab", True),
            },
            "bot_user": {"display_name": "Probe"},
            "slash_commands": [
                {"command": "/probe", "description": "Probe", "should_escape": True},
                {"command": "/raw", "description": "Raw", "should_escape": False},
            ],
            "shortcuts": [
                {"name": "Note it", "type": "global", "callback_id": "note", "description": "Note"},
                {"name": "Keep it", "type": "message", "callback_id": "keep", "description": "Keep"},
            ],
        },
        "oauth_config": {"scopes": {"bot": changes.get("scopes", _SCOPES.split())}},
        "settings": settings,
    }


@contextmanager
def local_slack(folder: Path, *, frozen: bool = False, limited: bool = False, **changes: Any) -> Iterator[LocalSlack]:
    """A local Slack with two people, one who left, and four channels."""
    path = folder / "manifest.yml"
    path.write_text(yaml.safe_dump(manifest(**changes)), encoding="utf-8")
    people: list[dict[str, Any]] = [
        {"id": ADA, "name": "Ada", "tz": "Europe/Amsterdam", "email": "ada@example.com"},
        {"id": GRACE, "name": "Grace Hopper", "handle": "grace"},
        {"id": GONE, "name": "Gone", "deleted": True},
    ]
    channels: list[dict[str, Any]] = [
        {"id": GROWTH, "name": "growth", "members": [ADA, GRACE]},
        {"id": ELSEWHERE, "name": "elsewhere", "members": [ADA], "bot_is_member": False},
        {"id": SECRET, "name": "secret", "members": [ADA], "bot_is_member": False, "is_private": True},
        {"id": OLD, "name": "old", "members": [ADA], "archived": True},
    ]
    clock = EmulatorClock(NOW, frozen=frozen)
    journal = folder / "journal.jsonl"
    with LocalSlack(manifest=path, clock=clock, journal=journal, people=people, channels=channels) as slack:
        slack.core.patience_s = 0.5
        slack.limits.enabled = limited
        yield slack


def client(slack: LocalSlack, token: str | None = None) -> WebClient:
    """Slack's own client, without retries of its own."""
    chosen = slack.bot_token if token is None else token
    return WebClient(chosen, base_url=slack.api_url, retry_handlers=[])


def refusal(call: Any, **arguments: Any) -> SlackResponse:
    """The answer to a call that must be refused."""
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    assert isinstance(caught.value.response, SlackResponse)
    return caught.value.response


@contextmanager
def connected(slack: LocalSlack, app: App) -> Iterator[SocketModeHandler]:
    """A bolt app that is connected over Socket Mode."""
    handler = SocketModeHandler(app, slack.app_token)
    handler.connect()  # type: ignore[no-untyped-call]  # bolt's
    try:
        assert slack.wait_for_bot()
        yield handler
    finally:
        # Slack hangs up first: bolt's client would otherwise sit out its three seconds of reading.
        handler.client.auto_reconnect_enabled = False
        slack.cut_connections()
        # Both its reader and `close` would close the socket, and the second of them fails: let the reader be first.
        while handler.client.is_connected():
            threading.Event().wait(0.001)
        # Its queue would wait a second for a message that does not come.
        handler.client.closed = True
        handler.client.message_queue.put(None)
        handler.close()  # type: ignore[no-untyped-call]  # bolt's


def bolt_app(slack: LocalSlack) -> App:
    """A bolt app without listeners."""
    return App(client=client(slack), signing_secret=slack.signing_secret, raise_error_for_unhandled_request=False)


def opens_form(app: App, view: dict[str, Any]) -> None:
    """Let `/probe` open a modal."""

    def _open(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=view)

    app.command("/probe")(_open)


class Kept(list[Any]):
    """A list that can be added to in a lambda."""

    def keep(self, item: Any) -> Any:
        """Add an item."""
        self.append(item)
        return item


class Line:
    """A bare Socket Mode connection, to see every envelope and to answer as one likes."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.hello = self.next()

    def next(self, timeout_s: float = 5) -> dict[str, Any]:
        """The next message."""
        message = json.loads(self.socket.recv(timeout=timeout_s))
        assert isinstance(message, dict)
        return message

    def ack(self, envelope: dict[str, Any], payload: Any = None) -> None:
        """Acknowledge an envelope."""
        answer = {"envelope_id": envelope["envelope_id"]}
        self.socket.send(json.dumps(answer if payload is None else answer | {"payload": payload}))


@contextmanager
def line(slack: LocalSlack) -> Iterator[Line]:
    """Open a bare Socket Mode connection."""
    url = client(slack, slack.app_token).apps_connections_open(app_token=slack.app_token)["url"]
    with connect(str(url), compression=None, proxy=None) as socket:
        yield Line(socket)


class Acting(threading.Thread):
    """A person who acts while the test plays the bot."""

    def __init__(self, act: Callable[[], Interaction]) -> None:
        super().__init__(daemon=True)
        self._act = act
        self._came: list[Interaction] = []
        self.start()

    def run(self) -> None:
        self._came.append(self._act())

    @property
    def came(self) -> Interaction:
        self.join(10)
        return self._came[0]


def button(label: str = "Go", action_id: str = "go", **more: Any) -> dict[str, Any]:
    """A block with one button."""
    element = {"type": "button", "action_id": action_id, "text": {"type": "plain_text", "text": label}, **more}
    return {"type": "actions", "block_id": f"block-{action_id}", "elements": [element]}


def modal(*blocks: dict[str, Any], title: str = "Form", **more: Any) -> dict[str, Any]:
    """A modal; with one text input when no blocks are given."""
    words = {name: {"type": "plain_text", "text": text} for name, text in (("title", title), ("submit", "Save"))}
    return {"type": "modal", "callback_id": "form", **words, "blocks": list(blocks) or [text_input()], **more}


def text_input(block_id: str = "value", label: str = "Value", **more: Any) -> dict[str, Any]:
    """An input block for text."""
    element = {"type": "plain_text_input", "action_id": "answer", **more}
    return {"type": "input", "block_id": block_id, "label": {"type": "plain_text", "text": label}, "element": element}
