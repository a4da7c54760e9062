"""Which part of the local Slack answers which path."""

import json
from typing import TYPE_CHECKING, Any

from bot.emulator.webapi.front import Front
from bot.emulator.wire import Receive, Scope, Send, answer, answer_json, read_body

if TYPE_CHECKING:
    from bot.emulator.core import Emulator


class Application:
    """The ASGI application: Web API, websockets, uploads, response URLs, and the control API beneath `/control`."""

    def __init__(self, slack: "Emulator", control: Any) -> None:
        self._slack = slack
        self._front = Front(slack)
        self._control = control

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request or talk over one websocket."""
        path = str(scope["path"])
        if scope["type"] == "websocket":
            await self._slack.courier.sockets.serve(scope, receive, send)
        elif path.startswith("/api/"):
            await self._front(scope, receive, send)
        elif path.startswith("/response/"):
            await self._respond(path.rsplit("/", 1)[-1], receive, send)
        elif path.startswith("/upload/v1/"):
            await self._upload(path.rsplit("/", 1)[-1], receive, send)
        elif path.startswith("/control") and self._control is not None:
            await self._control(scope, receive, send)
        else:
            await answer(send, 404, b"Not found", "text/plain")

    async def _respond(self, id_: str, receive: Receive, send: Send) -> None:
        try:
            body = json.loads(await read_body(receive))
        except ValueError:
            body = None
        if not isinstance(body, dict):
            await answer_json(send, 400, {"ok": False, "error": "invalid_payload"})
            return
        status, document = self._slack.response_urls.use(id_, body)
        await answer_json(send, status, document)

    async def _upload(self, id_: str, receive: Receive, send: Send) -> None:
        content = await read_body(receive)
        stored = self._slack.workspace.files.get(id_)
        if stored is None or stored.content is not None:
            await answer(send, 404, b"Not found", "text/plain")
        elif len(content) != stored.length:
            await answer(send, 400, b"Wrong length", "text/plain")
        else:
            stored.content = content
            await answer(send, 200, f"OK - {stored.length}".encode(), "text/plain")
