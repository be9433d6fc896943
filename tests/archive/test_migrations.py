"""The archive's migrations."""

import asyncio
import threading
import time
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.database import check_database, open_database
from archive.migrate import migrate
from archive.schema import VERSION_TABLE, schema
from tests.archive.processes import forking, start_up


def _differences(connection: Connection) -> list[object]:
    options = {"version_table": VERSION_TABLE, "compare_server_default": True}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), schema()))


def _tables(connection: Connection) -> list[str]:
    return inspect(connection).get_table_names()


async def test_the_tables_and_the_migrations_agree(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []


async def test_migrating_again_changes_nothing(engine: AsyncEngine) -> None:
    await migrate(engine)
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []


async def test_a_migration_that_fails_half_way_leaves_nothing_behind(database_url: str) -> None:
    engine = open_database(database_url)
    async with engine.begin() as connection:
        await connection.exec_driver_sql("CREATE TABLE audit (id INTEGER)")
    with pytest.raises(DBAPIError):
        await migrate(engine)
    async with engine.connect() as connection:
        assert await connection.run_sync(_tables) == ["audit"]
    await engine.dispose()


async def test_six_processes_that_start_at_once_migrate_once(database_url: str) -> None:
    context = forking()
    gate = context.Barrier(6)
    starting = [context.Process(target=start_up, args=(database_url, gate)) for _ in range(6)]
    for process in starting:
        process.start()
    for process in starting:
        await asyncio.to_thread(process.join, 60)
    assert [process.exitcode for process in starting] == [0] * 6
    engine = open_database(database_url)
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
    await engine.dispose()


async def test_on_sqlite_readers_and_the_writer_work_side_by_side(sqlite_url: str) -> None:
    engine = open_database(sqlite_url)
    await migrate(engine)
    async with engine.connect() as connection:
        mode = await connection.exec_driver_sql("PRAGMA journal_mode")
        assert mode.scalar() == "wal"
    await engine.dispose()


async def test_a_file_that_cannot_be_opened_is_said_at_once(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/missing/archive.db")
    there = set(threading.enumerate())
    began = time.monotonic()
    with pytest.raises(OperationalError, match="unable to open"):
        await migrate(engine)
    with pytest.raises(OperationalError, match="unable to open"):
        await check_database(engine)
    assert time.monotonic() - began < 2
    # aiosqlite does not wait for the thread of a connection that could not be made; it speaks to
    # this loop once more.
    for thread in set(threading.enumerate()) - there:
        await asyncio.to_thread(thread.join)


async def test_a_database_that_answers_passes_the_check(engine: AsyncEngine) -> None:
    await check_database(engine)


def test_another_kind_of_database_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="SQLite or PostgreSQL"):
        open_database("mysql://localhost/lotse")
