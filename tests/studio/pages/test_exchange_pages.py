"""Files are looked at first; only what an editor confirms enters their draft."""

import html
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from staff.csrf import csrf_token
from tests.studio.pages.world import World, open_studio, send

PATH = "/studio/exchange"
CSV = """text;intent;anger
huhu;greet;0
moin;greet;0
Moin!;goodbye;0
ruf 0431 5550177 an;greet;0
wo ist mein paket;ask_parcel;1
<b>aus</b> [Husum](town);greet;0
zu viel Ärger;greet;7
"""


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_studio(tmp_path) as opened:
        yield opened


@pytest.fixture
async def browser(world: World) -> httpx.AsyncClient:
    return await world.house.logged_in("tomke")


async def send_file(
    browser: httpx.AsyncClient, name: str, content: str | bytes, path: str = f"{PATH}/preview"
) -> httpx.Response:
    body = content.encode() if isinstance(content, str) else content
    token = csrf_token(browser.cookies["staff"])
    return await browser.post(path, data={"csrf": token}, files={"file": (name, body)})


async def send_on(browser: httpx.AsyncClient, page: str, path: str, **more: Any) -> httpx.Response:
    """Send the preview's form, as it stands on the page."""
    form = page.split(f'action="{PATH}/take"')[1].split("</form>")[0]
    hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)
    fields = {name: html.unescape(value) for name, value in hidden}
    files = {name: (None, value) for name, value in {**fields, **more}.items()}
    return await browser.post(path, files=files)


async def test_a_file_is_shown_sorted_and_nothing_has_entered(
    world: World, browser: httpx.AsyncClient
) -> None:
    before = await world.words()
    page = (await send_file(browser, "neu.csv", CSV)).text
    for told in ("Neu: 3", "Widerspricht: 1", "Schon da: 1", "ruf [TELEFON_1] an"):
        assert told in page
    assert "Unbekannte Absicht: 1" in page
    assert "neu.csv, Zeile 8: Der Ärger ist eine Zahl von 0 bis 3" in page
    assert "5550177" not in page
    assert "&lt;b&gt;aus" in page
    assert "<b>aus" not in page
    assert await world.words() == before


async def test_what_is_confirmed_enters_the_draft_with_one_commit(
    world: World, browser: httpx.AsyncClient
) -> None:
    page = (await send_file(browser, "neu.csv", CSV)).text
    answer = await send_on(browser, page, f"{PATH}/take")
    assert "3 Beispiele stehen jetzt im Entwurf" in answer.text
    words = await world.words()
    assert {"huhu", "<b>aus</b> Husum", "ruf [TELEFON_1] an"} <= words
    assert not {"Moin!", "wo ist mein paket", "ruf 0431 5550177 an"} & words
    draft = (await browser.get("/studio/draft")).text
    assert "3 Beispiele in einer Absicht eingelesen (CSV)" in draft
    assert "huhu" not in world.studio.file().read_text()
    again = await send_on(browser, page, f"{PATH}/take")
    assert again.status_code == 409
    assert "Seit der Vorschau hat sich etwas geändert" in again.text


async def test_names_are_mapped_and_contradictions_taken_by_choice(
    world: World, browser: httpx.AsyncClient
) -> None:
    page = (await send_file(browser, "neu.csv", CSV)).text
    names = {"intent:ask_parcel": "ask_bill", "entity:town": "city"}
    refused = await send_on(browser, page, f"{PATH}/take", **names)
    assert refused.status_code == 409
    assert "wo ist mein paket" not in await world.words()
    mapped = (await send_on(browser, page, f"{PATH}/preview", **names)).text
    assert "Neu: 4" in mapped
    assert '<option value="ask_bill" selected>' in mapped
    (ticked,) = re.findall(r'name="also" value="([^"]+)"', mapped)
    await send_on(browser, mapped, f"{PATH}/take", also=ticked, **names)
    assert {"huhu", "wo ist mein paket", "Moin!"} <= await world.words()
    page = (await browser.get("/studio/intents/greet")).text
    assert "[Husum](city)" in page


NEW = """text;intent;anger
wo ist der Laden;Laden/Wo?;0
WO SEID IHR DENN;Laden/Wo?;2
ruft Frau Kowalski an: 0431 5550177;Laden/Wo?;0
moin;Laden/Wo?;0
wo ist mein paket;ask_parcel;1
huhu;greet;0
"""
ANSWER = {
    "title:Laden/Wo?": "Fragt nach dem Laden",
    "topic:Laden/Wo?": "data/nlu/greeting.yml",
    "answer:Laden/Wo?": "Am Markt findest du uns.",
    "formal:Laden/Wo?": "Am Markt finden Sie uns.",
}


