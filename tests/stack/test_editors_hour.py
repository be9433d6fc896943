"""An editor's hour on the real system: what failed is taught, compared, promoted and taken back.

On the way the desk and the trainer are killed. Engine, encoder and training are the real ones, the
content is small, so that a training takes half a minute.
"""

import asyncio
import os
import re
import signal
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from studio.present import decisions, present_name
from studio.training.jobs import Jobs
from tests.stack.small_assistant import by_hand, new_content, trained
from tests.stack.visitors import ANSWER, SECOND, Customer, arrive
from tests.support.browser import open_browser
from tests.support.stack import Stack, start_stack

PICTURES = Path(__file__).parent.parent.parent / "var" / "pictures"
PAGE, TRAINING = 20 * SECOND, 400 * SECOND
PATIENCE_SECONDS = 240.0
#: So late everything of the morning has settled.
LATER = "2026-11-24T10:45"
QUESTION = "wat is nu mit min neuen Router"
RIGHT, WRONG = "steht in der Versandmail", "Da kann ich nicht weiterhelfen"
REVOKING_QUESTION, REVOKED = "Kann ich meine Bestellung noch widerrufen?", "in den ersten 14 Tagen"
#: A file of somebody else's, with an intent that nobody here has.
SHOP_QUESTION, SHOP = "Wo habt ihr denn einen Laden?", "gleich am Nordermarkt"
SHOPS = """\
text;intent;anger
Habt ihr einen Laden in der Nähe?;ask_shop;0
Wo ist der nächste Shop?;ask_shop;0
Gibt es euch auch in der Stadt, mit Laden?;ask_shop;0
Kann ich bei euch im Laden vorbeikommen?;ask_shop;0
Wie komme ich zu eurem Geschäft?;ask_shop;0
Laden in Husum?;ask_shop;0
Welche Filiale ist bei mir um die Ecke?;ask_shop;0
Moin Moin;greet;0
"""
#: What customers write that morning, and what each meant. Some of it is understood all the same.
HEARD = {
    QUESTION: "ask_delivery",
    "wann krieg ich endlich die neue fritzbox": "ask_delivery",
    "Ist mein Router unterwegs oder nicht?": "ask_delivery",
    "Router immer noch nich da": "ask_delivery",
    "Der Techniker meinte, das Gerät käme per Post, wo isses": "ask_delivery",
    "bisher ist nix angekommen bei mir": "ask_delivery",
    "der Postbote hatte kein Gerät dabei": "ask_delivery",
    "woher kommen die 9 Euro extra": "ask_bill",
    "da fehlen 12 Euro auf meinem Konto": "ask_bill",
    "ihr könnt euren Laden zumachen, ich bin weg": "end_contract",
    "ich wechsel zur Konkurrenz": "end_contract",
    "Bestellung bitte rückgängig machen": "end_contract",
    "ich will vom Kauf zurücktreten": "end_contract",
    "kann ich den Router wieder zurückgeben": "end_contract",
}
FEWEST = 10
REVOKING_WORDS = re.compile("widerr|zurück|rückgängig", re.IGNORECASE)
REVOKING_BEFORE = 4
CARD = "[data-card]"


@dataclass(frozen=True)
class Installation:
    """The running system, and the repository and models that are its own."""

    stack: Stack
    root: Path
    models_dir: Path
    #: The assistant that answers at first.
    old: str


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Installation]:
    root, models_dir = new_content(tmp_path / "content"), tmp_path / "models"
    old = trained(root, models_dir)
    stack = start_stack(
        tmp_path, CONTENT_DIR=str(root), MODELS_DIR=str(models_dir), MERGE_WINDOW="0.2"
    )
    yield Installation(stack, root, models_dir, old.name)
    assert stack.stop() == 0


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as opened:
        yield opened


async def log_in(browser: Browser, house: Installation) -> Page:
    """Open the studio as its editor. Pages that a killed desk cannot answer may complain."""
    context = await browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 900})
    page = await context.new_page()
    page.set_default_timeout(PAGE)
    account = next(one for one in house.stack.logins() if one["role"] == "editor")
    await page.goto(house.stack.url("desk"))
    await page.get_by_label("Anmeldename").fill(account["login"])
    await page.get_by_label("Passwort").fill(account["password"])
    await page.get_by_role("button", name="Anmelden").click()
    await page.wait_for_selector(".studio-menu")
    return page


