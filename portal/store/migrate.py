"""Brings the store to the newest form (Alembic), from the first table on."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from portal.domain.errors import StoreUnavailable

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(engine: Engine) -> bool:
    """Upgrade the store to this version of the code. True where something changed.

    Raises: StoreUnavailable when the store is of a newer version, read-only, damaged or full.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    head = ScriptDirectory.from_config(config).get_current_head()
    try:
        with engine.begin() as connection:
            before = MigrationContext.configure(connection).get_current_revision()
            if before == head:
                return False
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise StoreUnavailable(
            f"The database was made by another version of Rungs ({error}). "
            "Start that version, or point DATABASE_URL to a new database."
        ) from error
    except DBAPIError as error:
        raise StoreUnavailable(
            f"The database cannot be upgraded: {error.orig}. Is it writable, is there space?"
        ) from error
    return True
