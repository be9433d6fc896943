"""A long queue in a real browser: its pages, how many wait, and where one is on a phone."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.console.browsers import log_in, window
from tests.console.world import World
from tests.support.axe import complaints

pytestmark = pytest.mark.asyncio(loop_scope="module")

COUNT = "#tab-queue .count"
PATIENCE_MS = 20_000


async def test_a_long_queue_is_gone_through_page_by_page_by_keyboard(
    page: Page, world: World
) -> None:
    for number in range(60):
        await world.hands_over(of=f"c{number}", wish=f"Anliegen {number}")
    await log_in(page, world, "mara")
    rows = page.locator("[data-open]")
    await expect(rows).to_have_count(50)
    await page.locator(".rows-more a").focus()
    await page.keyboard.press("Enter")
    await expect(rows).to_have_count(10)
    await expect(page.locator(".rows-more")).to_contain_text("51 bis 60 von 60")
    await world.hands_over(of="late")
    await expect(rows).to_have_count(11, timeout=PATIENCE_MS)
    await page.get_by_role("link", name="Dringendere").press("Enter")
    await expect(rows).to_have_count(50)


async def test_who_looks_at_another_list_hears_how_many_wait_and_fetches_nothing(
    page: Page, world: World
) -> None:
    await log_in(page, world, "mara", "/console/mine")
    await expect(page.locator(COUNT)).to_have_text("0")
    # After the stream's first word the page catches up once.
    await page.wait_for_load_state("networkidle")
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    for many in (1, 2):
        await world.hands_over(of=f"c{many}")
        await expect(page.locator(COUNT)).to_have_text(str(many), timeout=PATIENCE_MS)
    assert (await page.title()).startswith("(2) ")
    assert [url for url in fetched if "/console/mine" in url] == []
    await page.click("#tab-queue")
    await expect(page.locator("[data-open]")).to_have_count(2)
    await page.click("#tab-mine")
    await expect(page.locator(COUNT)).to_have_text("2")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_on_a_phone_the_navigation_shows_where_one_is_and_axe_finds_nothing(
    browser: Browser, world: World, scheme: Any
) -> None:
    for number in range(60):
        await world.hands_over(of=f"c{number}")
    options = {"viewport": {"width": 320, "height": 700}, "bypass_csp": True, "locale": "de-DE"}
    async with await browser.new_context(color_scheme=scheme, **options) as context:
        page = await window(context)
        await log_in(page, world, "silke")
        await expect(page.locator(".rows-more a")).to_be_visible()
        assert await complaints(page) == []
        await page.goto(f"{world.house.url}/text-modules")
        here = page.locator(".bar-areas [aria-current]")
        await expect(here).to_be_in_viewport(ratio=0.9)
        if folder := os.environ.get("SCREENSHOTS"):
            await page.goto(f"{world.house.url}/console/queue?page=2")
            await page.screenshot(path=Path(folder) / f"queue-{scheme}.png")
