"""The desk as it is put together, with a repository that editors may change, and those it asks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from redis.asyncio import Redis
from sanic import HTTPResponse, Request, Sanic
from sanic.response import json as json_response

from archive.database import open_database
from archive.migrate import migrate
from archive.recording import record
from conversation.keys import Keys
from conversation.messages import Speaker
from conversation.ports import FeedEvent, FeedKind
from gateway.apps.desk import desk_app
from gateway.engines import EngineEntry, EngineRegistry, EngineState
from gateway.ports import free_ports
from gateway.secrets import completed
from gateway.settings import Settings, read_settings
from staff.accounts import SqlAccounts
from tests.archive.events import conversation
from tests.encoder.fakes import CountingModel
from tests.encoder.servers import application
from tests.staff.house import employ
from tests.studio.versions.repository import Studio, new_studio
from tests.support.serving import served

ANNOUNCING_SECONDS = 5.0
UNSURE: dict[str, Any] = {
    "intent": "nlu_fallback",
    "confidence": 0.3,
    "ranking": [
        {"intent": "nlu_fallback", "confidence": 0.3},
        {"intent": "ask_bill", "confidence": 0.28},
        {"intent": "goodbye", "confidence": 0.05},
    ],
    "entities": [],
    "anger": 1,
}


@dataclass(frozen=True)
class EditorsDesk:
    """A running desk, and the repository its studio works on."""

    url: str
    settings: Settings
    studio: Studio


def settings_of(folder: Path, redis_url: str, **told: str) -> Settings:
    """Return settings with a data folder and ports of the test's own."""
    (desk,) = free_ports(1)
    own = {"REDIS_URL": redis_url, "DATA_DIR": str(folder / "var"), "DESK_PORT": str(desk)}
    (folder / "var").mkdir(exist_ok=True)
    return read_settings(completed({**own, **told}, folder / "var"))


@asynccontextmanager
async def running_desk(settings: Settings) -> AsyncIterator[str]:
    """Run the desk in this loop with everybody employed; its address."""
    await _employ(settings)
    Sanic.test_mode = True  # other tests of this process may have an app of the same name
    app = desk_app(settings)
    app.config.TOUCHUP = False  # Sanic rewrites its own code for one app a process
    try:
        async with served(app, settings.desk_port):
            yield f"http://127.0.0.1:{settings.desk_port}"
    finally:
        Sanic.unregister_app(app)


@asynccontextmanager
async def editors_desk(folder: Path, redis_url: str, *heard: str) -> AsyncIterator[EditorsDesk]:
    """Run a desk to which customers have written `heard`; its engine is sure of nothing."""
    (folder / "root").mkdir()
    studio = new_studio(folder / "root")
    async with application(CountingModel()) as encoder:  # type: ignore[arg-type]
        settings = settings_of(
            folder,
            redis_url,
            CONTENT_DIR=str(studio.root),
            ENCODER_PORT=str(encoder.base_url.port),
        )
        await archived(settings, *heard)
        async with an_engine(settings), running_desk(settings) as url:
            yield EditorsDesk(url, settings, studio)


@asynccontextmanager
async def an_engine(settings: Settings) -> AsyncIterator[None]:
    """Announce an engine that understands everything alike and wants its token."""
    (port,) = free_ports(1)
    app: Sanic[Any, Any] = Sanic(f"engine-{port}", configure_logging=False)
    app.config.TOUCHUP = False

    @app.post("/webhooks/care/understand")
    async def understand(request: Request) -> HTTPResponse:
        right = request.token == settings.engine_token.get_secret_value()
        return json_response(UNSURE if right else {}, status=200 if right else 401)

    redis = Redis.from_url(settings.live_url)
    registry = EngineRegistry(redis, Keys(partitions=settings.partitions))
    entry = EngineEntry("one", f"http://127.0.0.1:{port}", "model", EngineState.READY)

    async def announce() -> None:
        while True:
            await registry.announce([entry])
            await asyncio.sleep(ANNOUNCING_SECONDS)

    async with served(app, port):
        announcing = asyncio.create_task(announce())
        yield
        announcing.cancel()
        await asyncio.wait({announcing})
    await redis.aclose()


async def archived(settings: Settings, *texts: str) -> None:
    """Let customers have written, long enough ago."""
    database = open_database(settings.archive_url)
    await migrate(database)
    at = datetime.now(UTC) - timedelta(hours=1)
    await record(database, [_said(number, text, at) for number, text in enumerate(texts, start=1)])
    await database.dispose()


def _said(number: int, text: str, at: datetime) -> FeedEvent:
    body = {
        "id": str(number),
        "speaker": Speaker.CUSTOMER.value,
        "text": text,
        "at": (at + timedelta(seconds=number)).isoformat(),
        "author": "",
        "buttons": [],
        "image": "",
    }
    return FeedEvent(f"0/{number}-0", FeedKind.SAID, conversation(f"c{number}"), at, body)


async def _employ(settings: Settings) -> None:
    database = open_database(settings.archive_url)
    await migrate(database)
    accounts = SqlAccounts(database)
    if not await accounts.all():
        await employ(accounts)
    await database.dispose()
