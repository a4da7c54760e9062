"""The schema: the way up, and that rows and migrations say the same."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from storage.schema import METADATA
from storage.store import Store


def test_rows_and_migrations_describe_the_same_tables(store: Store) -> None:
    with store._database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)
    assert differences == []
