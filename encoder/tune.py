"""Command that tunes a model on examples: settings on standard input, progress on output.

Each line of output is JSON: `{"done": steps, "of": steps, "seconds_left": seconds}`, and at the end
`{"model": fingerprint, "folder": where}`.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from chassis.settings import read_settings
from encoder.errors import UnusableExamplesError, UnusableModelError
from encoder.fingerprint import fingerprint_of
from encoder.location import locate
from encoder.model import open_transformer
from encoder.pairs import batches_of_pairs, read_examples
from encoder.tuning import save, tune

CANNOT = 4


class TuneSettings(BaseModel):
    """What `python -m encoder.tune` reads from standard input."""

    model_config = ConfigDict(extra="forbid")

    # Empty: the model the package carries. Else a folder, or a name on the model hub.
    base_model: str = ""
    # One JSON object a line with `text` and `label`. Nothing else is tuned on.
    examples: Path
    # Must not exist yet.
    output_dir: Path
    epochs: int = Field(default=2, ge=1)
    batch_size: int = Field(default=32, ge=2)
    # Of labels with more texts each epoch takes others.
    most_per_label: int = Field(default=100, ge=2)
    # Word pieces of a text that count while tuning; the time grows with the longest.
    longest: int = Field(default=64, ge=8)
    learning_rate: float = Field(default=2e-5, gt=0)
    seed: int = 1
    threads: int = Field(default=1, ge=1)


def main() -> None:
    """Tune and write the model; ends with one plain sentence and status 4 if that cannot be."""
    settings = read_settings(TuneSettings)
    try:
        _tuned(settings)
    except (UnusableModelError, UnusableExamplesError) as error:
        print(error, file=sys.stderr)
        raise SystemExit(CANNOT) from None
    except FileExistsError:
        print(f"{settings.output_dir} exists already.", file=sys.stderr)
        raise SystemExit(CANNOT) from None


def _tuned(settings: TuneSettings) -> None:
    if settings.output_dir.exists():
        raise FileExistsError(settings.output_dir)
    batches = batches_of_pairs(
        read_examples(settings.examples),
        epochs=settings.epochs,
        batch_size=settings.batch_size,
        seed=settings.seed,
        most_per_label=settings.most_per_label,
    )
    model = open_transformer(locate(settings.base_model), threads=settings.threads)
    tune(
        model,
        batches,
        learning_rate=settings.learning_rate,
        longest=settings.longest,
        seed=settings.seed,
        told=_with_time_left(time.monotonic()),
    )
    save(model, settings.output_dir)
    _print(model=fingerprint_of(settings.output_dir), folder=str(settings.output_dir))


def _with_time_left(started: float) -> Callable[[int, int], None]:
    def told(done: int, of: int) -> None:
        each = (time.monotonic() - started) / done
        _print(done=done, of=of, seconds_left=round(each * (of - done), 1))

    return told


def _print(**fields: object) -> None:
    print(json.dumps(fields), flush=True)


if __name__ == "__main__":
    main()
