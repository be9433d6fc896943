"""Laying away in a real browser, by keyboard alone."""

import pytest
from playwright.async_api import Browser, Page, expect

from handoff.console.addresses import path_of
from tests.console.browsers import agent_lines, log_in, open_claimed, window
from tests.console.world import World, customer
from tests.support.axe import complaints
from tests.webchat.test_conformance import clients

__all__ = ["clients"]

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_conversation_is_laid_away_by_keyboard_until_tomorrow(
    page: Page, world: World
) -> None:
    await log_in(page, world, "mara")
    await open_claimed(page, world)
    await page.keyboard.type("Ich melde mich morgen.")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".line.agent")).to_have_count(1)
    await page.keyboard.press("Escape")
    await page.keyboard.press("w")
    await expect(page.locator("[popover]:popover-open [name=until]")).to_be_focused()
    await page.focus("[popover]:popover-open [name=step]")
    await page.keyboard.type("Bei der Technik nachfragen")
    await page.keyboard.press("Enter")
    await expect(page.locator(".pane-note")).to_contain_text("Zurückgelegt bis")
    await expect(page.locator(".head-status")).to_contain_text("Bei mir, wieder ")
    await expect(page.locator("[popover]:popover-open")).to_have_count(0)
    await expect(page.locator(".note-text")).to_contain_text("Bei der Technik nachfragen")
    assert await agent_lines(world) == ["Ich melde mich morgen."]


@pytest.mark.parametrize("width", [1440, 390])
async def test_axe_finds_nothing_to_complain_about(
    browser: Browser, world: World, clients: None, width: int
) -> None:
    options = {"viewport": {"width": width, "height": 800}, "bypass_csp": True, "locale": "de-DE"}
    async with await browser.new_context(**options) as context:
        page = await window(context)
        await log_in(page, world, "mara")
        await world.hands_over()
        await page.goto(world.house.url + path_of(customer()))
        await page.click("#claim")
        await page.click("#later")
        await expect(page.locator("[popover]:popover-open")).to_be_visible()
        assert await complaints(page) == []
