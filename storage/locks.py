"""Locks around SQLite: the queue of writers within the process, and one process per database file."""

import fcntl
import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from weakref import WeakValueDictionary

from domain.values.errors import TillerError


class DatabaseInUseError(TillerError):
    """Another Tiller has this SQLite file open."""


class DatabaseBusyError(Exception):
    """Other writers held the database for longer than a writer waits."""


class WriteQueue:
    """A lock that is given to those who wait in the order in which they came.

    Why not `threading.Lock`: it is not fair, and a writer may starve for half a second behind seven others; nor is
    SQLite's own waiting. Slack gives three seconds.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False

    @contextmanager
    def turn(self, timeout_seconds: float) -> Iterator[None]:
        """Hold the lock for as long as the block lasts.

        Raises:
            DatabaseBusyError: The turn did not come in time.
        """
        self._acquire(timeout_seconds)
        try:
            yield
        finally:
            self._release()

    def _acquire(self, timeout_seconds: float) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        if self._has_waited(turn, timeout_seconds):
            return
        with self._guard:
            if turn in self._waiting:
                self._waiting.remove(turn)
                raise DatabaseBusyError(f"No turn to write came within {timeout_seconds:g} s.")
            # Else the turn came between the end of the wait and the guard: it is ours after all.

    def _has_waited(self, turn: threading.Lock, timeout_seconds: float) -> bool:
        return turn.acquire(timeout=timeout_seconds)

    def _release(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


_QUEUES: WeakValueDictionary[str, WriteQueue] = WeakValueDictionary()
_QUEUES_GUARD = threading.Lock()


def write_queue(path: Path) -> WriteQueue:
    """Return the one queue of writers that this process has for a database file."""
    name = str(path.resolve())
    with _QUEUES_GUARD:
        queue = _QUEUES.get(name)
        if queue is None:
            queue = WriteQueue()
            _QUEUES[name] = queue
        return queue


@contextmanager
def hold_file(path: Path | None) -> Iterator[None]:
    """Hold `<database>.lock` for as long as the block lasts; the system lets go of it when the process dies.

    Args:
        path: The database file; None (PostgreSQL) needs no lock.

    Raises:
        DatabaseInUseError: Another process holds it.
    """
    if path is None:
        yield
        return
    descriptor = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise DatabaseInUseError(
                f"Another Tiller is running on {path.name}. SQLite allows one at a time: stop it first, "
                "or set DATABASE_URL=postgresql://… to run several."
            ) from taken
        yield
    finally:
        os.close(descriptor)
