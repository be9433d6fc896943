"""What was put right or deleted on a platform: nothing of the words before stays in the archive."""

import itertools

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.database import open_database
from archive.history import transcript
from archive.migrate import migrate
from archive.recording import record
from archive.rejected import rejected
from archive.tables import metadata
from conversation.messages import ERASED
from conversation.ports import FeedEvent, FeedKind
from tests.archive.events import (
    PACKET,
    START,
    conversation,
    edited,
    erased,
    event,
    everything,
    held,
    ids,
    said,
)
from tests.archive.kept import archived_handoffs

SECRET = "Mein Passwort ist Möwe77."
FILES = [{"kind": "image", "url": "https://x.example/1.jpg"}]


def handoff(number: int, *, wish: str, line: str) -> FeedEvent:
    return held(number, epoch=1, packet=PACKET | {"wish": wish, "wish_line": line})


async def dump(engine: AsyncEngine) -> str:
    return str(await everything(engine))


async def test_a_line_put_right_keeps_its_place_and_says_when(engine: AsyncEngine) -> None:
    await record(engine, [said(1, text="24943"), said(2), edited(3, line="1", text="24944")])
    first, second = await transcript(engine, conversation())
    assert (first.line.text, second.line.id) == ("24944", "2")
    assert first.line.edited_at == edited(3, line="1").at
    assert first.line.at == START.replace(second=1)


async def test_a_deleted_line_leaves_its_place_and_nothing_of_its_words_name_and_files(
    engine: AsyncEngine,
) -> None:
    secret = said(1, text=SECRET, author="Anna", attachments=FILES)
    await record(engine, [secret])
    assert "Möwe77" in await dump(engine)
    await record(engine, [erased(2, line="1")])
    (row,) = await transcript(engine, conversation())
    assert (row.line.text, row.line.author, row.line.attachments) == (ERASED, "", ())
    assert row.line.erased_at == erased(2, line="1").at
    assert "Möwe77" not in await dump(engine)
    assert "x.example" not in await dump(engine)


async def test_it_is_gone_from_handoffs_and_from_what_was_put_aside(engine: AsyncEngine) -> None:
    broken = event(2, FeedKind.SAID, {"id": "1", "text": SECRET})
    await record(engine, [said(1, text=SECRET), broken, handoff(3, wish=SECRET, line="1")])
    assert len(await rejected(engine)) == 1
    await record(engine, [erased(4, line="1")])
    assert await rejected(engine) == []
    (its,) = await archived_handoffs(engine, conversation())
    assert its.packet.wish == ERASED
    assert "Möwe77" not in await dump(engine)


async def test_a_handoff_quotes_the_line_as_it_was_put_right(engine: AsyncEngine) -> None:
    await record(engine, [said(1), handoff(3, wish="Moin", line="1"), edited(4, line="1")])
    (its,) = await archived_handoffs(engine, conversation())
    assert its.packet.wish == "Moin!"


async def test_a_wish_of_several_messages_goes_with_each_of_them(engine: AsyncEngine) -> None:
    wish = f"{SECRET}\nHilfe!"
    lines = [said(1, text=SECRET), said(2, text="Hilfe!"), handoff(3, wish=wish, line="2")]
    await record(engine, [*lines, erased(4, line="1")])
    (its,) = await archived_handoffs(engine, conversation())
    assert its.packet.wish == ERASED


@pytest.mark.parametrize("wish", ["Hilfe!", f"{SECRET}\nHilfe!"])
async def test_every_order_of_words_changes_and_handoffs_gives_the_same_rows(
    sqlite_url: str, wish: str
) -> None:
    events = [
        said(1, text=SECRET),
        said(2, text="Hilfe!"),
        handoff(3, wish=wish, line="2"),
        edited(4, line="1", text="Mein Passwort war Möwe77."),
        erased(5, line="1"),
    ]
    seen = []
    for number, order in enumerate(itertools.permutations(events)):
        engine = open_database(f"{sqlite_url}.{number % 4}")
        await migrate(engine)
        for one in order:
            await record(engine, [one, one])
        seen.append(await dump(engine))
        await _empty(engine)
        await engine.dispose()
    assert set(seen) == {seen[0]}
    assert "Möwe77" not in seen[0]


async def test_an_edit_told_late_does_not_bring_a_deleted_line_back(engine: AsyncEngine) -> None:
    await record(engine, [said(1, text=SECRET), erased(2, line="1"), edited(9, line="1")])
    (row,) = await transcript(engine, conversation())
    assert row.line.text == ERASED


async def test_what_is_over_as_soon_as_it_is_told_leaves_no_trace(engine: AsyncEngine) -> None:
    seen = {"progress": "read", "until": START.isoformat()}
    await record(engine, [event(1, FeedKind.TYPING, {}), event(2, FeedKind.SEEN, seen)])
    assert await ids(engine) == []
    assert (await everything(engine))["conversations"] == []


async def _empty(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            await connection.execute(table.delete())
