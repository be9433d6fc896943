"""A database of the test's own for each backend: a SQLite file, or one of a private PostgreSQL."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from tests.support.redis_server import free_port

INSTALLED = Path("/usr/lib/postgresql")
PACKAGE = "postgresql"
START_SECONDS = 30.0
SUPERUSER = "tests"


@dataclass(frozen=True, slots=True)
class PostgresqlServer:
    """A running server on loopback that ends with the tests."""

    programs: Path
    port: int

    def create_database(self, *, like: str = "template1") -> str:
        """Create a database that holds what another does, by default nothing; return its name."""
        name = f"test_{uuid4().hex}"
        self._run("createdb", "--template", like, name)
        return name

    def drop_database(self, name: str) -> None:
        """Drop a database, with whatever is still connected to it."""
        self._run("dropdb", "--force", name)

    def url(self, name: str) -> str:
        """Return the address of a database for SQLAlchemy's asynchronous driver."""
        return f"postgresql+asyncpg://{SUPERUSER}@127.0.0.1:{self.port}/{name}"

    def answers(self) -> bool:
        """Whether the server takes connections yet."""
        command = [str(self.programs / "pg_isready"), *self._address()]
        return subprocess.run(command, stdout=subprocess.DEVNULL, timeout=10).returncode == 0

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), *self._address(), *arguments]
        subprocess.run(command, check=True, timeout=30)

    def _address(self) -> list[str]:
        return ["-h", "127.0.0.1", "-p", str(self.port), "-U", SUPERUSER]


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    """Run a PostgreSQL server of the tests' own, with an empty data folder, for the session.

    Without the system's package: skipped on a laptop, failed in CI.
    """
    programs = _installed_programs()
    # Not below pytest's own folder: that is closed to the account the server runs under.
    folder = Path(tempfile.mkdtemp(prefix="lotse-postgresql-"))
    account = _account()
    if account:
        shutil.chown(folder, user=account)
    try:
        _initialise(programs, folder, account=account)
        server = PostgresqlServer(programs=programs, port=free_port())
        process = _start(server, folder, account=account)
        try:
            _wait_until_ready(server, process, log=folder / "log")
            yield server
        finally:
            # Not SIGTERM, on which PostgreSQL waits until the last client has left.
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Return the address of a SQLite file that does not exist yet."""
    return f"sqlite+aiosqlite:///{tmp_path / 'test.sqlite'}"


@pytest.fixture
def postgresql_url(postgresql_server: PostgresqlServer) -> Iterator[str]:
    """Return the address of an empty PostgreSQL database; dropped after the test."""
    name = postgresql_server.create_database()
    yield postgresql_server.url(name)
    postgresql_server.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Return the address of an empty database; the test runs once for each backend."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


def _installed_programs() -> Path:
    found = [folder for folder in INSTALLED.glob("*/bin") if (folder / "initdb").exists()]
    if found:
        return max(found, key=lambda folder: int(folder.parent.name))
    reason = f"PostgreSQL is not installed ({INSTALLED}); apt-get install {PACKAGE}."
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def _account() -> str | None:
    """PostgreSQL refuses to run as root; its package brings an account for it."""
    return "postgres" if os.geteuid() == 0 else None


def _initialise(programs: Path, folder: Path, *, account: str | None) -> None:
    # No password, as the server listens on loopback only and holds nothing but tests.
    options = ["--auth=trust", f"--username={SUPERUSER}", "--encoding=UTF8", "--no-sync"]
    command = [str(programs / "initdb"), "-D", str(folder / "data"), *options]
    subprocess.run(
        command, check=True, user=account, cwd=folder, stdout=subprocess.DEVNULL, timeout=120
    )


def _start(
    server: PostgresqlServer, folder: Path, *, account: str | None
) -> subprocess.Popen[bytes]:
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(server.port),
        "unix_socket_directories": "",
        "fsync": "off",
        "max_connections": "200",
    }
    command = [str(server.programs / "postgres"), "-D", str(folder / "data")]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    with (folder / "log").open("wb") as log:
        # A session of its own: Ctrl-C in the terminal ends the tests first, and they end it.
        return subprocess.Popen(
            command, user=account, cwd=folder, stdout=log, stderr=log, start_new_session=True
        )


def _wait_until_ready(
    server: PostgresqlServer, process: subprocess.Popen[bytes], *, log: Path
) -> None:
    give_up = time.monotonic() + START_SECONDS
    while not server.answers():
        if process.poll() is not None or time.monotonic() > give_up:
            pytest.fail(f"PostgreSQL did not start:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.05)
