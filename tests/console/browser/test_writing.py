"""What an agent types in a real browser: never lost, never taken away, said once."""

import asyncio
import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from handoff.console.addresses import key_of, path_of
from tests.console.browsers import (
    BOX,
    agent_lines,
    claim,
    log_in,
    open_claimed,
    row,
)
from tests.console.world import World, customer

pytestmark = pytest.mark.asyncio(loop_scope="module")

COUNT_CLAIM_BUTTONS = """() => {
  window.claimButtons = 0;
  new MutationObserver(() => {
    window.claimButtons += document.querySelectorAll("#claim").length;
  }).observe(document.body, {childList: true, subtree: true});
}"""


async def test_a_new_line_takes_neither_draft_nor_caret_nor_what_was_revealed(
    page: Page, world: World
) -> None:
    await log_in(page, world, "mara")
    await world.story(of="berta")
    await page.click(row("berta"))
    await claim(page)
    await page.click('.lines [value="[TELEFON_1]"]')
    await expect(page.locator(".lines .revealed")).to_have_text("0431 5550123")
    await page.click(BOX)
    await page.keyboard.type("Ich sehe nach")
    for _ in range(3):
        await page.keyboard.press("ArrowLeft")
    await page.evaluate("document.querySelector('textarea').dataset.mine = 'the same box'")
    await world.writes("Hallo??", of="berta")
    await expect(page.locator(".line.customer").last).to_contain_text("Hallo??")
    await page.keyboard.type("!")
    box = page.locator(BOX)
    await expect(box).to_have_value("Ich sehe n!ach")
    await expect(box).to_be_focused()
    await expect(box).to_have_attribute("data-mine", "the same box")
    await expect(page.locator(".lines .revealed")).to_have_text("0431 5550123")


async def test_a_draft_survives_reload_and_looking_elsewhere(page: Page, world: World) -> None:
    await log_in(page, world, "mara")
    await world.hands_over(of="berta")
    await open_claimed(page, world)
    await page.keyboard.type("Halber Satz")
    await page.reload()
    await expect(page.locator(BOX)).to_have_value("Halber Satz")
    await page.click(row("berta"))
    await expect(page.locator("h1")).to_contain_text(key_of(customer("berta"))[:4].upper())
    await expect(page.locator(BOX)).to_have_value("")
    await page.keyboard.press("m")
    await page.click(row("anna"))
    await expect(page.locator(BOX)).to_have_value("Halber Satz")


async def test_a_draft_of_somebody_who_logged_out_is_not_left_behind(
    page: Page, world: World
) -> None:
    await log_in(page, world, "mara")
    await open_claimed(page, world)
    await page.keyboard.type("Vertraulich")
    await page.click("text=Abmelden")
    # By the form, or by the page that hears first that nobody is logged in any more.
    await page.wait_for_url(re.compile("/login"))
    await log_in(page, world, "mara", path_of(customer()))
    await expect(page.locator(BOX)).to_have_value("")


async def test_a_lost_connection_loses_no_word_and_a_retry_sends_once(
    page: Page, world: World
) -> None:
    await log_in(page, world, "mara")
    await open_claimed(page, world)
    await page.route("**/reply", lambda route: route.abort())
    await page.keyboard.type("Erster Versuch")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("#toast")).to_contain_text("Keine Verbindung")
    await expect(page.locator(BOX)).to_have_value("Erster Versuch")
    assert await agent_lines(world) == []
    page.complaints.clear()  # type: ignore[attr-defined]
    await page.unroute("**/reply")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".line.agent")).to_have_count(1)
    assert await agent_lines(world) == ["Erster Versuch"]


async def test_a_reply_whose_answer_got_lost_is_known_as_sent_when_it_shows_up(
    page: Page, world: World
) -> None:
    async def answer_lost(route: Any) -> None:
        await route.fetch()
        await route.abort()

    await log_in(page, world, "mara")
    await open_claimed(page, world)
    await page.route("**/reply", answer_lost)
    await page.keyboard.type("Kam an")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".line.agent")).to_contain_text("Kam an")
    await expect(page.locator(BOX)).to_have_value("")
    page.complaints.clear()  # type: ignore[attr-defined]
    await page.unroute("**/reply")
    await page.keyboard.type("Das Nächste")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".line.agent")).to_have_count(2)
    assert await agent_lines(world) == ["Kam an", "Das Nächste"]


async def test_words_typed_while_a_reply_is_on_its_way_stay(page: Page, world: World) -> None:
    async def slowly(route: Any) -> None:
        await page.keyboard.type(" Und noch etwas")
        await route.continue_()

    await log_in(page, world, "mara")
    await open_claimed(page, world)
    await page.route("**/reply", slowly)
    await page.keyboard.type("Moin.")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".line.agent")).to_have_count(1)
    await expect(page.locator(BOX)).to_have_value("Und noch etwas")
    assert await agent_lines(world) == ["Moin."]


async def test_an_answer_overtaken_on_its_way_never_turns_the_page_back(
    page: Page, world: World
) -> None:
    fetched, go_on = asyncio.Event(), asyncio.Event()

    async def held_up(route: Any) -> None:
        if fetched.is_set() or "lotse-live" not in route.request.headers:
            await route.continue_()
            return
        response = await route.fetch()
        fetched.set()
        await go_on.wait()
        await route.fulfill(response=response)

    await log_in(page, world, "mara")
    await world.hands_over()
    await page.click(row("anna"))
    await page.wait_for_selector("#claim")
    await page.wait_for_timeout(300)
    await page.route("**/console/conversations/**", held_up)
    await world.writes("Hallo?")
    async with asyncio.timeout(5):
        await fetched.wait()
    await claim(page)
    await page.evaluate(COUNT_CLAIM_BUTTONS)
    go_on.set()
    await page.wait_for_timeout(400)
    await expect(page.locator("#return")).to_be_visible()
    assert await page.evaluate("window.claimButtons") == 0


async def test_impatient_clicks_send_once(page: Page, world: World) -> None:
    await log_in(page, world, "mara")
    await open_claimed(page, world)
    await page.keyboard.type("Moin")
    await page.dblclick("text=Antworten")
    await expect(page.locator(".line.agent")).to_have_count(1)
    await page.wait_for_timeout(300)
    assert await agent_lines(world) == ["Moin"]
    await expect(page.locator(".pane-note.problem")).to_have_count(0)


async def test_a_session_that_ends_leads_to_the_login_and_back_to_the_draft(
    page: Page, world: World
) -> None:
    await log_in(page, world, "mara")
    await open_claimed(page, world)
    await page.keyboard.type("Noch nicht gesendet")
    (cookie,) = [one for one in await page.context.cookies() if one["name"] == "staff"]
    await world.house.parts.sessions.end(cookie["value"])
    await page.wait_for_url("**/login?next=*")
    await log_in(page, world, "mara", path_of(customer()))
    await expect(page.locator(BOX)).to_have_value("Noch nicht gesendet")
    # What the page fetched meanwhile was refused: that is how it may have learnt of the end.
    page.complaints[:] = [one for one in page.complaints if "Error Code 401" not in one]  # type: ignore[attr-defined]
