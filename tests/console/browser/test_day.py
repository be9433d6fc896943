"""The console in a real browser: an agent's day, live and by keyboard."""

import pytest
from playwright.async_api import Browser, Page, expect

from conversation.holds import Owner
from handoff.console.addresses import key_of
from tests.console.browsers import (
    BOX,
    ROW,
    agent_lines,
    log_in,
    open_claimed,
    row,
)
from tests.console.world import World, customer

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_day_s_work_by_keyboard_alone(page: Page, world: World) -> None:
    await log_in(page, world, "mara")
    await expect(page.locator("#rows-empty-queue")).to_be_visible()
    await expect(page).to_have_title("Wartend · Fördekom")

    await world.story()
    await expect(page.locator(ROW)).to_have_count(1)
    await expect(page).to_have_title("(1) Wartend · Fördekom")

    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await expect(page.locator(".packet")).to_contain_text("Verärgert nach zwei Vorschlägen")
    await page.keyboard.press("c")
    await expect(page.locator(BOX)).to_be_focused()
    await expect(page.locator(".pane-note")).to_contain_text("Übernommen")
    await expect(page.locator(ROW)).to_have_count(0)
    await expect(page).to_have_title(f"Web-Chat {key_of(customer())[:4].upper()} · Fördekom")
    assert (await world.state()).hold.agent == "id-mara"

    await page.keyboard.type("Moin, ich rufe gleich an.")
    await page.keyboard.press("Control+Enter")
    line = page.locator(".line.agent")
    await expect(line).to_contain_text("Moin, ich rufe gleich an.")
    await expect(line.locator(".delivery.sent")).to_be_attached()
    await expect(page.locator(BOX)).to_have_value("")

    await world.writes("Danke, bis gleich!")
    await expect(page.locator(".line.customer").last).to_contain_text("Danke, bis gleich!")

    await page.keyboard.press("Escape")
    await page.keyboard.press("b")
    await expect(page.locator("[popover]:popover-open")).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.locator(".pane-note")).to_contain_text("Zurückgegeben")
    assert (await world.state()).hold.owner is Owner.ASSISTANT
    assert await agent_lines(world) == ["Moin, ich rufe gleich an."]


async def test_closing_by_keyboard_can_be_called_off(page: Page, world: World) -> None:
    await log_in(page, world, "mara")
    await open_claimed(page, world)
    await page.keyboard.press("Escape")
    await page.keyboard.press("x")
    await expect(page.locator("[popover]:popover-open")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("[popover]:popover-open")).to_have_count(0)
    assert (await world.state()).hold.owner is Owner.AGENT
    await page.keyboard.press("x")
    await expect(page.locator("[popover]:popover-open")).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.locator(".head-status")).to_contain_text("Abgeschlossen")
    assert (await world.state()).hold.owner is Owner.NOBODY


async def test_an_open_question_survives_what_happens_meanwhile(page: Page, world: World) -> None:
    await log_in(page, world, "mara")
    await open_claimed(page, world)
    await expect(page.locator(".pane-note")).to_contain_text("Übernommen")
    await page.keyboard.press("Escape")
    await page.keyboard.press("x")
    await expect(page.locator("[popover]:popover-open")).to_be_visible()
    await world.writes("Noch da?")
    await expect(page.locator(".line.customer").last).to_contain_text("Noch da?")
    await expect(page.locator(".pane-note")).to_be_attached()
    await expect(page.locator("[popover]:popover-open")).to_be_visible()


async def test_shortcuts_are_shown_and_can_be_switched_off(page: Page, world: World) -> None:
    await log_in(page, world, "mara")
    await page.keyboard.press("?")
    await expect(page.locator("#shortcuts")).to_be_visible()
    await page.uncheck("#keys-on")
    await page.keyboard.press("Escape")
    await page.keyboard.press("m")
    await expect(page.locator("#rows-empty-queue")).to_be_visible()
    await page.reload()
    await page.click("[popovertarget=shortcuts]")
    await page.check("#keys-on")
    await page.keyboard.press("Escape")
    await page.keyboard.press("m")
    await expect(page.locator("#rows-empty-mine")).to_be_visible()


async def test_who_is_slower_sees_live_who_was_faster(page: Page, world: World) -> None:
    await log_in(page, world, "mara")
    await world.hands_over()
    await page.click(row("anna"))
    jonas = await world.house.logged_in("jonas")
    await world.act(jonas, "claim")
    await expect(page.locator(".head-status")).to_contain_text("Bei Jonas Lorenzen")
    await expect(page.locator("#claim")).to_have_count(0)


async def test_a_list_keeps_focus_and_place_when_somebody_arrives(page: Page, world: World) -> None:
    for number in range(12):
        await world.hands_over(of=f"c{number}")
    await log_in(page, world, "mara")
    for _ in range(9):
        await page.keyboard.press("j")
    await expect(page.locator(row("c8"))).to_be_focused()
    list_ = page.locator("#rows-queue")
    before = await list_.evaluate("list => list.scrollTop")
    assert before > 0
    await world.hands_over(of="newcomer")
    await expect(page.locator(ROW)).to_have_count(13)
    await expect(page.locator(row("c8"))).to_be_focused()
    assert await list_.evaluate("list => list.scrollTop") == before


async def test_a_customer_s_script_is_read_and_not_run(page: Page, world: World) -> None:
    script = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    await log_in(page, world, "mara")
    await world.hands_over(wish=script, summary=script)
    await page.click(row("anna"))
    await world.writes(script)
    await expect(page.locator(".line.customer")).to_have_count(2)
    await expect(page.locator(".line.customer").last).to_contain_text(script)


async def test_back_and_forward_show_whole_pages(page: Page, world: World) -> None:
    await log_in(page, world, "mara")
    await world.hands_over()
    await page.click(row("anna"))
    await expect(page.locator("h1")).to_contain_text("Web-Chat")
    await page.go_back()
    await expect(page.locator("#no-pane")).to_be_visible()
    await expect(page.locator(".bar")).to_be_visible()
    await page.go_forward()
    await expect(page.locator(".bar")).to_be_visible()
    await expect(page.locator("h1")).to_contain_text("Web-Chat")


async def test_everything_works_without_scripts(browser: Browser, world: World) -> None:
    await world.story()
    async with await browser.new_context(java_script_enabled=False) as context:
        page = await context.new_page()
        page.set_default_timeout(5_000)
        await page.goto(world.house.url)
        await page.fill("[name=login]", "mara")
        await page.fill("[name=password]", "Leuchtturm-Kiel-1895")
        await page.click("button")
        await page.click(row("anna"))
        await page.click("text=Übernehmen")
        await page.click('.lines [value="[TELEFON_1]"]')
        await expect(page.locator(".revealed")).to_have_text("0431 5550123")
        await page.click("text=Zurück zur Unterhaltung")
        await page.fill(BOX, "Ohne Skripte")
        await page.click("text=Antworten")
        await expect(page.locator(".line.agent")).to_contain_text("Ohne Skripte")
        await page.click("#return")
        await page.click("text=Zurückgeben")
        await expect(page.locator(".head-status")).to_contain_text("Beim Assistenten")
        assert (await world.state()).hold.owner is Owner.ASSISTANT
