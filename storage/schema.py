"""The schema: all tables, and the way up to the newest revision."""

from pathlib import Path

from sqlalchemy import inspect, text

from domain.values.errors import TillerError
from storage.engine import Database
from storage.rows import kpis, ledger, okrs, people
from storage.rows.base import Base

ROOMS = (people, okrs, kpis, ledger)
METADATA = Base.metadata
HEAD = "0004"
"""The newest revision that this code knows; a start of the bot need not load Alembic to see that all is well."""
MIGRATIONS = Path(__file__).parent / "migrations"


class SchemaNewerError(TillerError):
    """The database was written by a newer Tiller."""


def current_revision(database: Database) -> str | None:
    """Return the revision of a database, or None when it is empty."""
    with database.reading() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return revision


def upgrade(database: Database) -> bool:
    """Bring a database up to `HEAD`, alone and in one transaction; tell whether anything changed.

    Raises:
        SchemaNewerError: Its revision is none that this code knows.
    """
    if current_revision(database) == HEAD:
        return False
    # Alembic takes a quarter of a second to load, and most starts have nothing to migrate.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    revision = current_revision(database)
    if revision is not None and revision not in known:
        raise SchemaNewerError(
            f"This database was written by a newer Tiller (schema {revision}, this one knows up to {HEAD}). "
            "Start that version, or restore a backup from before the upgrade."
        )
    with database.changing_schema() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True
