"""Video talks: offered by one key in the web chat, one room for each stay, over with it."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis

from conversation.context import Context
from conversation.identity import Channel, ConversationId
from conversation.keys import Keys
from conversation.messages import Speaker
from conversation.video import OPEN_FOR, Room, Rooms
from gateway.settings import SettingsError, read_settings
from gateway.video import MemoryRooms, RedisRooms
from handoff.console.addresses import path_of
from tests.console.world import World, customer, open_desk

START = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
MESSENGER = ConversationId(Channel.MESSENGER, thread="page", customer="psid")


async def offered(world: World) -> list[str]:
    lines = await world.said()
    return [text for speaker, text in lines if speaker is Speaker.AGENT]


async def test_one_key_offers_one_room_for_as_long_as_somebody_writes() -> None:
    async with open_desk(video=True) as world:
        await world.hands_over()
        browser = await world.house.logged_in("mara")
        await world.act(browser, "claim")
        assert 'data-key="y"' in (await browser.get(path_of(customer()))).text
        for _ in range(2):
            await world.act(browser, "video")
        [words] = await offered(world)
        link = words.split()[7]
        assert words.startswith("Wenn du magst, sprechen wir per Video: https://chat.foerdekom")
        assert len(link.rsplit("/", 1)[1]) >= 32
        page = (await browser.get(path_of(customer()))).text
        assert f'<a href="{link}" rel="noreferrer noopener" target="_blank">beitreten</a>' in page

        id = link.rsplit("/", 1)[1]
        there = await world.video.enter(id)
        assert there is not None
        assert there.startswith("https://meet.foerdekom.example/")
        assert id not in there
        await world.act(browser, "close")
        assert await world.video.enter(id) is None


async def test_a_room_is_over_after_its_time() -> None:
    async with open_desk(video=True) as world:
        await world.hands_over()
        await world.act(await world.house.logged_in("mara"), "claim")
        room = await world.video.open(await world.state())
        world.house.clock.pass_by(seconds=OPEN_FOR.total_seconds() - 1)
        assert await world.video.enter(room.id) is not None
        world.house.clock.pass_by(seconds=1)
        assert await world.video.enter(room.id) is None


async def test_it_is_offered_nowhere_else_and_by_nobody_else() -> None:
    async with open_desk(video=True) as world:
        mara, jonas = [await world.house.logged_in(login) for login in ("mara", "jonas")]
        for one in ("anna", MESSENGER):
            await world.hands_over(of=one)
            await world.act(mara, "claim", of=one)
        assert (await world.act(jonas, "video")).status_code == 409
        assert (await world.act(mara, "video", of=MESSENGER)).status_code == 409
        assert 'data-key="y"' not in (await mara.get(path_of(MESSENGER))).text
        assert await offered(world) == []


async def test_without_a_server_there_is_none(world: World) -> None:
    await world.hands_over()
    browser = await world.house.logged_in("mara")
    await world.act(browser, "claim")
    assert 'data-key="y"' not in (await browser.get(path_of(customer()))).text
    assert (await world.act(browser, "video")).status_code == 409


async def test_who_says_sie_is_answered_alike() -> None:
    async with open_desk(video=True) as world:
        await world.hands_over()
        room = await world.video.open(await world.state())
        words = world.video.words(room, Context(address_form="sie"))
        assert words.startswith("Wenn Sie mögen")
        assert "wenn Sie es erlauben" in words
        assert "12:15 Uhr" in words


@pytest.mark.parametrize("kind", ["memory", "redis"])
async def test_a_stay_has_one_room_whoever_opens_it_first(
    kind: str, request: pytest.FixtureRequest
) -> None:
    if kind == "redis":
        redis = Redis.from_url(request.getfixturevalue("redis_url"))
        every: list[Rooms] = [RedisRooms(redis, Keys(prefix="tests")) for _ in range(8)]
    else:
        redis, every = None, [MemoryRooms()] * 8
    new = [
        Room(f"id-{n}", f"name-{n}", customer(), epoch=3, until=START + timedelta(hours=1))
        for n in range(8)
    ]
    opened = await asyncio.gather(
        *(rooms.open(room, lasting=OPEN_FOR) for rooms, room in zip(every, new, strict=True))
    )
    assert len(set(opened)) == 1
    found = await asyncio.gather(*(every[0].get(room.id) for room in new))
    assert [room for room in found if room] == [opened[0]]
    later = Room("id-later", "name-later", customer(), epoch=5, until=START)
    assert await every[0].open(later, lasting=OPEN_FOR) == later
    assert await every[0].get("nothing") is None
    if redis:
        await redis.aclose()


@pytest.mark.parametrize(
    "address", ["meet.example", "http://meet.example", "https://meet.example/x", "https://a@b"]
)
def test_the_server_is_a_bare_address_over_https(address: str) -> None:
    with pytest.raises(SettingsError, match="JITSI_URL"):
        read_settings({"JITSI_URL": address})
