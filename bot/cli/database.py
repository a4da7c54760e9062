"""`migrate`, and how the other commands open the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.cli.screen import out, sentences, settings
from storage.store import Store, open_store


def migrate() -> None:
    """Bring the database up to this version of Tiller."""
    chosen = settings()
    with sentences():
        store = open_store(chosen.DATABASE_URL)
        try:
            changed = store.migrate()
            revision = store.revision()
        finally:
            store.close()
    out.print(f"The database is {'now at' if changed else 'already at'} version {revision}.")


@contextmanager
def opened(url: str) -> Iterator[Store]:
    """Open a database and bring it up to this version of Tiller; close it in the end."""
    store = open_store(url)
    try:
        store.migrate()
        yield store
    finally:
        store.close()
