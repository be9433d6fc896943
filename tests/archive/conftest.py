"""An empty database of each kind, brought to the archive's shape."""

import logging
from collections.abc import AsyncIterator, Iterator
from io import StringIO

import pytest
import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.database import open_database
from archive.migrate import migrate
from chassis.logs import configure_logging


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    opened = open_database(database_url)
    await migrate(opened)
    yield opened
    await opened.dispose()


@pytest.fixture(autouse=True)
def logged() -> Iterator[StringIO]:
    """Log as a service does, to where a test can read it."""
    root, written = logging.getLogger(), StringIO()
    handlers, level = root.handlers, root.level
    configure_logging("archive", stream=written)
    yield written
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()
