"""The one way in: open a store, open a transaction, ask its repositories."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection

from storage.adjustments import Adjustments, Dismissals
from storage.alerts import Alerts
from storage.audit import Audit
from storage.checkins import CheckIns, Scores
from storage.engine import WRITE_WAIT, Database, read_url
from storage.idempotency import Inbound, Meta
from storage.kpis import Kpis, Readings
from storage.locks import hold_file
from storage.occurrences import Occurrences
from storage.okrs import Cycles, Okrs
from storage.outbox import Outbox
from storage.prompts import Prompts
from storage.schema import current_revision, upgrade
from storage.teams import People, Subscriptions, Teams


class Transaction:
    """The repositories, on one transaction; none of them commits."""

    def __init__(self, connection: Connection) -> None:
        self.teams = Teams(connection)
        self.people = People(connection)
        self.subscriptions = Subscriptions(connection)
        self.cycles = Cycles(connection)
        self.okrs = Okrs(connection)
        self.checkins = CheckIns(connection)
        self.adjustments = Adjustments(connection)
        self.dismissals = Dismissals(connection)
        self.scores = Scores(connection)
        self.prompts = Prompts(connection)
        self.audit = Audit(connection)
        self.kpis = Kpis(connection)
        self.readings = Readings(connection, self.audit)
        self.alerts = Alerts(connection)
        self.occurrences = Occurrences(connection)
        self.outbox = Outbox(connection)
        self.inbound = Inbound(connection)
        self.meta = Meta(connection)


class Store:
    """An open database.

    Attributes:
        url: The address that it was opened with.
        path: The file of a SQLite database; None on PostgreSQL.
    """

    def __init__(self, url: str, *, durable: bool = True, write_wait: timedelta = WRITE_WAIT) -> None:
        self.url = url
        self._database = Database(read_url(url), durable=durable, write_wait=write_wait)
        self.path: Path | None = self._database.path

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Open a write transaction: the only one at this moment, committed at the end, rolled back by an error.

        Keep it short, and wait for nothing in it: others wait for its end.

        Raises:
            NestedTransactionError: This thread is in a write transaction already.
            DatabaseBusyError: Others wrote for longer than a writer waits.
        """
        with self._database.writing() as connection:
            yield Transaction(connection)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Open a read transaction: one snapshot of everything; it waits for nobody and cannot write."""
        with self._database.reading() as connection:
            yield Transaction(connection)

    def migrate(self) -> bool:
        """Bring the schema up to this code; tell whether anything changed.

        Raises:
            SchemaNewerError: The database was written by a newer Tiller.
        """
        return upgrade(self._database)

    def revision(self) -> str | None:
        """Return the revision of the schema, or None for an empty database."""
        return current_revision(self._database)

    def close(self) -> None:
        """Close all connections."""
        self._database.close()


def open_store(url: str, *, durable: bool = True, write_wait: timedelta = WRITE_WAIT) -> Store:
    """Open a store; nothing is created or changed before `migrate`, except that SQLite makes an empty file.

    Args:
        url: `sqlite:///tiller.db` or `postgresql://user:password@host/name`.
        durable: Whether a commit waits for the disk. Without it a power cut may take the last commits, never a part
            of one; a killed process loses nothing. For databases that are thrown away.
        write_wait: How long a writer waits for the others in its process, and again for those in other processes.

    Raises:
        DatabaseUrlError: The address is not one of those.
    """
    return Store(url, durable=durable, write_wait=write_wait)


def hold_file_lock(store: Store) -> AbstractContextManager[None]:
    """Hold the right to be the one process that runs on a store's SQLite file; on PostgreSQL nothing is held.

    Raises:
        DatabaseInUseError: Another process holds it.
    """
    return hold_file(store.path)
