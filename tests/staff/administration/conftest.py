"""A database migrated once for all tests of this folder."""

import asyncio
import threading
from pathlib import Path

import pytest

from archive.database import open_database
from archive.migrate import migrate


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty SQLite database with all tables."""
    file = tmp_path_factory.mktemp("administration") / "archive.sqlite"

    async def make() -> None:
        database = open_database(f"sqlite+aiosqlite:///{file}")
        await migrate(database)
        await database.dispose()

    # In a thread: the loop of the tests may be running already.
    thread = threading.Thread(target=lambda: asyncio.run(make()))
    thread.start()
    thread.join()
    return file
