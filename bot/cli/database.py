"""`migrate`, and how the other commands open the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy.exc import OperationalError

from bot.cli.screen import out, sentences, settings
from bot.logs import redact
from domain.values.errors import TillerError
from storage.engine import WRITE_WAIT
from storage.store import Store, open_store


class DatabaseClosedError(TillerError):
    """A database that cannot be reached or opened."""


def migrate() -> None:
    """Bring the database up to this version of Tiller."""
    chosen = settings()
    with sentences(), reached(chosen.DATABASE_URL) as store:
        changed = store.migrate()
        revision = store.revision()
    out.print(f"The database is {'now at' if changed else 'already at'} version {revision}.")


@contextmanager
def opened(url: str, *, write_wait: timedelta = WRITE_WAIT) -> Iterator[Store]:
    """Open a database and bring it up to this version of Tiller; close it in the end."""
    with reached(url, write_wait=write_wait) as store:
        store.migrate()
        yield store


@contextmanager
def reached(url: str, *, write_wait: timedelta = WRITE_WAIT) -> Iterator[Store]:
    """Open a database as it is; close it in the end.

    Raises:
        DatabaseClosedError: It cannot be reached.
    """
    store = open_store(url, write_wait=write_wait)
    try:
        yield store
    except OperationalError as problem:
        raise DatabaseClosedError(
            f"The database cannot be used: {redact(str(problem.orig)).splitlines()[0].rstrip('.')}."
        ) from problem
    finally:
        store.close()
