"""A supervisor's board in a real browser: live, by keyboard, and for everybody to use."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from conversation.packets import Understood
from conversation.routing.teams import Presence
from gateway.clock import SystemClock
from handoff.board.addresses import ROOT, path_of_giving
from handoff.console.addresses import key_of
from tests.board.world import JONAS, MARA, SILKE, open_board, there
from tests.console.browser.conftest import browser, page
from tests.console.browsers import log_in, window
from tests.console.world import World, customer
from tests.support.axe import complaints, in_all_looks
from tests.webchat.test_conformance import clients

__all__ = ["browser", "clients", "page"]

pytestmark = pytest.mark.asyncio(loop_scope="module")

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 800}


@pytest_asyncio.fixture(loop_scope="module")
async def world() -> AsyncIterator[World]:
    async with open_board(SystemClock(), beat=0.5) as opened:
        yield opened


def waiting(name: str) -> str:
    return f"#waiting-{key_of(customer(name))}"


async def test_the_board_is_live_and_a_conversation_is_given_away_by_keyboard(
    page: Page, world: World
) -> None:
    await there(world, JONAS)
    await log_in(page, world, "silke", ROOT)
    await expect(page.locator("#figure-waiting b")).to_have_text("0")
    await world.hands_over(of="anna", wish="Mein Anschluss ist seit gestern tot.")
    await expect(page.locator("#figure-waiting b")).to_have_text("1")
    row = page.locator(f"{waiting('anna')} a")
    await expect(row).to_contain_text("seit gestern tot")
    await row.focus()
    await world.hands_over(of="bo", wish="Und meiner auch.")
    await expect(page.locator("#figure-waiting b")).to_have_text("2")
    await expect(row).to_be_focused()  # what came in has moved nothing under the fingers
    await page.keyboard.press("Enter")
    await page.wait_for_selector("[name=reason]")
    await page.focus("[name=reason]")
    await page.keyboard.type("Kennt den Fall")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("text=Zugewiesen")
    assert (await world.state("anna")).hold.agent == JONAS


async def _full(world: World) -> None:
    await there(world, MARA)
    await there(world, JONAS, presence=Presence.BREAK)
    await world.story(of="anna")
    await world.act(await world.house.logged_in("mara"), "claim", of="anna")
    for number, wish in enumerate(
        ("Internet weg, und zwar schon wieder!", "Rechnung stimmt nicht")
    ):
        name = f"c{number}"
        line = await world.writes(wish, of=name)
        understood = (Understood(line, ("report_outage", "ask_bill")[number], 0.9),)
        await world.hands_over(of=name, wish=wish, understood=understood)


@pytest.mark.timeout(360)
@in_all_looks(WIDE, NARROW)
async def test_axe_finds_nothing_to_complain_about(
    browser: Browser, world: World, clients: None, scheme: Any, size: Any
) -> None:
    await _full(world)
    # axe brings a style of its own, which the page's policy would rightly refuse.
    options = {"color_scheme": scheme, "viewport": size, "bypass_csp": True, "locale": "de-DE"}
    async with await browser.new_context(**options) as context:
        page = await window(context)
        await page.emulate_media(reduced_motion="reduce", color_scheme=scheme)
        await log_in(page, world, "silke", ROOT)
        await shoot(page, f"board-{scheme}-{size['width']}")
        assert await complaints(page) == []
        await page.goto(world.house.url + path_of_giving(customer("c0")))
        await shoot(page, f"giving-{scheme}-{size['width']}")
        assert await complaints(page) == []
        await world.house.parts.accounts.set_site(SILKE, "Kiel")
        await page.goto(world.house.url + ROOT)
        await expect(page.locator("#teams-elsewhere")).to_contain_text("An den anderen Standorten")
        await shoot(page, f"site-{scheme}-{size['width']}")
        assert await complaints(page) == []


async def shoot(page: Page, name: str) -> None:
    """Keep a picture, where somebody wants to look at it."""
    if folder := os.environ.get("SCREENSHOTS"):
        await page.screenshot(path=Path(folder) / f"{name}.png")
