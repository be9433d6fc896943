"""The database when it is slow, away or wrong: bounded in time, honest, none the worse after."""

import asyncio
import time
from datetime import UTC, datetime, timedelta, timezone
from io import StringIO
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, text
from sqlalchemy.exc import StatementError

from backoffice.database import Database, open_database
from backoffice.migrate import migrate
from backoffice.schema import UtcTime
from chassis.errors import UnavailableError
from tests.backoffice.office import OFFERINGS, PROBLEMS, draft, office_over
from tests.support.redis_server import free_port


async def test_who_waits_for_a_writer_gives_up_in_time(database_url: str) -> None:
    holder, waiter = open_database(database_url), open_database(database_url, seconds=0.5)
    await migrate(holder)
    async with holder.writing(lock=1) as connection:
        await connection.execute(text("UPDATE category SET position = 0"))
        started = time.monotonic()
        with pytest.raises(UnavailableError):
            async with waiter.writing(lock=1):
                pass
        assert time.monotonic() - started < 3
    async with waiter.writing(lock=1):
        pass
    await asyncio.gather(holder.close(), waiter.close())


async def test_a_slow_statement_is_cut_off(postgresql_url: str) -> None:
    database = open_database(postgresql_url, seconds=0.5)
    started = time.monotonic()
    with pytest.raises(UnavailableError):
        async with database.reading() as connection:
            await connection.execute(text("SELECT pg_sleep(30)"))
    assert time.monotonic() - started < 3
    await database.ping()
    await database.close()


async def test_a_reader_does_not_write(postgresql_url: str) -> None:
    database = open_database(postgresql_url)
    await migrate(database)
    with pytest.raises(UnavailableError):
        async with database.reading() as connection:
            await connection.execute(text("UPDATE category SET position = 0"))
    await database.close()


async def test_a_failed_transaction_keeps_nothing(database: Database) -> None:
    async def write_and_fail() -> None:
        async with database.writing() as connection:
            await connection.execute(
                text("INSERT INTO characteristic VALUES ('speed', 'Tempo', 'number', NULL)")
            )
            raise RuntimeError("something of the caller's own")

    with pytest.raises(RuntimeError):
        await write_and_fail()
    async with database.reading() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM characteristic")) == 0


@pytest.mark.parametrize(
    "url",
    [
        "sqlite+aiosqlite:///{folder}",
        "postgresql+asyncpg://nobody:secret@127.0.0.1:{port}/nothing",
    ],
)
async def test_without_its_database_the_service_lives_and_says_so(
    url: str, tmp_path: Path, logged: StringIO
) -> None:
    wrong = url.format(folder=tmp_path, port=free_port())
    async with office_over(open_database(wrong, seconds=1)) as office:
        assert (await office.client.get("/healthz")).status_code == 200
        ready = await office.client.get("/readyz")
        assert (ready.status_code, ready.json()["failed"]) == (503, ["database"])
        for answer in (
            await office.client.get(OFFERINGS),
            await office.client.post(PROBLEMS, json=draft()),
        ):
            assert answer.status_code == 503
            assert answer.json()["message"] == "The database does not answer right now."
    assert "database_failed" in logged.getvalue()
    assert "secret" not in logged.getvalue()


def test_a_folder_that_cannot_be_made_is_said_at_once() -> None:
    with pytest.raises(UnavailableError, match="folder cannot be made"):
        open_database("sqlite+aiosqlite:////proc/nowhere/x.sqlite")


async def test_a_time_is_kept_as_the_same_moment_in_utc(database: Database) -> None:
    table = Table("moments", MetaData(), Column("id", Integer), Column("time", UtcTime))
    berlin = datetime(2026, 7, 1, 12, 30, 15, 123456, tzinfo=timezone(timedelta(hours=2)))
    async with database.writing() as connection:
        await connection.run_sync(table.create)
        await connection.execute(insert(table), [{"id": 1, "time": berlin}])
        stored = await connection.scalar(select(table.c.time))
    assert stored == berlin
    assert stored is not None
    assert stored.tzinfo is UTC


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    table = Table("moments", MetaData(), Column("id", Integer), Column("time", UtcTime))
    async with database.writing() as connection:
        await connection.run_sync(table.create)
        with pytest.raises(StatementError, match="without a zone"):
            await connection.execute(insert(table), [{"id": 1, "time": datetime(2026, 7, 1)}])
