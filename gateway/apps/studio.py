"""The studio within the desk: its pages, and the gathering of sentences that runs beside them."""

import asyncio

import httpx
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.reports.tables import TOPICS
from archive.reviews import SqlReviews
from chassis.app import App
from chassis.logs import get_logger
from connectors.rasa import RasaEngine
from gateway.bootstrap import Live, run_beside, until
from gateway.clock import SystemClock
from gateway.effects import ArchivedOutcomes
from gateway.engines import EngineRegistry
from gateway.previewing import ChannelPreviews
from gateway.privacy.wiring import redactor_of
from gateway.settings import Settings
from gateway.shadowing import ArchivedTurns
from gateway.teaching import (
    ArchivedLines,
    ArchivedWords,
    PersonalData,
    RunningAssistant,
    RunningEngines,
)
from handoff.console import words
from staff.frame import Staff
from studio.checks.checking import Checking
from studio.content.content import Content
from studio.pages.attach import attach_studio
from studio.pages.effect import EffectParts
from studio.pages.parts import StudioParts
from studio.pages.training import TrainingParts
from studio.review.desk import ReviewDesk
from studio.review.gathering import Gathering
from studio.review.harvest import Harvest
from studio.search.kept import KeptVectors
from studio.search.library import VectorLibrary
from studio.search.meanings import EncoderMeanings
from studio.search.search import Search
from studio.training.jobs import Jobs
from studio.training.shadows import Shadows
from studio.versions.drafts import Drafts, read_commit
from studio.versions.errors import GitError
from studio.versions.git import Git
from studio.versions.publishing import Publishing
from studio.versions.ready import lacking

ENCODER_SECONDS = 10.0
VECTORS = "studio-vectors.sqlite"


def studio_off(settings: Settings) -> str:
    """Return why the studio is off, empty if it is on."""
    lacks = lacking(Git(settings.content_dir.resolve()))
    return f"Studio: off, CONTENT_DIR cannot be worked on: {lacks}." if lacks else ""


def add_studio(
    app: App, staff: Staff, settings: Settings, *, live: Live, database: AsyncEngine
) -> None:
    """Put the studio into the desk, where there is a repository that it can change.

    Without one the desk does the rest of its work. Claims and commits go by the real clock, also
    where `CLOCK` stands: a lease that never ends would keep sentences from everybody else.
    """
    if off := studio_off(settings):
        get_logger().warning("studio_off", words=off)
        return
    encoder, assistant = encoder_of(settings), assistant_of(settings, live)
    parts = _parts(settings, database, encoder)
    attach_studio(app, staff, parts, _training(settings, live, database), _effect(live, database))
    _finish_at_start(app, parts.publishing)
    lines = ArchivedLines(database, live.clock)
    harvest = Harvest(lines, assistant, parts.search, parts.reviews)
    gathering = Gathering(harvest, parts.search, lambda: _published(parts))
    run_beside(app, listening=lambda stopping: [until(stopping, gathering.run())])

    @app.after_server_stop
    async def close(_app: App) -> None:
        await assistant.close()
        await encoder.aclose()


def _parts(settings: Settings, database: AsyncEngine, encoder: httpx.AsyncClient) -> StudioParts:
    clock = SystemClock()
    git = Git(settings.content_dir.resolve())
    drafts = Drafts(git, clock)
    reviews = SqlReviews(database, clock)
    library = VectorLibrary(EncoderMeanings(encoder), KeptVectors(settings.data_dir / VECTORS))
    search = Search(library)
    checking = Checking(search, PersonalData(redactor_of(settings)))
    return StudioParts(
        git=git,
        drafts=drafts,
        publishing=Publishing(git, drafts),
        reviews=reviews,
        review=ReviewDesk(reviews, drafts, checking, library),
        checking=checking,
        search=search,
        previews=ChannelPreviews(settings),
        zone=settings.brand.zone,
    )


def _training(settings: Settings, live: Live, database: AsyncEngine) -> TrainingParts:
    models_dir = settings.models_dir.resolve()
    return TrainingParts(
        jobs=Jobs(models_dir),
        models_dir=models_dir,
        running=RunningEngines(EngineRegistry(live.redis, live.keys)),
        words=ArchivedWords(database),
        clock=SystemClock(),
        shadows=Shadows(models_dir),
        turns=ArchivedTurns(database),
    )


def _effect(live: Live, database: AsyncEngine) -> EffectParts:
    return EffectParts(
        outcomes=ArchivedOutcomes(database, live.clock),
        topics=TOPICS,
        reasons={reason.value: str(its) for reason, its in words.REASONS.items()},
    )


def _published(parts: StudioParts) -> Content:
    return read_commit(parts.git, parts.drafts.published()).content


def _finish_at_start(app: App, publishing: Publishing) -> None:
    """Finish a publication that somebody was killed over; else the next publication does."""

    @app.before_server_start
    async def finish(_app: App) -> None:
        try:
            await asyncio.to_thread(publishing.finish)
        except (GitError, OSError) as error:
            get_logger().warning("publication_waits", exc_info=error)


def encoder_of(settings: Settings) -> httpx.AsyncClient:
    """Return a client for the encoder."""
    url = f"http://127.0.0.1:{settings.encoder_port}"
    return httpx.AsyncClient(base_url=url, timeout=ENCODER_SECONDS, trust_env=False)


def assistant_of(settings: Settings, live: Live) -> RunningAssistant:
    """Return the assistant that runs, to be asked what it takes a sentence for."""
    token = settings.engine_token.get_secret_value()
    return RunningAssistant(
        EngineRegistry(live.redis, live.keys),
        client=lambda url: RasaEngine(url, token=token, timeout=settings.engine_timeout),
    )
