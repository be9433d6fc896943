"""Several sentences that mean the same are labelled at once."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from studio.review.harvest import sentence_id
from tests.studio.pages.world import World, open_studio, send

PATH = "/studio/clusters"
ALIKE = ("wo bleibt mein paket heute denn", "wo bleibt mein paket heute")
OTHER = "ganz etwas anderes"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_studio(tmp_path) as opened:
        await opened.hears(*ALIKE, OTHER)
        yield opened


@pytest.fixture
async def browser(world: World) -> httpx.AsyncClient:
    return await world.house.logged_in("tomke")


def form(*texts: str, intent: str = "goodbye", **changes: str) -> dict[str, object]:
    ids = [sentence_id(text) for text in texts]
    marked = {f"marked-{id}": text for id, text in zip(ids, texts, strict=True)}
    return {
        "sentence": ids,
        "intent": intent,
        **marked,
        **{f"anger-{id}": "1" for id in ids},
        **changes,
    }


async def test_what_means_the_same_stands_together(browser: httpx.AsyncClient) -> None:
    page = (await browser.get(PATH)).text
    assert "2 Nachrichten wie diese" in page
    assert all(text in page for text in ALIKE)
    assert OTHER not in page
    assert 'value="goodbye" autocomplete' in page


async def test_a_cluster_is_learnt_at_once(world: World, browser: httpx.AsyncClient) -> None:
    answer = await send(browser, PATH, **form(*ALIKE))
    assert (answer.status_code, answer.headers["location"]) == (303, PATH)
    assert set(ALIKE) <= await world.words()
    assert "keine Sätze" in (await browser.get(PATH)).text


async def test_what_is_refused_is_told_and_waits_and_the_rest_is_learnt(
    world: World, browser: httpx.AsyncClient
) -> None:
    id = sentence_id(ALIKE[0])
    number = {f"marked-{id}": "ruft 0431 5550177 an"}
    answer = await send(browser, PATH, **form(*ALIKE, **number))
    assert answer.status_code == 409
    assert "Telefonnummer" in answer.text
    words = await world.words()
    assert ALIKE[1] in words
    assert ALIKE[0] not in words
    assert (await world.parts.reviews.counts()).waiting == 2


async def test_a_sentence_that_a_colleague_has_is_left_alone(
    world: World, browser: httpx.AsyncClient
) -> None:
    await (await world.house.logged_in("ole")).get("/studio/review")
    answer = await send(browser, PATH, **form(*ALIKE))
    assert answer.status_code == 409
    assert "gerade jemand anders" in answer.text
    assert not set(ALIKE) & await world.words()


@pytest.mark.parametrize("anger", ["9", "x", ""])
async def test_an_anger_that_is_none_is_a_bad_request(
    browser: httpx.AsyncClient, anger: str
) -> None:
    id = sentence_id(ALIKE[0])
    answer = await send(browser, PATH, **form(*ALIKE, **{f"anger-{id}": anger}))
    assert answer.status_code == 400


async def test_without_the_encoder_the_page_says_so(
    world: World, browser: httpx.AsyncClient
) -> None:
    world.meanings.out = True
    page = await browser.get(PATH)
    assert page.status_code == 200
    assert "gerade nicht zu erkennen" in page.text


async def test_agents_label_nothing(world: World) -> None:
    mara = await world.house.logged_in("mara")
    assert (await mara.get(PATH)).status_code == 403
    assert (await send(mara, PATH, **form(*ALIKE))).status_code == 403
