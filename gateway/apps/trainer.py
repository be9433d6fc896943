"""The trainer: a process that trains and compares what editors ask for, one thing at a time."""

import os
from pathlib import Path

from archive.database import open_database
from chassis.app import App, create_app
from gateway.bootstrap import run_beside
from gateway.clock import SystemClock
from gateway.comparing import Comparing
from gateway.processes import ENGINE_PYTHON
from gateway.settings import ROOT, Settings
from gateway.shadowing import ArchivedTurns, beside
from studio.models import load
from studio.present import present_name
from studio.trainer import TrainerSettings
from studio.training.jobs import Jobs
from studio.training.running import Trainings
from studio.training.shadowing import Shadowing
from studio.training.shadows import Shadows
from studio.training.source import played_with, training_from
from studio.versions.git import Git


def trainer_app(settings: Settings) -> App:
    """Compose the trainer. Its port is loopback's, for health only.

    It goes by the real clock, also where `CLOCK` stands: a training takes its time.
    """
    clock = SystemClock()
    database = open_database(settings.archive_url)
    models_dir = settings.models_dir.resolve()
    trainer = _trainer(settings, models_dir)
    trainings = Trainings(
        jobs=Jobs(models_dir),
        train=training_from(Git(settings.content_dir.resolve()), trainer),
        compare=Comparing(settings, database, clock, played_with(trainer)).compare,
        load=lambda name: load(models_dir, name),
        clock=clock,
    )
    app = create_app("trainer", checks={})
    shadowing = Shadowing(
        shadows=Shadows(models_dir),
        busy=lambda: trainings.jobs.active() is not None,
        present=lambda: present_name(models_dir),
        load=trainings.load,
        beside=lambda model: beside(settings, model),
        turns=ArchivedTurns(database),
        share=settings.shadow_share,
        clock=clock,
    )
    run_beside(app, listening=lambda stopping: [trainings.run(stopping), shadowing.run(stopping)])

    @app.after_server_stop
    async def close(_app: App) -> None:
        await database.dispose()

    return app


def _trainer(settings: Settings, models_dir: Path) -> TrainerSettings:
    return TrainerSettings(
        root=ROOT,
        engine_python=ENGINE_PYTHON,
        models_dir=models_dir,
        encoder_model=settings.encoder_model,
        # One core is left to those who answer.
        threads=max(1, (os.cpu_count() or 1) - 1),
    )
