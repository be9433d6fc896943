"""What customers get of agents' files and video rooms: with the session, and while it holds."""

import secrets
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from connectors.webchat import wire
from connectors.webchat.customer_routes import SANDBOX
from connectors.webchat.log import Numbered
from connectors.webchat.sessions import Session, Sessions
from conversation.files import FileId, StoredFile, shown_name
from conversation.holds import Owner
from conversation.identity import AgentId, LineId
from conversation.messages import Line, Speaker
from conversation.ports import Move, Saying
from tests.support.files import EVIL_NAME, PNG
from tests.webchat.world import SECRET, World, allowances, running, settings

SHOP = "https://shop.foerdekom.example"


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with running(settings(allowances=allowances(), origins=(SHOP,))) as world:
        yield world


@pytest.fixture
async def http(world: World) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(world.url) as http:
        yield http


def visitor() -> Session:
    return Sessions((SECRET,)).new()


def bearer(session: Session | str) -> dict[str, str]:
    token = session if isinstance(session, str) else session.token
    return {"Authorization": f"Bearer {token}"}


async def kept(world: World, session: Session, *, line: str | None = "agent-1") -> StoredFile:
    file = StoredFile(
        id=FileId(secrets.token_urlsafe(32)),
        conversation=session.conversation,
        name=shown_name(EVIL_NAME, "image/png"),
        media_type="image/png",
        body=PNG,
        agent=AgentId("mara"),
        at=datetime.now(UTC),
        line=LineId(line) if line else None,
    )
    await world.files.keep(file)
    return file


async def test_a_file_goes_to_its_session_as_something_that_can_do_nothing(
    world: World, http: aiohttp.ClientSession
) -> None:
    session = visitor()
    file = await kept(world, session)
    async with http.get(f"/chat/files/{file.id}", headers=bearer(session)) as answer:
        assert await answer.read() == PNG
        assert answer.content_type == "image/png"
        assert answer.headers["content-security-policy"] == SANDBOX
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
        assert "<" not in answer.headers["content-disposition"]
        assert answer.headers["cache-control"] == "private, no-store"
        assert "access-control-allow-origin" not in answer.headers


async def test_nobody_else_gets_it_and_nobody_a_draft(
    world: World, http: aiohttp.ClientSession
) -> None:
    session = visitor()
    file, draft = await kept(world, session), await kept(world, session, line=None)
    others: list[dict[str, str]] = [
        {},
        bearer(visitor()),
        bearer(session.token[:-1] + "x"),
        bearer("made up"),
    ]
    for headers in others:
        async with http.get(f"/chat/files/{file.id}", headers=headers) as answer:
            assert answer.status == 404
    async with http.get(f"/chat/files/{draft.id}", headers=bearer(session)) as answer:
        assert answer.status == 404
    await world.files.forget(session.conversation)
    async with http.get(f"/chat/files/{file.id}", headers=bearer(session)) as answer:
        assert answer.status == 404


async def test_only_sites_that_embed_the_chat_may_load_files(http: aiohttp.ClientSession) -> None:
    for origin, allowed in ((SHOP, SHOP), ("https://evil.example", None)):
        async with http.options("/chat/files/x", headers={"Origin": origin}) as answer:
            assert answer.headers.get("access-control-allow-origin") == allowed
            assert answer.headers["access-control-allow-headers"] == "authorization"


async def test_our_widget_hears_of_files_and_other_clients_read_their_names(world: World) -> None:
    file = await kept(world, visitor())
    line = Line(
        id=LineId("agent-1"),
        speaker=Speaker.AGENT,
        text="",
        at=datetime.now(UTC),
        attachments=(file.as_attachment(),),
    )
    [shown] = wire.history([Numbered(n=1, line=line)])["lines"]
    size = len(PNG)
    assert shown["files"] == [{"id": file.id, "name": file.name, "kind": "image", "size": size}]
    [uttered] = wire.bot_uttered(Numbered(n=1, line=line))
    assert uttered["text"] == wire.ONLY_NAMED.format(file.name)


async def held(world: World, session: Session, to: Owner, **more: Any) -> None:
    state = await world.desk.state(session.conversation)
    saying = Saying(session.conversation, hold=state.hold)
    await world.desk.move(Move(saying=saying, to=to, **more))


async def test_a_video_link_leads_on_until_the_conversation_changes_hands(
    world: World, http: aiohttp.ClientSession
) -> None:
    session = visitor()
    await held(world, session, Owner.AGENT, agent=AgentId("mara"))
    room = await world.video.open(await world.desk.state(session.conversation))
    path = f"/video/{room.id}"
    async with http.get(path, allow_redirects=False) as answer:
        assert answer.status == 303
        assert answer.headers["location"] == f"https://meet.foerdekom.example/{room.name}"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
    await held(world, session, Owner.NOBODY)
    for over in (path, "/video/made-up"):
        async with http.get(over, allow_redirects=False) as answer:
            assert answer.status == 410
            page = await answer.text()
            assert "vorbei" in page
            assert room.name not in page
