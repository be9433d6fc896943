"""The studio stays ready by itself, whatever is out for a while."""

import asyncio
from pathlib import Path

import pytest

from archive.reviews_memory import MemoryReviews
from studio.review.gathering import Gathering
from studio.review.harvest import Harvest
from studio.search.kept import KeptVectors
from studio.search.library import VectorLibrary
from studio.search.search import Search
from tests.cases.samples import Watch
from tests.studio.content.samples import content
from tests.studio.review.test_desk import Assistant, Remembered
from tests.studio.search.meanings import WordMeanings

LINES = Remembered(*(f"paket nummer {number} fehlt" for number in range(250)))


class Room:
    def __init__(self, folder: Path) -> None:
        self.meanings, self.assistant = WordMeanings(), Assistant()
        self.reviews = MemoryReviews(Watch())
        self.search = Search(VectorLibrary(self.meanings, KeptVectors(folder / "v.sqlite")))
        self.failures = 0
        harvest = Harvest(LINES, self.assistant, self.search, self.reviews)
        self.gathering = Gathering(harvest, self.search, self.published, pause=0.01, breath=0)

    def published(self):  # type: ignore[no-untyped-def]
        if self.failures:
            self.failures -= 1
            raise OSError("The disk is away.")
        return content()

    async def waiting(self) -> int:
        return (await self.reviews.counts()).waiting


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


async def test_a_round_learns_the_examples_and_takes_in_all_lines(room: Room) -> None:
    assert await room.gathering.round() == 250
    assert await room.waiting() == 250
    assert await room.gathering.round() == 0
    assert (await room.search.find("moin", content())).meaning


async def test_without_the_encoder_lines_are_taken_in_all_the_same(room: Room) -> None:
    room.meanings.out = True
    assert await room.gathering.round() == 250
    (one, *_) = await room.reviews.waiting(limit=1)
    assert "far" not in one.candidate.reasons


async def test_without_the_engine_lines_wait(room: Room) -> None:
    room.assistant.out = True
    assert await room.gathering.round() == 0
    room.assistant.out = False
    assert await room.gathering.round() == 250


async def test_whatever_fails_is_tried_again(room: Room) -> None:
    room.failures = 2
    running = asyncio.create_task(room.gathering.run())
    while not await room.waiting():
        assert not running.done()
        await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.wait({running})
    assert room.failures == 0
