"""Secrets of a first start: made once, kept in the data folder, readable by its owner only."""

import secrets
from collections.abc import Mapping
from pathlib import Path

from cryptography.fernet import Fernet

FILE = "secrets.env"
NAMES = (
    "SESSION_SECRET",
    "VAULT_TOKEN",
    "ENGINE_TOKEN",
    "ACTIONS_TOKEN",
    "BACKOFFICE_TOKEN",
    "API_TOKENS",
    "REDIS_PASSWORD",
)


def completed(environment: Mapping[str, str], data_dir: Path) -> dict[str, str]:
    """Return `environment` with every secret it lacks, from the file or newly made.

    A real installation sets them all itself; then no file is written.
    """
    missing = [name for name in (*NAMES, "VAULT_KEYS") if not environment.get(name)]
    if not missing:
        return dict(environment)
    path = data_dir / FILE
    kept = _read(path)
    new = {name: _fresh(name) for name in missing if name not in kept}
    if new:
        _write(path, {**kept, **new})
    return {**environment, **{name: {**kept, **new}[name] for name in missing}}


def _fresh(name: str) -> str:
    return Fernet.generate_key().decode() if name == "VAULT_KEYS" else secrets.token_urlsafe(32)


def _read(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = path.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def _write(path: Path, values: Mapping[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
