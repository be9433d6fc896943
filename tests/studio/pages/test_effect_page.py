"""Editors see what a change of the assistant has changed, and what cannot be said of it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from studio.content.changes import ReadIn
from studio.content.examples import Lesson
from studio.effect.gain import gain_of
from studio.effect.ports import Outcome
from studio.pages.german import comma
from studio.present import Decision, decide
from tests.studio.pages.world import World, open_studio, send
from tests.studio.training.samples import BETTER, NEW, OLD, compared, kept

PATH = "/studio/effect"
FEW = Outcome(concerns=9, known=8, contained=4, read=12, missed=3)
BEFORE = Outcome(400, 400, 200, 900, 180, {"anger": 40, "requested": 3})
AFTER = Outcome(400, 400, 300, 900, 90, {"anger": 41})


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_studio(tmp_path) as opened:
        kept(opened.training.models_dir)
        yield opened


@pytest.fixture
async def browser(world: World) -> httpx.AsyncClient:
    return await world.house.logged_in("tomke")


def promoted(world: World, *, days_ago: int = 20) -> datetime:
    """Let the new assistant have taken the old one's place; return when."""
    compared(world.training.models_dir, BETTER)
    at = world.house.clock.now() - timedelta(days=days_ago)
    folder = world.training.models_dir
    decide(folder, Decision(model=OLD, at=at - timedelta(days=40)))
    decide(folder, Decision(model=NEW, at=at, by="t", name="Tomke <Ahrens>", instead_of=OLD))
    return at


async def test_without_a_change_the_page_says_what_will_stand_there(
    browser: httpx.AsyncClient,
) -> None:
    page = (await browser.get(PATH)).text
    assert "Noch ist kein Assistent an die Stelle eines anderen getreten" in page
    assert "zu wenige" in page


async def test_a_change_is_shown_with_intervals_by_topic_and_as_a_plot(
    world: World, browser: httpx.AsyncClient
) -> None:
    at = promoted(world)
    world.outcomes.told = lambda first, _until: (
        {"tariffs": AFTER, "": FEW} if first >= at else {"tariffs": BEFORE, "": FEW}
    )
    page = (await browser.get(PATH)).text
    contained, missed, reasons = page.split("<table>")[1:]
    row = contained.split("Tarife</th>")[1].split("</tr>")[0]
    assert "50,0 % (45 bis 55) von 400" in row
    assert "75,0 % (71 bis 79) von 400" in row
    assert "+25,0" in row
    assert "besser" in row
    assert "zu wenige (8)" in contained
    assert "10,0 %" in missed.split("Tarife</th>")[1]
    assert "besser" in missed.split("Tarife</th>")[1]
    assert "nicht zu unterscheiden" in reasons.split("Verärgert</th>")[1]
    assert page.count('class="before"') == 4
    assert "Zuletzt, 04.11.: von 50,0 % auf 74,5 %." in page
    assert "Tomke &lt;Ahrens&gt;" in page
    assert "style=" not in page


async def test_what_is_too_little_is_neither_drawn_nor_judged(
    world: World, browser: httpx.AsyncClient
) -> None:
    promoted(world, days_ago=2)
    world.outcomes.told = lambda _first, _until: {"tariffs": FEW}
    page = (await browser.get(PATH)).text
    assert "noch nicht ganz bekannt" in page
    assert "unter 30" in page
    assert "<circle" not in page.partition("<main")[2]
    assert "besser" not in page.split("<table>")[1]


async def test_corrections_and_what_they_gained_are_told(
    world: World, browser: httpx.AsyncClient
) -> None:
    promoted(world)
    # Its content is no commit of this repository: nobody knows what was changed.
    assert "Nur zu einem Training aus dem Studio" in (await browser.get(PATH)).text
    jobs = world.training.jobs
    (job,) = jobs.all()
    before = replace(job, id="20260101T000000-00000000", model=OLD)
    jobs.write(replace(before, commit=world.parts.drafts.published()))
    await send(browser, "/studio/intents/greet", marked="huhu", anger="0")
    lessons = tuple(Lesson("greet", f"aus der Datei {number}") for number in range(3))
    editor = await world.editor()
    world.studio.drafts.change(editor, ReadIn(lessons, "CSV"))
    world.studio.publishing.publish(editor)
    jobs.write(replace(job, commit=world.parts.drafts.published()))
    page = (await browser.get(PATH)).text
    assert "1 Korrektur, dazu 3 eingelesene Beispiele" in page
    gain = gain_of(BETTER)
    assert gain is not None
    assert f"Makro-F1 von {comma(100 * gain.before, 1)} auf 100,0" in page
    assert "zu wenige (1)" in page


async def test_all_figures_are_to_be_had_as_a_file(
    world: World, browser: httpx.AsyncClient
) -> None:
    at = promoted(world)
    world.outcomes.told = lambda first, _until: {"tariffs": AFTER if first >= at else BEFORE}
    answer = await browser.get(f"{PATH}/wirkung.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = [line.split(";") for line in answer.text.removeprefix("\ufeff").splitlines()]
    assert rows[0][3] == "Maß"
    tariffs = next(row for row in rows if row[3:5] == ["Ohne Mensch gelöst", "Tarife"])
    assert tariffs[5:] == ["200", "400", "300", "400", "25,0", "18,4", "31,3", "besser"]
    assert world.house.audit.entries[-1].what == "exported_effect"


@pytest.mark.parametrize("number", ["0", "2", "x", "-1", "1" * 40])
async def test_a_change_that_is_not_there_is_not_found(
    world: World, browser: httpx.AsyncClient, number: str
) -> None:
    promoted(world)
    assert (await browser.get(PATH, params={"nr": number})).status_code == 404
    assert (await browser.get(PATH, params={"nr": "1"})).status_code == 200


@pytest.mark.parametrize("path", [PATH, f"{PATH}/wirkung.csv"])
async def test_agents_and_supervisors_do_not_get_in(world: World, path: str) -> None:
    for login in ("mara", "silke"):
        assert (await (await world.house.logged_in(login)).get(path)).status_code == 403
