"""Asks a trained assistant what it makes of messages, on processes that nobody else asks."""

import re
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from connectors.rasa import RasaEngine
from conversation.escalation.table import Table
from conversation.turns import Understanding
from gateway.fetching import fetches_person
from gateway.launcher import Launcher, Say
from gateway.ports import free_ports
from gateway.privacy.findings import PersonalKind, placeholder
from gateway.privacy.redactor import Redactor
from gateway.privacy.wiring import redactor_of
from gateway.processes import Plan
from gateway.settings import Settings, whole_environment
from studio.evaluation.messages import EntityValue, Prediction
from studio.models import Model

TURN_SECONDS = 30.0
NOT_UNDERSTOOD = "nlu_fallback"
_PLACEHOLDER = re.compile(rf"\[(?:{'|'.join(kind.value for kind in PersonalKind)})_\d+\]")


@asynccontextmanager
async def asked_alone(settings: Settings, model: Model, *, say: Say) -> AsyncIterator[RasaEngine]:
    """Run an engine and its encoder on ports of their own, and let go of them at the end.

    Raises CannotStartError.
    """
    encoder, port = free_ports(2)
    launcher = Launcher(say=say)
    with tempfile.TemporaryDirectory() as folder:
        own = {"data_dir": Path(folder), "encoder_port": encoder}
        plan = Plan(settings.model_copy(update=own), whole_environment())
        try:
            await launcher.start(plan.encoder(model.encoder_dir))
            await launcher.start(plan.engine(model.file, port=port))
            engine = RasaEngine(
                f"http://127.0.0.1:{port}",
                token=settings.engine_token.get_secret_value(),
                timeout=TURN_SECONDS,
            )
            try:
                yield engine
            finally:
                await engine.close()
        finally:
            await launcher.stop()


async def predicted(
    engine: RasaEngine,
    settings: Settings,
    texts: Sequence[str],
    *,
    asked: Callable[[int], None],
) -> list[Prediction]:
    """Return what an assistant makes of messages; `asked` hears how many were asked so far.

    Raises EngineUnavailableError.
    """
    redactor, table = redactor_of(settings), settings.escalation
    predictions = []
    for number, text in enumerate(texts, start=1):
        predictions.append(await _prediction(engine, redactor, table, text))
        asked(number)
    return predictions


async def _prediction(
    engine: RasaEngine, redactor: Redactor, table: Table, text: str
) -> Prediction:
    """Ask as a customer's line is asked: personal data hidden first, and put back afterwards."""
    read, values = hidden(redactor, text)
    started = time.perf_counter()
    understood = await engine.understand(read)
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
        person=fetches_person(read, understood, table),
        milliseconds=milliseconds,
    )


def _likeliest(understood: Understanding) -> tuple[str, float]:
    return understood.ranking[0] if understood.ranking else (understood.intent, 0.0)


def hidden(redactor: Redactor, text: str) -> tuple[str, Mapping[str, str]]:
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
