"""Opens the database that remembers: a SQLite file by default, PostgreSQL by URL."""

from typing import Any

from sqlalchemy import event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
BUSY_SECONDS = 10
# Seconds to connect and for one statement.
POSTGRESQL_LIMITS = {"timeout": 5, "command_timeout": 30}


def open_database(url: str) -> AsyncEngine:
    """Return an engine for `url`, such as `sqlite:///var/lotse.db` or `postgresql://host/lotse`.

    Nothing is connected yet. Raises ValueError for any other kind of database.
    """
    address = _with_driver(make_url(url))
    on_sqlite = address.get_backend_name() == "sqlite"
    engine = create_async_engine(
        address,
        pool_pre_ping=not on_sqlite,
        hide_parameters=True,
        connect_args={"timeout": BUSY_SECONDS} if on_sqlite else POSTGRESQL_LIMITS,
    )
    if on_sqlite:
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    return engine


async def check_database(engine: AsyncEngine) -> None:
    """Raise if the database does not answer; made for `/readyz`."""
    async with engine.connect() as connection:
        await connection.execute(text("SELECT 1"))


def _with_driver(url: URL) -> URL:
    backend = {"postgres": "postgresql"}.get(url.drivername, url.drivername).partition("+")[0]
    if backend not in DRIVERS:
        raise ValueError("The archive keeps its memory in SQLite or PostgreSQL.")
    return url.set(drivername=DRIVERS[backend])


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Full sync, because an event is acknowledged for good as soon as it is committed."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
