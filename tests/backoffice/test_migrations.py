"""The database's shape: reached once, by whoever comes first, and exactly what the code expects."""

import asyncio
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import ProgrammingError

import backoffice.app  # noqa: F401 - brings every table into the metadata
from backoffice.database import Database, open_database
from backoffice.migrate import SCRIPTS, VERSION_TABLE, migrate
from backoffice.sample.loading import load_sample
from backoffice.schema import metadata
from chassis.errors import UnavailableError
from tests.backoffice.office import NOON


def _differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    return list(compare_metadata(context, metadata))


def _upgrade_to(connection: Connection, revision: str) -> None:
    command.upgrade(_config(connection), revision)


def _downgrade_to(connection: Connection, revision: str) -> None:
    command.downgrade(_config(connection), revision)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    return config


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
        assert rows.all() == [("0003",)]


async def test_an_office_that_has_worked_before_keeps_its_data(database_url: str) -> None:
    database = open_database(database_url)
    async with database.writing() as connection:
        await connection.run_sync(_upgrade_to, "0001")
        await connection.execute(
            text(
                "INSERT INTO service_problem (id, category, priority, description, reason, status,"
                " originator_id, originator_kind, raised, changed, status_changed, revision)"
                " VALUES ('old', 'a', 1, 'Ausfall', 'Unbekannt', 'inProgress', 'x', 'y',"
                " '2026-11-20 10:00:00', '2026-11-20 10:00:00', '2026-11-20 10:00:00', 3)"
            )
        )
    await migrate(database)
    await load_sample(database, now=NOON)
    async with database.reading() as connection:
        assert await connection.run_sync(_differences) == []
        kept = text("SELECT revision FROM service_problem WHERE id = 'old'")
        assert await connection.scalar(kept) == 3
    await database.close()


async def test_a_revision_can_be_taken_back(database: Database) -> None:
    async with database.writing() as connection:
        await connection.run_sync(_downgrade_to, "0001")
        assert "customer" not in await connection.run_sync(_tables)
    await migrate(database)
    async with database.reading() as connection:
        assert await connection.run_sync(_differences) == []


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
