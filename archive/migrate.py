"""Brings the database to the newest shape at start; several processes may start at once."""

import asyncio
import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

MIGRATIONS = Path(__file__).parent / "migrations"
# Any number, as long as everybody who migrates this database takes the same.
LOCK = 0x10_75_E0
LONGEST_SECONDS = 600
WAL_TRIES = 50
WAL_PAUSE_SECONDS = 0.1


async def migrate(engine: AsyncEngine) -> None:
    """Run the migrations that are missing, in one transaction; the others at the door wait.

    Forward only: nothing here throws memory away. Within one process one call at a time, for
    Alembic keeps its state in the module. Raises what the database raises.
    """
    unhurried = _unhurried(engine)
    try:
        if engine.dialect.name == "sqlite":
            await _use_write_ahead_log(unhurried)
            await _migrate_sqlite(unhurried)
        else:
            await _migrate_postgresql(unhurried)
    finally:
        await unhurried.dispose()


def _unhurried(engine: AsyncEngine) -> AsyncEngine:
    """Return an engine without the time limits of daily work, for steps that may take minutes."""
    on_sqlite = engine.dialect.name == "sqlite"
    patience = {"timeout": LONGEST_SECONDS} if on_sqlite else {}
    return create_async_engine(engine.url, poolclass=NullPool, connect_args=patience)


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


async def _migrate_postgresql(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        await connection.run_sync(_upgrade)


async def _migrate_sqlite(engine: AsyncEngine) -> None:
    """Take SQLite's only write lock by hand: its driver would begin after the first CREATE."""
    async with engine.connect() as plain:
        connection = await plain.execution_options(isolation_level="AUTOCOMMIT")
        await connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            await connection.run_sync(_upgrade)
        except BaseException:
            await connection.exec_driver_sql("ROLLBACK")
            raise
        await connection.exec_driver_sql("COMMIT")


async def _use_write_ahead_log(engine: AsyncEngine) -> None:
    """Let readers and the writer work side by side; the file remembers it.

    Changing the mode needs the file alone and does not wait for it, so this does.
    """
    async with engine.connect() as plain:
        connection = await plain.execution_options(isolation_level="AUTOCOMMIT")
        for tries_left in reversed(range(WAL_TRIES)):
            try:
                await connection.exec_driver_sql("PRAGMA journal_mode=WAL")
                return
            except OperationalError as error:
                if not (tries_left and _is_busy(error)):
                    raise
                await asyncio.sleep(WAL_PAUSE_SECONDS)


def _is_busy(error: OperationalError) -> bool:
    return getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
