"""Making good and judging in a real browser, by keyboard alone."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from conversation.judgements import Verdict
from conversation.packets import Fact
from conversation.repairs import RepairState
from handoff.console.addresses import path_of
from tests.console.browsers import agent_lines, claim, log_in, row, window
from tests.console.world import World, customer
from tests.support.axe import complaints
from tests.webchat.test_conformance import clients

__all__ = ["clients"]

pytestmark = pytest.mark.asyncio(loop_scope="module")

OPEN = "[popover]:popover-open"


async def test_an_apology_and_a_call_back_by_keyboard_until_it_is_done(
    page: Page, world: World
) -> None:
    await log_in(page, world, "mara")
    await world.hands_over(facts=(Fact("phone_number", "[TELEFON_1]"),))
    await page.click(row("anna"))
    await claim(page)
    await page.keyboard.press("Escape")
    await page.keyboard.press("s")
    await expect(page.locator(f"{OPEN} summary").first).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.locator(f"{OPEN} [name=text]")).to_be_focused()
    await page.keyboard.press("Control+End")
    await page.keyboard.type(" Ehrlich.")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".line.agent")).to_contain_text("Ehrlich.")
    await expect(page.locator(OPEN)).to_have_count(0)
    assert len(await agent_lines(world)) == 1

    await page.keyboard.press("Escape")
    await page.keyboard.press("s")
    second = page.locator(f"{OPEN} summary").nth(1)
    await expect(page.locator(f"{OPEN} summary").first).to_be_focused()
    await second.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(f"{OPEN} [name=number]")).to_have_value("[TELEFON_1]")
    await page.locator(f"{OPEN} [name=number]").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".repairs")).to_contain_text("Ich rufe an: TELEFON 1")
    await page.keyboard.press("m")
    await expect(page.locator(row("anna"))).to_contain_text("Wiedergutmachung bis")

    await page.keyboard.press("x")
    await expect(page.locator(OPEN)).to_contain_text("Solange bleibt die Unterhaltung offen")
    await page.keyboard.press("Escape")
    await page.keyboard.press("+")
    await page.keyboard.press("Enter")
    await expect(page.locator(".repairs")).to_have_count(0)
    *_, repair = await world.repairs.of([customer()])
    assert repair.state is RepairState.DONE


async def test_a_misunderstanding_and_a_needless_handoff_are_told_by_one_key(
    page: Page, world: World
) -> None:
    await log_in(page, world, "mara")
    await world.hands_over(wish="Die Rechnung passt nicht")
    await page.click(row("anna"))
    await page.wait_for_selector("#claim")
    await page.keyboard.press("l")
    await expect(page.locator(f"{OPEN} summary").first).to_be_focused()
    await expect(page.locator(f"{OPEN} [name=meant]")).to_have_value("ask_bill")
    await page.locator(f"{OPEN} [name=meant]").focus()
    await page.keyboard.type("Rechnung falsch")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator(".pane-note")).to_contain_text("liegt jetzt bei der Redaktion")
    assert [one.meant for one in world.teaching.flagged] == ["dispute_bill"]

    await page.keyboard.press("l")
    await expect(page.locator(f"{OPEN} summary").first).to_be_focused()
    await page.locator(f"{OPEN} summary").nth(1).focus()
    await page.keyboard.press("Enter")
    await page.locator(f"{OPEN} [value=needless]").focus()
    await page.keyboard.press("Space")
    await page.keyboard.press("Enter")
    await expect(page.locator(".pane-note")).to_contain_text("zählt im Bericht")
    verdicts = {one.verdict for one in await world.judgements.of(customer())}
    assert verdicts == {Verdict.MISUNDERSTOOD, Verdict.NEEDLESS}


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
async def test_axe_finds_nothing_to_complain_about(
    browser: Browser, world: World, clients: None, width: int, scheme: str
) -> None:
    options = {
        "viewport": {"width": width, "height": 800},
        "bypass_csp": True,
        "locale": "de-DE",
        "color_scheme": scheme,
    }
    async with await browser.new_context(**options) as context:
        page = await window(context)
        await log_in(page, world, "mara")
        await world.hands_over(facts=(Fact("phone_number", "[TELEFON_1]"),))
        await page.goto(world.house.url + path_of(customer()))
        await page.click("#claim")
        until = await page.evaluate("new Date(Date.now() + 864e5).toISOString().slice(0, 16)")
        call = {"owner": "id-mara", "until": until, "number": "[TELEFON_1]", "words": "Störung"}
        await world.act(await world.house.logged_in("mara"), "call-back", repair="a" * 20, **call)
        await expect(page.locator(".repairs")).to_be_visible()
        for button in ("#repair", "#judge"):
            await page.click(button)
            await expect(page.locator(f"{OPEN} summary").first).to_be_visible()
            assert await complaints(page) == []
            if folder := os.environ.get("SCREENSHOTS"):
                await page.screenshot(path=Path(folder) / f"{button[1:]}-{width}.png")
            await page.keyboard.press("Escape")
            await expect(page.locator(OPEN)).to_have_count(0)
