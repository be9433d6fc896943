"""Files in the console: kept for whoever holds the conversation, sent once, harmless to look at."""

import asyncio
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from conversation.files import LARGEST
from conversation.identity import Channel, ConversationId
from conversation.messages import Speaker
from handoff.console.addresses import path_of
from handoff.console.attachment_routes import NAME_HEADER, SANDBOX
from staff.csrf import HEADER, csrf_token
from tests.console.world import World, customer
from tests.support.files import EVIL_NAME, HTML, PDF, PNG, SVG
from tests.support.pictures import SECRET, TURNED, picture, read

LINE = "0123456789abcdef"
COMMENT = ConversationId(Channel.FB_COMMENT, thread="page_1", customer="4711")
POST = ConversationId(Channel.X_PUBLIC, thread="2090", customer="222")


async def holding(world: World, login: str = "mara", *, of: Any = "anna") -> httpx.AsyncClient:
    """Return the browser of somebody who holds a conversation."""
    await world.hands_over(of=of)
    browser = await world.house.logged_in(login)
    await world.act(browser, "claim", of=of)
    return browser


async def attach(
    browser: httpx.AsyncClient, body: bytes = PNG, *, of: Any = "anna", name: str = "Router.png"
) -> httpx.Response:
    headers = {
        "Accept": "*/*",
        HEADER: csrf_token(browser.cookies["staff"]),
        NAME_HEADER: quote(name),
    }
    return await browser.post(f"{path_of(customer(of))}/files", content=body, headers=headers)


async def agent_line(world: World, of: Any = "anna") -> Any:
    lines = await world.transcripts.lines(customer(of))
    found = [line for line in lines if line.speaker is Speaker.AGENT]
    return found[-1] if found else None


async def test_a_file_goes_with_its_line_once_and_stands_in_the_transcript(world: World) -> None:
    browser = await holding(world)
    kept = (await attach(browser, PDF, name="Anleitung.pdf")).json()
    for _ in range(2):
        await world.act(browser, "reply", text="Bitte sehr.", line=LINE, file=kept["id"])
    line = await agent_line(world)
    [attachment] = line.attachments
    assert (attachment.file, attachment.name, attachment.kind) == (
        kept["id"],
        "Anleitung.pdf",
        "file",
    )
    assert [one for one, _ in await world.said()].count(Speaker.AGENT) == 1
    again = await world.act(browser, "reply", text="Und?", line="f" * 16, file=kept["id"])
    assert again.status_code == 409
    assert "wurde schon gesendet" in again.text
    page = (await browser.get(path_of(customer()))).text
    assert "Anleitung.pdf" in page
    assert kept["url"] in page


async def test_a_picture_needs_no_words_where_the_channel_needs_none(world: World) -> None:
    browser = await holding(world)
    kept = (await attach(browser)).json()
    assert kept["image"]
    await world.act(browser, "reply", text="", line=LINE, file=kept["id"])
    assert (await agent_line(world)).text == ""
    on_x = await holding(world, of=POST)
    kept = (await attach(on_x, of=POST)).json()
    refused = await world.act(on_x, "reply", of=POST, text="", line=LINE, file=kept["id"])
    assert "gehört zu einem Bild ein Satz" in refused.text
    assert await agent_line(world, POST) is None


@pytest.mark.parametrize(
    ("body", "name", "of"),
    [
        (SVG, "bild.png", "anna"),
        (HTML, "seite.pdf", "anna"),
        (b"", "leer.png", "anna"),
        (PDF, "rechnung.pdf", POST),
        (PNG, "bild.png", COMMENT),
    ],
    ids=["drawing", "page", "nothing", "paper on X", "picture below a comment"],
)
async def test_what_the_channel_or_its_bytes_rule_out_is_not_kept(
    world: World, body: bytes, name: str, of: Any
) -> None:
    browser = await holding(world, of=of)
    refused = await attach(browser, body, name=name, of=of)
    assert refused.status_code == 409
    assert refused.json()["problem"].startswith("Nicht angehängt: ")


