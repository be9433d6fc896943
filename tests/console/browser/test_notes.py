"""Notes in a real browser: two agents, by keyboard, live."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.console.browsers import BOX, agent_lines, log_in, open_claimed, row, window
from tests.console.world import World, customer

pytestmark = pytest.mark.asyncio(loop_scope="module")

NOTE = ".notes > .note-form textarea"


async def test_a_question_to_everybody_is_asked_seen_and_answered_by_keyboard(
    page: Page, world: World, browser: Browser
) -> None:
    async with await browser.new_context(locale="de-DE") as context:
        other = await window(context)
        await log_in(other, world, "jonas")
        await log_in(page, world, "mara")
        await open_claimed(page, world)
        await page.keyboard.press("Escape")
        await page.keyboard.press("i")
        await expect(page.locator(NOTE)).to_be_focused()
        await page.keyboard.type("Hat irgendwer noch einen Trick, @jo")
        await expect(page.locator(".mention-hint").last).to_contain_text("@jonas Jonas Lorenzen")
        await page.keyboard.press("Tab")
        await expect(page.locator(NOTE)).to_have_value("Hat irgendwer noch einen Trick, @jonas ")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Space")
        await page.keyboard.press("Shift+Tab")
        await page.keyboard.press("Control+Enter")
        await expect(page.locator(".topic.open .note-text")).to_contain_text("noch einen Trick")
        await expect(page.locator(NOTE)).to_have_value("")

        await expect(other.locator("#tab-asked .count.attention")).to_have_text("1")
        await expect(other).to_have_title("Notiz · Wartend · Fördekom")
        await other.keyboard.press("f")
        await expect(other.locator(row("anna"))).to_contain_text("Mara Petersen nennt mich")
        await other.keyboard.press("j")
        await other.keyboard.press("Enter")
        await expect(other.locator("#tab-asked .count.attention")).to_have_count(0)
        answer = other.locator(".topic textarea")
        await answer.focus()
        await other.keyboard.type("Strom aus, 30 Sekunden warten.")
        await other.keyboard.press("Control+Enter")
        await expect(other.locator(".answers")).to_contain_text("30 Sekunden")
        await expect(answer).to_have_value("")

        await expect(page.locator(".answers")).to_contain_text("30 Sekunden")
        await expect(page.locator(".topic.open")).to_have_count(0)
        assert other.complaints == []  # type: ignore[attr-defined]
    assert await agent_lines(world) == []
    assert len(await world.notes.of(customer())) == 2


async def test_what_is_being_written_stays_when_a_colleague_notes_something(
    page: Page, world: World
) -> None:
    await log_in(page, world, "mara")
    await open_claimed(page, world)
    await page.keyboard.type("Halbe Antwort")
    await page.keyboard.press("Escape")
    await page.keyboard.press("i")
    await page.keyboard.type("Halbe Notiz")
    jonas = await world.house.logged_in("jonas")
    await world.act(jonas, "note", note="x" * 16, text="Ich war schneller")
    await expect(page.locator(".topic")).to_contain_text("Ich war schneller")
    await expect(page.locator(NOTE)).to_have_value("Halbe Notiz")
    await expect(page.locator(NOTE)).to_be_focused()
    await expect(page.locator(BOX)).to_have_value("Halbe Antwort")


async def test_a_second_note_is_another_note(page: Page, world: World) -> None:
    await log_in(page, world, "mara")
    await open_claimed(page, world)
    await page.keyboard.press("Escape")
    await page.keyboard.press("i")
    for number, words in enumerate(("Erstens", "Zweitens"), start=1):
        await page.keyboard.type(words)
        await page.keyboard.press("Control+Enter")
        await expect(page.locator(".topic")).to_have_count(number)
        await expect(page.locator(NOTE)).to_have_value("")
    assert [note.text for note in await world.notes.of(customer())] == ["Erstens", "Zweitens"]
