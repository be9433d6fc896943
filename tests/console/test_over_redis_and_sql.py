"""The console over the stores it runs on: Redis for what is live, SQL for accounts and audit."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import create_async_engine

from archive.audit import SqlAudit
from archive.contacts import SqlContacts
from archive.files import SqlFiles
from archive.tables import metadata as archive_metadata
from archive.text_modules import SqlTextModules
from conversation.holds import Owner
from conversation.keys import Box, Keys
from conversation.messages import Speaker
from conversation.people import person_of
from gateway.clock import SystemClock
from gateway.wake import Wake
from handoff.console.addresses import path_of
from staff.accounts import SqlAccounts, metadata
from staff.attempts import RedisAttempts
from staff.ports import ActsQuery
from staff.sessions import RedisSessions
from tests.cases.samples import comment, direct, post
from tests.console.stores import in_redis
from tests.console.test_attachments import attach
from tests.console.test_live import listening
from tests.console.world import World, customer, end, open_desk
from tests.support.databases import sqlite_url  # noqa: F401 - fixture
from tests.support.files import PDF

PREFIX = "tests"


@pytest.fixture
async def world(redis_url: str, sqlite_url: str) -> AsyncIterator[World]:  # noqa: F811
    redis, keys, clock = Redis.from_url(redis_url), Keys(prefix=PREFIX), SystemClock()
    engine = create_async_engine(sqlite_url)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
        await connection.run_sync(archive_metadata.create_all)
    wakes = {box: Wake(redis, keys.wake(box)) for box in Box}
    listening_wakes = [asyncio.create_task(wake.run()) for wake in wakes.values()]
    async with open_desk(
        clock,
        stores=in_redis(redis, keys, clock, wakes),
        accounts=SqlAccounts(engine),
        sessions=RedisSessions(redis, prefix=PREFIX, clock=clock),
        attempts=RedisAttempts(redis, prefix=PREFIX, clock=clock),
        audit=SqlAudit(engine, clock),
        contacts=SqlContacts(engine, clock),
        text_modules=SqlTextModules(engine),
        files=SqlFiles(engine),
    ) as world:
        yield world
    for task in listening_wakes:
        await end(task)
    await redis.aclose()
    await engine.dispose()


async def test_a_customer_waits_is_claimed_answered_and_given_back(world: World) -> None:
    mara, jonas = await world.house.logged_in("mara"), await world.house.logged_in("jonas")
    async with listening(jonas) as listener:
        await world.story()
        await listener.until("queue")
    assert "Verärgert" in (await jonas.get("/console/queue")).text
    responses = await asyncio.gather(world.act(mara, "claim"), world.act(jonas, "claim"))
    assert sorted(response.status_code for response in responses) == [303, 409]
    winner = mara if (await world.state()).hold.agent == "id-mara" else jonas
    for _ in range(2):
        await world.act(winner, "reply", text="Moin!", line="0123456789abcdef")
    assert [speaker for speaker, _ in await world.said()].count(Speaker.AGENT) == 1
    await world.act(winner, "return", fact=["service"])
    assert (await world.state()).hold.owner is Owner.ASSISTANT
    slots = (await world.desk.context(customer())).slots
    assert (slots["service"], slots["postal_code"]) == ("internet", None)


async def test_what_staff_did_stands_in_the_archive_s_audit_log(world: World) -> None:
    await world.story()
    mara = await world.house.logged_in("mara")
    await world.act(mara, "claim")
    await world.act(mara, "reveal", placeholder="[TELEFON_1]")
    log: SqlAudit = world.house.parts.audit  # type: ignore[assignment]
    acts = [(act.who, act.what, act.detail) for act in await log.acts(ActsQuery(), limit=100)]
    assert ("id-mara", "revealed", "[TELEFON_1]") in acts
    assert ("id-mara", "claimed", "") in acts


async def test_a_file_goes_with_its_line_through_the_outbox_they_run_on(world: World) -> None:
    await world.story()
    mara = await world.house.logged_in("mara")
    await world.act(mara, "claim")
    kept = (await attach(mara, PDF, name="Anleitung.pdf")).json()
    for _ in range(2):
        await world.act(mara, "reply", text="Bitte sehr.", line="0123456789abcdef", file=kept["id"])
    lines = [one for one in await world.transcripts.lines(customer()) if one.attachments]
    assert [(one.text, one.attachments[0].name) for one in lines] == [
        ("Bitte sehr.", "Anleitung.pdf")
    ]
    file = await world.files.get(customer(), lines[0].attachments[0].file)
    assert (file.body, file.line) == (PDF, lines[0].id)
    assert (await mara.get(kept["url"])).content == PDF


async def test_a_case_and_a_contact_over_the_stores_they_run_on(world: World) -> None:
    await world.writes("Mein Internet ist weg.", of=post())
    browser = await world.house.logged_in("mara")
    async with listening(browser, of=post()) as stream:
        await world.cases.link_offered(post())
        await world.cases.join(direct())
        assert await stream.next() == "conversation"
        await world.writes("Hier bin ich.", of=direct())
        assert await stream.next() == "conversation"
    page = (await browser.get(path_of(direct()))).text
    assert "Mein Internet ist weg." in page
    assert "Hier bin ich." in page
    one, other = person_of(comment()), person_of(direct())
    await world.contacts.continued(one, other)
    await world.act(browser, "split", of=direct(), person=str(one), reason="Zwei im Haushalt")
    assert (await world.contacts.of(other)).people == (other,)
