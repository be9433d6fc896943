"""A suggestion is chosen and put into the reply by keyboard alone; sending it stays a deed."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from conversation.suggestions import Source, Suggestion
from gateway.clock import SystemClock
from tests.console.browsers import BOX, agent_lines, claim, log_in, row, window
from tests.console.test_suggestions import Shelf
from tests.console.world import World, open_desk
from tests.support.axe import complaints
from tests.webchat.test_conformance import clients

__all__ = ["clients"]

pytestmark = pytest.mark.asyncio(loop_scope="module")

GAP = "Die Taste {{Angabe}} drücken."
SHELF = Shelf(
    Suggestion(Source.ANSWER, "1", "12.11.2026", "Blinkt rot", GAP, 0.91),
    Suggestion(Source.KNOWLEDGE, "frist", "Verträge", "Frist?", "Die Frist ist ein Monat.", 0.7),
)


@pytest_asyncio.fixture(loop_scope="module")
async def helped() -> AsyncIterator[World]:
    async with open_desk(SystemClock(), beat=0.5, suggestions=SHELF) as opened:
        yield opened


async def test_a_suggestion_is_put_in_by_key_and_nothing_leaves(
    browser: Browser, helped: World, clients: None
) -> None:
    options = {"viewport": {"width": 1280, "height": 800}, "bypass_csp": True, "locale": "de-DE"}
    async with await browser.new_context(**options) as context:
        page = await window(context)
        await log_in(page, helped, "mara")
        await helped.hands_over(wish="Mein Router blinkt seit gestern rot.")
        await page.click(row("anna"))
        await claim(page)
        await page.keyboard.type("Moin! ")
        await page.keyboard.press("Escape")
        await page.keyboard.press("v")
        shown = page.locator(".suggestions-popover:popover-open")
        await expect(shown.locator("[role=option]")).to_have_count(2)
        await expect(shown).to_contain_text("Gesucht zu: Mein Router blinkt seit gestern rot.")
        assert await complaints(page) == []
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("ArrowUp")
        await page.keyboard.press("Enter")
        await expect(page.locator(BOX)).to_have_value(f"Moin! {GAP}")
        await expect(page.locator(BOX)).to_be_focused()
        await expect(page.locator(".gaps")).to_contain_text("{{Angabe}}")
        assert await agent_lines(helped) == []
