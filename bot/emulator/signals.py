"""Waiting on the emulator's loop for something to become true, without polling."""

import asyncio
from collections.abc import Callable


class Signal:
    """Wakes whoever waits each time something has changed; all on one event loop."""

    def __init__(self) -> None:
        # A dict for its order: who waits longest is woken first.
        self._waiting: dict[asyncio.Future[None], None] = {}

    def notify(self) -> None:
        """Something has changed."""
        for waiting in tuple(self._waiting):
            if not waiting.done():
                waiting.set_result(None)
        self._waiting.clear()

    def next(self) -> asyncio.Future[None]:
        """A future that the next change completes."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[future] = None
        future.add_done_callback(lambda done: self._waiting.pop(done, None))
        return future

    async def wait_until(self, true: Callable[[], bool], *, timeout_s: float) -> bool:
        """Wait for a condition, tested after each change; say whether it came true in time."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout_s
        while not true():
            change = self.next()
            await asyncio.wait({change}, timeout=max(0.0, deadline - loop.time()))
            if not change.done():
                change.cancel()
                return true()
        return True
