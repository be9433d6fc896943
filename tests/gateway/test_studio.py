"""The studio is on where there is a repository to work on, and never stands in the desk's way."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from redis.asyncio import Redis

from connectors.rasa import RasaEngine
from conversation.errors import EngineUnavailableError
from conversation.keys import Keys
from gateway.apps.studio import studio_off
from gateway.engines import EngineEntry, EngineRegistry, EngineState
from gateway.teaching import RunningAssistant
from studio.content.changes import Add
from studio.content.examples import Lesson
from studio.versions.publishing import Publishing
from tests.staff.house import TLS, log_in
from tests.studio.desk import an_engine, running_desk, settings_of
from tests.studio.versions.repository import ANNA, new_studio


@pytest.fixture
async def registry(redis_url: str) -> AsyncIterator[EngineRegistry]:
    redis = Redis.from_url(redis_url)
    yield EngineRegistry(redis, Keys(partitions=4))
    await redis.aclose()


async def test_without_a_repository_the_studio_is_off_and_the_desk_runs(
    tmp_path: Path, redis_url: str
) -> None:
    settings = settings_of(tmp_path, redis_url, CONTENT_DIR=str(tmp_path))
    assert studio_off(settings).startswith("Studio: off, CONTENT_DIR cannot be worked on")
    async with (
        running_desk(settings) as url,
        httpx.AsyncClient(base_url=url, timeout=20, verify=TLS) as browser,
    ):
        assert (await log_in(browser, "tomke")).status_code == 303
        assert (await browser.get("/studio/review")).status_code == 404
        assert (await browser.get("/readyz")).status_code == 200


async def test_what_cannot_be_worked_on_is_told(tmp_path: Path, redis_url: str) -> None:
    studio = new_studio(tmp_path)

    def off(folder: Path) -> str:
        return studio_off(settings_of(tmp_path, redis_url, CONTENT_DIR=str(folder)))

    assert off(tmp_path) == ""
    assert "top folder" in off(tmp_path / "data")
    studio.hand("branch", "studio")
    assert "a branch called studio" in off(tmp_path)
    studio.hand("branch", "-D", "studio")
    studio.hand("checkout", "-q", "--detach")
    assert off(tmp_path) != ""
    studio.hand("checkout", "-q", "--orphan", "empty")
    assert "no commit" in off(tmp_path)
    studio.hand("rm", "-rqf", "data")
    studio.hand("commit", "-q", "-m", "Nichts")
    assert "no data/nlu/" in off(tmp_path)


class Killed(Publishing):
    """Is killed between the commit and the files."""

    def _carry_out(self, note: object) -> object:  # type: ignore[override]
        raise KeyboardInterrupt


async def test_the_desk_finishes_at_its_start_what_it_was_killed_over(
    tmp_path: Path, redis_url: str
) -> None:
    (tmp_path / "root").mkdir()
    studio = new_studio(tmp_path / "root")
    studio.drafts.change(ANNA, Add(Lesson("greet", "huhu")))
    with pytest.raises(KeyboardInterrupt):
        Killed(studio.git, studio.drafts).publish(ANNA)
    assert "huhu" not in studio.file().read_text()
    async with running_desk(settings_of(tmp_path, redis_url, CONTENT_DIR=str(studio.root))):
        assert "huhu" in studio.file().read_text()
    assert studio.hand("status", "--porcelain") == ""


async def test_an_engine_that_is_ready_is_asked(
    tmp_path: Path, redis_url: str, registry: EngineRegistry
) -> None:
    settings = settings_of(tmp_path, redis_url)
    token = settings.engine_token.get_secret_value()
    assistant = RunningAssistant(
        registry, client=lambda url: RasaEngine(url, token=token, timeout=5)
    )
    with pytest.raises(EngineUnavailableError):
        await assistant.understand("moin")
    async with an_engine(settings):
        while not await registry.entries():
            await asyncio.sleep(0.01)
        understood = await assistant.understand("moin")
        assert (understood.intent, understood.anger) == ("nlu_fallback", 1)
    draining = EngineEntry("one", "http://127.0.0.1:1", "model", EngineState.DRAINING)
    await registry.announce([draining])
    with pytest.raises(EngineUnavailableError):
        await assistant.understand("moin")
    await assistant.close()
