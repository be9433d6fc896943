"""An editor watches a training, reads the comparison and promotes, by keyboard; axe looks on."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from gateway.settings import ROOT
from studio.evaluation.comparison import Comparison, OtherAnswer, Reading
from studio.evaluation.messages import HELD_OUT, Prediction, read_messages
from studio.present import present_name
from studio.training.jobs import Job, State
from studio.training.ports import RunningAssistant
from tests.staff.house import PASSWORD
from tests.studio.pages.world import World, open_studio
from tests.studio.training.samples import NEW, OLD, compared, kept, present
from tests.support.axe import in_all_looks
from tests.support.browser import open_browser, watched_page
from tests.webchat.test_conformance import FOLDER as INSTALLED
from tests.webchat.test_conformance import clients

__all__ = ["clients"]

pytestmark = pytest.mark.asyncio(loop_scope="module")

REASON = "Der neue Tarif fehlt sonst."
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@pytest_asyncio.fixture(loop_scope="module")
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_studio(tmp_path) as opened:
        present(opened.training.models_dir)
        kept(opened.training.models_dir)
        opened.rest.assistants = (RunningAssistant(OLD, ready=2, draining=0),)
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as opened:
        yield opened


def real_comparison() -> Comparison:
    """Return all held-out messages; the candidate takes every ninth for something else."""
    messages = read_messages(ROOT / HELD_OUT)
    right = [
        Prediction(one.text, one.intent or "", 0.93, one.anger, one.entities or ())
        for one in messages
    ]
    after = [
        replace(one, intent="goodbye", confidence=0.4) if number % 9 == 0 else one
        for number, one in enumerate(right)
    ]
    other = OtherAnswer("c|1", Reading("goodbye", 0.5, 0), Reading("ask_bill", 0.9, 0))
    return Comparison(tuple(messages), tuple(right), tuple(after), lines=40, others=(other,))


async def log_in(page: Page, world: World) -> None:
    await page.goto(world.house.url)
    await page.wait_for_selector("[name=login]:focus")
    await page.keyboard.type("tomke")
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".bar-areas")


async def test_progress_goes_on_by_itself_and_ends_in_a_comparison_and_a_decision(
    browser: Browser, world: World
) -> None:
    complaints: list[str] = []
    async with await browser.new_context(locale="de-DE", viewport=WIDE) as context:
        page = await watched_page(context, complaints)
        await log_in(page, world)
        await page.get_by_role("link", name="Training", exact=True).press("Enter")
        await page.get_by_role("button", name="Trainieren").press("Enter")
        job = world.training.jobs.active()
        assert job is not None
        with world.training.jobs.alone():
            tell(world, job, done=10)
            await expect(page.locator("#job")).to_contain_text("10 % dieses Schrittes")
            await page.get_by_role("button", name="Abbrechen").focus()
            tell(world, job, done=70)
            await expect(page.locator("#job")).to_contain_text("70 % dieses Schrittes")
            await expect(page.get_by_role("button", name="Abbrechen")).to_be_focused()
            world.training.jobs.keep_comparison(job.id, real_comparison())
            done = replace(job, state=State.DONE, model=NEW, instead_of=OLD)
            world.training.jobs.write(done)
        await page.get_by_role("link", name="Vergleich ansehen").press("Enter")
        await expect(page.locator(".matrix rect.wrong").first).to_be_attached()
        await page.get_by_label("Begründung").press_sequentially(REASON)
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.locator("main")).to_contain_text(REASON)
        assert present_name(world.training.models_dir) == NEW
        await page.get_by_role("button", name="Zurück zum vorherigen").press("Enter")
        await expect(page.locator("main")).to_contain_text("zurück zu assistant-1")
    assert complaints == []


def tell(world: World, job: Job, *, done: int) -> None:
    step = "Training the engine (seconds)"
    now = replace(job, state=State.TRAINING, step=step, done=done, of=100, seconds_left=100 - done)
    world.training.jobs.write(now)


@pytest.mark.timeout(240)
@in_all_looks(WIDE, NARROW)
async def test_axe_finds_nothing_to_complain_about(
    browser: Browser, world: World, clients: None, scheme: Any, size: Any
) -> None:
    world.rest.lines = {"c|1": "wofür zahle ich das"}
    job = compared(world.training.models_dir, real_comparison())
    # axe brings a style of its own, which the page's policy would rightly refuse.
    options = {"color_scheme": scheme, "viewport": size, "bypass_csp": True, "locale": "de-DE"}
    async with await browser.new_context(**options) as context:
        page = await context.new_page()
        await log_in(page, world)
        await page.goto(f"{world.house.url}/studio/training/{job.id}")
        assert await _complaints(page) == []
        await page.goto(f"{world.house.url}/studio/training")
        assert await _complaints(page) == []
        await page.get_by_role("button", name="Trainieren").click()
        await page.wait_for_selector("#job")
        assert await _complaints(page) == []


async def _complaints(page: Page) -> list[str]:
    await page.evaluate((INSTALLED / "node_modules/axe-core/axe.min.js").read_text())
    found = await page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    return [
        json.dumps([violation["id"], node["target"], node["failureSummary"]])
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
