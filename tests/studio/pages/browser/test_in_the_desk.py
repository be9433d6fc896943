"""An editor teaches the assistant in the running desk: from a customer's line to a commit."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect

from tests.staff.house import PASSWORD
from tests.studio.desk import EditorsDesk, editors_desk
from tests.support.browser import open_browser, watched_page

pytestmark = pytest.mark.asyncio(loop_scope="module")

HEARD = "wofür habt ihr mir 9,99 € abgebucht"
MARKED = "wofür habt ihr mir [9,99 €](amount) abgebucht"
PATIENCE_MS = 20_000
CARD = "[data-card]"


@pytest_asyncio.fixture(loop_scope="module")
async def desk(tmp_path: Path, redis_url: str) -> AsyncIterator[EditorsDesk]:
    async with editors_desk(tmp_path, redis_url, HEARD) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def context() -> AsyncIterator[BrowserContext]:
    async with open_browser() as browser:
        opened = await browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 800})
        yield opened
        await opened.close()


async def log_in(page: Page, desk: EditorsDesk, login: str) -> None:
    await page.goto(desk.url)
    await page.wait_for_selector("[name=login]:focus")
    await page.keyboard.type(login)
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".bar-areas")


async def test_a_customers_sentence_becomes_a_commit(
    context: BrowserContext, desk: EditorsDesk
) -> None:
    complaints: list[str] = []
    page = await watched_page(context, complaints)
    page.set_default_timeout(PATIENCE_MS)
    await log_in(page, desk, "tomke")
    areas = page.locator(".bar-areas a")
    assert await areas.all_inner_texts() == ["Studio"]
    await _until_gathered(page)
    await expect(page.locator(".heard")).to_have_text(HEARD)
    await page.keyboard.press("m")
    await expect(page.locator("#marked")).to_have_value(MARKED)
    await page.keyboard.press("2")
    await page.keyboard.press("q")
    await expect(page.locator("#card")).to_contain_text("Nichts zu tun")
    await page.get_by_role("link", name="Entwurf").click()
    await expect(page.get_by_role("heading", name="1 Änderung")).to_be_visible()
    await page.fill("#why", "Frage nach einer Abbuchung")
    await page.get_by_role("button", name="Veröffentlichen").click()
    await expect(page.locator("main")).to_contain_text("Alles ist veröffentlicht.")
    assert complaints == []
    _is_published(desk)


async def test_the_administrator_finds_the_studio_beside_the_console(
    context: BrowserContext, desk: EditorsDesk
) -> None:
    complaints: list[str] = []
    page = await watched_page(context, complaints)
    await log_in(page, desk, "ole")
    await page.get_by_role("link", name="Studio", exact=True).click()
    await page.get_by_role("link", name="Beispiele").click()
    await expect(page.get_by_role("link", name="ask_bill")).to_be_visible()
    assert complaints == []


async def test_an_answer_is_shown_as_customers_see_it_while_it_is_typed(
    context: BrowserContext, desk: EditorsDesk
) -> None:
    complaints: list[str] = []
    page = await watched_page(context, complaints)
    await log_in(page, desk, "tomke")
    await page.get_by_role("link", name="Antworten").click()
    await page.get_by_role("link", name="Schreib uns.").click()
    await page.locator("#text-0").fill("Schreib uns doch eine Nachricht, {name}.")
    preview = page.locator("#preview-0")
    await expect(preview).to_contain_text("„{name}“ kann hier nicht eingesetzt werden.")
    await page.locator("#text-0").fill("Schreib uns doch eine Nachricht.")
    await expect(preview).to_contain_text("Lotse (digitaler Assistent): Schreib uns doch")
    await page.get_by_role("button", name="Speichern").click()
    await page.get_by_role("link", name="Entwurf").click()
    await expect(page.locator("main")).to_contain_text("„Schreib uns doch eine Nachricht.“")
    assert complaints == []


async def _until_gathered(page: Page) -> None:
    """Look again until the sentence has come by itself."""
    while not await page.locator(CARD).count():
        await expect(page.locator("#card")).to_contain_text("Nichts zu tun")
        await page.wait_for_timeout(200)
        await page.reload()


def _is_published(desk: EditorsDesk) -> None:
    studio = desk.studio
    assert MARKED in studio.file("billing").read_text()
    assert studio.hand("status", "--porcelain") == ""
    said = studio.hand("log", "-1", "--format=%an|%s|%b", "main").strip()
    assert said == "Tomke Ahrens|Entwurf von Tomke Ahrens veröffentlicht|Frage nach einer Abbuchung"
    changes = studio.hand("log", "--no-merges", "--format=%an|%s", "main~1..main").splitlines()
    assert len(changes) == 1
    assert changes[0].startswith("Tomke Ahrens|")
