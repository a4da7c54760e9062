"""The schema: the way up, and that rows and migrations say the same."""

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from storage.schema import HEAD, METADATA, MIGRATIONS, SchemaNewerError
from storage.store import Store, open_store
from storage.types import Key
from tests.people import settle
from tests.storage.test_store import together


def test_rows_and_migrations_describe_the_same_tables(store: Store) -> None:
    with store._database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)
    assert differences == []


def test_partial_indexes_are_partial_on_both(store: Store) -> None:
    question = (
        "SELECT sql FROM sqlite_master WHERE name = :name"
        if store.path
        else "SELECT indexdef FROM pg_indexes WHERE indexname = :name"
    )
    with store._database.engine.connect() as connection:
        for name in ("ux_outbox_one_in_flight", "ux_alerts_one_open", "ix_outbox_line", "ix_outbox_unsent"):
            definition = connection.execute(text(question), {"name": name}).scalar_one()
            assert " WHERE " in definition, name


def test_keys_are_compared_byte_by_byte_on_postgresql(postgres_store: Store) -> None:
    question = text(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE collation_name = 'C' AND table_schema = 'public'"
    )
    with postgres_store._database.engine.connect() as connection:
        found = {(table, column) for table, column in connection.execute(question)}
    keys = {
        (table.name, column.name)
        for table in METADATA.tables.values()
        for column in table.columns
        if isinstance(column.type, Key)
    }
    assert found == keys


def test_the_newest_revision_is_the_one_that_the_code_names() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_new_file_is_migrated_once(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/a.db")
    assert store.revision() is None
    assert store.migrate()
    assert store.revision() == HEAD
    assert not store.migrate()
    store.close()


def test_two_processes_that_start_together_migrate_once(tmp_path: Path) -> None:
    stores = [open_store(f"sqlite:///{tmp_path}/a.db") for _ in range(2)]
    together(2, lambda number: (stores[number].migrate(), None)[1])
    for store in stores:
        assert store.revision() == HEAD
        store.close()


def test_those_who_open_a_new_file_together_all_get_in(tmp_path: Path) -> None:
    for attempt in range(25):
        stores = [open_store(f"sqlite:///{tmp_path}/{attempt}.db") for _ in range(4)]
        together(len(stores), partial(_look, stores))
        for store in stores:
            store.close()


def _look(stores: list[Store], number: int) -> None:
    assert stores[number].revision() is None


def test_a_database_of_a_newer_tiller_is_refused_with_a_sentence(store: Store) -> None:
    with store._database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        with pytest.raises(SchemaNewerError, match="written by a newer Tiller \\(schema 9999"):
            store.migrate()
    finally:
        with store._database.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": HEAD})


def test_while_tables_are_rebuilt_no_row_is_taken_along(sqlite_store: Store) -> None:
    with sqlite_store.transaction() as tx:
        settle(tx)
    with sqlite_store._database.changing_schema() as connection:
        connection.execute(text("CREATE TABLE copy AS SELECT * FROM teams"))
        connection.execute(text("DROP TABLE teams"))
        connection.execute(text("ALTER TABLE copy RENAME TO teams"))
    with sqlite_store.reading() as tx:
        assert len(tx.people.all()) == 4
    with sqlite_store._database.engine.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_alembic_migrates_an_address_from_the_command_line(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a.db"
    subprocess.run(  # noqa: S603 - the tool that developers run
        [sys.executable, "-m", "alembic", "-x", f"url={url}", "upgrade", "head"],
        cwd=Path(__file__).parents[2],
        check=True,
        capture_output=True,
    )
    store = open_store(url)
    assert store.revision() == HEAD
    store.close()