@pytest.mark.long
@pytest.mark.timeout(1200)
async def test_an_editors_hour(house: Installation, browser: Browser) -> None:
    complaints: list[str] = []
    customer = await arrive(browser, house.stack, complaints)
    await _asks(customer, QUESTION, hears=WRONG)
    customer = await arrive(browser, house.stack, complaints)
    for text in list(HEARD)[1:]:
        await _says(customer, text)
    in_the_middle = await arrive(browser, house.stack, complaints)
    await _asks(in_the_middle, "Moin", hears="Womit kann ich helfen")
    await let_settle(house)

    editor = await log_in(browser, house)
    labelled = await label_all(editor, house)
    await split_off_revoking(editor, labelled)
    await read_in_shops(editor)
    await publish(editor, changes=len(labelled) + 2)

    new = await train_and_compare(editor, house)
    await promote(editor, house, new)
    customer = await arrive(browser, house.stack, complaints)
    await _asks(customer, QUESTION, hears=RIGHT)
    await _asks(customer, REVOKING_QUESTION, hears=REVOKED)
    await _asks(customer, SHOP_QUESTION, hears=SHOP)
    await customer.page.screenshot(path=PICTURES / "editors-hour-chat.png")
    # A talk that was begun is ended by whom it was begun with.
    await _asks(in_the_middle, QUESTION, hears=WRONG)

    await go_back(editor, house)
    customer = await arrive(browser, house.stack, complaints)
    await _asks(customer, QUESTION, hears=WRONG)
    assert complaints == []
    is_readable(house, labelled)


async def _says(customer: Customer, text: str) -> None:
    """Write a line and see it sent, whatever comes of it."""
    await customer.say(text)
    line = customer.page.locator(".line.customer", has_text=text)
    await expect(line.last).to_be_visible(timeout=ANSWER)


async def _asks(customer: Customer, text: str, *, hears: str) -> None:
    await customer.say(text)
    await customer.reads(hears)


async def let_settle(house: Installation) -> None:
    """Move the clock to where it is known what became of all lines."""
    async with httpx.AsyncClient(base_url=house.stack.url("desk")) as client:
        token = {"authorization": f"Bearer {house.stack.secret('API_TOKENS')}"}
        answer = await client.put("/api/clock", json={"now": LATER}, headers=token)
        answer.raise_for_status()


