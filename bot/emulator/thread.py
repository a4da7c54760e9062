"""The background thread in which the emulator's loop and its server run."""

import asyncio
import socket
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import uvicorn

Result = TypeVar("Result")
_START_SECONDS = 10
_LOOPBACK = "127.0.0.1"


class _Server(uvicorn.Server):
    """A server that says when it takes requests."""

    def __init__(self, config: uvicorn.Config, up: threading.Event) -> None:
        super().__init__(config)
        self._up = up

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._up.set()


class ServerThread:
    """Serves an ASGI application on loopback from a thread of its own."""

    def __init__(self, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind((_LOOPBACK, port))
        self.port = int(self._socket.getsockname()[1])
        self.loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._server: uvicorn.Server | None = None

    @property
    def base_url(self) -> str:
        """Scheme, host and port."""
        return f"http://{_LOOPBACK}:{self.port}"

    @property
    def is_current(self) -> bool:
        """Whether the caller runs in this thread."""
        return threading.current_thread() is self._thread

    def start(self, application: Any) -> None:
        """Serve; returns once requests are taken."""
        config = uvicorn.Config(
            application,
            log_config=None,
            log_level="error",
            access_log=False,
            lifespan="off",
            loop="asyncio",
            http="h11",
            ws="websockets-sansio",
            ws_per_message_deflate=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        up = threading.Event()
        self._server = _Server(config, up)
        self._thread = threading.Thread(target=self._run, name="local-slack", daemon=True)
        self._thread.start()
        if not up.wait(_START_SECONDS):
            raise RuntimeError("The local Slack did not start.")

    def stop(self) -> None:
        """Stop serving and end the thread."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(_START_SECONDS)
        self._socket.close()

    def call(self, work: Callable[[], Result]) -> Result:
        """Run a function on the loop, from any thread, and return what it returns."""
        if self.loop is None or not self.loop.is_running() or self.is_current:
            return work()

        async def _work() -> Result:
            return work()

        return asyncio.run_coroutine_threadsafe(_work(), self.loop).result()

    def wait(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Run a coroutine on the loop, from another thread, and wait for its result.

        Raises:
            RuntimeError: The server does not run, or this is its own thread.
        """
        if self.loop is None or self.is_current:
            work.close()
            raise RuntimeError("People act from another thread, while the local Slack runs.")
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()

    def _run(self) -> None:
        with asyncio.Runner() as runner:
            self.loop = runner.get_loop()
            runner.run(self._serve())

    async def _serve(self) -> None:
        if self._server is None:
            return
        await self._server.serve(sockets=[self._socket])