async def test_a_photograph_goes_without_the_place_it_was_taken_at(world: World) -> None:
    browser = await holding(world)
    kept = (await attach(browser, picture("JPEG"), name="Router.jpg")).json()
    shown = (await browser.get(kept["url"])).content
    assert dict(read(shown).getexif()) == {TURNED: 6}
    assert SECRET not in shown
    refused = await attach(browser, picture("PNG")[:200], name="halb.png")
    assert refused.json()["problem"] == "Nicht angehängt: Das Bild ist beschädigt."


async def test_the_box_says_what_goes_before_anything_is_written(world: World) -> None:
    browser = await holding(world)
    assert (
        "5 Dateien je Antwort: JPEG, PNG, GIF, WebP, PDF bis 10 MB."
        in (await browser.get(path_of(customer()))).text
    )
    browser = await holding(world, of=COMMENT)
    assert "Dateien gehen hier nicht" in (await browser.get(path_of(COMMENT))).text


async def test_a_file_too_large_ends_the_request(world: World) -> None:
    browser = await holding(world)
    answer = await attach(browser, PNG + bytes(LARGEST))
    assert answer.status_code == 413


async def test_a_file_is_served_as_something_that_can_do_nothing(world: World) -> None:
    browser = await holding(world)
    kept = (await attach(browser, name=EVIL_NAME)).json()
    answer = await browser.get(kept["url"])
    assert answer.content == PNG
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-security-policy"] == SANDBOX
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert "<" not in answer.headers["content-disposition"]
    assert "no-store" in answer.headers["cache-control"]
    await world.act(browser, "reply", text="Da.", line=LINE, file=kept["id"])
    assert "<img src=x" not in (await browser.get(path_of(customer()))).text


async def test_a_file_is_nobody_elses(world: World) -> None:
    mara = await holding(world)
    kept = (await attach(mara)).json()
    jonas = await holding(world, "jonas", of="berta")
    assert (await jonas.get(kept["url"])).status_code == 404
    foreign = f"{path_of(customer('berta'))}/files/{kept['id']}"
    assert (await mara.get(foreign)).status_code == 404
    assert (await world.house.browser().get(kept["url"])).status_code == 303
    stolen = await world.act(jonas, "reply", of="berta", text="Hier", line=LINE, file=kept["id"])
    assert "nicht mehr da" in stolen.text
    assert await agent_line(world, "berta") is None
    assert (await attach(jonas)).json()["problem"].endswith("erst zu übernehmen.")
    # Sent, it is part of the transcript that colleagues read.
    await world.act(mara, "reply", text="Da.", line=LINE, file=kept["id"])
    assert (await jonas.get(kept["url"])).content == PNG


async def test_only_our_own_page_may_attach(world: World) -> None:
    browser = await holding(world)
    path = f"{path_of(customer())}/files"
    for headers in ({NAME_HEADER: "a.png"}, {NAME_HEADER: "a.png", HEADER: "made up"}):
        assert (await browser.post(path, content=PNG, headers=headers)).status_code == 403
    editor = await world.house.logged_in("tomke")
    assert (await attach(editor)).status_code == 403


async def test_removed_before_sending_it_is_gone_and_after_it_stays(world: World) -> None:
    browser = await holding(world)
    first, second = [(await attach(browser)).json() for _ in range(2)]
    await world.act(browser, f"files/{first['id']}/remove")
    assert (await browser.get(first["url"])).status_code == 404
    gone = await world.act(browser, "reply", text="Da.", line=LINE, file=first["id"])
    assert "nicht mehr da" in gone.text
    await world.act(browser, "reply", text="Da.", line=LINE, file=second["id"])
    await world.act(browser, f"files/{second['id']}/remove")
    assert (await browser.get(second["url"])).status_code == 200


async def test_nothing_leaves_once_a_colleague_holds_it(world: World) -> None:
    browser = await holding(world)
    kept = (await attach(browser)).json()
    await world.act(browser, "return")
    refused = await world.act(browser, "reply", text="Da.", line=LINE, file=kept["id"])
    assert refused.status_code == 409
    assert await agent_line(world) is None


async def test_more_than_the_channel_takes_is_refused_whole(world: World) -> None:
    browser = await holding(world)
    kept = await asyncio.gather(*(attach(browser) for _ in range(6)))
    ids = [one.json()["id"] for one in kept]
    refused = await world.act(browser, "reply", text="Viele", line=LINE, file=ids)
    assert "höchstens 5 Dateien" in refused.text
    assert await agent_line(world) is None
