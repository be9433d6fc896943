"""Trained assistants without a training, messages, and what two assistants make of them."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from studio.evaluation.comparison import Comparison
from studio.evaluation.messages import EntityValue, Message, Prediction
from studio.models import Model, keep, publish
from studio.training.jobs import Job, Jobs, State
from studio.versions.drafts import Editor
from tests.studio.test_models import trained

TOMKE = Editor(id="tomke", name="Tomke Ahrens", login="tomke")
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
OLD, NEW = "assistant-1", "assistant-2"
MESSAGES = (
    Message("Moin", "greet", 0, ()),
    Message("wo ist mein paket", "ask_parcel", 1, ()),
    Message("was kostet Kombi M", "ask_price", 0, (EntityValue("tariff", "Kombi M"),)),
    Message("wie wird das wetter", "out_of_scope", 0, ()),
)


def predictions(*intents: str) -> tuple[Prediction, ...]:
    """What somebody makes of MESSAGES who takes them for these intents and is right otherwise."""
    return tuple(
        Prediction(one.text, intent, 0.9, one.anger, one.entities or ())
        for one, intent in zip(MESSAGES, intents, strict=True)
    )


RIGHT = predictions("greet", "ask_parcel", "ask_price", "out_of_scope")
ONE_WRONG = predictions("greet", "ask_price", "ask_price", "out_of_scope")
BETTER = Comparison(messages=MESSAGES, before=ONE_WRONG, after=RIGHT)
WORSE = Comparison(messages=MESSAGES, before=RIGHT, after=ONE_WRONG)


def present(folder: Path, name: str = OLD) -> Model:
    """Let there be a present assistant."""
    folder.mkdir(parents=True, exist_ok=True)
    model = trained(folder, name)
    publish(model, models_dir=folder)
    return model


def kept(folder: Path, name: str = NEW) -> Model:
    """Let there be a candidate."""
    model = trained(folder, name)
    keep(model, models_dir=folder)
    return model


def compared(folder: Path, comparison: Comparison, *, model: str = NEW) -> Job:
    """Let there be a training that is done, its candidate compared with the present assistant."""
    jobs = Jobs(folder)
    asked = jobs.ask(TOMKE, commit="0" * 40, draft=False, at=NOON)
    done = replace(asked, state=State.DONE, model=model, instead_of=OLD, ended_at=NOON)
    jobs.keep_comparison(done.id, comparison)
    jobs.write(done)
    return done
