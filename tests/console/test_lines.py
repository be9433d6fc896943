"""What became of each line: how far it came, why not, and what its writer changed later."""

import html
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from conversation.identity import LineId, MessageId
from conversation.messages import Attachment, Delivery, Line, Progress, Speaker
from conversation.ports import Saying
from conversation.records import Amendment
from tests.cases.samples import comment, messenger
from tests.console.test_api import path, program
from tests.console.test_case_pages import page_of
from tests.console.test_live import listening
from tests.console.world import World, open_desk


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with open_desk(delivering=False) as world:
        yield world


async def _said(world: World, text: str = "Moin", *, ends: Delivery, reason: str = "") -> Line:
    """Let the assistant say a line, and the worker end its sending somehow."""
    id = await world.answers(text, of=messenger())
    outgoing = await world.outbox.take()
    assert outgoing
    assert outgoing.line.id == id
    await world.outbox.settle(outgoing, ends, reason)
    return outgoing.line


async def test_a_line_says_how_far_it_has_come(world: World) -> None:
    line = await _said(world, ends=Delivery.SENT)
    page = await page_of(world, messenger())
    assert 'class="delivery sent"' in page
    for progress, words in ((Progress.DELIVERED, "zugestellt"), (Progress.READ, "gelesen")):
        await world.records.saw(messenger(), progress, line.at)
        page = await page_of(world, messenger())
        assert f'class="delivery {progress.value}"' in page
        assert words in page


async def test_what_was_said_after_the_customer_last_looked_is_not_read(world: World) -> None:
    line = await _said(world, ends=Delivery.SENT)
    await world.records.saw(messenger(), Progress.READ, line.at - timedelta(seconds=1))
    assert "gelesen" not in await page_of(world, messenger())


@pytest.mark.parametrize(
    ("ends", "words"),
    [(Delivery.FAILED, "nicht zugestellt"), (Delivery.UNCERTAIN, "Zustellung unklar")],
)
async def test_a_line_that_did_not_arrive_says_why(
    world: World, ends: Delivery, words: str
) -> None:
    why = "Facebook hat unsere Seite vorerst eingeschränkt."
    line = await _said(world, ends=ends, reason=why)
    await world.records.saw(messenger(), Progress.READ, line.at)
    page = await page_of(world, messenger())
    assert words in page
    assert why in page
    assert "gelesen" not in page


async def test_an_edited_message_says_so_and_shows_the_new_words(world: World) -> None:
    id = await world.writes("Internet wegg", of=comment())
    browser = await world.house.logged_in("mara")
    async with listening(browser, of=comment()) as stream:
        await _amend(world, id, "Internet weg")
        await stream.until("conversation")
    page = await page_of(world, comment())
    assert "Internet weg<" in page
    assert "Internet wegg" not in page
    assert "bearbeitet 10:15" in page
    world.house.clock.pass_by(seconds=1)
    await _amend(world, id, "Internet tot", change="change-2")
    again = await page_of(world, comment())
    versions = [re.findall(r'data-line="m1[^>]*data-v="([^"]*)"', one) for one in (page, again)]
    assert versions[0] != versions[1]


async def test_a_deleted_message_says_so_and_can_no_more_be_hidden(world: World) -> None:
    id = await world.writes("Internet weg", of=comment())
    await _amend(world, id, None)
    page = await page_of(world, comment())
    assert "Internet weg" not in page
    assert "vom Verfasser gelöscht 10:15" in page
    assert "data-erased" in page
    assert "Ausblenden" not in page


async def _amend(world: World, of: LineId, text: str | None, *, change: str = "change-1") -> None:
    await world.records.amend(
        Amendment(
            id=MessageId(change),
            of=MessageId(of),
            conversation=comment(),
            at=world.now,
            text=text,
        )
    )


async def test_every_kind_of_attachment_has_a_word_and_what_helps(world: World) -> None:
    kinds = ("image", "audio", "video", "file", "sticker", "fallback", "template", "carrier_pigeon")
    attachments = tuple(Attachment(kind, "https://cdn.example/1") for kind in kinds)
    await world.writes("", of=messenger(), attachments=attachments)
    await world.writes("", of=messenger(), attachments=(Attachment("unsupported"),))
    place = (Attachment("location", "geo:54.32,10.13"),)
    await world.writes("", of=messenger(), attachments=place)
    page = html.unescape(await page_of(world, messenger()))
    for words in ("Bild", "Sprachnachricht", "Video", "Sticker", "Geteilter Link", "54.32, 10.13"):
        assert words in page
    assert "Die Plattform zeigt es nur in ihrer eigenen App." in page
    assert page.count('dir="auto">Datei<') == 2
    assert 'href="geo:' not in page


async def test_an_agent_s_line_is_followed_as_well(world: World) -> None:
    browser = await world.house.logged_in("mara")
    await world.writes("Moin", of=messenger())
    await world.act(browser, "claim", of=messenger())
    state = await world.state(messenger())
    said = Line(LineId("agent-1"), Speaker.AGENT, "Ich bin da.", at=world.now, author="Mara")
    await world.outbox.say(Saying(conversation=messenger(), hold=state.hold, lines=(said,)))
    assert "wird gesendet" in await page_of(world, messenger())


async def test_programs_read_what_was_edited_and_deleted(world: World) -> None:
    kept, edited, gone = [await world.writes(text, of=comment()) for text in ("a", "b", "c")]
    await _amend(world, edited, "B")
    await _amend(world, gone, None, change="change-2")
    lines = (await program(world).get(path(comment(), rest="/transcript"))).json()["lines"]
    found = {one["id"]: (one["text"], one["edited_at"], one["erased_at"]) for one in lines}
    now = world.now.isoformat().replace("+00:00", "Z")
    assert found == {
        kept: ("a", None, None),
        edited: ("B", now, None),
        gone: ("[gelöscht]", None, now),
    }
