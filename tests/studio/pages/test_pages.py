"""Editors browse, teach, change and publish; nobody else gets in."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from studio.content.changes import Add, Edit
from studio.content.examples import Lesson
from studio.review.harvest import sentence_id
from tests.studio.content.samples import GREETING
from tests.studio.content.test_changes import of
from tests.studio.pages.world import World, open_studio, send
from tests.studio.versions.repository import BODO


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_studio(tmp_path) as opened:
        yield opened


@pytest.fixture
async def browser(world: World) -> httpx.AsyncClient:
    return await world.house.logged_in("tomke")


@pytest.mark.parametrize("path", ["/studio/review", "/studio/intents", "/studio/draft"])
@pytest.mark.parametrize(
    ("login", "status"), [("mara", 403), ("silke", 403), ("tomke", 200), ("ole", 200)]
)
async def test_only_editors_and_administrators_open_the_studio(
    world: World, path: str, login: str, status: int
) -> None:
    assert (await (await world.house.logged_in(login)).get(path)).status_code == status


async def test_a_form_without_its_token_changes_nothing(
    world: World, browser: httpx.AsyncClient
) -> None:
    answer = await browser.post("/studio/intents/greet", data={"marked": "huhu", "anger": "0"})
    assert answer.status_code == 403
    assert "huhu" not in await world.words()


async def test_intents_are_listed_with_what_they_lack_and_what_cannot_be_read(
    world: World, browser: httpx.AsyncClient
) -> None:
    page = (await browser.get("/studio/intents")).text
    assert 'href="/studio/intents/goodbye"' in page
    assert "Hinweise" in page
    answer = await browser.get("/studio/intents/greet")
    assert "nur 3 Beispiele" in answer.text
    assert "[Kiel](city)" in answer.text
    assert (await browser.get("/studio/intents/nothing")).status_code == 404


async def test_examples_are_found_by_words_and_meaning(browser: httpx.AsyncClient) -> None:
    page = (await browser.get("/studio/intents", params={"q": "wiedersehen"})).text
    assert "Auf Wiedersehen" in page.split("<h2>Absichten</h2>")[0]


async def test_what_somebody_typed_is_text(world: World, browser: httpx.AsyncClient) -> None:
    words = '<b>fett</b> & "frech"'
    await send(browser, "/studio/intents/greet", marked=words, anger="0")
    assert words in await world.words()
    page = (await browser.get("/studio/intents", params={"q": "<i>"})).text
    page += (await browser.get("/studio/intents/greet")).text
    assert "<b>fett" not in page
    assert "<i>" not in page


async def test_an_example_is_added_changed_moved_and_deleted(
    world: World, browser: httpx.AsyncClient
) -> None:
    answer = await send(browser, "/studio/intents/greet", marked="huhu", anger="1", why="fehlt")
    assert answer.status_code == 303
    lesson = Lesson("greet", "huhu", 1)
    page = (await browser.get(f"/studio/examples/{lesson.id}")).text
    assert "Tomke Ahrens" in page
    assert "<q>fehlt</q>" in page
    path = f"/studio/examples/{lesson.id}"
    await send(browser, path, marked="huhu!", intent="goodbye", anger="0")
    moved = Lesson("goodbye", "huhu!")
    draft = world.studio.drafts.open(await world.editor())
    assert draft.content.examples[moved.id].lesson == moved
    await send(browser, f"/studio/examples/{moved.id}/delete")
    assert "huhu!" not in await world.words()
    assert (await send(browser, path, marked="x", intent="greet", anger="0")).status_code == 404


async def test_what_is_refused_stays_typed_and_says_why(
    world: World, browser: httpx.AsyncClient
) -> None:
    typed = "ruft 0431 5550177 an"
    for path in ("/studio/intents/greet", f"/studio/examples/{Lesson('greet', 'moin').id}"):
        answer = await send(browser, path, marked=typed, intent="greet", anger="0")
        assert answer.status_code == 409
        assert "Telefonnummer" in answer.text
        assert typed in answer.text
    answer = await send(
        browser, "/studio/intents/greet", marked="hei", anger="0", why="von jana@web.de"
    )
    assert answer.status_code == 409
    assert not {typed, "hei"} & await world.words()


async def test_an_anger_that_is_none_is_a_bad_request(browser: httpx.AsyncClient) -> None:
    answer = await send(browser, "/studio/intents/greet", marked="hei", anger="9")
    assert answer.status_code == 400


async def test_an_intent_is_split(world: World, browser: httpx.AsyncClient) -> None:
    chosen = [Lesson("goodbye", "tschüs").id, Lesson("goodbye", "BIS NIE!", 2).id]
    answer = await send(browser, "/studio/intents/goodbye/split", new="leave", example=chosen)
    assert answer.headers["location"] == "/studio/intents/leave"
    assert "BIS NIE!" in (await browser.get("/studio/intents/leave")).text
    answer = await send(browser, "/studio/intents/goodbye/split", new="Böse Namen", example=[])
    assert answer.status_code == 409


async def test_an_intent_is_split_off_with_its_answer(
    world: World, browser: httpx.AsyncClient
) -> None:
    typed = {"new": "leave", "title": "Geht", "example": [Lesson("goodbye", "tschüs").id]}
    path = "/studio/intents/goodbye/split"
    refused = await send(browser, path, **typed, answer="Mach's gut, du.")
    assert refused.status_code == 409
    assert "Mach&#39;s gut, du." in refused.text
    assert refused.text.count(" checked") == 1
    answer = await send(browser, path, **typed, answer="Auf bald.")
    assert answer.status_code == 303
    draft = world.studio.drafts.open(await world.editor()).content
    assert draft.answers["utter_leave"][0].text == "Auf bald."
    assert "- intent: leave" in draft.files["data/rules/greeting.yml"]


async def test_a_draft_is_shown_and_published(world: World, browser: httpx.AsyncClient) -> None:
    await send(browser, "/studio/intents/greet", marked="huhu", anger="0")
    assert "„huhu“ ergänzt" in (await browser.get("/studio/draft")).text
    assert (await send(browser, "/studio/draft/publish", why="Montag")).status_code == 303
    assert '"huhu"' in world.studio.file().read_text()
    assert "Alles ist veröffentlicht" in (await browser.get("/studio/draft")).text


async def test_a_conflict_is_shown_and_decided(world: World, browser: httpx.AsyncClient) -> None:
    moin = of("moin", world.published()).lesson
    await send(browser, f"/studio/examples/{moin.id}", marked="Moin!", intent="greet", anger="0")
    world.studio.drafts.change(BODO, Edit(moin.id, replace(moin, marked="moin?")))
    world.studio.publishing.publish(BODO)
    answer = await send(browser, "/studio/draft/publish")
    assert answer.status_code == 409
    assert "Moin!" in answer.text
    assert "moin?" in answer.text
    name = answer.text.split('name="choice-')[1].split('"')[0]
    await send(browser, "/studio/draft/publish", **{f"choice-{name}": "mine"})
    assert '"Moin!"' in world.studio.file().read_text()


async def test_a_broken_hand_edit_is_told_with_file_and_line(
    world: World, browser: httpx.AsyncClient
) -> None:
    world.studio.file().write_text(GREETING.replace('"moin"', '"moin'))
    assert "greeting.yml, Zeile " in (await browser.get("/studio/draft")).text


async def test_sentences_are_labelled_one_after_the_other(
    world: World, browser: httpx.AsyncClient
) -> None:
    await world.hears("paket eins weg", "paket zwei weg")
    page = (await browser.get("/studio/review")).text
    first = next(one for one in ("paket eins weg", "paket zwei weg") if one in page)
    path = f"/studio/review/{sentence_id(first)}"
    assert "nicht verstanden" in page
    answer = await send(browser, f"{path}/label", marked=first, intent="goodbye", anger="2")
    assert answer.status_code == 303
    assert first in await world.words()
    assert first not in (await browser.get("/studio/review")).text
    again = await send(browser, f"{path}/label", marked=first, intent="greet", anger="0")
    assert "schon jemand anders" in again.text


async def test_a_sentence_with_something_personal_stays_with_what_was_typed(
    world: World, browser: httpx.AsyncClient
) -> None:
    await world.hears("paket eins weg")
    await browser.get("/studio/review")
    path = f"/studio/review/{sentence_id('paket eins weg')}/label"
    typed = "ruft 0431 5550177 an"
    answer = await send(browser, path, marked=typed, intent="goodbye", anger="0")
    assert answer.status_code == 409
    assert "Telefonnummer" in answer.text
    assert typed in answer.text


async def test_a_sentence_is_skipped_or_put_away(world: World, browser: httpx.AsyncClient) -> None:
    await world.hears("nur spam")
    await browser.get("/studio/review")
    path = f"/studio/review/{sentence_id('nur spam')}"
    await send(browser, f"{path}/skip")
    assert "nur spam" in (await browser.get("/studio/review")).text
    await send(browser, f"{path}/away")
    assert "Nichts zu tun" in (await browser.get("/studio/review")).text


async def test_names_have_given_way_before_anybody_looks_at_the_example(
    world: World, browser: httpx.AsyncClient
) -> None:
    await world.hears("Frau Kowalski ruft [TELEFON_4] nie an")
    page = (await browser.get("/studio/review")).text
    kept = page.split("<textarea")[1].split("</textarea>")[0]
    assert "Kowalski" not in kept
    assert "[TELEFON_1](phone_number)" in kept


async def test_hints_come_while_one_types(world: World, browser: httpx.AsyncClient) -> None:
    answer = await send(browser, "/studio/hints", marked="Tschüs aus Kiel", intent="greet")
    assert "„Kiel“ ist nicht als „city“ markiert" in answer.text
    assert "Tschüs aus [Kiel](city)" in answer.text


async def test_a_draft_of_somebody_else_is_not_seen(
    world: World, browser: httpx.AsyncClient
) -> None:
    world.studio.drafts.change(BODO, Add(Lesson("greet", "nur von bodo")))
    page = await browser.get("/studio/intents", params={"q": "bodo"})
    assert "nur von bodo" not in page.text
