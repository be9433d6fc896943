"""Passing on in a real browser, by keyboard alone."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from conversation.holds import Owner
from conversation.promises import OpeningHours
from conversation.routing.teams import Directory, Team, TeamId
from gateway.clock import SystemClock
from handoff.console.addresses import path_of
from tests.console.browsers import agent_lines, log_in, open_claimed, window
from tests.console.world import BERLIN, World, customer, open_desk
from tests.support.axe import complaints
from tests.webchat.test_conformance import clients

__all__ = ["clients"]

pytestmark = pytest.mark.asyncio(loop_scope="module")

TECHNICIANS = Team(TeamId("tech"), "Technik", "Kiel", "SH", OpeningHours(zone=BERLIN))


@pytest_asyncio.fixture(loop_scope="module")
async def world() -> AsyncIterator[World]:
    directory = Directory(teams={TECHNICIANS.id: TECHNICIANS})
    async with open_desk(SystemClock(), beat=0.5, directory=directory) as opened:
        yield opened


async def test_a_conversation_is_passed_on_by_keyboard_and_its_next_reader_sees_why(
    page: Page, world: World
) -> None:
    await log_in(page, world, "mara")
    await open_claimed(page, world)
    await page.keyboard.press("Escape")
    await page.keyboard.press("g")
    choice = page.locator("[popover]:popover-open select")
    await expect(choice).to_be_focused()
    await expect(choice.locator("option")).not_to_have_count(1)
    await page.keyboard.type("Technik")
    await expect(choice).to_have_value("team:tech")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Leitung bitte messen.")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".pane-note")).to_have_text("Weitergegeben an Technik.")
    await expect(page.locator(".passed-on")).to_contain_text("Leitung bitte messen.")
    await expect(page.locator("#claim")).to_be_visible()
    state = await world.state()
    assert state.hold.owner is Owner.QUEUE
    assert await agent_lines(world) == []


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
        await page.click("#pass-on")
        await expect(page.locator("[popover]:popover-open option")).not_to_have_count(1)
        assert await complaints(page) == []
        await page.select_option("[popover]:popover-open select", "team:tech")
        await page.fill("[popover]:popover-open textarea", "Leitung bitte messen.")
        await page.keyboard.press("Control+Enter")
        await expect(page.locator(".passed-on")).to_be_visible()
        assert await complaints(page) == []
