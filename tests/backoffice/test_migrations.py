"""The database's shape: reached once, by whoever comes first, and exactly what the code expects."""

import asyncio
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import ProgrammingError

import backoffice.catalogue.tables
import backoffice.problems.tables  # noqa: F401 - the tables put themselves into the metadata
from backoffice.database import Database, open_database
from backoffice.migrate import VERSION_TABLE, migrate
from backoffice.schema import metadata
from chassis.errors import UnavailableError


def _differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    return list(compare_metadata(context, metadata))


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


async def test_the_revisions_lead_to_exactly_what_the_code_expects(database: Database) -> None:
    async with database.reading() as connection:
        assert await connection.run_sync(_differences) == []
        assert await connection.run_sync(_tables) == {*metadata.tables, VERSION_TABLE}


async def test_migrating_again_changes_nothing(database: Database) -> None:
    await migrate(database)
    async with database.reading() as connection:
        rows = await connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}"))
        assert rows.all() == [("0001",)]


async def test_migrations_that_start_together_wait_for_each_other(database_url: str) -> None:
    databases = [open_database(database_url, seconds=60) for _ in range(5)]
    await asyncio.gather(*(migrate(each) for each in databases))
    async with databases[0].reading() as connection:
        assert await connection.run_sync(_differences) == []
    await asyncio.gather(*(each.close() for each in databases))


async def test_a_migration_that_fails_leaves_nothing_half_done(database_url: str) -> None:
    database = open_database(database_url)
    async with database.writing() as connection:
        await connection.execute(text("CREATE TABLE service_problem_area (id INTEGER)"))
    with pytest.raises((UnavailableError, ProgrammingError)):
        await migrate(database)
    async with database.reading() as connection:
        assert await connection.run_sync(_tables) == {"service_problem_area"}
    await database.close()
