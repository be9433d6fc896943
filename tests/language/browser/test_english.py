"""An agent switches to English and answers a customer with the keyboard alone."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.console.browsers import agent_lines, expect_tabs_to_fit, log_in
from tests.console.world import World
from tests.language.leftovers import GERMAN_WORDS

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_english_from_the_choice_to_the_reply(page: Page, world: World) -> None:
    await world.hands_over(wish="Please help me.")
    await log_in(page, world, "mara")
    await expect_tabs_to_fit(page)
    await page.focus("[name=language][value=en]")
    await page.keyboard.press("Enter")
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await page.wait_for_selector('#live[data-state="on"]', state="attached")
    await expect_tabs_to_fit(page)
    # Words of scripts keep times true.
    await expect(page.locator("time[data-due]").first).to_have_text(re.compile("left$"))
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await expect(page.locator("#claim")).to_contain_text("Claim")
    await page.keyboard.press("c")
    await expect(page.locator(".reply textarea")).to_be_focused()
    await expect(page.locator(".pane-note")).to_contain_text("Claimed. The customer has been told.")
    await page.keyboard.type("Guten Tag!")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".line.agent").last).to_contain_text("Guten Tag!")
    assert await agent_lines(world) == ["Guten Tag!"]
    # What came meanwhile by itself is English too.
    await world.hands_over(of="bernd", wish="Me too.")
    await page.keyboard.press("Escape")
    await page.keyboard.press("q")
    await expect(page.locator("#rows-queue")).to_contain_text("Wants a person")
    await page.keyboard.press("?")
    await expect(page.locator("#shortcuts")).to_contain_text("Keyboard shortcuts")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Control+k")
    await page.keyboard.type("xyz")
    await expect(page.locator("#commands .picker-none")).to_have_text("Nothing found.")
    shown = await page.inner_text("#lists") + await page.inner_text(".bar")
    assert not GERMAN_WORDS.search(shown.replace("Fördekom", ""))
    # On a telephone the choice is behind one's own button, and the bar is no wider than the window.
    await page.set_viewport_size({"width": 360, "height": 760})
    await page.reload()
    await expect(page.locator("[name=language]")).to_be_hidden()
    await page.focus(".me")
    await page.keyboard.press("Enter")
    await expect(page.locator("#account")).to_contain_text("Mara Petersen")
    bar = "[document.querySelector('.bar').scrollWidth, document.body.scrollWidth]"
    assert await page.evaluate(bar) == [360, 360]
    await page.keyboard.press("Tab")
    await expect(page.locator("[name=language][value=de]")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("html")).to_have_attribute("lang", "de")
