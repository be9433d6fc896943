"""Files, emoji and what calls for attention, in a real browser."""

import asyncio
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.async_api import Browser, FileChooser, FilePayload, Page, expect

from conversation.messages import Speaker
from tests.console.browsers import BOX, log_in, open_claimed, window
from tests.console.world import World, customer
from tests.support.axe import complaints
from tests.support.files import EVIL_NAME, HTML, PDF, PNG

PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)
pytestmark = pytest.mark.asyncio(loop_scope="module")

PASTE = """(bytes) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], "Bildschirmfoto.png", {type: "image/png"}));
  const box = document.querySelector(".reply textarea");
  box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
}"""
DROP = """(bytes) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], "Router.png", {type: "image/png"}));
  const place = document.querySelector(".conversation");
  place.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


def payload(name: str, body: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": body}


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(PATIENCE / 1_000):
        while not true():
            await asyncio.sleep(0.02)


async def said(world: World) -> Any:
    lines = await world.transcripts.lines(customer())
    return next(line for line in lines if line.speaker is Speaker.AGENT)


async def test_files_are_chosen_pasted_and_dropped_survive_a_reload_and_go_with_the_line(
    page: Page, world: World
) -> None:
    page.set_default_timeout(PATIENCE)
    choosers: list[FileChooser] = []
    # From the start: asked for only now, the browser might have opened its own before.
    page.on("filechooser", lambda chooser: choosers.append(chooser))
    await log_in(page, world, "mara")
    await open_claimed(page, world)
    await page.keyboard.press("Escape")
    await expect(page.locator(BOX)).not_to_be_focused()
    await page.keyboard.press("d")
    await until(lambda: choosers)
    await choosers[0].set_files([payload(EVIL_NAME, PNG), payload("Plan.pdf", PDF)])
    attached = page.locator(".attached-file:has([name=file])")
    await expect(attached).to_have_count(2)
    await page.evaluate(PASTE, list(PNG))
    await expect(attached).to_have_count(3)
    await page.evaluate(DROP, list(PNG))
    await expect(attached).to_have_count(4)
    await page.set_input_files(".attach-input", payload("seite.png", HTML))
    await expect(page.locator(".attach-problem")).to_contain_text("keine der Arten")
    await page.locator(".attached-file", has_text="Plan.pdf").get_by_role("button").click()
    await expect(attached).to_have_count(3)

    await page.click(BOX)
    await page.keyboard.type("Bitte sehr :dau")
    await page.keyboard.press("Tab")
    await expect(page.locator(".emoji-popover [role=option]:visible")).to_have_count(2)
    await page.keyboard.press("Enter")
    await expect(page.locator(BOX)).to_have_value("Bitte sehr 👍")
    await page.reload()
    await expect(page.locator(BOX)).to_have_value("Bitte sehr 👍")
    await expect(attached).to_have_count(3)
    await expect(attached.locator("img").first).to_have_js_property("naturalWidth", 1)

    await page.click(BOX)
    await page.keyboard.press("Control+Enter")
    pictures = page.locator(".line.agent .line-picture img")
    await expect(pictures).to_have_count(3)
    await expect(pictures.first).to_have_js_property("complete", True)
    await expect(attached).to_have_count(0)
    await expect(page.locator(BOX)).to_have_value("")
    line = await said(world)
    assert line.text == "Bitte sehr 👍"
    names = {one.name for one in line.attachments}
    assert names == {'"><img src=x onerror=alert(1)>.png', "Bildschirmfoto.png", "Router.png"}
    assert await page.locator("img[src=x]").count() == 0


async def test_axe_finds_nothing_and_what_waits_is_heard(browser: Browser, world: World) -> None:
    # axe brings a style of its own, which the page's policy would rightly refuse.
    context = await browser.new_context(locale="de-DE", bypass_csp=True)
    page = await window(context)
    page.set_default_timeout(PATIENCE)
    await log_in(page, world, "mara")
    await open_claimed(page, world)
    await page.set_input_files(".attach-input", payload("Router.png", PNG))
    await expect(page.locator(".attached-file img")).to_be_visible()
    assert await complaints(page) == []
    await page.click("[popovertarget^=emoji-]:visible")
    await expect(page.locator(".emoji-popover [role=option]").first).to_be_visible()
    assert await complaints(page) == []
    await page.keyboard.press("Escape")

    await page.click(BOX)
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".line.agent .line-picture img")).to_be_visible()
    await expect(page.locator("#list-state")).to_have_attribute("data-unanswered", "0")
    await page.evaluate("Object.defineProperty(document, 'hidden', {value: true})")
    await world.writes("Sind Sie noch da?")
    await expect(page.locator("html")).to_have_attribute("data-rang", "1")
    await expect(page).to_have_title(re.compile("^Neu · "))
    await context.close()
