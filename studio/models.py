"""The folder of trained assistants: what belongs together, and which one is the present one.

models/assistant-….tar.gz    the engine's model; code, loaded only after its checksum is verified
models/assistant-….json      its manifest
models/encoder/<name>/       the encoder that it was trained with
models/current.json          which one is present, and who decided so
"""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from studio.errors import BusyError, DamagedModelError, NoModelError
from studio.files import replace_file
from studio.fingerprints import checksum
from studio.present import POINTER, point_to


@dataclass(frozen=True, kw_only=True)
class Model:
    """A trained assistant with the encoder it needs. `seconds` is how long its training took."""

    name: str
    file: Path
    sha256: str
    encoder_dir: Path
    encoder_fingerprint: str
    inputs_fingerprint: str
    trained_at: datetime
    seconds: float
    engine_seconds: float


@contextmanager
def alone(models_dir: Path) -> Iterator[None]:
    """Hold the models folder for one training at a time, over all processes.

    Raises:
        BusyError: Somebody else holds it.
    """
    with (models_dir / ".training").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError("Another training is going on.") from None
        yield


def load_current(models_dir: Path) -> Model:
    """Return the present assistant, its file verified against the checksum of its training.

    Raises:
        NoModelError: None has been trained yet.
        DamagedModelError: Something is missing, unreadable or not what was trained.
    """
    pointer = models_dir / POINTER
    if not pointer.exists():
        raise NoModelError(f"There is no trained assistant in {models_dir}.")
    try:
        name = json.loads(pointer.read_text(encoding="utf-8"))["name"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(models_dir, error) from error
    return load(models_dir, name)


def load(models_dir: Path, name: str) -> Model:
    """Return the assistant called `name`, verified as the present one is.

    Raises:
        DamagedModelError: Something is missing, unreadable or not what was trained.
    """
    try:
        model = _of_manifest(models_dir, json.loads((models_dir / f"{name}.json").read_text()))
        intact = checksum(model.file) == model.sha256 and model.encoder_dir.is_dir()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(models_dir, error) from error
    if not intact:
        raise DamagedModelError(f"The assistant {name} is not what was trained; train it anew.")
    return model


def find(models_dir: Path, *, inputs_fingerprint: str) -> Model | None:
    """Return the latest intact assistant that was trained from these inputs, if there is one."""
    for path in sorted(models_dir.glob("assistant-*.json"), reverse=True):
        try:
            if json.loads(path.read_text())["inputs_fingerprint"] == inputs_fingerprint:
                return load(models_dir, path.stem)
        except (OSError, ValueError, KeyError, TypeError, DamagedModelError):
            continue
    return None


def manifest_of(models_dir: Path, name: str) -> dict[str, Any]:
    """Return what is told of an assistant, its files unseen; nothing if it cannot be read."""
    try:
        read = json.loads((models_dir / f"{name}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def keep(model: Model, *, models_dir: Path) -> None:
    """Write the manifest of `model`; the present assistant stays what it is."""
    _write(models_dir / f"{model.name}.json", _manifest(models_dir, model))


def publish(model: Model, *, models_dir: Path) -> None:
    """Write the manifest of `model`, then make it the present one; each appears whole."""
    keep(model, models_dir=models_dir)
    point_to(models_dir, model.name)


def _manifest(models_dir: Path, model: Model) -> dict[str, Any]:
    """Return `model` as JSON knows it; places are relative, so that the folder can be moved."""
    return {
        "name": model.name,
        "file": model.file.relative_to(models_dir).as_posix(),
        "sha256": model.sha256,
        "encoder_dir": model.encoder_dir.relative_to(models_dir).as_posix(),
        "encoder_fingerprint": model.encoder_fingerprint,
        "inputs_fingerprint": model.inputs_fingerprint,
        "trained_at": model.trained_at.isoformat(),
        "seconds": model.seconds,
        "engine_seconds": model.engine_seconds,
    }


def _of_manifest(models_dir: Path, manifest: dict[str, Any]) -> Model:
    places = {key: models_dir / manifest[key] for key in ("file", "encoder_dir")}
    trained_at = datetime.fromisoformat(manifest["trained_at"])
    return Model(**{**manifest, **places, "trained_at": trained_at})


def _unreadable(models_dir: Path, error: Exception) -> DamagedModelError:
    return DamagedModelError(
        f"The present assistant in {models_dir} cannot be read ({type(error).__name__})."
    )


def _write(path: Path, content: dict[str, Any]) -> None:
    replace_file(path, json.dumps(content, indent=2).encode())
