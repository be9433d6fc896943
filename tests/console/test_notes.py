"""Notes, over HTTP: for colleagues alone, with marks and questions, and erased with the person."""

import asyncio
import re
from typing import Any

import httpx

from conversation.holds import Owner
from handoff.console.addresses import key_of, path_of
from handoff.console.noting import LONGEST_NOTE
from tests.console.test_live import listening
from tests.console.world import World, customer
from tests.staff.house import TOKEN

SCRIPT = '<script>alert("x")</script>'


async def _writes(
    world: World, browser: httpx.AsyncClient, id: str, text: str, **form: Any
) -> httpx.Response:
    return await world.act(browser, "note", note=id.ljust(16, "x"), text=text, **form)


def _rows(page: str) -> list[str]:
    return re.findall(r'data-open="(\w+)"', page)


async def test_colleagues_read_a_note_and_the_customer_never_does(world: World) -> None:
    await world.hands_over()
    mara, jonas = await world.house.logged_in("mara"), await world.house.logged_in("jonas")
    before = await world.said()
    answer = await _writes(world, mara, "n", f"Ist das der mit dem Bagger? {SCRIPT}")
    assert (answer.status_code, answer.headers["location"]) == (303, path_of(customer()))
    page = (await jonas.get(path_of(customer()))).text
    assert "Ist das der mit dem Bagger? &lt;script&gt;" in page
    assert "<b>Mara Petersen</b>" in page
    assert await world.said() == before
    assert (await world.state()).hold.owner is Owner.QUEUE
    assert world.acts == [("id-mara", "wrote_note", "")]


async def test_programs_do_not_read_notes_in_the_transcript(world: World) -> None:
    await world.hands_over()
    await _writes(world, await world.house.logged_in("mara"), "n", "Nur unter uns")
    token = {"Authorization": f"Bearer {TOKEN}"}
    segment = path_of(customer()).rsplit("/", 1)[1]
    browser = world.house.browser()
    answer = await browser.get(f"/api/conversations/{segment}/transcript", headers=token)
    assert answer.status_code == 200
    assert "Nur unter uns" not in answer.text


async def test_whoever_is_named_sees_a_mark_until_they_have_looked(world: World) -> None:
    await world.hands_over()
    mara, jonas = await world.house.logged_in("mara"), await world.house.logged_in("jonas")
    await _writes(world, mara, "n", "@Jonas und @mara, schaut mal")
    page = (await jonas.get("/console/asked")).text
    assert _rows(page) == [key_of(customer())]
    assert "Mara Petersen nennt mich" in page
    assert "Für mich" in page
    assert 'data-marked="1"' in page
    assert _rows((await mara.get("/console/asked")).text) == []

    live = {"HX-Request": "true", "Lotse-Live": "1"}
    await jonas.get(path_of(customer()), headers=live)
    assert 'data-marked="1"' in (await jonas.get("/console/asked")).text
    opened = (await jonas.get(path_of(customer()))).text
    assert "für mich" in opened
    assert _rows((await jonas.get("/console/asked")).text) == []


async def test_a_question_to_everybody_is_listed_until_somebody_answers(world: World) -> None:
    await world.hands_over()
    mara, jonas = await world.house.logged_in("mara"), await world.house.logged_in("jonas")
    silke = await world.house.logged_in("silke")
    question = "Hat irgendwer noch einen FRITZ!Box-Trick?"
    await _writes(world, mara, "q", question, everybody="yes")
    for browser in (jonas, silke):
        assert "Mara Petersen fragt alle" in (await browser.get("/console/asked")).text
    assert _rows((await mara.get("/console/asked")).text) == []

    answer = await _writes(world, jonas, "a", "Ja: fritz.box/support", answers="q".ljust(16, "x"))
    assert answer.status_code == 303
    assert _rows((await silke.get("/console/asked")).text) == []
    assert "Jonas Lorenzen antwortet mir" in (await mara.get("/console/asked")).text
    page = (await mara.get(path_of(customer()))).text
    assert page.index(question) < page.index("Ja: fritz.box/support")
    assert "noch offen" not in page


async def test_my_own_question_does_not_hide_a_colleague_s_beside_it(world: World) -> None:
    await world.hands_over()
    mara, jonas = await world.house.logged_in("mara"), await world.house.logged_in("jonas")
    await _writes(world, mara, "first", "Wer kennt das?", everybody="yes")
    await _writes(world, jonas, "second", "Und wer jenes?", everybody="yes")
    assert "Jonas Lorenzen fragt alle" in (await mara.get("/console/asked")).text
    assert "Mara Petersen fragt alle" in (await jonas.get("/console/asked")).text


async def test_what_cannot_be_kept_is_said(world: World) -> None:
    await world.hands_over()
    mara = await world.house.logged_in("mara")
    for text, form, sentence in (
        (" \n", {}, "Die Notiz ist leer"),
        ("x" * (LONGEST_NOTE + 1), {}, "Die Notiz ist länger als"),
        ("Ja", {"answers": "nothing"}, "Diese Frage gibt es nicht mehr"),
    ):
        answer = await _writes(world, mara, "n", text, **form)
        assert answer.status_code == 409
        assert sentence in answer.text
    assert (await world.act(mara, "note", note="short", text="x")).status_code == 400
    assert await world.notes.of(customer()) == []


async def test_a_note_sent_twice_is_kept_once(world: World) -> None:
    await world.hands_over()
    mara = await world.house.logged_in("mara")
    for _ in range(2):
        assert (await _writes(world, mara, "n", "Einmal")).status_code == 303
    assert len(await world.notes.of(customer())) == 1
    assert len(world.acts) == 1


async def test_nobody_notes_beside_a_conversation_that_never_was(world: World) -> None:
    mara = await world.house.logged_in("mara")
    assert (await _writes(world, mara, "n", "Hallo?")).status_code in (404, 409)
    assert await world.notes.of(customer()) == []


async def test_an_editor_neither_reads_nor_writes_notes(world: World) -> None:
    await world.hands_over()
    tomke = await world.house.logged_in("tomke")
    assert (await _writes(world, tomke, "n", "Hallo")).status_code == 403
    assert await world.notes.of(customer()) == []


async def test_an_open_page_hears_of_a_note_at_once(world: World) -> None:
    await world.hands_over()
    jonas = await world.house.logged_in("jonas")
    async with listening(jonas, of="anna") as listener:
        await _writes(world, await world.house.logged_in("mara"), "n", "Schau mal")
        async with asyncio.timeout(5):
            await listener.until("conversation")


async def test_notes_go_when_the_person_is_forgotten(world: World) -> None:
    await world.hands_over()
    mara, jonas = await world.house.logged_in("mara"), await world.house.logged_in("jonas")
    await _writes(world, mara, "q", "@jonas kennst du Frau Möller?", everybody="yes")
    await world.records.forget(customer())
    assert _rows((await jonas.get("/console/asked")).text) == []
    assert await world.notes.of(customer()) == []
