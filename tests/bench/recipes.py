"""Trains other pipelines on our examples and judges them on the held-out messages.

    python -m tests.bench.recipes [--only WORDS] [--seconds N]

Writes one line of the table in docs/measurements/understanding.md for each pipeline of recipes.yml
whose name contains WORDS. `--seconds` is how long DIET may learn; the epochs it got through are in
the line. Not part of `make bench`: one pipeline may take a quarter of an hour.
"""

import argparse
import asyncio
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from gateway.evaluation import HELD_OUT
from gateway.launcher import Launcher
from gateway.models import CurrentModel
from gateway.privacy.redactor import Redactor
from gateway.processes import Plan
from gateway.questioning import hidden
from gateway.settings import ROOT, Settings
from studio.evaluation.figures import Figures, Share, figures_of
from studio.evaluation.messages import EntityValue, Message, Prediction, read_messages
from tests.bench.probing import probed
from tests.bench.system import configured

RECIPES = Path(__file__).parent / "recipes.yml"
# Reading, counting, loading and asking, however long DIET learns.
OTHERWISE_SECONDS = 1800.0


@dataclass(frozen=True)
class Measured:
    """How a pipeline did; `epochs` is 0 where nothing learns in epochs."""

    seconds: float
    epochs: int
    figures: Figures

    def row(self, name: str) -> str:
        """The pipeline as a line of a Markdown table."""
        figures, epochs = self.figures, f", {self.epochs} epochs" if self.epochs else ""
        entities = "-" if not figures.entities_f1 else f"{figures.entities_f1:.3f}"
        return (
            f"| {name} | {_share(figures.intents)} | {_share(figures.refused)} "
            f"| {_share(figures.falsely_refused)} | {entities} | {self.seconds:.0f} s{epochs} "
            f"| {figures.milliseconds[0]:.0f} ms |"
        )


async def main() -> int:
    """Measure what the command line names, line by line."""
    given = _arguments()
    recipes: dict[str, Any] = yaml.safe_load(RECIPES.read_text("utf-8"))
    messages = read_messages(HELD_OUT)
    for name, recipe in recipes.items():
        if given.only in name:
            with tempfile.TemporaryDirectory() as folder:
                measured = await _measured(recipe, messages, Path(folder), seconds=given.seconds)
            print(measured.row(name), flush=True)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.recipes", description=__doc__)
    parser.add_argument("--only", default="", help="part of a recipe's name")
    parser.add_argument("--seconds", type=float, default=600.0, help="how long DIET may learn")
    return parser.parse_args()


async def _measured(
    recipe: dict[str, Any], messages: list[Message], folder: Path, *, seconds: float
) -> Measured:
    settings, plan = configured(folder, merge_window=0)
    launcher = Launcher(say=lambda _: None)
    redactor = Redactor(public=(settings.brand.phone, settings.brand.website))
    texts, values = zip(*(hidden(redactor, each.text) for each in messages), strict=True)
    try:
        await _start_encoder(recipe.get("encoder"), launcher, settings, plan)
        config = folder / "config.yml"
        importers = [{"name": "bot.importer.ContentImporter"}]
        config.write_text(
            yaml.safe_dump(
                {"recipe": "default.v1", "language": "de", "assistant_id": "compared"}
                | {"importers": importers, "pipeline": recipe["pipeline"]}
            )
        )
        wanted = {"config": str(config), "data": str(ROOT / "data" / "nlu"), "out": str(folder)}
        answer = await probed(
            "recipe_probe.py",
            {**wanted, "texts": texts, "seconds": seconds},
            encoder_url=f"http://127.0.0.1:{settings.encoder_port}",
            seconds=seconds + OTHERWISE_SECONDS,
            RASA_CACHE_DIRECTORY=str(folder / "cache"),
        )
    finally:
        await launcher.stop()
    predictions = [
        Prediction(
            text=message.text,
            intent=made["intent"],
            confidence=made["confidence"],
            anger=None,
            entities=tuple(EntityValue(n, meant.get(v, v)) for n, v in made["entities"]),
            milliseconds=made["milliseconds"],
        )
        for message, made, meant in zip(messages, answer["predictions"], values, strict=True)
    ]
    figures = figures_of(messages, predictions)
    return Measured(seconds=answer["seconds"], epochs=answer["epochs"], figures=figures)


async def _start_encoder(
    which: str | None, launcher: Launcher, settings: Settings, plan: Plan
) -> None:
    if which is None:
        return
    model = CurrentModel(settings.models_dir).read()
    if which == "tuned" and model is None:
        raise RuntimeError("There is no trained assistant; run `make train`.")
    tuned = model.encoder_dir if model and which == "tuned" else None
    await launcher.start(plan.encoder(tuned))


def _share(share: Share | None) -> str:
    if share is None:
        return "-"
    low, high = share.interval
    return f"{share.value:.1%} ({low:.0%}-{high:.0%})"


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
