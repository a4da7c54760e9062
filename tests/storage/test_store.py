"""Transactions: all or nothing, one writer at a time, and readers that see one moment."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.engine import DatabaseUrlError, NestedTransactionError
from storage.locks import DatabaseBusyError, DatabaseInUseError, WriteQueue, write_queue
from storage.store import Store, hold_file_lock, open_store
from tests.people import PLATFORM

HOLDER = """
import sys
from storage.store import hold_file_lock, open_store
with hold_file_lock(open_store(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def together(count: int, work: Callable[[int], None]) -> None:
    """Run the work in threads that start at one moment, and raise what any of them raised."""
    barrier = threading.Barrier(count)
    raised: list[BaseException] = []

    def run(number: int) -> None:
        try:
            barrier.wait()
            work(number)
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test shall see it
            raised.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]


def test_a_transaction_is_committed_at_its_end(store: Store) -> None:
    with store.transaction() as tx:
        tx.meta.set("word", "kept")
    with store.reading() as tx:
        assert tx.meta.get("word") == "kept"


def test_an_error_takes_everything_back(store: Store) -> None:
    def fail() -> None:
        with store.transaction() as tx:
            tx.meta.set("word", "lost")
            _ = 1 / 0

    with pytest.raises(ZeroDivisionError):
        fail()
    with store.transaction() as tx:
        assert tx.meta.get("word") is None


def test_what_points_to_nothing_is_refused_at_the_end(store: Store) -> None:
    with pytest.raises(IntegrityError), store.transaction() as tx:
        tx.teams.save(PLATFORM)  # its parent, the company, never follows
    with store.reading() as tx:
        assert tx.teams.all() == ()


def test_four_threads_that_read_and_write_back_lose_nothing(store: Store) -> None:
    def count_up(_: int) -> None:
        for _turn in range(25):
            with store.transaction() as tx:
                tx.meta.set("count", str(int(tx.meta.get("count") or 0) + 1))

    together(4, count_up)
    with store.reading() as tx:
        assert tx.meta.get("count") == "100"


def test_two_stores_of_one_database_take_turns_as_well(store_url: str) -> None:
    stores = [open_store(store_url), open_store(store_url)]

    def count_up(number: int) -> None:
        for _turn in range(25):
            with stores[number].transaction() as tx:
                tx.meta.set("count", str(int(tx.meta.get("count") or 0) + 1))

    together(2, count_up)
    with stores[0].reading() as tx:
        assert tx.meta.get("count") == "50"
    for store in stores:
        store.close()


def test_a_reader_sees_one_moment_and_waits_for_nobody(store: Store) -> None:
    with store.transaction() as tx:
        tx.meta.set("word", "old")
    with store.reading() as seen:
        assert seen.meta.get("word") == "old"
        with store.transaction() as tx:
            tx.meta.set("word", "new")
            assert seen.meta.get("word") == "old"
        assert seen.meta.get("word") == "old"
    with store.reading() as tx:
        assert tx.meta.get("word") == "new"


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(DBAPIError), store.reading() as tx:
        tx.meta.set("word", "sneaked in")
    with store.transaction() as tx:
        assert tx.meta.get("word") is None
        tx.meta.set("word", "the connection that refused it writes again")


def test_a_transaction_within_a_transaction_is_a_mistake_that_is_told(store: Store) -> None:
    with store.transaction() as tx:
        tx.meta.set("word", "outer")
        with pytest.raises(NestedTransactionError), store.transaction():
            pass
    with store.transaction() as tx:
        assert tx.meta.get("word") == "outer"


def test_an_error_of_the_database_does_not_tell_what_was_stored(store: Store) -> None:
    with pytest.raises(IntegrityError) as refused, store.transaction() as tx:
        tx.meta.set("word", None)  # type: ignore[arg-type]  # on purpose
    assert "hidden due to hide_parameters" in str(refused.value)


def test_writers_get_their_turns_in_the_order_in_which_they_came() -> None:
    queue, order = WriteQueue(), []
    threads = []

    def wait(number: int) -> None:
        with queue.turn(5):
            order.append(number)

    with queue.turn(5):
        for number in range(8):
            threads.append(threading.Thread(target=wait, args=(number,)))
            threads[-1].start()
            while len(queue._waiting) <= number:
                pass
    for thread in threads:
        thread.join()
    assert order == list(range(8))


def test_a_write_transaction_stands_in_the_queue_of_its_file(sqlite_store: Store) -> None:
    assert sqlite_store.path is not None
    queue = write_queue(sqlite_store.path)

    def write() -> None:
        with sqlite_store.transaction() as tx:
            tx.meta.set("word", "written")

    writer = threading.Thread(target=write)
    with queue.turn(5):
        writer.start()
        while not queue._waiting:
            assert writer.is_alive()
        with sqlite_store.reading() as tx:
            assert tx.meta.get("word") is None
    writer.join()
    with sqlite_store.reading() as tx:
        assert tx.meta.get("word") == "written"


def test_a_write_transaction_keeps_other_processes_out_from_its_first_moment(sqlite_store: Store) -> None:
    other = sqlite3.connect(str(sqlite_store.path), timeout=0, isolation_level=None)
    with sqlite_store.transaction(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    with sqlite_store.reading():
        other.execute("BEGIN IMMEDIATE")
    other.close()


def test_a_writer_does_not_wait_for_ever() -> None:
    queue = WriteQueue()
    with queue.turn(5):

        def too_late(_: int) -> None:
            with pytest.raises(DatabaseBusyError, match=r"within 0\.01 s"), queue.turn(0.01):
                pass

        together(1, too_late)
    with queue.turn(0.01):
        pass


def test_a_turn_that_comes_in_the_last_moment_is_taken() -> None:
    class Punctual(WriteQueue):
        """Lets the turn come after the wait has ended and before the waiter looks again."""

        def _has_waited(self, turn: threading.Lock, timeout_seconds: float) -> bool:
            assert not super()._has_waited(turn, timeout_seconds)
            self._release()
            return False

    queue = Punctual()
    queue._acquire(0.01)
    queue._acquire(0.01)
    queue._release()
    assert not queue._taken


def test_one_file_has_one_queue_however_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    queue = write_queue(tmp_path / "a.db")
    assert write_queue(tmp_path / "folder" / ".." / "a.db") is queue
    assert write_queue(tmp_path / "b.db") is not queue


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("nonsense", "cannot be read"),
        ("sqlite://", "names a file"),
        ("sqlite:///:memory:", "names a file"),
        ("mysql://root@localhost/tiller", "not in ‘mysql’"),
    ],
)
def test_an_address_that_tiller_cannot_use_is_refused_with_a_sentence(url: str, sentence: str) -> None:
    with pytest.raises(DatabaseUrlError, match=sentence):
        open_store(url)


def test_only_one_process_runs_on_a_sqlite_file(sqlite_store: Store) -> None:
    holder = subprocess.Popen(  # noqa: S603 - our own code, in a process of its own
        [sys.executable, "-c", HOLDER, sqlite_store.url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(DatabaseInUseError, match=r"Another Tiller is running on tiller-0\.db"):
            hold_file_lock(sqlite_store).__enter__()
        holder.kill()
    with hold_file_lock(sqlite_store):
        pass


def test_a_commit_waits_for_the_disk_unless_the_database_is_thrown_away(store_url: str) -> None:
    found = []
    for durable in (True, False):
        store = open_store(store_url, durable=durable)
        question = "PRAGMA synchronous" if store.path else "SHOW synchronous_commit"
        with store._database.engine.connect() as connection:
            found.append(connection.execute(text(question)).scalar())
        store.close()
    assert found in ([2, 1], ["off", "off"])  # the tests' PostgreSQL is thrown away as a whole


def test_several_processes_run_on_postgresql(postgres_store: Store) -> None:
    with hold_file_lock(postgres_store), hold_file_lock(postgres_store):
        assert postgres_store.path is None
