"""Being there and offers in a real browser, by keyboard."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from conversation.identity import AgentId
from conversation.routing.capacity import Limits, seat
from conversation.routing.lifecycle import Cause, Offer
from gateway.clock import SystemClock
from handoff.memory import MemoryLive
from tests.console.browsers import log_in, window
from tests.console.stores import Stores, in_memory
from tests.console.world import World, customer, open_desk

pytestmark = pytest.mark.asyncio(loop_scope="module")

MARA = AgentId("id-mara")


async def offer(world: World, stores: Stores, *, of: str) -> None:
    """Offer a waiting conversation to Mara, as the router does."""
    standing = await stores.places.standing(customer(of))
    until = world.now + timedelta(seconds=30)
    made = Offer(MARA, number=standing.place.number + 1, until=until)
    hold = standing.state.hold
    await stores.places.offer(customer(of), hold=hold, offer=made, why=Cause.BEST, now=world.now)
    kept = seat(customer(of), made.number)
    assert await stores.roster.reserve(MARA, kept, limits=Limits(), now=world.now)


async def test_an_offer_appears_by_itself_and_is_declined_and_accepted_by_keyboard(
    browser: Browser,
) -> None:
    clock = SystemClock()
    stores = in_memory(MemoryLive(), clock)
    async with open_desk(clock, stores=stores, beat=0.5) as world:
        await world.hands_over(of="anna", wish="Mein Anschluss ist seit gestern tot.")
        await world.hands_over(of="bernd", wish="Ich möchte den Tarif wechseln.")
        async with await browser.new_context(
            locale="de-DE", viewport={"width": 1280, "height": 800}
        ) as context:
            page = await window(context)
            await log_in(page, world, "mara")
            await page.wait_for_selector('#live[data-state="on"]')
            await page.keyboard.press("p")
            ready = page.locator('.presence [aria-pressed="true"]')
            await expect(ready).to_have_text("Bereit")
            await offer(world, stores, of="anna")
            shown = page.locator(".offer")
            await expect(shown).to_have_count(1)
            await expect(shown).to_contain_text("seit gestern tot")
            await expect(shown.locator("time")).to_contain_text("noch 2")  # it counts down
            assert (await page.title()).startswith("Angebot · (2) ")
            if folder := os.environ.get("SCREENSHOTS"):
                await page.screenshot(path=Path(folder) / "offer.png")
            await page.keyboard.press("n")
            await expect(shown).to_have_count(0)
            await offer(world, stores, of="bernd")
            await expect(shown).to_contain_text("Tarif wechseln")
            await page.keyboard.press("a")
            await expect(page.locator('[data-may-write="yes"]')).to_have_count(1)
            await expect(page.locator("[data-key=r]")).to_be_focused()
            await expect(shown).to_have_count(0)
            assert (await world.state("bernd")).hold.agent == MARA
            assert page.complaints == []  # type: ignore[attr-defined]
