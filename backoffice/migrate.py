"""Bringing a database to the shape this version needs, however many processes start at once."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from backoffice.database import Database

# The archive may live in the same PostgreSQL database; each counts its own revisions.
VERSION_TABLE = "backoffice_version"
STARTUP_LOCK = 6_201_656
SCRIPTS = Path(__file__).parent / "migrations"


async def migrate(database: Database) -> None:
    """Run the revisions that are missing, all or none, while other processes wait.

    Raises `UnavailableError` if the database does not answer or another process takes too long.
    """
    async with database.writing(lock=STARTUP_LOCK) as connection:
        await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
