"""A long queue in a real browser: its pages, how many wait, and where one is on a phone."""

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.console.browsers import log_in, row, window
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


async def test_who_looks_at_the_queue_sees_who_comes_and_goes_without_fetching_and_keeps_the_focus(
    page: Page, world: World
) -> None:
    for name in ("anna", "berta"):
        await world.hands_over(of=name, wish=f"Anliegen {name}")
    await log_in(page, world, "mara")
    await expect(page.locator("[data-open]")).to_have_count(2)
    await page.wait_for_load_state("networkidle")
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    await page.locator(row("berta")).focus()
    await page.evaluate("""() => {
        const words = document.activeElement.querySelector(".row-words");
        getSelection().selectAllChildren(words);
    }""")
    await world.hands_over(of="carla", wish="<b>Anliegen carla</b>")
    await expect(page.locator(row("carla"))).to_contain_text("<b>", timeout=PATIENCE_MS)
    other = await world.house.logged_in("jonas")
    await world.act(other, "claim", of="anna")
    await expect(page.locator(row("anna"))).to_have_count(0, timeout=PATIENCE_MS)
    await expect(page.locator(row("berta"))).to_be_focused()
    assert "berta" in await page.evaluate("() => String(getSelection())")
    await expect(page.locator(COUNT)).to_have_text("2")
    for name in ("berta", "carla"):
        await world.act(other, "claim", of=name)
    await expect(page.locator("#rows-empty-queue")).to_be_visible(timeout=PATIENCE_MS)
    await world.hands_over(of="dora")
    await expect(page.locator(row("dora"))).to_be_visible(timeout=PATIENCE_MS)
    assert (await page.title()).startswith("(1) ")
    assert [url for url in fetched if "/console/queue" in url] == []
    # Rows that came with the stream are used like all others.
    await page.locator(row("dora")).press("Enter")
    await expect(page.locator("#claim")).to_be_visible()


async def test_a_list_that_was_overtaken_on_its_way_does_not_take_rows_away_again(
    page: Page, world: World
) -> None:
    await world.hands_over(of="anna")
    await log_in(page, world, "mara")
    await page.wait_for_load_state("networkidle")
    held_back, on = asyncio.Event(), asyncio.Event()

    async def late(route: Route) -> None:
        answer = await route.fetch()
        held_back.set()
        await on.wait()
        await route.fulfill(response=answer)

    await page.route("**/console/queue", late, times=1)
    await page.evaluate("""() => {
        const state = document.getElementById("list-state");
        delete state.dataset.v;
        state.dataset.before = "";
        state.setAttribute("hx-headers", "{}");
        htmx.trigger(document.body, "live:lists");
    }""")
    await held_back.wait()
    await world.hands_over(of="berta")
    await expect(page.locator(row("berta"))).to_be_visible(timeout=PATIENCE_MS)
    on.set()
    await expect(page.locator("#list-state[data-before]")).to_have_count(0, timeout=PATIENCE_MS)
    await expect(page.locator(row("berta"))).to_be_visible()
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
