"""Effect, files and reading along in a browser: by keyboard, with axe looking on."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from studio.effect.ports import Outcome
from studio.present import Decision, decide
from studio.training.shadows import Shadow
from tests.studio.pages.browser.test_training import (
    NARROW,
    WIDE,
    _complaints,
    log_in,
    real_comparison,
)
from tests.studio.pages.world import World, open_studio
from tests.studio.training.samples import NEW, OLD, TOMKE, compared, kept
from tests.studio.training.turns import BILL, SomeTurns
from tests.support.browser import open_browser, watched_page
from tests.webchat.test_conformance import clients

__all__ = ["clients"]

pytestmark = pytest.mark.asyncio(loop_scope="module")

CSV = """text;intent;anger
Moin aus Husum;greet;0
Schönen Feierabend;goodbye;0
Moin!;goodbye;0
wo ist mein paket;ask_parcel;1
wo ist der laden;ask_shop;0
ohne Absicht
"""
BEFORE = Outcome(420, 400, 236, 900, 171, {"anger": 31, "repeated_misunderstanding": 66})
AFTER = Outcome(433, 410, 287, 930, 112, {"anger": 29, "repeated_misunderstanding": 35})
FEW = Outcome(12, 9, 4, 20, 5, {"anger": 1})


@pytest_asyncio.fixture(loop_scope="module")
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_studio(tmp_path) as opened:
        change(opened)
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as opened:
        yield opened


def change(world: World) -> None:
    """Let an assistant have taken another's place three weeks ago."""
    folder = world.training.models_dir
    kept(folder, OLD)
    kept(folder)
    at = world.house.clock.now() - timedelta(days=21)
    decide(folder, Decision(model=OLD, at=at - timedelta(days=40)))
    decide(folder, Decision(model=NEW, at=at, by="t", name="Tomke Ahrens", instead_of=OLD))
    world.outcomes.told = lambda first, _until: {
        "tariffs": AFTER if first >= at else BEFORE,
        "": FEW,
    }


async def reading_along(world: World) -> Shadow:
    """Let a candidate have read along with forty turns."""
    job = compared(world.training.models_dir, real_comparison())
    at = world.house.clock.now()
    shadow = world.training.shadows.ask(
        TOMKE, training=job.id, model="assistant-3", beside=NEW, hours=24, most=500, at=at
    )
    turns = world.training.turns
    assert isinstance(turns, SomeTurns)
    names = [f"c|{number}" for number in range(40)]
    otherwise = replace(BILL, intent="greet", confidence=0.62)
    taken = dict.fromkeys(names, BILL) | {"c|1": otherwise}
    turns.lines.update(dict.fromkeys(names, "wofür zahle ich das"))
    await turns.keep(shadow.id, taken)
    world.training.shadows.write(replace(shadow, runs=True, read=40))
    return shadow


async def test_a_file_is_read_in_by_keyboard(browser: Browser, world: World) -> None:
    complaints: list[str] = []
    async with await browser.new_context(locale="de-DE", viewport=WIDE) as context:
        page = await watched_page(context, complaints)
        await log_in(page, world)
        await page.goto(f"{world.house.url}/studio/intents")
        await page.get_by_role("link", name="Einlesen und ausgeben").press("Enter")
        file = {"name": "neu.csv", "mimeType": "text/csv", "buffer": CSV.encode()}
        await page.get_by_label("Datei").set_input_files([file])  # type: ignore[list-item]
        await page.get_by_role("button", name="Ansehen", exact=True).press("Enter")
        await expect(page.locator("main")).to_contain_text("neu.csv, Zeile 7: Hier fehlt die")
        await page.get_by_label("ask_parcel").select_option("ask_bill")
        await page.get_by_label("ask_shop").select_option("neu anlegen")
        await page.get_by_role("button", name="Mit dieser Auswahl").press("Enter")
        made = page.get_by_role("group", name="Neue Absicht „ask_shop“")
        await made.get_by_label("Was will jemand damit?").fill("Fragt nach dem Laden")
        await made.get_by_label("Thema").select_option("data/nlu/greeting.yml")
        await made.get_by_label("wenn er duzt").fill("Am Markt.")
        await page.get_by_label("Moin!").press("Space")
        await page.get_by_role("button", name="Übernehmen (4 neue)").press("Enter")
        told = "5 Beispiele stehen jetzt im Entwurf, dazu 1 neue Absicht."
        await expect(page.locator("main")).to_contain_text(told)
    assert complaints == []
    words = await world.words()
    assert {"Moin aus Husum", "Moin!", "wo ist mein paket", "wo ist der laden"} <= words


@pytest.mark.parametrize(
    ("scheme", "size"), [("light", WIDE), ("dark", NARROW)], ids=["light", "dark"]
)
async def test_axe_has_nothing_to_complain_about(
    browser: Browser, world: World, clients: None, scheme: Any, size: Any
) -> None:
    shadow = await reading_along(world)
    # axe brings a style of its own, which the page's policy would rightly refuse.
    options = {"color_scheme": scheme, "viewport": size, "bypass_csp": True, "locale": "de-DE"}
    async with await browser.new_context(**options) as context:
        page = await context.new_page()
        await log_in(page, world)
        await page.goto(f"{world.house.url}/studio/effect")
        assert await _complaints(page) == []
        await page.goto(f"{world.house.url}/studio/shadow/{shadow.id}")
        assert await _complaints(page) == []
        await page.goto(f"{world.house.url}/studio/exchange")
        file = {"name": "neu.csv", "mimeType": "text/csv", "buffer": CSV.encode()}
        await page.get_by_label("Datei").set_input_files([file])  # type: ignore[list-item]
        await page.get_by_role("button", name="Ansehen", exact=True).click()
        await page.get_by_label("ask_shop").select_option("neu anlegen")
        await page.get_by_role("button", name="Mit dieser Auswahl").click()
        await page.get_by_label("Was will jemand damit?").wait_for()
        assert await _complaints(page) == []
