"""A tiny Slack that breaks in the raw ways in which servers and networks break.

It keeps messages and knows the few methods that delivery calls. Each method has a queue of faults; a call takes the
next one, or works. For a Slack that judges like Slack there is `bot.emulator`; this one drops connections in the
middle, answers HTML or half a JSON, holds a request until it is told to go on, and counts every request that came.
"""

import itertools
import json
import threading
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs

STARTED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong with one call.

    Attributes:
        stored: Whether Slack does what was asked before it goes wrong.
        drops: Close the connection without a word.
        status: The HTTP status.
        body: What is answered instead; text goes out as it is.
        headers: Further headers.
        holds: Wait for this before anything is answered, and with `stored_late` before it is stored.
        stored_late: Store only after `holds`.
    """

    stored: bool = False
    drops: bool = False
    status: int = 200
    body: str | dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    holds: threading.Event | None = None
    stored_late: bool = False


def refuses(error: str, **beside: Any) -> Fault:
    """Slack says no."""
    return Fault(body={"ok": False, "error": error, **beside})


def slow_down(retry_after: str | None = "1") -> Fault:
    """Slack asks for less."""
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    return Fault(status=429, body={"ok": False, "error": "ratelimited"}, headers=headers)


class ScriptedSlack:
    """The server, its messages and its faults."""

    def __init__(self, now: Callable[[], datetime] | None = None) -> None:
        self.now = now or (lambda: STARTED)
        self.date: Callable[[], datetime] | None = self.now
        self.down: Fault | None = None
        self.faults: dict[str, deque[Fault]] = defaultdict(deque)
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.channels: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.files: dict[str, bytes] = {}
        self.alt_texts: dict[str, str] = {}
        self.on_call: Callable[[str], None] = lambda _: None
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"slack": self}))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/api/"

    def breaks(self, method: str, *faults: Fault) -> None:
        """Let the next calls of a method go wrong."""
        self.faults[method].extend(faults)

    def called(self, method: str) -> list[dict[str, Any]]:
        """Return the arguments of each call of a method that arrived."""
        return [arguments for name, arguments in self.calls if name == method]

    def texts(self, channel: str) -> list[str]:
        """Return what is said in a channel, oldest first."""
        return [message["text"] for message in self.channels[channel]]

    def keys(self, channel: str) -> list[str]:
        """Return the delivery keys of the messages in a channel, oldest first."""
        marks = [
            message["metadata"]["event_payload"]["key"] for message in self.channels[channel] if "metadata" in message
        ]
        return [str(mark) for mark in marks]

    def say(self, channel: str, text: str, **more: Any) -> str:
        """Let somebody say something; return its timestamp."""
        with self._lock:
            ts = self._next_ts()
            self.channels[channel].append({"ts": ts, "text": text, **more})
            return ts

    def answer(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Do what a call asks."""
        with self._lock:
            do = getattr(self, f"_{method.replace('.', '_')}")
            told: dict[str, Any] = do(arguments)
            return {"ok": True, **told}

    def _next_ts(self) -> str:
        return f"{int(self.now().timestamp())}.{next(self._numbers):06d}"

    def _auth_test(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"user_id": "U0TILLER1"}

    def _conversations_open(self, arguments: dict[str, Any]) -> dict[str, Any]:
        return {"channel": {"id": _dm_of(arguments["users"])}}

    def _chat_postMessage(self, arguments: dict[str, Any]) -> dict[str, Any]:  # noqa: N802  (Slack's name)
        channel = arguments["channel"]
        channel = _dm_of(channel) if channel.startswith("U") else channel
        kept: dict[str, Any] = {
            name: arguments[name] for name in ("text", "blocks", "metadata", "thread_ts") if name in arguments
        }
        message: dict[str, Any] = {"ts": self._next_ts(), **kept}
        self.channels[channel].append(message)
        return {"channel": channel, "ts": message["ts"]}

    def _chat_update(self, arguments: dict[str, Any]) -> dict[str, Any]:
        (message,) = [channel for channel in self.channels[arguments["channel"]] if channel["ts"] == arguments["ts"]]
        message |= {"text": arguments["text"], "blocks": arguments["blocks"]}
        return {"channel": arguments["channel"], "ts": arguments["ts"]}

    def _chat_delete(self, arguments: dict[str, Any]) -> dict[str, Any]:
        channel = self.channels[arguments["channel"]]
        channel[:] = [entry for entry in channel if entry["ts"] != arguments["ts"]]
        return {}

    def _conversations_history(self, arguments: dict[str, Any]) -> dict[str, Any]:
        roots = [channel for channel in self.channels[arguments["channel"]] if "thread_ts" not in channel]
        return _page(roots[::-1], arguments)

    def _conversations_replies(self, arguments: dict[str, Any]) -> dict[str, Any]:
        replies = [
            channel for channel in self.channels[arguments["channel"]] if channel.get("thread_ts") == arguments["ts"]
        ]
        return _page(replies, arguments)

    def _files_getUploadURLExternal(self, arguments: dict[str, Any]) -> dict[str, Any]:  # noqa: N802  (Slack's name)
        file_id = f"F{next(self._numbers):08d}"
        self.alt_texts[file_id] = arguments["alt_txt"]
        self.files[file_id] = arguments["filename"].encode()
        return {"file_id": file_id, "upload_url": self.api_url.replace("/api/", f"/upload/{file_id}")}

    def _files_completeUploadExternal(self, arguments: dict[str, Any]) -> dict[str, Any]:  # noqa: N802  (Slack's name)
        shared = [{**file, "alt_txt": self.alt_texts[file["id"]]} for file in json.loads(arguments["files"])]
        thread = {"thread_ts": arguments["thread_ts"]} if "thread_ts" in arguments else {}
        self.channels[arguments["channel_id"]].append({"ts": self._next_ts(), "text": "", "files": shared, **thread})
        return {"files": shared}


