"""Which part of the local Slack answers which path."""

import json
from typing import TYPE_CHECKING, Any

from bot.emulator.page.guard import refusal
from bot.emulator.webapi.front import Front
from bot.emulator.wire import Receive, Scope, Send, answer, answer_json, read_body

if TYPE_CHECKING:
    from bot.emulator.core import Emulator


class Application:
    """The ASGI application: Web API, websockets, uploads, response URLs, `/control`, and the page for everything else.

    Whatever a browser sends on behalf of another site is refused first.
    """

    def __init__(self, slack: "Emulator", control: Any, page: Any) -> None:
        self._slack = slack
        self._front = Front(slack)
        self._control = control
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request or talk over one websocket."""
        path = str(scope["path"])
        refused = refusal(scope)
        if refused is not None:
            await _refuse(scope, receive, send, refused)
        elif scope["type"] == "websocket":
            await self._slack.dispatcher.sockets.serve(scope, receive, send)
        elif path.startswith("/api/"):
            await self._front(scope, receive, send)
        elif path.startswith("/response/"):
            await self._respond(path.rsplit("/", 1)[-1], receive, send)
        elif path.startswith("/upload/v1/"):
            await self._upload(path.rsplit("/", 1)[-1], receive, send)
        elif path.startswith("/control"):
            await self._control(scope, receive, send)
        else:
            await self._page(scope, receive, send)

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


async def _refuse(scope: Scope, receive: Receive, send: Send, sentence: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
    else:
        await answer(send, 403, sentence.encode(), "text/plain; charset=utf-8")
