"""Ready texts in a real browser, by keyboard alone."""

import asyncio

import pytest
from playwright.async_api import Page, Route, expect

from conversation.packets import Fact
from conversation.text_modules import ModuleId, TextModule
from tests.console.browsers import BOX, agent_lines, claim, log_in, open_claimed, row
from tests.console.world import World

pytestmark = pytest.mark.asyncio(loop_scope="module")

FAULT = TextModule(
    ModuleId("fault"),
    "stoerung",
    "Störung ist bekannt",
    du="Moin {{name}}, in {{ort}} ist eine Störung. Ticket {{ticket}}.",
    sie="",
)
BYE = TextModule(ModuleId("bye"), "gruss", "Abschied", du="Bis bald, {{agent}}", sie="")


async def _texts(world: World) -> None:
    for module in (FAULT, BYE):
        await world.text_modules.add(module)


async def test_a_shortcut_becomes_its_text_and_its_gaps_are_filled_one_by_one(
    page: Page, world: World
) -> None:
    await _texts(world)
    await log_in(page, world, "mara")
    await world.hands_over(facts=(Fact("city", "Kiel"),))
    await page.click(row("anna"))
    await claim(page)
    await expect(page.locator("[data-text]")).to_have_count(2)
    await page.keyboard.type("Danke! /stoerung")
    await page.keyboard.press("Tab")
    box = page.locator(BOX)
    await expect(box).to_have_value(
        "Danke! Moin {{name}}, in Kiel ist eine Störung. Ticket {{ticket}}."
    )
    await expect(page.locator(".gaps")).to_have_text(
        "Vor dem Senden auszufüllen: {{name}}, {{ticket}}"
    )

    await page.keyboard.type("Anna")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".pane-note.problem")).to_contain_text("{{ticket}}")
    assert await agent_lines(world) == []

    await page.keyboard.press("Tab")
    await page.keyboard.type("4711")
    await expect(page.locator(".gaps")).to_have_text("")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".line.agent")).to_contain_text("Ticket 4711.")
    assert await agent_lines(world) == ["Danke! Moin Anna, in Kiel ist eine Störung. Ticket 4711."]


async def test_the_list_opens_by_key_filters_and_puts_in_what_is_chosen(
    page: Page, world: World
) -> None:
    await _texts(world)
    await log_in(page, world, "mara")
    await open_claimed(page, world)
    await page.keyboard.press("Escape")
    await page.keyboard.press("t")
    await expect(page.locator(".texts-popover [role=combobox]")).to_be_focused()
    await expect(page.locator("[data-text]:visible")).to_have_count(2)
    await page.keyboard.press("ArrowDown")
    await expect(page.locator('[data-shortcut="stoerung"]')).to_have_attribute(
        "aria-selected", "true"
    )
    await page.keyboard.type("abschied")
    await expect(page.locator("[data-text]:visible")).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(page.locator(BOX)).to_be_focused()
    await expect(page.locator(BOX)).to_have_value("Bis bald, Mara Petersen")


async def test_half_a_shortcut_opens_the_list_and_the_choice_takes_its_place(
    page: Page, world: World
) -> None:
    await _texts(world)
    await log_in(page, world, "mara")
    await open_claimed(page, world)
    await expect(page.locator("[data-text]")).to_have_count(2)
    await page.keyboard.type("und/oder /gr")
    await page.keyboard.press("Tab")
    await expect(page.locator("[data-text]:visible")).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(page.locator(BOX)).to_have_value("und/oder Bis bald, Mara Petersen")
    await page.keyboard.press("Tab")
    await expect(page.locator(BOX)).not_to_be_focused()


async def test_keys_pressed_before_the_list_has_come_are_applied_when_it_comes(
    page: Page, world: World
) -> None:
    come = asyncio.Event()

    async def late(route: Route) -> None:
        await come.wait()
        await route.continue_()

    await page.route("**/ready-texts", late)
    await _texts(world)
    await log_in(page, world, "mara")
    await open_claimed(page, world)
    await page.keyboard.press("Escape")
    await page.keyboard.press("t")
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowDown", "Enter"):
        await page.keyboard.press(key)
    await expect(page.locator(".texts-popover .picker-none")).to_have_text("")
    come.set()
    await expect(page.locator(BOX)).to_have_value(
        "Moin {{name}}, in {{ort}} ist eine Störung. Ticket {{ticket}}."
    )
    await expect(page.locator(BOX)).to_be_focused()


async def test_an_arrow_pressed_at_once_after_the_list_was_opened_counts(
    page: Page, world: World
) -> None:
    await _texts(world)
    await log_in(page, world, "mara")
    await open_claimed(page, world)
    await expect(page.locator("[data-text]")).to_have_count(2)
    await page.keyboard.press("Escape")
    # In one breath: before the browser has told that the popover is open.
    await page.evaluate("""() => new Promise((told) => {
      document.addEventListener("toggle", () => setTimeout(told), { capture: true, once: true });
      for (const key of ["t", "ArrowDown"]) {
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
      }
    })""")
    await expect(page.locator('[data-shortcut="stoerung"]')).to_have_attribute(
        "aria-selected", "true"
    )


async def test_a_supervisor_writes_a_text_by_keyboard(page: Page, world: World) -> None:
    await log_in(page, world, "silke")
    await page.goto(world.house.url + "/text-modules/new")
    await expect(page.locator("[name=shortcut]")).to_be_focused()
    await page.keyboard.type("neustart")
    for words in ("Neu starten", "Bitte starte neu.", "Bitte starten Sie neu."):
        await page.keyboard.press("Tab")
        await page.keyboard.type(words)
    for _ in range(7):
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator(".note")).to_contain_text("Der Baustein ist da")
    await expect(page.locator("tbody")).to_contain_text("/neustart")
    (made,) = await world.text_modules.all()
    assert (made.du, made.sie) == ("Bitte starte neu.", "Bitte starten Sie neu.")
