"""Customers' lines come in order, each once, and tell whether they were misunderstood."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.heard import customers_lines, latest_lines, words_of
from archive.recording import record
from archive.tables import messages
from conversation.ports import FeedKind
from gateway.clock import FixedClock
from gateway.privacy.redactor import Redactor
from gateway.teaching import SETTLED, ArchivedLines, PersonalData
from studio.review.worth import Reason
from tests.archive.events import PACKET, START, event, held, said

LATER = START + timedelta(hours=1)


async def texts(engine: AsyncEngine, *, limit: int) -> list[str]:
    found: list[str] = []
    after = ""
    while lines := await customers_lines(engine, after=after, until=LATER, limit=limit):
        found += [line.text for line in lines]
        after = lines[-1].position
    return found


@pytest.mark.parametrize("limit", [1, 2, 100])
async def test_every_line_of_a_customer_comes_once_in_order(
    engine: AsyncEngine, limit: int
) -> None:
    lines = [said(number, text=f"Satz {number}") for number in (1, 3, 6)]
    same_time = (START + timedelta(seconds=1)).isoformat()
    others = [said(2, text="Satz 2", of="bert", at=same_time), said(5, text="Satz 5", of="bert")]
    ours = said(4, text="Antwort", speaker="assistant")
    await record(engine, [*others, *lines, ours])
    assert await texts(engine, limit=limit) == [f"Satz {number}" for number in (1, 2, 3, 5, 6)]


async def test_lines_before_a_handoff_by_misunderstanding_are_told(engine: AsyncEngine) -> None:
    understood = [{"line": "2", "intent": "nlu_fallback", "confidence": 0.2}]
    packet = PACKET | {"reason": "repeated_misunderstanding", "understood": understood}
    handed = held(3, epoch=1, owner="queue")
    handed = event(3, FeedKind.HELD, {**handed.body, "packet": packet})
    await record(engine, [said(1, text="Moin"), said(2, text="Hä"), handed])
    lines = await customers_lines(engine, after="", until=LATER, limit=9)
    assert [(line.text, line.misunderstood) for line in lines] == [("Moin", False), ("Hä", True)]


async def test_the_studio_hears_lines_once_it_is_known_what_became_of_them(
    engine: AsyncEngine,
) -> None:
    await record(engine, [said(1, text="Moin"), said(60, text="Hallo")])
    clock = FixedClock(START + SETTLED + timedelta(seconds=30))
    (heard,) = await ArchivedLines(engine, clock).heard(after="", limit=9)
    assert (heard.text, heard.noticed, heard.at) == ("Moin", (), START + timedelta(seconds=1))
    assert Reason.HANDED_OVER not in heard.noticed


def test_personal_data_is_told_by_its_kind() -> None:
    personal = PersonalData(Redactor())
    assert personal.kinds("Ruft 0431/55 50 177 an oder jana@web.de") == [
        "Telefonnummer",
        "E-Mail-Adresse",
    ]
    assert personal.kinds("Meine Nummer ist [TELEFON_1], PLZ 24103") == []


async def test_the_latest_lines_are_found_and_what_they_say_now(engine: AsyncEngine) -> None:
    lines = [said(number, text=f"Satz {number}") for number in (1, 2, 3)]
    ours = said(4, text="Antwort", speaker="assistant")
    await record(engine, [*lines, ours])
    found = await latest_lines(engine, since=START + timedelta(seconds=2), limit=9)
    assert [text for _, text in found] == ["Satz 3", "Satz 2"]
    assert await latest_lines(engine, since=START, limit=1) == found[:1]
    names = [name for name, _ in found]
    assert await words_of(engine, [*names, "nobody|9", "no name"]) == dict(found)
    assert await words_of(engine, []) == {}


async def test_lines_that_were_changed_or_erased_since_are_not_told(engine: AsyncEngine) -> None:
    await record(engine, [said(number, text=f"Satz {number}") for number in (1, 2, 3)])
    names = [name for name, _ in await latest_lines(engine, since=START, limit=9)]
    async with engine.begin() as connection:
        for line, column in (("1", "erased_at"), ("2", "edited_at")):
            change = update(messages).where(messages.c.line == line)
            await connection.execute(change.values({column: LATER}))
    assert list((await words_of(engine, names)).values()) == ["Satz 3"]
    assert len(await latest_lines(engine, since=START, limit=9)) == 1
