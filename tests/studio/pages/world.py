"""A desk with the studio: an editor logged in, sentences waiting, a repository in a folder."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from archive.reviews_memory import MemoryReviews
from gateway.privacy.redactor import Redactor
from gateway.teaching import PersonalData
from staff.csrf import csrf_token
from studio.checks.checking import Checking
from studio.content.content import Content
from studio.content.folder import read_folder
from studio.pages.attach import attach_studio
from studio.pages.parts import StudioParts
from studio.review.desk import ReviewDesk
from studio.review.harvest import Harvest
from studio.search.kept import KeptVectors
from studio.search.library import VectorLibrary
from studio.search.search import Search
from studio.versions.drafts import Editor
from tests.staff.house import House, open_house
from tests.studio.review.test_desk import Assistant, Remembered
from tests.studio.search.meanings import WordMeanings
from tests.studio.versions.repository import Studio, new_studio


@dataclass(frozen=True)
class World:
    """The studio and all behind it."""

    house: House
    studio: Studio
    parts: StudioParts

    async def hears(self, *texts: str) -> None:
        """Let customers have written something that is worth a look."""
        parts = self.parts
        harvest = Harvest(Remembered(*texts), Assistant(), parts.search, parts.reviews)
        while await harvest.step(self.published()):
            pass

    def published(self) -> Content:
        return read_folder(self.studio.root).content

    async def editor(self) -> Editor:
        account = await self.house.account("tomke")
        return Editor(account.id, account.name, account.login)

    async def words(self) -> set[str]:
        """What is taught in the editor's draft."""
        draft = self.studio.drafts.open(await self.editor())
        return {one.lesson.words for one in draft.content.examples.values()}


async def send(browser: httpx.AsyncClient, path: str, **fields: Any) -> httpx.Response:
    """Send a form of one of our pages as a browser without scripts does."""
    return await browser.post(path, data={"csrf": csrf_token(browser.cookies["staff"]), **fields})


@asynccontextmanager
async def open_studio(folder: Path) -> AsyncIterator[World]:
    """Run a studio until the test is done with it."""
    (folder / "root").mkdir()
    studio = new_studio(folder / "root")
    library = VectorLibrary(WordMeanings(), KeptVectors(folder / "vectors.sqlite"))
    search = Search(library)
    await search.learn(read_folder(studio.root).content)
    checking = Checking(search, PersonalData(Redactor()))
    attached: list[StudioParts] = []

    def attach(app: Any, staff: Any) -> None:
        reviews = MemoryReviews(staff.clock)
        parts = StudioParts(
            git=studio.git,
            drafts=studio.drafts,
            publishing=studio.publishing,
            reviews=reviews,
            review=ReviewDesk(reviews, studio.drafts, checking, library),
            checking=checking,
            search=search,
            zone=ZoneInfo("Europe/Berlin"),
        )
        attach_studio(app, staff, parts)
        attached.append(parts)

    async with open_house(attach=attach) as house:
        yield World(house, studio, attached[0])
