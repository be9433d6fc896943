"""The recorder: from the feed into SQL."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.contacts import SqlContacts
from archive.database import open_database
from archive.recorder import Recorder
from archive.rejected import rejected, replay
from archive.tables import rejected_events
from conversation.holds import Owner
from conversation.ports import Feed, FeedEvent, FeedKind
from gateway.clock import SystemClock
from tests.archive.events import (
    PACKET,
    delivered,
    event,
    everything,
    held,
    ids,
    one_conversation,
    said,
)
from tests.archive.feeds import ForgetfulFeed, ListFeed


def recorder(
    feed: Feed, engine: AsyncEngine, *, registry: CollectorRegistry | None = None
) -> Recorder:
    return Recorder(
        feed,
        engine,
        contacts=SqlContacts(engine, SystemClock()),
        registry=registry or CollectorRegistry(),
        longest_pause=timedelta(milliseconds=300),
    )


async def test_every_message_hold_handoff_and_delivery_reaches_sql(engine: AsyncEngine) -> None:
    feed = ListFeed(one_conversation())
    assert await recorder(feed, engine).step() == 10
    found = await everything(engine)
    assert {name: len(rows) for name, rows in found.items() if rows} == {
        "cases": 1,
        "conversations": 1,
        "deliveries": 2,
        "feed_events": 10,
        "handoffs": 1,
        "holds": 3,
        "messages": 4,
        "uncounted": 1,
    }
    assert feed.left == []


async def test_events_are_acknowledged_only_once_they_are_committed(engine: AsyncEngine) -> None:
    class Watching(ListFeed):
        async def acknowledge(self, group: str, events: Any) -> None:
            assert await ids(engine) == sorted(one.id for one in events)
            await super().acknowledge(group, events)

    feed = Watching(one_conversation())
    await recorder(feed, engine).step()
    assert len(feed.acknowledged) == 10


async def test_an_acknowledgement_that_is_lost_changes_nothing(engine: AsyncEngine) -> None:
    with pytest.raises(ConnectionError):
        await recorder(ForgetfulFeed(one_conversation()), engine).step()
    before = await everything(engine)
    await recorder(ListFeed(one_conversation()), engine).step()
    assert await everything(engine) == before


@pytest.mark.parametrize(
    "bad",
    [
        said(5, text=None),  # type: ignore[arg-type]
        said(5, at="yesterday"),
        said(5, at="2026-11-24T09:15:00"),
        said(5, speaker="robot"),
        said(5, buttons="none"),
        held(5, epoch=2**63),
        held(5, epoch=0),
        held(5, epoch=1, owner="nobody in particular"),
        held(5, epoch=1, packet=PACKET | {"reason": "because"}),
        delivered(5, line="2", delivery="perhaps"),
        event(5, FeedKind.SAID, {}),
        event(5, FeedKind.EDITED, {}),
        event(5, FeedKind.HELD, {"epoch": "Ich heiße Anna."}),
        replace(said(5), at=datetime(2026, 11, 24)),
    ],
)
async def test_a_malformed_event_is_put_aside_and_the_rest_goes_on(
    engine: AsyncEngine, bad: FeedEvent
) -> None:
    good = one_conversation()
    feed = ListFeed([*good[:4], bad, *good[4:]])
    await recorder(feed, engine).step()
    assert feed.left == []
    assert len(await ids(engine)) == 10
    (aside,) = await rejected(engine)
    assert (aside.event.id, aside.event.body) == (bad.id, bad.body)


async def test_neither_reason_nor_log_of_a_rejection_holds_what_the_field_held(
    engine: AsyncEngine, logged: StringIO
) -> None:
    bad = said(5, speaker="Anna Petersen", text=None)  # type: ignore[arg-type]
    await recorder(ListFeed([bad]), engine).step()
    (aside,) = await rejected(engine)
    assert aside.reason == "speaker: enum; text: string_type"
    assert '"event_put_aside"' in logged.getvalue()
    assert "Petersen" not in logged.getvalue()


async def test_an_event_put_aside_twice_is_there_once(engine: AsyncEngine) -> None:
    for _ in range(2):
        await recorder(ListFeed([held(1, epoch=0)]), engine).step()
    assert len(await rejected(engine)) == 1


async def test_what_was_put_aside_can_be_tried_again_after_a_repair(engine: AsyncEngine) -> None:
    await recorder(ListFeed([said(1, at="yesterday"), said(2, at="yesterday")]), engine).step()
    assert await replay(engine) == 0
    repaired = said(1).body["at"]
    async with engine.begin() as connection:
        rows = (await everything(engine))["rejected_events"]
        await connection.execute(
            update(rejected_events).where(rejected_events.c.id == rows[0]["id"]),
            [{"body": rows[0]["body"] | {"at": repaired}}],
        )
    assert await replay(engine) == 1
    assert [one.event.id for one in await rejected(engine)] == ["0/2-0"]
    assert await ids(engine) == ["0/1-0"]


async def test_characters_that_no_database_keeps_do_not_cost_the_line(engine: AsyncEngine) -> None:
    buttons = [{"title": "\x00", "payload": "\ud83d"}]
    feed = ListFeed([said(1, text="a\x00b\ud800c 🙂", buttons=buttons)])
    await recorder(feed, engine).step()
    (row,) = (await everything(engine))["messages"]
    assert row["text"] == "a\ufffdb\ufffdc 🙂"
    assert row["buttons"] == [{"title": "\ufffd", "payload": "\ufffd"}]
    assert await rejected(engine) == []


async def test_a_key_too_long_for_the_database_does_not_hold_up_the_others(
    engine: AsyncEngine,
) -> None:
    noise = "".join(chr(0x4E00 + number % 20_000) for number in range(0, 60_000, 7))
    feed = ListFeed([said(1), said(2, line=noise), said(3)])
    await recorder(feed, engine).step()
    assert feed.left == []
    kept, aside = await ids(engine), [one.event.id for one in await rejected(engine)]
    assert sorted([*kept, *aside]) == ["0/1-0", "0/2-0", "0/3-0"]
    assert aside == ([] if engine.dialect.name == "sqlite" else ["0/2-0"])


async def test_the_recorder_shows_what_it_did(engine: AsyncEngine) -> None:
    registry = CollectorRegistry()
    feed = ListFeed([*one_conversation(), held(20, epoch=0)])
    recording = recorder(feed, engine, registry=registry)
    await recording.step()
    await recording.step()
    said_and_kept = registry.get_sample_value("lotse_archive_events_total", {"kind": "said"})
    put_aside = registry.get_sample_value("lotse_archive_rejected_total", {"kind": "held"})
    assert (said_and_kept, put_aside) == (4, 1)
    assert registry.get_sample_value("lotse_archive_lag_seconds") == 0


async def test_events_that_wait_for_the_database_are_shown_as_lag(database_url: str) -> None:
    registry, without_tables = CollectorRegistry(), open_database(database_url)
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
    feed = ListFeed([said(1), replace(said(2), at=an_hour_ago)])
    with pytest.raises(DBAPIError):
        await recorder(feed, without_tables, registry=registry).step()
    lag = registry.get_sample_value("lotse_archive_lag_seconds")
    assert lag == pytest.approx(3600, abs=30)
    await without_tables.dispose()


async def test_the_conversation_is_in_the_hands_of_the_latest_epoch(engine: AsyncEngine) -> None:
    await recorder(ListFeed([held(3, epoch=2, owner="agent", agent="jette")]), engine).step()
    await recorder(ListFeed([held(2, epoch=1)]), engine).step()
    (row,) = (await everything(engine))["conversations"]
    assert (row["owner"], row["agent"]) == (Owner.AGENT, "jette")
    await recorder(ListFeed([held(4, epoch=3, owner="nobody")]), engine).step()
    (row,) = (await everything(engine))["conversations"]
    assert (row["owner"], row["agent"]) == (Owner.NOBODY, None)
