"""The port: Slack's signed requests in HTTP mode, and health, readiness and metrics in both modes (RULES 12)."""

import socket
import threading
from collections.abc import Callable
from contextlib import closing
from http import HTTPStatus

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.concurrency import run_in_threadpool

from bot.metrics import Metrics

MAX_BODY_BYTES = 1_000_000
SLACK_PATH = "/slack/events"
Problems = Callable[[], list[str]]
"""Returns what stands in the way of being ready, as sentences; empty when nothing does."""


def web_app(*, bolt: App | None, alive: Problems, ready: Problems, metrics: Metrics) -> FastAPI:
    """Return the web application; with `bolt` it takes Slack's requests as well, by HTTP."""
    web = FastAPI(title="Tiller", docs_url=None, redoc_url=None, openapi_url=None)

    @web.get("/healthz")
    def healthz() -> JSONResponse:
        return _answer_problems(alive())

    @web.get("/readyz")
    def readyz() -> JSONResponse:
        return _answer_problems(ready())

    @web.get("/metrics")
    def all_metrics() -> PlainTextResponse:
        return PlainTextResponse(metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")

    if bolt is not None:
        _take_slack_requests(web, bolt)
    return web


def _answer_problems(problems: list[str]) -> JSONResponse:
    status = HTTPStatus.SERVICE_UNAVAILABLE if problems else HTTPStatus.OK
    return JSONResponse({"ok": not problems, "problems": problems}, status_code=status)


def _take_slack_requests(web: FastAPI, bolt: App) -> None:
    """Hand Slack's requests to bolt in a thread: bolt's own adapter would hold up the whole event loop."""

    @web.post(SLACK_PATH)
    async def slack_events(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        try:
            bolt_request = to_bolt_request(request, body)
        except UnicodeDecodeError:
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        return to_starlette_response(await run_in_threadpool(bolt.dispatch, bolt_request))


async def _body(request: Request) -> bytes | None:
    """Return the body, or None as soon as it is too large; what the header claims is not believed."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            return None
    return bytes(body)


class WebServer:
    """Serves a web application in a thread.

    Attributes:
        port: The port it listens on, chosen by the system for 0.
    """

    def __init__(self, web: FastAPI, *, host: str, port: int) -> None:
        self._socket = socket.create_server((host, port))
        self.port: int = self._socket.getsockname()[1]
        config = uvicorn.Config(web, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=5)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._serve, name="web", daemon=True)

    def start(self) -> None:
        """Start serving."""
        self._thread.start()

    def stop(self) -> None:
        """Answer what is being asked, then serve no more."""
        self._server.should_exit = True
        self._thread.join(timeout=10)

    @property
    def is_alive(self) -> bool:
        """Whether it is still serving."""
        return self._thread.is_alive()

    def _serve(self) -> None:
        with closing(self._socket):
            self._server.run(sockets=[self._socket])
