"""Reports in a real browser: by keyboard, and for everybody to use."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from archive.database import open_database
from archive.migrate import migrate
from tests.archive.reports.desk import open_reports, weeks
from tests.console.browsers import window
from tests.staff.house import PASSWORD, House
from tests.support.axe import complaints, in_all_looks
from tests.support.browser import open_browser
from tests.webchat.test_conformance import clients

__all__ = ["clients"]

pytestmark = pytest.mark.asyncio(loop_scope="module")

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 800}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as started:
        yield started


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    file = tmp_path_factory.mktemp("reports") / "archive.sqlite"
    database = open_database(f"sqlite+aiosqlite:///{file}")
    await migrate(database)
    await weeks(database)
    async with open_reports(database) as opened:
        yield opened
    await database.dispose()


async def enter(page: Page, house: House) -> None:
    await page.goto(f"{house.url}/reports")
    await page.wait_for_selector("[name=login]:focus")
    await page.keyboard.type("silke")
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".plots")


async def test_a_table_beside_a_plot_opens_by_keyboard(browser: Browser, house: House) -> None:
    async with await browser.new_context(locale="de-DE", viewport=WIDE) as context:
        page = await window(context)
        await enter(page, house)
        table = page.locator(".plot table").first
        await expect(table).to_be_hidden()
        await page.locator(".plot summary").first.focus()
        await page.keyboard.press("Enter")
        await expect(table).to_be_visible()
        # Drawn and coloured without a style or a script within the page.
        bar = page.locator(".bar.one").first
        assert await bar.evaluate("bar => getComputedStyle(bar).fill") != "rgb(0, 0, 0)"
        assert page.complaints == []  # type: ignore[attr-defined]


@pytest.mark.timeout(360)
@in_all_looks(WIDE, NARROW)
async def test_axe_finds_nothing_to_complain_about(
    browser: Browser, house: House, clients: None, scheme: Any, size: Any
) -> None:
    # axe brings a style of its own, which the page's policy would rightly refuse.
    options = {"color_scheme": scheme, "viewport": size, "bypass_csp": True, "locale": "de-DE"}
    async with await browser.new_context(**options) as context:
        page = await window(context)
        await enter(page, house)
        if folder := os.environ.get("SCREENSHOTS"):
            await page.set_viewport_size({**size, "height": 1700})
            await page.screenshot(path=Path(folder) / f"reports-{scheme}-{size['width']}.png")
        await page.locator(".plot summary").first.click()
        assert await complaints(page) == []
