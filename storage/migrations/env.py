"""What Alembic runs to migrate: on the connection that `storage.schema` hands over, or where `-x url=` points."""

from alembic import context
from sqlalchemy import Connection

from storage.engine import Database, read_url
from storage.schema import METADATA


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=True,
        transactional_ddl=True,
        transaction_per_migration=False,
    )
    context.run_migrations()


def _migrate_address(address: str) -> None:
    database = Database(read_url(address))
    with database.changing_schema() as connection:
        _migrate(connection)
    database.close()


handed_over = context.config.attributes.get("connection")
if handed_over is None:
    _migrate_address(context.get_x_argument(as_dictionary=True)["url"])
else:
    _migrate(handed_over)