async def label_all(page: Page, house: Installation) -> set[str]:
    """Label all that is worth a look by keyboard; the desk is killed in the middle."""
    await _until_gathered(page)
    labelled = await _label(page, FEWEST // 2)
    await killed_and_back(house, "desk")
    await page.goto(house.stack.url("desk") + "/studio/review")
    labelled |= await _label(page, len(HEARD))
    await expect(page.locator("#card")).to_contain_text("Nichts zu tun")
    assert QUESTION in labelled
    assert len(labelled) >= FEWEST
    return labelled


async def _label(page: Page, most: int) -> set[str]:
    labelled: set[str] = set()
    card = page.locator(CARD)
    while len(labelled) < most and await card.count():
        id, words = await card.get_attribute("data-card"), await page.locator(".heard").inner_text()
        await page.keyboard.press("a")
        await page.keyboard.type(HEARD[words])
        await page.keyboard.press("Enter")
        await page.wait_for_selector(f'#card:not(:has([data-card="{id}"]))')
        labelled.add(words)
    return labelled


async def _until_gathered(page: Page) -> None:
    """Look again until sentences have come by themselves; those of one morning come together."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not await page.locator(CARD).count():
        assert time.monotonic() < end, await page.locator("#card").inner_text()
        await page.wait_for_timeout(SECOND)
        await page.reload()


async def split_off_revoking(page: Page, labelled: set[str]) -> None:
    """Make an intent of its own of what was taken together with notices."""
    await page.get_by_role("link", name="Beispiele", exact=True).click()
    await page.get_by_role("link", name="end_contract").click()
    await page.get_by_text("Absicht teilen").click()
    await page.get_by_label("Name der neuen Absicht").fill("revoke_contract")
    await page.get_by_label("Was will jemand damit?").fill("Will widerrufen")
    await page.get_by_label("Was antwortet der Assistent").fill(
        "Widerrufen kannst du in den ersten 14 Tagen."
    )
    boxes = await page.get_by_role("checkbox", name=REVOKING_WORDS).all()
    for box in boxes:
        await box.check()
    await page.get_by_role("button", name="Teilen").click()
    await expect(
        page.get_by_role("heading", name=f"{_revoking(labelled)} Beispiele")
    ).to_be_visible()


async def read_in_shops(page: Page) -> None:
    """Read a file in that brings an intent of its own, and say what is answered to it."""
    await page.get_by_role("link", name="Beispiele", exact=True).click()
    await page.get_by_role("link", name="Einlesen und ausgeben").click()
    file = {"name": "laeden.csv", "mimeType": "text/csv", "buffer": SHOPS.encode()}
    await page.get_by_label("Datei").set_input_files([file])  # type: ignore[list-item]
    await page.get_by_role("button", name="Ansehen", exact=True).click()
    await page.get_by_label("ask_shop").select_option("neu anlegen")
    await page.get_by_role("button", name="Mit dieser Auswahl neu ansehen").click()
    await page.get_by_label("Was will jemand damit?").fill("Fragt nach einem Laden")
    await page.get_by_label("Was antwortet der Assistent").fill(f"Unser Laden ist {SHOP}.")
    await page.screenshot(path=PICTURES / "editors-hour-new-intent.png", full_page=True)
    await page.get_by_role("button", name="Übernehmen (7 neue)").click()
    await expect(page.locator("main")).to_contain_text("dazu 1 neue Absicht")


def _revoking(labelled: set[str]) -> int:
    return REVOKING_BEFORE + sum(bool(REVOKING_WORDS.search(words)) for words in labelled)


async def publish(page: Page, *, changes: int) -> None:
    await page.get_by_role("link", name="Entwurf", exact=True).click()
    await expect(page.get_by_role("heading", name=f"{changes} Änderungen")).to_be_visible()
    await page.get_by_label("Wozu?").fill("Fragen nach dem Router")
    await page.get_by_role("button", name="Veröffentlichen").click()
    await expect(page.locator("main")).to_contain_text("Alles ist veröffentlicht.")


async def train_and_compare(page: Page, house: Installation) -> str:
    """Train, the trainer being killed over it, and read the comparison; return the candidate."""
    await page.get_by_role("link", name="Training", exact=True).click()
    await page.get_by_role("button", name="Trainieren").click()
    await expect(page.locator("#job")).to_contain_text(
        "den Assistenten trainieren", timeout=TRAINING
    )
    os.kill(house.stack.pid("trainer"), signal.SIGKILL)
    await page.get_by_role("link", name="Vergleich ansehen").click(timeout=TRAINING)
    (job,) = Jobs(house.models_dir).all()
    assert (job.begun, present_name(house.models_dir)) == (2, house.old)
    real = page.get_by_role("region", name="Echte Sätze")
    await expect(real.locator("li", has_text=QUESTION)).to_contain_text("besser")
    await page.screenshot(path=PICTURES / "editors-hour-comparison.png", full_page=True)
    return job.model


async def promote(page: Page, house: Installation, new: str) -> None:
    await page.get_by_label("Begründung").fill("Fragen nach dem Router gingen fehl.")
    await page.get_by_role("button", name="Ab jetzt antworten lassen").click()
    await _until_it_answers(page, new)
    await page.screenshot(path=PICTURES / "editors-hour-promoted.png", full_page=True)
    assert present_name(house.models_dir) == new


async def go_back(page: Page, house: Installation) -> None:
    await page.get_by_role("button", name="Zurück zum vorherigen").click()
    await _until_it_answers(page, house.old)
    assert [one.back for one in decisions(house.models_dir)] == [False, False, True]


async def _until_it_answers(page: Page, model: str) -> None:
    """Look again until an assistant runs and takes new conversations."""
    answering = page.get_by_role("region", name="Wer Kunden gerade antwortet")
    end = time.monotonic() + PATIENCE_SECONDS
    await expect(answering).to_contain_text(model)
    while "Er läuft; der vorherige führt" not in await answering.inner_text():
        assert time.monotonic() < end, await answering.inner_text()
        await page.wait_for_timeout(SECOND)
        await page.reload()


async def killed_and_back(house: Installation, process: str) -> None:
    os.kill(house.stack.pid(process), signal.SIGKILL)
    end = time.monotonic() + PATIENCE_SECONDS
    async with httpx.AsyncClient() as client:
        while f"{process}: died" not in house.stack.said() or not await _ready(client, house):
            assert time.monotonic() < end, house.stack.said()
            await asyncio.sleep(0.2)


async def _ready(client: httpx.AsyncClient, house: Installation) -> bool:
    try:
        answer = await client.get(f"{house.stack.url('desk')}/readyz")
    except httpx.HTTPError:
        return False
    return answer.is_success


def is_readable(house: Installation, labelled: set[str]) -> None:
    """Read the history as a programmer does at the command line."""
    assert by_hand(house.root, "status", "--porcelain") == ""
    assert by_hand(house.root, "log", "--first-parent", "--format=%s").splitlines() == [
        "Entwurf von Tomke Ahrens veröffentlicht",
        "Anfang",
    ]
    told = by_hand(house.root, "log", "--no-merges", "--format=%an|%s", "HEAD", "^HEAD~1")
    lines = [line.removeprefix("Tomke Ahrens|") for line in told.splitlines()]
    split = f"end_contract: {_revoking(labelled)} Beispiele als revoke_contract abgetrennt"
    shops = "7 Beispiele in einer Absicht eingelesen (CSV), neu: ask_shop"
    assert lines[:2] == [shops, split]
    added = [f"{HEARD[text]}: „{text}“ ergänzt" for text in labelled]
    assert sorted(lines[2:]) == sorted(added)
    assert "Fragen nach dem Router" in by_hand(house.root, "log", "-1", "--format=%b", "HEAD")
