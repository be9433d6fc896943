"""`make evaluate`: asks the trained assistant what it makes of messages, and how good that is."""

import argparse
import asyncio
import re
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from connectors.rasa import RasaEngine
from conversation.errors import EngineUnavailableError
from conversation.turns import Understanding
from gateway.launcher import CannotStartError, Launcher
from gateway.models import CurrentModel
from gateway.ports import free_ports
from gateway.privacy.findings import PersonalKind, placeholder
from gateway.privacy.redactor import Redactor
from gateway.processes import Plan
from gateway.secrets import completed
from gateway.settings import ROOT, Settings, read_settings, whole_environment
from studio.evaluation.figures import Figures, figures_of
from studio.evaluation.messages import (
    EntityValue,
    Message,
    MessagesError,
    Prediction,
    read_messages,
    write_predictions,
)
from studio.evaluation.report import draw_reliability, report
from studio.evaluation.thresholds import missed, read_thresholds
from studio.trainer import main as train

HELD_OUT = ROOT / "tests" / "nlu" / "heldout.jsonl"
THRESHOLDS = ROOT / "tests" / "nlu" / "thresholds.json"
REPORT = ROOT / "docs" / "measurements" / "heldout.md"
PICTURE = ROOT / "docs" / "measurements" / "reliability.png"
TURN_SECONDS = 30.0
NOT_UNDERSTOOD = "nlu_fallback"
_PLACEHOLDER = re.compile(rf"\[(?:{'|'.join(kind.value for kind in PersonalKind)})_\d+\]")


def main(arguments: Sequence[str] | None = None) -> int:
    """Evaluate as the command line says; return the exit status."""
    given = _arguments(arguments)
    try:
        messages = read_messages(given.messages or HELD_OUT)
    except MessagesError as error:
        print(error, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        settings, plan = _installation(Path(folder))
        if status := train(["--models-dir", str(settings.models_dir)]):
            return status
        try:
            asking = _predicted(settings, plan, [each.text for each in messages])
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


async def _predicted(settings: Settings, plan: Plan, texts: Sequence[str]) -> list[Prediction]:
    redactor = Redactor(public=(settings.brand.phone, settings.brand.website))
    predictions: list[Prediction] = []
    async with _assistant(settings, plan) as engine:
        for number, text in enumerate(texts, start=1):
            predictions.append(await _prediction(engine, redactor, text))
            if number % 20 == 0 or number == len(texts):
                print(f"\rasked: {number} of {len(texts)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return predictions


@asynccontextmanager
async def _assistant(settings: Settings, plan: Plan) -> AsyncIterator[RasaEngine]:
    """Run an engine and its encoder on ports of their own, and let go of them at the end."""
    model = CurrentModel(settings.models_dir).read()
    if model is None:
        raise CannotStartError("There is no trained assistant.")
    launcher = Launcher(say=lambda words: print(words, file=sys.stderr))
    try:
        await launcher.start(plan.encoder(model.encoder_dir))
        planned = plan.engine(model.file, port=settings.engine_ports)
        await launcher.start(planned)
        engine = RasaEngine(
            f"http://127.0.0.1:{planned.port}",
            token=settings.engine_token.get_secret_value(),
            timeout=TURN_SECONDS,
        )
        yield engine
        await engine.close()
    finally:
        await launcher.stop()


def _installation(folder: Path) -> tuple[Settings, Plan]:
    encoder, engine = free_ports(2)
    environment = completed(
        {
            **whole_environment(),
            "DATA_DIR": str(folder),
            "ENCODER_PORT": str(encoder),
            "ENGINE_PORTS": str(engine),
        },
        folder,
    )
    settings = read_settings(environment)
    return settings, Plan(settings, environment)


async def _prediction(engine: RasaEngine, redactor: Redactor, text: str) -> Prediction:
    """Ask as a customer's line is asked: personal data hidden first, and put back afterwards."""
    hidden, values = _hidden(redactor, text)
    started = time.perf_counter()
    understood = await engine.understand(hidden)
    milliseconds = (time.perf_counter() - started) * 1000
    intent, confidence = _likeliest(understood)
    return Prediction(
        text=text,
        intent=intent,
        confidence=confidence,
        anger=understood.anger,
        entities=tuple(
            EntityValue(each.entity, values.get(each.value, each.value))
            for each in understood.entities
        ),
        asked_back=understood.intent == NOT_UNDERSTOOD,
        milliseconds=milliseconds,
    )


def _likeliest(understood: Understanding) -> tuple[str, float]:
    return understood.ranking[0] if understood.ranking else (understood.intent, 0.0)


def _hidden(redactor: Redactor, text: str) -> tuple[str, Mapping[str, str]]:
    """Return what the assistant reads, and what its placeholders stand for."""
    if _PLACEHOLDER.search(text):
        return text, {}
    redacted = redactor.redact(text)
    names = list(_names([finding.kind for finding in redacted.findings]))
    values = [finding.value for finding in redacted.findings]
    return redacted.filled(names), dict(zip(names, values, strict=True))


def _names(kinds: Sequence[PersonalKind]) -> Iterator[str]:
    for place, kind in enumerate(kinds):
        yield placeholder(kind, kinds[: place + 1].count(kind))


if __name__ == "__main__":
    sys.exit(main())