def _dm_of(person: str) -> str:
    return f"D{person[1:]}"


def _page(messages: list[dict[str, Any]], arguments: dict[str, Any]) -> dict[str, Any]:
    newer = [message for message in messages if float(message["ts"]) > float(arguments.get("oldest", "0"))]
    start, limit = int(arguments.get("cursor", 0)), int(arguments.get("limit", 100))
    cursor = str(start + limit) if len(newer) > start + limit else ""
    return {"messages": newer[start : start + limit], "response_metadata": {"next_cursor": cursor}}


class _Handler(BaseHTTPRequestHandler):
    slack: ScriptedSlack

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path.startswith("/upload/"):
            self._keep(body)
            return
        method = self.path.removeprefix("/api/")
        arguments = self._arguments(body)
        self.slack.calls.append((method, arguments))
        self.slack.on_call(method)
        faults = self.slack.faults[method]
        if self.slack.down is not None:
            self._fail(self.slack.down, method, arguments)
        elif faults:
            self._fail(faults.popleft(), method, arguments)
        else:
            self._send(200, json.dumps(self.slack.answer(method, arguments)).encode(), {})

    def _keep(self, body: bytes) -> None:
        faults = self.slack.faults["upload"]
        if faults:
            self._fail(faults.popleft(), "upload", {})
            return
        self.slack.files[self.path.rsplit("/", 1)[-1]] = body
        self._send(200, b"OK", {})

    def _arguments(self, body: bytes) -> dict[str, Any]:
        if self.headers["Content-Type"].startswith("application/json"):
            parsed: dict[str, Any] = json.loads(body or b"{}")  # the SDK sends nothing where nothing is asked
            return parsed
        return {name: values[0] for name, values in parse_qs(body.decode()).items()}

    def _fail(self, fault: Fault, method: str, arguments: dict[str, Any]) -> None:
        if fault.stored and not fault.stored_late:
            self.slack.answer(method, arguments)
        if fault.holds is not None:
            fault.holds.wait(20)
        if fault.stored_late:
            self.slack.answer(method, arguments)
        if fault.drops:
            self.close_connection = True
            return
        text = fault.body if isinstance(fault.body, str) else json.dumps(fault.body)
        self._send(fault.status, text.encode(), fault.headers)

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        try:
            self.send_response_only(status)
            if self.slack.date is not None:
                self.send_header("Date", format_datetime(self.slack.date(), usegmt=True))
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
        except OSError:  # whoever asked is gone
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""
