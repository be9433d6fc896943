"""A back office over an empty database, and one with the sample data, for each backend."""

import logging
from collections.abc import AsyncIterator, Iterator
from io import StringIO

import pytest
import structlog

from backoffice.database import Database, open_database
from backoffice.migrate import migrate
from backoffice.sample.loading import load_sample
from chassis.logs import configure_logging
from tests.backoffice.office import NOON, Office, office_over


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = open_database(database_url)
    await migrate(opened)
    yield opened
    await opened.close()


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    """An empty back office."""
    async with office_over(database) as opened:
        yield opened


@pytest.fixture
async def foerdekom(database: Database) -> AsyncIterator[Office]:
    """A back office with the sample data."""
    await load_sample(database, now=NOON)
    async with office_over(database) as opened:
        yield opened


@pytest.fixture(autouse=True)
def logged() -> Iterator[StringIO]:
    """Log as a service does, to where a test can read it."""
    root, written = logging.getLogger(), StringIO()
    handlers, level = root.handlers, root.level
    configure_logging("backoffice", stream=written)
    yield written
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()
