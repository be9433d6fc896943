"""A desk with the studio: an editor logged in, sentences waiting, a repository in a folder."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from archive.reviews_memory import MemoryReviews
from gateway.previewing import ChannelPreviews
from gateway.privacy.redactor import Redactor
from gateway.secrets import completed
from gateway.settings import read_settings
from gateway.teaching import PersonalData
from staff.csrf import csrf_token
from studio.checks.checking import Checking
from studio.content.content import Content
from studio.content.folder import read_folder
from studio.effect.ports import Outcome
from studio.pages.attach import attach_studio
from studio.pages.effect import EffectParts
from studio.pages.parts import StudioParts
from studio.pages.training import TrainingParts
from studio.review.desk import ReviewDesk
from studio.review.harvest import Harvest
from studio.search.kept import KeptVectors
from studio.search.library import VectorLibrary
from studio.search.search import Search
from studio.training.jobs import Jobs
from studio.training.ports import RunningAssistant
from studio.training.shadows import Shadows
from studio.versions.drafts import Editor
from tests.staff.house import House, open_house
from tests.studio.review.test_desk import Assistant, Remembered
from tests.studio.search.meanings import WordMeanings
from tests.studio.training.turns import SomeTurns
from tests.studio.versions.repository import Studio, new_studio


@dataclass
class Rest:
    """What the pages about training ask of the rest; the test may change it."""

    assistants: tuple[RunningAssistant, ...] = ()
    lines: dict[str, str] = field(default_factory=dict)

    async def now(self) -> tuple[RunningAssistant, ...]:
        return self.assistants

    async def of(self, names: Collection[str]) -> Mapping[str, str]:
        return {name: text for name, text in self.lines.items() if name in names}


@dataclass
class Became:
    """What became of concerns; the test says what, and hears which times were asked about."""

    told: Callable[[datetime, datetime], Mapping[str, Outcome]] = lambda _first, _until: {}

    async def between(self, first: datetime, until: datetime) -> Mapping[str, Outcome]:
        return self.told(first, until)


@dataclass(frozen=True)
class World:
    """The studio and all behind it."""

    house: House
    studio: Studio
    parts: StudioParts
    meanings: WordMeanings
    training: TrainingParts
    rest: Rest
    outcomes: Became

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
    meanings = WordMeanings()
    library = VectorLibrary(meanings, KeptVectors(folder / "vectors.sqlite"))
    search = Search(library)
    await search.learn(read_folder(studio.root).content)
    checking = Checking(search, PersonalData(Redactor()))
    attached: list[tuple[StudioParts, TrainingParts]] = []
    models, rest, outcomes = folder / "models", Rest(), Became()
    models.mkdir()

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
            previews=ChannelPreviews(read_settings(completed({}, folder))),
            zone=ZoneInfo("Europe/Berlin"),
        )
        shadows = Shadows(models)
        training = TrainingParts(
            Jobs(models), models, rest, rest, staff.clock, shadows, SomeTurns(rest.lines)
        )
        topics = {"": "Ohne Thema", "tariffs": "Tarife", "billing": "Rechnung"}
        reasons = {"anger": "Verärgert", "repeated_misunderstanding": "Nicht verstanden"}
        effect = EffectParts(outcomes, topics, reasons)
        attach_studio(app, staff, parts, training, effect)
        attached.append((parts, training))

    async with open_house(attach=attach) as house:
        yield World(house, studio, attached[0][0], meanings, attached[0][1], rest, outcomes)
