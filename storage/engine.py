"""What differs between SQLite and PostgreSQL: how to connect, how a transaction begins, who writes when (DESIGN D17).

SQLite, as measured: Python's own transaction control loses updates without an error and a deferred `BEGIN` fails at
once under load, so the driver is told to keep out (`isolation_level=None`) and a write transaction begins with
`BEGIN IMMEDIATE`, behind the queue of writers. WAL lets readers go on meanwhile; `synchronous=FULL` because a person
who was told "saved" must find it after a power cut. No `mmap_size`, and one process per file: SQLite before 3.51.3
can corrupt a WAL that two connections write at one instant.

PostgreSQL: a write transaction begins with one advisory lock, let go by its end whatever happens, and works through
connection poolers. A replica that freezes while it holds the lock is cut off by `idle_in_transaction_session_timeout`.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from domain.values.errors import TillerError
from storage.locks import WriteQueue, write_queue

WRITE_WAIT = timedelta(seconds=10)
"""How long a writer waits for its turn where nobody is waiting for an answer."""
_LOG_PAUSE = timedelta(milliseconds=10)
_READ_ONLY = "tiller_read_only"
_WRITERS_LOCK = 0x54494C4C4552  # the word TILLER in ASCII: no other program's advisory lock
_SQLITE_PRAGMAS = (
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
)
_POSTGRES_OPTIONS = " ".join(
    f"-c {option}"
    for option in (
        "timezone=UTC",
        "idle_in_transaction_session_timeout=30000",
    )
)


class DatabaseUrlError(TillerError):
    """A database address that Tiller cannot use."""


class NestedTransactionError(RuntimeError):
    """A write transaction was opened inside another one of the same thread; it would wait for itself."""


def read_url(text: str) -> URL:
    """Read a database address and name the driver that Tiller uses for it.

    Raises:
        DatabaseUrlError: It is not an address of a SQLite file or of PostgreSQL.
    """
    try:
        url = make_url(text)
    except ArgumentError as wrong:
        raise DatabaseUrlError(
            "The database address cannot be read. Write sqlite:///tiller.db or postgresql://user:password@host/name."
        ) from wrong
    backend = url.get_backend_name()
    if backend == "sqlite":
        if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
            raise DatabaseUrlError("A SQLite address names a file, for example sqlite:///tiller.db.")
        return url.set(drivername="sqlite+pysqlite")
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    raise DatabaseUrlError(f"Tiller keeps its memory in SQLite or PostgreSQL, not in ‘{backend}’.")


class Database:
    """One open database, with its transactions.

    Attributes:
        name: `sqlite` or `postgresql`.
        path: The file of a SQLite database, otherwise None.
    """

    def __init__(self, url: URL, *, durable: bool = True, write_wait: timedelta = WRITE_WAIT) -> None:
        self.name: Literal["sqlite", "postgresql"] = "sqlite" if url.get_backend_name() == "sqlite" else "postgresql"
        self.path = Path(str(url.database)) if self.name == "sqlite" else None
        self._queue: WriteQueue | None = None if self.path is None else write_queue(self.path)
        self._writing = threading.local()
        engine = _sqlite_engine if self.name == "sqlite" else _postgres_engine
        self._write_wait = write_wait
        self.engine = engine(url, durable=durable, write_wait=write_wait)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a write transaction: alone, committed at the end of the block, rolled back by any error.

        Raises:
            NestedTransactionError: This thread is in a write transaction already.
            DatabaseBusyError: Other writers took too long (SQLite; PostgreSQL raises its own lock timeout).
        """
        if getattr(self._writing, "now", False):
            raise NestedTransactionError("This thread is in a write transaction already.")
        self._writing.now = True
        try:
            with self._turn(), self.engine.connect() as connection, connection.begin():
                if self.name == "postgresql":
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS_LOCK})")
                yield connection
        finally:
            self._writing.now = False

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if self._queue is None:
            yield
            return
        with self._queue.turn(self._write_wait.total_seconds()):
            yield

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a read transaction: one snapshot, no lock, and the database refuses writes in it."""
        options: dict[str, Any] = {_READ_ONLY: True}
        if self.name == "postgresql":
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self.engine.connect().execution_options(**options) as connection:
            if self.name == "sqlite":
                _pragma(connection, "query_only=ON")
            try:
                yield connection
            finally:
                connection.rollback()
                if self.name == "sqlite":
                    _pragma(connection, "query_only=OFF")

    @contextmanager
    def changing_schema(self) -> Iterator[Connection]:
        """Open a write transaction in which tables may be rebuilt.

        SQLite changes a table by copying it, and dropping the old one would take the rows that point to it along; so
        its foreign keys are off meanwhile. They cannot be switched within a transaction, hence before and after.
        """
        with self._turn(), self.engine.connect() as connection:
            if self.name == "sqlite":
                _pragma(connection, "foreign_keys=OFF")
            try:
                with connection.begin():
                    if self.name == "postgresql":
                        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS_LOCK})")
                    yield connection
            finally:
                if self.name == "sqlite":
                    _pragma(connection, "foreign_keys=ON")

    def close(self) -> None:
        """Close all connections; on SQLite behind the queue, since the last one writes the WAL back."""
        with self._turn():
            self.engine.dispose()


def _pragma(connection: Connection, setting: str) -> None:
    """Set something of SQLite's outside any transaction, which SQLAlchemy would otherwise begin."""
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("The connection is closed.")
    driver.execute(f"PRAGMA {setting}")


def _milliseconds(wait: timedelta) -> int:
    return round(wait.total_seconds() * 1000)


def _sqlite_engine(url: URL, *, durable: bool, write_wait: timedelta) -> Engine:
    engine = create_engine(url, hide_parameters=True, pool_size=20)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout={_milliseconds(write_wait)}")
        _keep_a_log(connection, write_wait)
        for pragma in _SQLITE_PRAGMAS:
            connection.execute(pragma)
        if not durable:
            connection.execute("PRAGMA synchronous=NORMAL")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        reads = connection.get_execution_options().get(_READ_ONLY, False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _keep_a_log(connection: sqlite3.Connection, wait: timedelta) -> None:
    """Switch a database to its write-ahead log.

    Why in turns: of two connections that switch a new file at once SQLite refuses one straight away, without the
    wait that it allows for every other lock.
    """
    pause = threading.Event()
    for _ in range(int(wait / _LOG_PAUSE)):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            pause.wait(_LOG_PAUSE.total_seconds())
        else:
            return
    connection.execute("PRAGMA journal_mode=WAL")


def _postgres_engine(url: URL, *, durable: bool, write_wait: timedelta) -> Engine:
    options = f"{_POSTGRES_OPTIONS} -c lock_timeout={_milliseconds(write_wait)}"
    if not durable:
        options += " -c synchronous_commit=off"
    return create_engine(
        url,
        hide_parameters=True,
        pool_size=10,
        max_overflow=10,
        pool_pre_ping=True,
        connect_args={"options": options},
    )
