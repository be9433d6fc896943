"""Files that agents send: one suite over those in memory and in both databases."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.database import open_database
from archive.files import SqlFiles
from archive.files_memory import MemoryFiles
from archive.migrate import migrate
from archive.recording import record
from conversation.files import DRAFT_KEPT, FileId, Files, StoredFile
from conversation.identity import AgentId, LineId
from conversation.ports import FeedKind
from tests.archive.events import START, conversation, event, one_conversation
from tests.support.files import PNG

PICTURE = StoredFile(
    id=FileId("a" * 43),
    conversation=conversation(),
    name="Router 'hinten'.png",
    media_type="image/png",
    body=PNG,
    agent=AgentId("mara"),
    at=START,
)
OTHER = replace(PICTURE, id=FileId("b" * 43), conversation=conversation("bo"))


@pytest.fixture(params=["memory", "sqlite_url", "postgresql_url"])
async def files(request: pytest.FixtureRequest) -> AsyncIterator[Files]:
    if request.param == "memory":
        yield MemoryFiles()
        return
    engine = open_database(request.getfixturevalue(request.param))
    await migrate(engine)
    yield SqlFiles(engine)
    await engine.dispose()


async def test_a_file_is_there_for_its_own_conversation_only(files: Files) -> None:
    await files.keep(PICTURE)
    assert await files.get(PICTURE.conversation, PICTURE.id) == PICTURE
    assert await files.get(OTHER.conversation, PICTURE.id) is None
    await files.drop(OTHER.conversation, PICTURE.id)
    await files.send(OTHER.conversation, [PICTURE.id], LineId("foreign"))
    assert await files.get(PICTURE.conversation, PICTURE.id) == PICTURE
    await files.drop(PICTURE.conversation, PICTURE.id)
    assert await files.get(PICTURE.conversation, PICTURE.id) is None


async def test_what_was_sent_stays_and_what_lay_in_drafts_goes(files: Files) -> None:
    sent, draft = PICTURE, replace(PICTURE, id=FileId("c" * 43))
    await files.keep(sent)
    await files.keep(draft)
    await files.send(sent.conversation, [sent.id], LineId("agent-1"))
    await files.keep(replace(OTHER, at=START + DRAFT_KEPT + timedelta(seconds=1)))
    found = await files.get(sent.conversation, sent.id)
    assert found == replace(sent, line=LineId("agent-1"))
    assert await files.get(draft.conversation, draft.id) is None


async def test_a_conversation_that_is_forgotten_has_no_files(files: Files) -> None:
    for one in (PICTURE, OTHER):
        await files.keep(one)
        await files.send(one.conversation, [one.id], LineId("agent-1"))
    await files.forget(PICTURE.conversation)
    assert await files.get(PICTURE.conversation, PICTURE.id) is None
    assert await files.get(OTHER.conversation, OTHER.id) is not None


async def test_what_the_feed_has_forgotten_goes_once_and_not_what_comes_after(
    engine: AsyncEngine,
) -> None:
    files = SqlFiles(engine)
    await files.keep(PICTURE)
    await files.keep(OTHER)
    forgotten = event(50, FeedKind.FORGOTTEN, {})
    await record(engine, [*one_conversation(), forgotten])
    assert await files.get(PICTURE.conversation, PICTURE.id) is None
    assert await files.get(OTHER.conversation, OTHER.id) == OTHER
    await files.keep(PICTURE)
    await record(engine, [forgotten])
    assert await files.get(PICTURE.conversation, PICTURE.id) == PICTURE
