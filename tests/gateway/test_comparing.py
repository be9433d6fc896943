"""Of test talks only those are told that the present assistant takes as written."""

import asyncio
import threading
from pathlib import Path

import pytest

from archive.database import open_database
from gateway.clock import SystemClock
from gateway.comparing import Comparing, Play
from gateway.secrets import completed
from gateway.settings import read_settings
from studio.models import Model
from studio.progress import Told, nobody
from tests.studio.test_models import trained

BREAKING = {"assistant-1": ("old one",), "assistant-2": ("old one", "new one")}


def comparing(folder: Path, play: Play) -> Comparing:
    settings = read_settings(completed({"DATA_DIR": str(folder)}, folder))
    return Comparing(settings, open_database(settings.archive_url), SystemClock(), play)


@pytest.fixture
def old(tmp_path: Path) -> Model:
    return trained(tmp_path, "assistant-1")


@pytest.fixture
def new(tmp_path: Path) -> Model:
    return trained(tmp_path, "assistant-2")


def known(model: Model, _told: Told, _end: threading.Event) -> tuple[str, ...]:
    return BREAKING[model.name]


async def test_what_broke_before_is_no_news(tmp_path: Path, old: Model, new: Model) -> None:
    assert await comparing(tmp_path, known).broken(new, old, nobody) == ("new one",)


async def test_nothing_is_news_without_another_assistant(tmp_path: Path, new: Model) -> None:
    def never(_model: Model, _told: Told, _end: threading.Event) -> tuple[str, ...]:
        pytest.fail("played")

    for present in (None, new):
        assert await comparing(tmp_path, never).broken(new, present, nobody) == ()


async def test_the_present_one_is_asked_only_where_the_candidate_fails(
    tmp_path: Path, old: Model, new: Model
) -> None:
    played: list[str] = []

    def well(model: Model, _told: Told, _end: threading.Event) -> tuple[str, ...]:
        played.append(model.name)
        return ()

    assert await comparing(tmp_path, well).broken(new, old, nobody) == ()
    assert played == ["assistant-2"]


async def test_whoever_stops_the_comparison_ends_the_playing(
    tmp_path: Path, old: Model, new: Model
) -> None:
    begun, ended = threading.Event(), threading.Event()

    def long(_model: Model, _told: Told, end: threading.Event) -> tuple[str, ...]:
        begun.set()
        if end.wait(20):
            ended.set()
        return ()

    working = asyncio.create_task(comparing(tmp_path, long).broken(new, old, nobody))
    assert await asyncio.to_thread(begun.wait, 20)
    working.cancel()
    assert await asyncio.to_thread(ended.wait, 20)
    await asyncio.wait({working})
    assert working.cancelled()
