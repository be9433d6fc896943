"""A back office over an empty database, and one with the sample data, for each backend."""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

import pytest
import structlog

from backoffice.database import Database, open_database
from backoffice.migrate import migrate
from backoffice.sample.loading import load_sample
from chassis.logs import configure_logging
from tests.backoffice.office import NOON, Office, office_over
from tests.support.databases import PostgresqlServer

BACKENDS = ["sqlite", "postgresql"]


@dataclass
class Templates:
    """Databases that are made once and copied: migrated, and with the sample data or without."""

    folder: Path
    postgresql: Callable[[], PostgresqlServer]
    made: dict[tuple[str, bool], str] = field(default_factory=dict)

    def of(self, backend: str, *, sample: bool) -> str:
        """Return a file (SQLite) or the name of a database (PostgreSQL) to copy from."""
        if (backend, sample) not in self.made:
            self.made[backend, sample] = self._make(backend, sample=sample)
        return self.made[backend, sample]

    def _make(self, backend: str, *, sample: bool) -> str:
        if backend == "sqlite":
            name = str(self.folder / f"sample-{sample}.sqlite")
            asyncio.run(filled(f"sqlite+aiosqlite:///{name}", sample=sample))
        else:
            name = self.postgresql().create_database()
            asyncio.run(filled(self.postgresql().url(name), sample=sample))
        return name


async def filled(url: str, *, sample: bool) -> None:
    """Bring a database to the shape and, if wanted, load the sample data."""
    opened = open_database(url)
    await migrate(opened)
    if sample:
        await load_sample(opened, now=NOON)
    await opened.close()


@pytest.fixture(scope="session")
def templates(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Templates:
    return Templates(
        folder=tmp_path_factory.mktemp("templates"),
        postgresql=lambda: request.getfixturevalue("postgresql_server"),
    )


@pytest.fixture(params=BACKENDS)
def migrated_url(
    request: pytest.FixtureRequest, templates: Templates, tmp_path: Path
) -> Iterator[str]:
    """Return the address of a database of the test's own, with the sample for `foerdekom`."""
    template = templates.of(request.param, sample="foerdekom" in request.fixturenames)
    if request.param == "sqlite":
        file = tmp_path / "backoffice.sqlite"
        shutil.copyfile(template, file)
        yield f"sqlite+aiosqlite:///{file}"
    else:
        server = templates.postgresql()
        name = server.create_database(like=template)
        yield server.url(name)
        server.drop_database(name)


@pytest.fixture
async def database(migrated_url: str) -> AsyncIterator[Database]:
    opened = open_database(migrated_url, seconds=30)
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
