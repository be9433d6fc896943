"""The archive keeps which conversations were one case, in whatever order it hears of it."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest
from alembic import command
from prometheus_client import CollectorRegistry
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.contacts import SqlContacts
from archive.database import open_database
from archive.history import archived_conversations, transcript
from archive.migrate import migrate
from archive.recorder import Recorder
from archive.recording import record
from archive.rejected import rejected
from conversation.cases import CaseId
from conversation.identity import Channel, ConversationId
from conversation.messages import Attachment
from conversation.people import Person, Platform
from conversation.ports import FeedEvent, FeedKind
from gateway.clock import SystemClock
from tests.archive.events import START, everything, said
from tests.archive.feeds import ListFeed
from tests.archive.kept import archived_parts

POST = ConversationId(Channel.X_PUBLIC, thread="9001", customer="222")
DIRECT = ConversationId(Channel.X_DM, thread="111", customer="222")


def at(conversation: ConversationId, event: FeedEvent) -> FeedEvent:
    return FeedEvent(
        id=event.id, kind=event.kind, conversation=conversation, at=event.at, body=event.body
    )


def joined(number: int, *, continues: ConversationId | None) -> FeedEvent:
    since = START + timedelta(seconds=number)
    body = {
        "case": str(continues or DIRECT),
        "continues": str(continues) if continues else "",
        "since": since.isoformat(),
    }
    return FeedEvent(
        id=f"0/{number}-0", kind=FeedKind.JOINED, conversation=DIRECT, at=since, body=body
    )


async def _cases(engine: AsyncEngine) -> dict[ConversationId, str]:
    return {one.conversation: one.case for one in await archived_conversations(engine)}


async def test_a_private_conversation_has_the_case_of_the_public_one(engine: AsyncEngine) -> None:
    await record(engine, [at(POST, said(1)), at(DIRECT, said(2)), joined(3, continues=POST)])
    assert await _cases(engine) == {POST: str(POST), DIRECT: str(POST)}
    (part,) = await archived_parts(engine, CaseId(str(POST)))
    assert (part.conversation, part.continues) == (DIRECT, POST)
    assert part.since == START + timedelta(seconds=3)


async def test_whoever_goes_on_in_private_is_one_contact_also_after_the_recorder_was_cut_off(
    engine: AsyncEngine,
) -> None:
    elsewhere = ConversationId(Channel.MESSENGER, thread="55", customer="777")
    events = [at(POST, said(1)), at(elsewhere, joined(3, continues=POST))]
    await record(engine, events)  # and then it died
    contacts, feed = SqlContacts(engine, SystemClock()), ListFeed(events)
    await Recorder(feed, engine, contacts=contacts, registry=CollectorRegistry()).step()
    public, private = Person(Platform.X, "222"), Person(Platform.FACEBOOK, "777")
    assert set((await contacts.of(private)).people) == {public, private}
    assert feed.left == []


async def test_a_case_that_continues_nonsense_is_put_aside(engine: AsyncEngine) -> None:
    event = joined(3, continues=POST)
    bad = replace(event, body={**event.body, "continues": "Kiel"})
    feed = ListFeed([bad, at(POST, said(4))])
    contacts = SqlContacts(engine, SystemClock())
    await Recorder(feed, engine, contacts=contacts, registry=CollectorRegistry()).step()
    assert feed.left == []
    assert [one.event.id for one in await rejected(engine)] == ["0/3-0"]


async def test_later_messages_do_not_take_it_out_again(engine: AsyncEngine) -> None:
    await record(engine, [at(DIRECT, said(2)), joined(3, continues=POST)])
    await record(engine, [at(DIRECT, said(4))])
    assert (await _cases(engine))[DIRECT] == str(POST)


async def test_every_order_of_events_gives_the_same_rows(sqlite_url: str) -> None:
    events = [
        at(POST, said(1)),
        joined(2, continues=POST),
        at(DIRECT, said(3)),
        joined(9, continues=None),
    ]
    seen = []
    for number, order in enumerate(itertools.permutations(events)):
        engine = open_database(f"{sqlite_url}.{number}")
        await migrate(engine)
        for event in order:
            await record(engine, [event, event])
        rows = await everything(engine)
        seen.append({name: rows[name] for name in ("cases", "conversations", "case_parts")})
        await engine.dispose()
    assert all(rows == seen[0] for rows in seen)
    assert {row["id"]: row["case_id"] for row in seen[0]["conversations"]}[str(DIRECT)] == str(
        DIRECT
    )


async def test_a_person_s_conversations_are_found_over_all_channels(engine: AsyncEngine) -> None:
    other = ConversationId(Channel.X_DM, thread="111", customer="333")
    await record(engine, [at(one, said(n)) for n, one in enumerate((POST, DIRECT, other), 1)])
    found = await archived_conversations(engine, people=[Person(Platform.X, "222")])
    assert [one.conversation for one in found] == [DIRECT, POST]
    assert await archived_conversations(engine, people=[]) == []


async def test_what_a_message_came_with_is_kept(engine: AsyncEngine) -> None:
    attachments = [{"kind": "encrypted", "url": ""}]
    await record(engine, [at(DIRECT, said(1, text="", attachments=attachments))])
    (line,) = await transcript(engine, DIRECT)
    assert line.line.attachments == (Attachment("encrypted"),)


@pytest.mark.parametrize("customer", ["222", "anna#ü/:"])
async def test_people_of_conversations_from_before_are_filled_in(
    database_url: str, customer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, old = open_database(database_url), command.upgrade
    conversation = ConversationId(Channel.FB_COMMENT, thread="1_2/1_3", customer=customer)
    monkeypatch.setattr(command, "upgrade", lambda config, _head: old(config, "0002"))
    await migrate(engine)
    monkeypatch.undo()
    async with engine.begin() as connection:
        await connection.exec_driver_sql(
            f"INSERT INTO cases VALUES ('{conversation}', '2026-11-24 09:15:00')"
        )
        await connection.exec_driver_sql(
            "INSERT INTO conversations VALUES "
            f"('{conversation}', 'fb_comment', '{conversation}', "
            "'2026-11-24 09:15:00', '2026-11-24 09:15:00', 'assistant', NULL)"
        )
    await migrate(engine)
    found = await archived_conversations(engine, people=[Person(Platform.FACEBOOK, customer)])
    assert [one.conversation for one in found] == [conversation]
    await engine.dispose()
