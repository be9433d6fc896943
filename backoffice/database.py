"""The only way to the database: transactions bounded in time, on SQLite or PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, make_url, text
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from chassis.errors import UnavailableError
from chassis.logs import get_logger

SQLITE = "sqlite+aiosqlite"
POSTGRESQL = "postgresql+asyncpg"
DRIVERS = (SQLITE, POSTGRESQL)

CALL_SECONDS = 5.0
_OUR_FAULT = (IntegrityError, ProgrammingError, DataError)


class Database:
    """Transactions over one engine. No caller may wait for anything but the database inside one."""

    def __init__(self, engine: AsyncEngine, *, seconds: float) -> None:
        self._engine = engine
        self._seconds = seconds
        self._postgresql = engine.dialect.name == "postgresql"

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection that sees one moment of the data and must not write.

        Raises `UnavailableError` when the database does not answer within the time allowed.
        """
        options: dict[str, Any] = {}
        if self._postgresql:
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        async with self._transaction(options) as connection:
            yield connection

    @asynccontextmanager
    async def writing(self, *, lock: int | None = None) -> AsyncIterator[AsyncConnection]:
        """Give a connection whose changes are kept together at the end, or not at all.

        SQLite lets in one writer at a time from the first statement on. On PostgreSQL the caller
        locks the rows it reads (`with_for_update`), or names a `lock` that only one transaction on
        the whole server holds. Raises `UnavailableError` like `reading`.
        """
        async with self._transaction({"begin_immediate": True}) as connection:
            if lock is not None and self._postgresql:
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": lock})
            yield connection

    async def ping(self) -> None:
        """Raise `UnavailableError` if the database does not answer."""
        async with self.reading() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Let go of every connection."""
        await self._engine.dispose()

    @asynccontextmanager
    async def _transaction(self, options: dict[str, Any]) -> AsyncIterator[AsyncConnection]:
        try:
            async with asyncio.timeout(self._seconds), self._engine.connect() as connection:
                await connection.execution_options(**options)
                async with connection.begin():
                    yield connection
        except _OUR_FAULT:
            raise
        except (DBAPIError, PoolTimeoutError, OSError) as error:
            get_logger().error("database_failed", exc_info=error)
            raise UnavailableError("The database does not answer right now.") from error


def open_database(url: str, *, seconds: float = CALL_SECONDS) -> Database:
    """Return the database at `url`; nothing is connected before the first transaction.

    `seconds` bounds each transaction as a whole. A SQLite file's folder is created if missing;
    raises `UnavailableError` if it cannot be.
    """
    if make_url(url).get_backend_name() == "sqlite":
        return Database(_sqlite_engine(url, seconds=seconds), seconds=seconds)
    return Database(_postgresql_engine(url, seconds=seconds), seconds=seconds)


def _postgresql_engine(url: str, *, seconds: float) -> AsyncEngine:
    # The server gives up a little after we do, so that no forgotten statement holds a lock.
    server_limit = str(int(seconds * 1000) + 500)
    return create_async_engine(
        url,
        pool_timeout=seconds,
        pool_pre_ping=True,
        connect_args={
            "timeout": seconds,
            "server_settings": {
                "application_name": "lotse-backoffice",
                "statement_timeout": server_limit,
                "idle_in_transaction_session_timeout": server_limit,
            },
        },
    )


def _sqlite_engine(url: str, *, seconds: float) -> AsyncEngine:
    _make_folder(make_url(url).database)
    engine = create_async_engine(url, pool_timeout=seconds, connect_args={"timeout": seconds})
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _make_folder(path: str | None) -> None:
    if not path or path == ":memory:":
        return
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnavailableError("The database's folder cannot be made.") from error


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # Python's driver begins transactions by its own rules, late and not before DDL; switched off.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later can fail with "database is locked" without
    # waiting; one that means to write says so at its beginning and waits its turn.
    immediate = connection.get_execution_options().get("begin_immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
