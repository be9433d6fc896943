"""The agents' tools are there for everybody: axe finds nothing on their pages, wide and narrow."""

from typing import Any

import pytest
from playwright.async_api import Browser, expect

from conversation.identity import AgentId
from conversation.notes import Note, NoteId, NoteKind
from handoff.console.addresses import path_of
from handoff.text_modules.sample import read_text_modules
from tests.console.browsers import claim, log_in, window
from tests.console.world import World, customer
from tests.support.axe import complaints, in_all_looks
from tests.webchat.test_conformance import clients

__all__ = ["clients"]

pytestmark = pytest.mark.asyncio(loop_scope="module")

WIDE, NARROW = {"width": 1440, "height": 860}, {"width": 390, "height": 800}
OPEN = "[popover]:popover-open"


@pytest.mark.timeout(360)
@in_all_looks(WIDE, NARROW)
async def test_axe_finds_nothing_to_complain_about(
    browser: Browser, world: World, clients: None, scheme: Any, size: Any
) -> None:
    await _full(world)
    # axe brings a style of its own, which the page's policy would rightly refuse.
    options = {"color_scheme": scheme, "viewport": size, "bypass_csp": True, "locale": "de-DE"}
    async with await browser.new_context(**options) as context:
        page = await window(context)
        await page.emulate_media(reduced_motion="reduce", color_scheme=scheme)
        await log_in(page, world, "silke")
        for path in ("/text-modules", "/text-modules/new", "/text-modules/sample-1"):
            await page.goto(world.house.url + path)
            assert await complaints(page) == []
        await page.click("[popovertarget=module-delete]")
        await expect(page.locator(OPEN)).to_be_visible()
        assert await complaints(page) == []
        await page.goto(world.house.url + "/console/asked")
        await expect(page.locator("[data-open]")).to_have_count(1)
        assert await complaints(page) == []
        await page.goto(world.house.url + path_of(customer()))
        await claim(page)
        await expect(page.locator("[data-text]").first).to_be_attached()
        await page.keyboard.type("/stoerung")
        await page.keyboard.press("Tab")
        await expect(page.locator(".gaps")).to_contain_text("{{name}}")
        await page.keyboard.press("Escape")
        assert await complaints(page) == []
        await page.keyboard.press("t")
        await expect(page.locator(OPEN)).to_be_visible()
        assert await complaints(page) == []
        await page.keyboard.press("Escape")
        await page.click("#open-notes")
        await expect(page.locator(".notes")).to_be_visible()
        assert await complaints(page) == []


async def _full(world: World) -> None:
    """Let there be everything that the tools can show."""
    for module in read_text_modules():
        await world.text_modules.add(module)
    await world.story()
    mara, silke = AgentId("id-mara"), AgentId("id-silke")
    question = NoteId("q")
    for id, kind, text, more in (
        ("n", NoteKind.NOTE, "Ruft zum dritten Mal an. [TELEFON_1]", {"mentions": (silke,)}),
        ("q", NoteKind.QUESTION, "Hat irgendwer noch eine Idee?", {}),
        ("a", NoteKind.ANSWER, "Tausch das Netzteil.", {"answers": question}),
        ("o", NoteKind.QUESTION, "Und wer hat einen Ersatzrouter?", {}),
    ):
        note = Note(NoteId(id), kind, mara, "Mara Petersen", text, world.now, **more)  # type: ignore[arg-type]
        await world.notes.write(customer(), note)