async def test_an_intent_of_a_file_is_made_with_its_answer_by_choice_only(
    world: World, browser: httpx.AsyncClient
) -> None:
    page = (await send_file(browser, "neu.csv", NEW)).text
    assert "2 Absichten, die es hier noch nicht gibt" in page
    assert "Neu: 1" in page
    chosen = {"intent:Laden/Wo?": "+"}
    page = (await send_on(browser, page, f"{PATH}/preview", **chosen)).text
    assert "Neue Absicht „Laden/Wo?“" in page
    assert "3 neue Beispiele" in page
    assert 'value="laden_wo"' in page
    assert "Kowalski" not in page
    assert "Neu: 4" in page
    named = {**chosen, **ANSWER, "name:Laden/Wo?": "ask_shop"}
    before = world.studio.hand("rev-list", "--all", "--count")
    # What it is to be called may still change, also for what is ticked.
    (ticked,) = re.findall(r'name="also" value="([^"]+)"', page)
    taken = await send_on(browser, page, f"{PATH}/take", also=ticked, **named)
    assert "5 Beispiele stehen jetzt im Entwurf, dazu 1 neue Absicht" in taken.text
    assert int(world.studio.hand("rev-list", "--all", "--count")) == int(before) + 1
    draft = (await browser.get("/studio/draft")).text
    assert "5 Beispiele in 2 Absichten eingelesen (CSV), neu: ask_shop" in draft
    made = (await browser.get("/studio/intents/ask_shop")).text
    assert "wo ist der Laden" in made
    assert "[TELEFON_1]" in made
    assert "wo ist mein paket" not in await world.words()
    assert (await send(browser, "/studio/draft/publish")).status_code == 303
    root = world.studio.root
    for path, told in (
        ("data/nlu/greeting.yml", "# Fragt nach dem Laden\n- intent: ask_shop"),
        ("bot/domain/all.yml", "- ask_shop"),
        ("bot/domain/all.yml", 'utter_ask_shop:\n  - text: "Am Markt findest du uns."'),
        ("data/rules/greeting.yml", "- intent: ask_shop\n  - action: utter_ask_shop"),
        ("tests/stories/test_greeting.yml", '- user: "wo ist der Laden"\n    intent: ask_shop'),
    ):
        assert told in (root / path).read_text(), path
    assert world.studio.hand("status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("title", "", "braucht eine Beschreibung"),
        ("topic", "data/nlu/none.yml", "ein Thema"),
        ("answer", "", "was der Assistent antwortet"),
        ("answer", "Ruf 0431 5550177 an.", "Telefonnummer"),
        ("formal", "", "duzt"),
    ],
)
async def test_what_a_new_intent_lacks_is_told_and_all_stays_typed(
    world: World, browser: httpx.AsyncClient, field: str, typed: str, told: str
) -> None:
    before = await world.words()
    page = (await send_file(browser, "neu.csv", NEW)).text
    page = (await send_on(browser, page, f"{PATH}/preview", **{"intent:Laden/Wo?": "+"})).text
    wanted = {"intent:Laden/Wo?": "+", **ANSWER, f"{field}:Laden/Wo?": typed}
    answer = await send_on(browser, page, f"{PATH}/take", **wanted)
    assert answer.status_code == 409
    assert told in answer.text
    kept = "Am Markt finden Sie uns." if field != "formal" else "Am Markt findest du uns."
    assert kept in answer.text
    assert await world.words() == before


async def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(
    browser: httpx.AsyncClient,
) -> None:
    for name, content in (("x.txt", "moin"), ("x.csv", b"text;intent\n\xff;greet"), ("", "")):
        answer = await send_file(browser, name, content)
        assert answer.status_code == 409
        assert 'role="alert"' in answer.text


async def test_what_is_no_preview_of_ours_takes_nothing(
    world: World, browser: httpx.AsyncClient
) -> None:
    before = await world.words()
    page = (await send_file(browser, "neu.csv", CSV)).text
    for carried in ("", "x", "[1]", '[[1,"greet","huhu","x"]]', "[" * 5000):
        answer = await send_on(browser, page, f"{PATH}/take", carried=carried)
        assert answer.status_code == 400
    personal = '[[1,"greet","ruf [0431 5550177](city) an",0,false]]'
    answer = await send_on(browser, page, f"{PATH}/take", carried=personal)
    assert answer.status_code == 409
    assert await world.words() == before


@pytest.mark.parametrize("kind", ["yml", "csv", "jsonl"])
async def test_what_is_given_away_brings_nothing_new_when_it_is_read_in(
    world: World, browser: httpx.AsyncClient, kind: str
) -> None:
    answer = await browser.get(f"{PATH}/export", params={"format": kind, "intent": ""})
    assert f'filename="beispiele.{kind}"' in answer.headers["content-disposition"]
    page = (await send_file(browser, f"x.{kind}", answer.content)).text
    assert f"Schon da: {len(world.published().examples)}" in page
    assert "Neu: " not in page
    greet = await browser.get(f"{PATH}/export", params={"format": kind, "intent": "greet"})
    assert "moin" in greet.text
    assert "BIS NIE" not in greet.text
    assert world.house.audit.entries[-1].what == "examples_given_away"


async def test_only_what_there_is_is_given_away_and_only_to_editors(
    world: World, browser: httpx.AsyncClient
) -> None:
    for asked, status in ((("md", ""), 400), (("x", ""), 400), (("yml", "nix"), 404)):
        params = {"format": asked[0], "intent": asked[1]}
        assert (await browser.get(f"{PATH}/export", params=params)).status_code == status
    agent = await world.house.logged_in("mara")
    for path in (PATH, f"{PATH}/export?format=yml"):
        assert (await agent.get(path)).status_code == 403
    assert (await send_file(agent, "neu.csv", CSV)).status_code == 403
    token = {"csrf": "x"}
    refused = await browser.post(f"{PATH}/preview", data=token, files={"file": ("x.csv", b"")})
    assert refused.status_code == 403
