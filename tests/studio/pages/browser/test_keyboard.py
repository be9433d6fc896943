"""An editor labels by keyboard alone: twenty sentences a minute, no page load between two."""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.console.browsers import window
from tests.staff.house import PASSWORD
from tests.studio.pages.world import World, open_studio
from tests.support.browser import open_browser

pytestmark = pytest.mark.asyncio(loop_scope="module")

NUMBERS = (
    *("eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf"),
    *("zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn"),
    *("neunzehn", "zwanzig"),
)
SENTENCES = [f"wo bleibt mein paket nummer {number}" for number in NUMBERS]
A_MINUTE = 60.0
CARD = "[data-card]"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as started:
        yield started


@pytest_asyncio.fixture(loop_scope="module")
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_studio(tmp_path) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, world: World) -> AsyncIterator[Page]:
    context = await browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 800})
    opened = await window(context)
    yield opened
    await context.close()
    assert opened.complaints == []  # type: ignore[attr-defined]


async def open_review(page: Page, world: World) -> None:
    await page.goto(world.house.url + "/studio/review")
    await page.wait_for_selector("[name=login]:focus")
    await page.keyboard.type("tomke")
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_selector(CARD)


async def shown(page: Page) -> str:
    return await page.get_attribute(CARD, "data-card") or ""


async def test_twenty_sentences_are_labelled_within_a_minute(page: Page, world: World) -> None:
    await world.hears(*SENTENCES)
    await open_review(page, world)
    await page.evaluate("window.stillTheSamePage = true")
    started = time.monotonic()
    for number in range(len(SENTENCES)):
        before = await shown(page)
        await page.keyboard.press(str(number % 4))
        await page.keyboard.press("Enter" if number % 2 else "q")
        await page.wait_for_selector(f'#card:not(:has([data-card="{before}"]))')
    seconds = time.monotonic() - started
    print(f"\n{len(SENTENCES)} sentences in {seconds:.1f} s")
    assert seconds < A_MINUTE
    assert await page.evaluate("window.stillTheSamePage")
    await expect(page.locator("#card")).to_contain_text("Nichts zu tun")
    draft = world.studio.drafts.open(await world.editor())
    taught = {one.lesson.words: one.lesson for one in draft.content.examples.values()}
    assert set(SENTENCES) <= set(taught)
    assert {taught[words].anger for words in SENTENCES} == {0, 1, 2, 3}


async def test_words_are_marked_by_key_and_by_selection(page: Page, world: World) -> None:
    await world.hears("wann kommt ihr nach kiel für 9,99 €")
    await open_review(page, world)
    await page.keyboard.press("m")
    box = page.locator("#marked")
    await expect(box).to_have_value("wann kommt ihr nach [kiel](city) für [9,99 €](amount)")
    await box.fill("bis Kiel")
    await page.keyboard.press("Shift+Home")
    for _ in range(4):
        await page.keyboard.press("Shift+ArrowRight")
    await page.click('[data-entity="city"]')
    await expect(box).to_have_value("bis [Kiel](city)")
    await page.keyboard.press("Escape")
    await page.keyboard.press("q")
    await expect(page.locator("#card")).to_contain_text("Nichts zu tun")
    assert "bis Kiel" in await world.words()


async def test_another_intent_is_chosen_by_its_name_for_one_sentence_after_the_other(
    page: Page, world: World
) -> None:
    heard = {"wo bleibt mein geld", "wo ist mein rabatt hin", "tschüs ihr lieben"}
    await world.hears(*heard)
    await open_review(page, world)
    for _ in heard:
        before = await shown(page)
        await page.keyboard.press("a")
        await page.keyboard.type("ask_bill")
        await page.keyboard.press("Enter")
        await page.wait_for_selector(f'#card:not(:has([data-card="{before}"]))')
    await expect(page.locator("#card")).to_contain_text("Nichts zu tun")
    draft = world.studio.drafts.open(await world.editor())
    taught = {one.lesson.words: one.lesson.intent for one in draft.content.examples.values()}
    assert {taught[words] for words in heard} == {"ask_bill"}


async def test_what_is_refused_says_why_and_keeps_what_was_typed(page: Page, world: World) -> None:
    await world.hears("wo bleibt mein geld")
    await open_review(page, world)
    await page.locator("#marked").fill("ruft 0431 5550177 an")
    await expect(page.locator("#hints")).to_contain_text("Telefonnummer")
    await page.keyboard.press("Escape")
    await page.keyboard.press("q")
    await expect(page.get_by_role("alert").first).to_contain_text("Telefonnummer")
    await expect(page.locator("#marked")).to_have_value("ruft 0431 5550177 an")
    await page.keyboard.press("n")
    await expect(page.locator("#card")).to_contain_text("Nichts zu tun")
