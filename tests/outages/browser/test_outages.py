"""Outage mode in a real browser: live, by keyboard, and for everybody to use."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from conversation.outages import Place
from gateway.clock import SystemClock
from handoff.outages.reading import ROOT, key_of, writing_path
from tests.console.browser.conftest import browser
from tests.console.browsers import window
from tests.outages.world import HERE, Outaged, open_outages
from tests.staff.house import PASSWORD
from tests.support.axe import complaints, in_all_looks
from tests.webchat.test_conformance import clients

__all__ = ["browser", "clients"]

pytestmark = pytest.mark.asyncio(loop_scope="module")

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 800}


@pytest_asyncio.fixture(loop_scope="module")
async def desk() -> AsyncIterator[Outaged]:
    async with open_outages(SystemClock()) as opened:
        yield opened


async def enter(page: Page, desk: Outaged) -> None:
    """Log in with the keyboard alone."""
    await page.goto(desk.world.house.url + ROOT)
    await page.wait_for_selector("[name=login]:focus")
    await page.keyboard.type("silke")
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#outage-groups")


@pytest.mark.timeout(180)
async def test_a_group_is_told_by_keyboard_and_told_again_when_it_is_fixed(
    browser: Browser, desk: Outaged
) -> None:
    await desk.report("anna", "bo")
    async with await browser.new_context(locale="de-DE", viewport=WIDE) as context:
        page = await window(context)
        await enter(page, desk)
        # What comes in while somebody looks appears by itself and moves nothing under the fingers.
        write = page.locator(f"#write-{key_of(HERE)}")
        await write.focus()
        await desk.report("cleo")
        many = page.locator(f"#group-{key_of(HERE)} td").first
        await expect(many).to_have_text("3", timeout=15_000)
        await expect(write).to_be_focused()
        await page.keyboard.press("Enter")
        await page.locator("textarea").focus()
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("Moin Anna Petersen").first).to_be_visible()
        await page.get_by_role("button", name="Freigeben und senden").focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("status")).to_contain_text("Freigegeben")
        assert await desk.tell() == 3
        await expect(page.get_by_text("Informiert: 3")).to_be_visible(timeout=15_000)
        (outage,) = await desk.outages.open()
        await page.locator(f"#end-{outage.id}").focus()
        await page.keyboard.press("Enter")
        await page.locator("textarea").focus()
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await page.get_by_role("button", name="Freigeben und senden").focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("status")).to_contain_text("Beendet")
        assert await desk.tell() == 3
        assert "ist behoben" in (await desk.world.said("cleo"))[-1][1]
        assert page.complaints == []  # type: ignore[attr-defined]


@pytest.mark.timeout(360)
@in_all_looks(WIDE, NARROW)
async def test_axe_finds_nothing_to_complain_about(
    browser: Browser, desk: Outaged, clients: None, scheme: Any, size: Any
) -> None:
    await desk.report(*(f"c{number}" for number in range(14)))
    await desk.report("d1", "d2", "d3", place=Place("24103", "tv"))
    await desk.report("e1", "e2", place=Place("24939"))
    # axe brings a style of its own, which the page's policy would rightly refuse.
    options = {"color_scheme": scheme, "viewport": size, "bypass_csp": True, "locale": "de-DE"}
    async with await browser.new_context(**options) as context:
        page = await window(context)
        await page.emulate_media(reduced_motion="reduce", color_scheme=scheme)
        await enter(page, desk)
        await page.goto(desk.world.house.url + writing_path(HERE))
        await shoot(page, f"outage-write-{scheme}-{size['width']}")
        assert await complaints(page) == []
        await page.get_by_role("button", name="Ansehen").click()
        await expect(page.get_by_text("Moin Anna Petersen").first).to_be_visible()
        await shoot(page, f"outage-check-{scheme}-{size['width']}")
        assert await complaints(page) == []
        await page.get_by_role("button", name="Freigeben").click()
        await desk.tell()
        await page.goto(desk.world.house.url + ROOT)
        await shoot(page, f"outages-{scheme}-{size['width']}")
        assert await complaints(page) == []


async def shoot(page: Page, name: str) -> None:
    """Keep a picture, where somebody wants to look at it."""
    if folder := os.environ.get("SCREENSHOTS"):
        await page.screenshot(path=Path(folder) / f"{name}.png")
