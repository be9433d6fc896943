"""Editors look at answers as customers see them, and reword them."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.studio.pages.world import World, open_studio, send

PATH = "/studio/answers/utter_bill"
OLD = "Deine Rechnung für {month}:\n{items}"
NEW = "Das ist deine Rechnung für {month}:\r\n{items}"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_studio(tmp_path) as opened:
        yield opened


@pytest.fixture
async def browser(world: World) -> httpx.AsyncClient:
    return await world.house.logged_in("tomke")


async def said(world: World, name: str = "utter_bill") -> list[str]:
    draft = world.studio.drafts.open(await world.editor())
    return [one.text for one in draft.content.answers[name]]


async def test_answers_are_listed_and_searched(browser: httpx.AsyncClient) -> None:
    page = (await browser.get("/studio/answers")).text
    assert 'href="/studio/answers/utter_no_bill"' in page
    assert "2 Fassungen" in page
    found = (await browser.get("/studio/answers", params={"q": "RECHNUNG noch"})).text
    assert "utter_no_bill" in found
    assert "utter_private" not in found
    assert "Nichts gefunden" in (await browser.get("/studio/answers", params={"q": "xyz"})).text


async def test_each_variant_says_for_whom_it_is_and_what_channels_make_of_it(
    browser: httpx.AsyncClient,
) -> None:
    page = (await browser.get(PATH)).text
    assert "> du <" in page.replace(">du ", "> du ")
    assert ">Sie " in page
    assert "Lotse (digitaler Assistent): Deine Rechnung" in page
    assert "von 280 Zeichen" in page
    only_x = (await browser.get("/studio/answers/utter_private")).text
    assert "nur X, öffentlich" in only_x
    assert "Messenger</figcaption>" not in only_x
    assert (await browser.get("/studio/answers/utter_nothing")).status_code == 404


async def test_an_answer_is_reworded_in_the_draft_with_a_reason(
    world: World, browser: httpx.AsyncClient
) -> None:
    fields = {
        "number": "0",
        "before": OLD.replace("\n", "\r\n"),
        "text": NEW,
        "why": "freundlicher",
    }
    answer = await send(browser, PATH, **fields)
    assert (answer.status_code, answer.headers["location"]) == (303, PATH)
    assert (await said(world))[0] == NEW.replace("\r\n", "\n")
    draft = (await browser.get("/studio/draft")).text
    assert "utter_bill: jetzt „Das ist deine Rechnung für {month}: {items}“" in draft
    assert "<q>freundlicher</q>" in draft
    await send(browser, "/studio/draft/publish")
    assert "Das ist deine Rechnung" in (world.studio.root / "bot/domain/answers.yml").read_text()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"text": "Ruf 0431 5550177 an"}, "Telefonnummer"),
        ({"text": "Das macht {price}"}, "{price}"),
        ({"before": "etwas anderes"}, "inzwischen"),
        ({"why": "von jana@web.de"}, "E-Mail-Adresse"),
    ],
)
async def test_what_is_refused_says_why_and_stays_typed(
    world: World, browser: httpx.AsyncClient, change: dict[str, str], sentence: str
) -> None:
    fields = {"number": "0", "before": OLD, "text": "Neu ist {month}", "why": "", **change}
    answer = await send(browser, PATH, **fields)
    assert answer.status_code == 409
    assert sentence in answer.text
    assert fields["text"] in answer.text
    assert (await said(world))[0] == OLD


async def test_what_is_typed_is_shown_before_it_is_kept(browser: httpx.AsyncClient) -> None:
    long = "Das ist lang. " * 25
    shown = (await send(browser, f"{PATH}/preview", number="0", text=long)).text
    assert "Passt hier nicht" in shown
    assert "Direktnachricht" in shown
    shown = (await send(browser, f"{PATH}/preview", number="0", text="<b>{nie}</b>")).text
    assert "„{nie}“ kann hier nicht eingesetzt werden" in shown
    assert "<b>" not in shown
    for number, status in (("7", 404), ("x", 400)):
        answer = await send(browser, f"{PATH}/preview", number=number, text="x")
        assert answer.status_code == status


async def test_agents_do_not_reword_answers(world: World) -> None:
    mara = await world.house.logged_in("mara")
    assert (await mara.get(PATH)).status_code == 403
    assert (await send(mara, PATH, number="0", before=OLD, text="Nein")).status_code == 403
