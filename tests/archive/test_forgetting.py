"""A conversation that is to be forgotten leaves nothing in SQL, in whatever order it is told."""

import itertools
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from archive.database import open_database
from archive.history import transcript
from archive.migrate import migrate
from archive.recording import record
from archive.tables import metadata
from conversation.identity import Channel, ConversationId
from conversation.ports import FeedEvent, FeedKind
from tests.archive.events import (
    START,
    conversation,
    event,
    everything,
    handed_off,
    one_conversation,
    said,
)

KEPT = {"feed_events", "forgotten"}


def forgotten(number: int, of: str = "anna") -> FeedEvent:
    return event(number, FeedKind.FORGOTTEN, {}, of=of)


async def _left(engine: AsyncEngine) -> dict[str, int]:
    rows = await everything(engine)
    return {name: len(its) for name, its in rows.items() if its and name not in KEPT}


async def test_nothing_of_it_is_left_and_all_of_others(engine: AsyncEngine) -> None:
    broken = event(30, FeedKind.SAID, {"text": "Möwe77"})
    await record(engine, [*one_conversation(), broken, said(40, of="bo", text="Moin")])
    await record(engine, [forgotten(50)])
    assert await _left(engine) == {"cases": 1, "conversations": 1, "messages": 1, "uncounted": 1}
    assert len(await transcript(engine, conversation("bo"))) == 1
    assert "anna" not in str(await everything(engine))
    assert "Möwe77" not in str(await everything(engine))


async def test_what_is_told_late_or_again_is_not_kept_either(engine: AsyncEngine) -> None:
    await record(engine, [forgotten(50)])
    await record(engine, one_conversation())
    await record(engine, [forgotten(50)])
    assert await _left(engine) == {}
    assert "anna" not in str(await everything(engine))


async def test_who_writes_again_is_a_new_customer(engine: AsyncEngine) -> None:
    await record(engine, [*one_conversation(), forgotten(50), said(60, text="Ich bin neu")])
    (line,) = await transcript(engine, conversation())
    assert line.line.text == "Ich bin neu"
    await record(engine, [forgotten(45)])
    assert len(await transcript(engine, conversation())) == 1


async def test_a_case_goes_with_the_last_of_its_conversations(engine: AsyncEngine) -> None:
    public = ConversationId(Channel.FB_COMMENT, thread="1_2/1_3", customer="77")
    private = ConversationId(Channel.MESSENGER, thread="1", customer="8801")

    def told(number: int, of: ConversationId, kind: FeedKind, **body: object) -> FeedEvent:
        at = START + timedelta(seconds=number)
        return FeedEvent(id=f"0/{number}-0", kind=kind, conversation=of, at=at, body=body)

    since, case = START.isoformat(), str(public)
    joining = told(2, private, FeedKind.JOINED, case=case, continues=case, since=since)
    await record(engine, [told(1, public, FeedKind.SAID, **said(1).body), joining])
    for number, one in ((3, public), (4, private)):
        await record(engine, [told(number, one, FeedKind.FORGOTTEN)])
    assert await _left(engine) == {}


async def test_every_order_leaves_the_same(sqlite_url: str) -> None:
    events = [said(1), handed_off(2, epoch=1), forgotten(3), said(4), forgotten(2)]
    seen = []
    engine = open_database(sqlite_url)
    await migrate(engine)
    for order in itertools.permutations(events):
        for one in order:
            await record(engine, [one, one])
        rows = await everything(engine)
        seen.append({name: rows[name] for name in ("messages", "handoffs", "holds", "forgotten")})
        async with engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                await connection.execute(table.delete())
    await engine.dispose()
    assert all(rows == seen[0] for rows in seen)
    assert [row["line"] for row in seen[0]["messages"]] == ["4"]
