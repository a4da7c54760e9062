"""Socket Mode: tickets, connections, envelopes and their acknowledgements (SLACK_RULES 3.7)."""

import asyncio
import json
from collections.abc import Coroutine
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import parse_qs

from bot.emulator.delivery.attempts import Ack, Attempt, Envelope, Failure
from bot.emulator.errors import SlackError
from bot.emulator.ids import digest_id
from bot.emulator.signals import Signal
from bot.emulator.wire import Receive, Scope, Send
from bot.emulator.workspace import Workspace

MOST_CONNECTIONS = 10
_GRACE_SECONDS = 10.0
_HOST = "applink-local"


class Reason(StrEnum):
    """Why Slack ends a connection."""

    WARNING = "warning"
    REFRESH = "refresh_requested"
    DISABLED = "link_disabled"
    TOO_MANY = "too_many_websockets"


class Connection:
    """One websocket. `draining` means that Slack has asked for a new one and sends nothing more here."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.draining = False
        self.closed = False

    async def say(self, document: Any) -> None:
        """Send one JSON message."""
        await self._send({"type": "websocket.send", "text": json.dumps(document, ensure_ascii=False)})

    async def close(self) -> None:
        """End the connection."""
        if not self.closed:
            self.closed = True
            await self._send({"type": "websocket.close", "code": 1000})


class Owner(Protocol):
    """Whose connections they are: the local Slack, of which this is all that they know."""

    app_token: str
    changed: Signal
    workspace: Workspace

    def report(self, problem: str) -> None:
        """Note what a bot's author should know."""


class Taker(Protocol):
    """Who takes what comes back over a connection."""

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something in the background."""

    def acknowledged(self, attempt: Attempt, ack: Ack) -> None:
        """Take note of an acknowledgement."""


class Sockets:
    """All Socket Mode connections of the bot."""

    def __init__(self, slack: Owner, taker: Taker) -> None:
        self._slack = slack
        self._taker = taker
        self._tickets: set[str] = set()
        self._issued = 0
        self._turn = 0
        self.connections: list[Connection] = []
        self.waiting: dict[str, Attempt] = {}
        self.connected = Signal()
        self.enabled = True

    def ticket(self) -> str:
        """A ticket for one connection.

        Raises:
            SlackError: `forbidden_team`, Socket Mode was switched off.
        """
        if not self.enabled:
            raise SlackError("forbidden_team")
        self._issued += 1
        ticket = digest_id("", f"ticket {self._issued} {self._slack.app_token}", length=16)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Talk over one websocket until it ends; the ASGI application beneath `/link/`."""
        await receive()
        ticket = parse_qs(scope["query_string"].decode("latin-1")).get("ticket", [""])[0]
        if ticket not in self._tickets:
            await send({"type": "websocket.close", "code": 1008})
            return
        self._tickets.remove(ticket)
        await send({"type": "websocket.accept"})
        connection = Connection(send)
        if len(self.connections) >= MOST_CONNECTIONS:
            await connection.say(_disconnect(Reason.TOO_MANY))
            await connection.close()
            return
        self.connections.append(connection)
        try:
            await connection.say(self._hello())
            self.connected.notify()
            self._slack.changed.notify()
            await self._listen(receive)
        finally:
            self._gone(connection)

    async def send(self, attempt: Attempt, *, deadline_s: float) -> bool:
        """Put a attempt on one of the connections.

        Returns:
            Whether there was one. When Slack has just asked for a new connection, the bot has until the deadline
            to make it.
        """
        if not await self._has_fresh(deadline_s):
            return False
        fresh = [connection for connection in self.connections if not connection.draining]
        connection = fresh[self._turn % len(fresh)]
        self._turn += 1
        envelope: dict[str, Any] = {"envelope_id": attempt.id, "type": str(attempt.envelope), "payload": attempt.body}
        envelope["accepts_response_payload"] = attempt.wants_answer
        if attempt.envelope is Envelope.EVENT:
            envelope |= {"retry_attempt": attempt.retry, "retry_reason": attempt.reason or ""}
        self.waiting[attempt.id] = attempt
        try:
            await connection.say(envelope)
        except OSError:
            # The bot hung up, and its connection has not been told yet: what is sent next must not find it again.
            self._gone(connection)
            attempt.settle(Ack(failure=Failure.LOST))
        return True

    async def disconnect(self, reason: Reason) -> int:
        """Ask the bot on each connection to make a new one; say how many were asked.

        A warning or a refresh leaves the connection open for ten seconds; the other two end it. `link_disabled` also
        switches Socket Mode off until the next reset.
        """
        asked = [connection for connection in self.connections if not connection.draining]
        if reason is Reason.DISABLED:
            self.enabled = False
        for connection in asked:
            connection.draining = True
            await connection.say(_disconnect(reason))
            if reason in {Reason.DISABLED, Reason.TOO_MANY}:
                await connection.close()
            else:
                self._taker.start(_close_after_grace(connection))
        return len(asked)

    async def cut(self) -> None:
        """End all connections without a word."""
        for connection in tuple(self.connections):
            await connection.close()

    def forget(self, attempt: Attempt) -> None:
        """Stop waiting for an acknowledgement."""
        self.waiting.pop(attempt.id, None)

    async def _has_fresh(self, deadline_s: float) -> bool:
        def any_fresh() -> bool:
            return any(not connection.draining for connection in self.connections)

        return any_fresh() or (
            bool(self.connections) and await self.connected.wait_until(any_fresh, timeout_s=deadline_s)
        )

    async def _listen(self, receive: Receive) -> None:
        while True:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                return
            self._heard(message.get("text") or "")

    def _heard(self, text: str) -> None:
        try:
            document = json.loads(text)
            envelope_id = str(document["envelope_id"])
        except (ValueError, KeyError, TypeError):
            self._slack.report(f"A Socket Mode message is not an acknowledgement: {text[:200]}")
            return
        attempt = self.waiting.pop(envelope_id, None)
        if attempt is None:
            self._slack.report(f"An acknowledgement for an unknown envelope: {envelope_id}")
            return
        self._taker.acknowledged(attempt, Ack(payload=document.get("payload")))

    def _gone(self, connection: Connection) -> None:
        connection.closed = True
        if connection not in self.connections:
            return
        self.connections.remove(connection)
        if not self.connections:
            for attempt in tuple(self.waiting.values()):
                attempt.settle(Ack(failure=Failure.LOST))
        self._slack.changed.notify()

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {"host": _HOST, "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._slack.workspace.app_id},
        }


async def _close_after_grace(connection: Connection) -> None:
    await asyncio.sleep(_GRACE_SECONDS)
    await connection.close()


def _disconnect(reason: Reason) -> dict[str, Any]:
    return {"type": "disconnect", "reason": str(reason), "debug_info": {"host": _HOST}}
