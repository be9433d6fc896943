"""`make evaluate`: asks the trained assistant what it makes of messages, and how good that is."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from conversation.errors import EngineUnavailableError
from gateway.launcher import CannotStartError
from gateway.models import CurrentModel
from gateway.questioning import asked_alone, predicted
from gateway.secrets import completed
from gateway.settings import ROOT, Settings, read_settings, whole_environment
from studio.evaluation.figures import Figures, figures_of
from studio.evaluation.messages import (
    HELD_OUT,
    Message,
    MessagesError,
    Prediction,
    read_messages,
    write_predictions,
)
from studio.evaluation.report import draw_reliability, report
from studio.evaluation.thresholds import missed, read_thresholds
from studio.trainer import main as train

THRESHOLDS = ROOT / "tests" / "nlu" / "thresholds.json"
REPORT = ROOT / "docs" / "measurements" / "heldout.md"
PICTURE = ROOT / "docs" / "measurements" / "reliability.png"


def main(arguments: Sequence[str] | None = None) -> int:
    """Evaluate as the command line says; return the exit status."""
    given = _arguments(arguments)
    try:
        messages = read_messages(given.messages or ROOT / HELD_OUT)
    except MessagesError as error:
        print(error, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        settings = read_settings(completed(whole_environment(), Path(folder)))
        if status := train(["--models-dir", str(settings.models_dir)]):
            return status
        try:
            asking = _predicted(settings, [each.text for each in messages])
            predictions = asyncio.run(asking)
        except (CannotStartError, EngineUnavailableError) as error:
            print(error, file=sys.stderr)
            return 1
    if given.out:
        write_predictions(given.out, predictions)
        print(f"Predictions: {given.out}")
    return _told(messages, predictions, ours=given.messages is None)


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m gateway.evaluation", description=__doc__)
    parser.add_argument("--messages", type=Path, help="JSON Lines; else the held-out messages")
    parser.add_argument("--out", type=Path, help="where to write the predictions")
    return parser.parse_args(arguments)


def _told(messages: Sequence[Message], predictions: Sequence[Prediction], *, ours: bool) -> int:
    figures = figures_of(messages, predictions)
    title = "Held-out messages" if ours else "Evaluation"
    page = report(figures, title=title)
    print(page)
    if not ours:
        return 0
    REPORT.write_text(page + f"\n![What confidence is worth]({PICTURE.name})\n")
    draw_reliability(figures.calibration, PICTURE)
    return _judged(figures)


def _judged(figures: Figures) -> int:
    failures = missed(read_thresholds(THRESHOLDS), figures)
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


async def _predicted(settings: Settings, texts: Sequence[str]) -> list[Prediction]:
    model = CurrentModel(settings.models_dir).read()
    if model is None:
        raise CannotStartError("There is no trained assistant.")

    def asked(number: int) -> None:
        if number % 20 == 0 or number == len(texts):
            print(f"\rasked: {number} of {len(texts)}", end="", file=sys.stderr, flush=True)

    async with asked_alone(settings, model, say=lambda words: print(words, file=sys.stderr)) as one:
        predictions = await predicted(one, settings, texts, asked=asked)
    print(file=sys.stderr)
    return predictions


if __name__ == "__main__":
    sys.exit(main())
