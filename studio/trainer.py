"""Trains the assistant: tunes the encoder on the examples, trains the engine, makes it current.

With `connectors/rasa.py` and `talks.py` the only place that knows that the engine is Rasa.
"""

import argparse
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from studio.children import Child, Program, last_line
from studio.encoders import (
    REPOSITORY,
    RunningEncoder,
    Workshop,
    base_fingerprint,
    encoder_for,
    running,
    tune,
)
from studio.errors import DamagedModelError, NoModelError, TrainingCancelledError, TrainingError
from studio.examples import read_examples
from studio.fingerprints import checksum
from studio.inputs import copy_inputs, inputs_fingerprint
from studio.models import Model, alone, find, keep, load_current
from studio.present import decisions, point_to, present_name
from studio.progress import Progress, ProgressPrinter, Told, nobody

FAILED = 1
CANCELLED = 130
ENGINE_PYTHON = REPOSITORY / "bot" / ".venv" / "bin" / "python"
USUAL_ENGINE_SECONDS = 60.0


@dataclass(frozen=True, kw_only=True)
class TrainerSettings:
    """Where everything is. `encoder_model`: empty is the packaged one, else a folder or hub name.

    `root` holds `data/`, `bot/` and `config.yml`; `engine_python` is the engine's own interpreter,
    `own_python` the one that runs the encoder.
    """

    root: Path
    engine_python: Path
    models_dir: Path
    encoder_model: str = ""
    threads: int = 1
    own_python: Path = Path(sys.executable)


def train(
    settings: TrainerSettings,
    *,
    told: Told = nobody,
    cancelled: threading.Event | None = None,
) -> Model:
    """Return an assistant trained from what lies in the root folder now, and make it current.

    If there is one that was trained from the very same, nothing is trained. Setting `cancelled`,
    from any thread, ends all at once; the present assistant then stays what it was.

    Raises:
        TrainingError: It could not be trained; nothing has changed.
        TrainingCancelledError: `cancelled` was set; nothing has changed.
    """
    model = candidate(settings, told=told, cancelled=cancelled)
    if present_name(settings.models_dir) != model.name:
        point_to(settings.models_dir, model.name)
    return model


def candidate(
    settings: TrainerSettings,
    *,
    told: Told = nobody,
    cancelled: threading.Event | None = None,
) -> Model:
    """Do as `train`, but leave the present assistant what it is: somebody may compare the two."""
    # The programs we run have working directories of their own.
    settings = replace(settings, models_dir=settings.models_dir.absolute())
    settings.models_dir.mkdir(parents=True, exist_ok=True)
    base = base_fingerprint(settings.encoder_model)
    # Whoever starts the system does not wait for a training that has nothing to do.
    if fitting := _fitting(settings, base):
        return fitting
    with alone(settings.models_dir):
        if fitting := _fitting(settings, base):
            return fitting
        workshop = Workshop(
            folder=_emptied(settings.models_dir / "last-training"),
            python=settings.own_python,
            threads=settings.threads,
            told=told,
            cancelled=cancelled or threading.Event(),
        )
        present = _present(settings.models_dir)
        return _trained(settings, base=base, workshop=workshop, present=present)


def _fitting(settings: TrainerSettings, base: str) -> Model | None:
    """Return the assistant that was trained from what lies in the root folder now; best present."""
    inputs = inputs_fingerprint(settings.root, also=base)
    present = _present(settings.models_dir)
    if present and present.inputs_fingerprint == inputs:
        return present
    return find(settings.models_dir, inputs_fingerprint=inputs)


def _trained(
    settings: TrainerSettings, *, base: str, workshop: Workshop, present: Model | None
) -> Model:
    started, now = time.monotonic(), datetime.now(UTC)
    root = copy_inputs(settings.root, workshop.folder / "inputs")
    inputs = inputs_fingerprint(root, also=base)
    examples = read_examples(root / "data" / "nlu")
    encoders = settings.models_dir / "encoder"
    encoder_dir = encoder_for(
        examples,
        base=settings.encoder_model,
        folder=encoders,
        present=present.encoder_dir if present else None,
    )
    tune(examples, base=settings.encoder_model, target=encoder_dir, workshop=workshop)
    # No dots: the engine cuts the name it is given at the last one.
    name = f"assistant-{now:%Y%m%dT%H%M%S}-{inputs[:8]}"
    engine_started = time.monotonic()
    usual = present.engine_seconds if present else USUAL_ENGINE_SECONDS
    with running(encoder_dir, workshop=workshop) as encoder:
        made = _engine_trained(settings, name, encoder=encoder, workshop=workshop, usual=usual)
    file = settings.models_dir / made.name
    made.rename(file)
    model = Model(
        name=name,
        file=file,
        sha256=checksum(file),
        encoder_dir=encoder_dir,
        encoder_fingerprint=encoder.fingerprint,
        inputs_fingerprint=inputs,
        trained_at=now,
        seconds=round(time.monotonic() - started, 1),
        engine_seconds=round(time.monotonic() - engine_started, 1),
    )
    keep(model, models_dir=settings.models_dir)
    return model


