"""A post on X leads through one public line into private messages and to a person, in one case."""

from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Browser, Page, expect

from tests.stack.test_all_the_way import PICTURES, log_in
from tests.stack.visitors import ANSWER, SECOND
from tests.support.browser import open_browser, watched_page
from tests.support.stack import Stack, start_stack

COLUMN = ".thread:visible"


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as opened:
        yield opened


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What pages complain about; there must be nothing."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def town_with_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The running system, with a fake X and Facebook beside it."""
    folder = tmp_path_factory.mktemp("town")
    running = start_stack(folder, world=True, MERGE_WINDOW="0.3")
    yield running
    running.stop()


async def _newcomer(browser: Browser, town: Stack, complaints: list[str]) -> Page:
    context = await browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 900})
    page = await watched_page(context, complaints)
    await page.goto(town.url("world"))
    await expect(page.locator("#x-state")).to_have_text("verbunden")
    await page.get_by_text("Neue Person").click()
    await page.get_by_label("Name", exact=True).fill("Greta Hansen")
    await page.get_by_label("Kontoname auf X").fill("greta")
    await page.get_by_role("button", name="Anlegen").click()
    await expect(page.locator("#who")).to_have_value("greta")
    return page


async def _writes(page: Page, label: str, text: str) -> None:
    box = page.get_by_label(label, exact=True)
    await box.fill(text)
    await box.press("Enter")


@pytest.mark.timeout(400)
async def test_a_public_question_reaches_an_agent_in_private_as_one_case(
    town_with_world: Stack, browser: Browser, complaints: list[str]
) -> None:
    greta = await _newcomer(browser, town_with_world, complaints)
    public = greta.get_by_role("log", name="Beiträge auf X")
    private = greta.get_by_role("log", name="Direktnachrichten auf X")
    asked = "@foerdekom warum ist meine Rechnung diesen Monat so hoch?"
    await _writes(greta, "Neuer Beitrag", asked)
    await expect(public).to_contain_text("(digitaler Assistent)", timeout=ANSWER)
    await expect(public).to_contain_text("Direktnachricht")

    await public.get_by_role("button", name="Private Nachricht senden").click()
    await expect(greta.get_by_label("Direktnachricht", exact=True)).to_be_focused()
    wish = "Ich möchte bitte mit einem Menschen sprechen"
    await _writes(greta, "Direktnachricht", wish)
    await expect(private).to_contain_text("spätestens um 10:", timeout=ANSWER)

    agent = await log_in(browser, town_with_world, complaints, login="mara")
    await agent.locator("[data-open]").first.click()
    await expect(agent.locator(COLUMN)).to_have_count(2, timeout=5 * SECOND)
    open_to_all = agent.locator(COLUMN).and_(agent.get_by_label("X öffentlich", exact=True))
    in_private = agent.locator(COLUMN).and_(agent.get_by_label("X privat", exact=True))
    await expect(open_to_all).to_contain_text("warum ist meine Rechnung")
    await expect(in_private).to_contain_text(wish)
    await expect(open_to_all).not_to_contain_text(wish)

    # What is answered here goes where Greta wrote last.
    await expect(agent.get_by_text("Zuletzt geschrieben: X öffentlich")).to_have_count(0)
    await agent.get_by_role("button", name="Übernehmen").click()
    await expect(private).to_contain_text("Mara Petersen", timeout=ANSWER)
    answer = "Moin, hier ist Mara. Ich schaue mir die Rechnung an."
    await agent.get_by_placeholder("Antwort schreiben").fill(answer)
    await agent.get_by_role("button", name="Antworten").click()
    await expect(private).to_contain_text(answer, timeout=ANSWER)
    PICTURES.mkdir(parents=True, exist_ok=True)
    await greta.screenshot(path=PICTURES / "world.png")
    await agent.screenshot(path=PICTURES / "case.png", caret="initial")

    # Everybody reads one line of the machine's, and nothing of what was said in private.
    said = await public.inner_text()
    assert said.count("(digitaler Assistent)") == 1
    assert "Mara" not in said