def _engine_trained(
    settings: TrainerSettings,
    name: str,
    *,
    encoder: RunningEncoder,
    workshop: Workshop,
    usual: float,
) -> Path:
    """Run the engine's training; return the file it made, still in the workshop."""
    out = workshop.folder / "out"
    program = Program(
        argv=[
            *(str(settings.engine_python.absolute()), "-m", "rasa", "train"),
            *("--domain", "bot/domain", "--data", "data", "--config", "config.yml"),
            *("--out", str(out), "--fixed-model-name", name),
            # It reads all content once more, for a minute; `make test` validates.
            "--skip-validation",
        ],
        folder=workshop.folder / "inputs",
        log=workshop.folder / "engine.log",
        environment=_environment(settings, encoder),
    )
    started = time.monotonic()

    def tell() -> None:
        gone = time.monotonic() - started
        of = max(usual, gone + 1)
        left = of - gone
        workshop.told(
            Progress(
                step="Training the engine (seconds)",
                done=round(gone),
                of=round(of),
                seconds_left=left,
            )
        )

    try:
        with Child(program) as child:
            status = child.wait(cancelled=workshop.cancelled, meanwhile=tell)
    except OSError as error:
        raise TrainingError(
            f"The engine's interpreter {settings.engine_python} cannot be run: {error.strerror}."
        ) from error
    made = out / f"{name}.tar.gz"
    if status or not made.is_file():
        raise TrainingError(
            f"The engine could not be trained: {last_line(program.log)} (all of it: {program.log})"
        )
    return made


def _environment(settings: TrainerSettings, encoder: RunningEncoder) -> dict[str, str]:
    """Return all that the engine's training learns of the environment: it needs no secrets."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(settings.models_dir / "last-training"),
        "RASA_CACHE_DIRECTORY": str(settings.models_dir / "cache"),
        "LANG": "C.UTF-8",
        "ENCODER_URL": encoder.url,
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }


def _present(models_dir: Path) -> Model | None:
    try:
        return load_current(models_dir)
    except (NoModelError, DamagedModelError):
        return None


def _emptied(folder: Path) -> Path:
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir()
    return folder


def main(arguments: list[str] | None = None) -> int:
    """Train from the command line; return the exit status, and say in a sentence what failed."""
    settings, unless_decided = _settings(arguments)
    if unless_decided and (chosen := _chosen(settings.models_dir)):
        print(f"Current assistant: {chosen.name} (chosen in the studio).")
        return 0
    try:
        with closing(ProgressPrinter()) as printer, _stopped_by_signals() as cancelled:
            model = train(settings, told=printer, cancelled=cancelled)
    except TrainingError as error:
        print(error, file=sys.stderr)
        return CANCELLED if isinstance(error, TrainingCancelledError) else FAILED
    print(f"Current assistant: {model.name} (its training took {model.seconds:.0f} s).")
    return 0


@contextmanager
def _stopped_by_signals() -> Iterator[threading.Event]:
    """Give an event that Ctrl-C and SIGTERM set, and leave the signals as they were found."""
    stopped = threading.Event()
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, lambda *_: stopped.set()) for number in numbers]
    try:
        yield stopped
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def _chosen(models_dir: Path) -> Model | None:
    """Return the present assistant if it is one that somebody has decided for."""
    history = decisions(models_dir)
    return _present(models_dir) if history and history[-1].by else None


def _settings(arguments: list[str] | None) -> tuple[TrainerSettings, bool]:
    parser = argparse.ArgumentParser(prog="python -m studio.trainer", description=__doc__)
    parser.add_argument("--root", type=Path, default=REPOSITORY)
    parser.add_argument("--engine-python", type=Path, default=ENGINE_PYTHON)
    parser.add_argument("--own-python", type=Path, default=Path(sys.executable))
    parser.add_argument("--models-dir", type=Path, default=Path("models"))
    parser.add_argument("--encoder-model", default="", help="a folder or a name on the model hub")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--unless-decided",
        action="store_true",
        help="train nothing where the present assistant was chosen in the studio",
    )
    given = vars(parser.parse_args(arguments))
    unless_decided: bool = given.pop("unless_decided")
    return TrainerSettings(**given), unless_decided


if __name__ == "__main__":
    sys.exit(main())
