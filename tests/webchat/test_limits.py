"""Limits: over them a friendly sentence, for every client, and never a slow system."""

import asyncio

import aiohttp
import pytest
from redis.asyncio import Redis

from connectors.webchat.limits import shared_limiter
from connectors.webchat.settings import WebchatSettings
from tests.webchat.clients import Client
from tests.webchat.world import allowances, running, settings


def limited(**changes: int) -> WebchatSettings:
    return settings(allowances=allowances(**changes))


async def test_a_line_that_is_too_long_is_declined_in_words():
    async with running() as world, Client(world, counts=True) as client:
        await client.ask_session()
        answer = await client.say("x" * 4_001, id="aaaaaaaa")
        assert answer["code"] == "too_long"
        assert "4.000 Zeichen" in answer["text"]
        assert client.of("limited") == [answer]
        assert (await client.say("ü😀" * 2_000, id="bbbbbbbb"))["n"] == 2
        assert client.of("bot_uttered") == []


async def test_a_plain_client_hears_of_it_as_an_ordinary_line():
    async with running() as world, Client(world) as client:
        await client.ask_session()
        await client.say("x" * 4_001)
        await client.until_shown("zu lang")
        assert set(client.of("bot_uttered")[-1]) == {"text"}


async def test_a_message_far_beyond_any_line_ends_the_connection():
    async with running() as world:
        client = Client(world)
        await client.connect()
        await client.ask_session()
        await client.io.emit("user_uttered", {"message": "x" * 200_000})
        await asyncio.wait_for(client.io.wait(), 5)
        async with Client(world) as other:
            await other.ask_session()


async def test_too_many_lines_in_a_minute_are_declined_with_the_time_to_wait():
    configured = limited(lines_per_minute_and_session=3)
    async with running(configured) as world, Client(world, counts=True) as client:
        await client.ask_session()
        answers = [await client.say("Moin", id=f"message-{n}") for n in range(4)]
    assert [answer.get("n") for answer in answers] == [2, 3, 4, None]
    assert answers[3]["code"] == "too_many_lines"
    assert 0 < answers[3]["retry_after"] <= 60
    assert "einer Minute" in answers[3]["text"]


async def test_one_address_cannot_write_more_by_opening_sessions():
    async with running(limited(lines_per_minute_and_address=3)) as world:
        codes = []
        for _ in range(4):
            async with Client(world, counts=True) as client:
                await client.ask_session()
                codes.append((await client.say("Moin", id="aaaaaaaa")).get("code"))
    assert codes == [None, None, None, "too_many_lines"]


async def test_new_sessions_are_limited_but_old_ones_go_on():
    async with running(limited(sessions_per_hour_and_address=2)) as world:
        async with Client(world) as client:
            first = await client.ask_session()
        async with Client(world) as client:
            await client.ask_session()
        async with Client(world) as client:
            await client.io.emit("session_request", {"session_id": None})
            await client.until_shown("Anschluss")
            assert client.of("session_confirm") == []
            assert client.of("limited")[0]["code"] == "too_many_sessions"
            assert await client.ask_session(first) == first


async def test_open_sockets_are_limited_per_address_and_make_room_again():
    async with running(limited(sockets_per_address=2)) as world:
        async with Client(world), Client(world):
            url = f"{world.url}/socket.io/?EIO=4&transport="
            async with aiohttp.ClientSession() as http:
                with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                    await http.ws_connect(f"{url}websocket")
                assert refused.value.status == 401
                async with http.get(f"{url}polling") as answer:
                    assert answer.status == 401
                    assert "sehr viele Chats" in await answer.text()
        async with Client(world) as client:
            await client.ask_session()


async def test_connections_that_never_ask_for_anything_count_too():
    async with running(limited(sockets=2)) as world, aiohttp.ClientSession() as http:
        url = f"{world.url}/socket.io/?EIO=4&transport=polling"
        statuses = []
        for _ in range(3):
            async with http.get(url) as answer:
                statuses.append(answer.status)
    assert statuses == [200, 200, 401]


async def test_a_flood_of_events_ends_the_connection():
    async with running(limited(events_per_minute_and_socket=20)) as world:
        client = Client(world)
        await client.connect()
        for _ in range(25):
            await client.io.emit("session_request", None)
        await asyncio.wait_for(client.io.wait(), 5)


async def test_only_a_trusted_proxy_speaks_for_another_address():
    tight = allowances(lines_per_minute_and_address=1)
    async with running(settings(allowances=tight)) as world:
        assert [await _line_from(world, f"203.0.113.{n}") for n in (1, 2)] == [
            None,
            "too_many_lines",
        ]
    trusting = settings(allowances=tight, trusted_proxies=("127.0.0.0/8",))
    async with running(trusting) as world:
        assert [await _line_from(world, f"203.0.113.{n}") for n in (1, 2, 1)] == [
            None,
            None,
            "too_many_lines",
        ]


async def test_a_visitor_cannot_hide_behind_a_forwarded_header_of_their_own():
    trusting = settings(
        allowances=allowances(sockets_per_address=1), trusted_proxies=("127.0.0.0/8",)
    )
    url = "/socket.io/?EIO=4&transport=polling"
    async with running(trusting) as world, aiohttp.ClientSession(world.url) as http:
        statuses = []
        for claimed in ("6.6.6.1", "6.6.6.2"):
            headers = [("X-Forwarded-For", claimed), ("X-Forwarded-For", "203.0.113.1")]
            async with http.get(url, headers=headers) as answer:
                statuses.append(answer.status)
    assert statuses == [200, 401]


async def _line_from(world, address: str) -> str | None:
    client = Client(world, counts=True)
    await client.connect(X_Forwarded_For=f"198.51.100.7, {address}")
    await client.ask_session()
    answer = await client.say("Moin", id="aaaaaaaa")
    await client.io.disconnect()
    return answer.get("code")


async def test_gateways_count_together_in_redis(redis_url):
    redis = Redis.from_url(redis_url)
    limiter = shared_limiter(redis, prefix="lotse:limits")
    configured = limited(lines_per_minute_and_session=2)
    async with running(configured, limiter=limiter) as one:
        async with Client(one, counts=True) as client:
            token = await client.ask_session()
            await client.say("Moin", id="aaaaaaaa")
        limiter = shared_limiter(redis, prefix="lotse:limits")
        elsewhere = running(configured, limiter=limiter, live=one.live)
        async with elsewhere as other, Client(other, counts=True) as client:
            await client.ask_session(token)
            codes = [(await client.say("Moin", id=f"bbbbbbb{n}")).get("code") for n in (1, 2)]
    keys = await redis.keys("*")
    await redis.aclose()
    assert codes == [None, "too_many_lines"]
    assert keys
    assert all(key.startswith(b"lotse:limits") for key in keys)


class BrokenInbox:
    """An inbox whose store is out of reach until it is mended."""

    def __init__(self, inbox) -> None:
        self._inbox = inbox
        self.broken = True

    async def add(self, messages):
        if self.broken:
            raise ConnectionError("no store")
        return await self._inbox.add(messages)

    async def take(self):
        return await self._inbox.take()


async def test_a_line_that_cannot_be_kept_is_never_confirmed_and_the_customer_is_told():
    broken = running(inbox=BrokenInbox)
    async with broken as world, Client(world, counts=True) as client, Client(world) as plain:
        await client.ask_session()
        answer = await client.say("Moin", id="aaaaaaaa")
        assert answer["code"] == "unavailable"
        await plain.ask_session()
        await plain.say("Moin")
        await plain.until_shown("nicht geklappt")
        world.inbox.broken = False
        assert (await client.say("Moin", id="aaaaaaaa"))["n"] == 2


@pytest.mark.parametrize(
    "packet",
    ['42["user_uttered"', "4999", "42" + "[" * 5_000, '42[{"a":1}]', "44{}", "42[]"],
)
async def test_a_client_that_talks_nonsense_is_cut_off_and_harms_nobody(packet):
    async with running() as world, Client(world) as other:
        url = f"{world.url}/socket.io/?EIO=4&transport=websocket"
        async with aiohttp.ClientSession() as http, http.ws_connect(url) as socket:
            await socket.receive(timeout=5)
            await socket.send_str("40")
            await socket.receive(timeout=5)
            await socket.send_str(packet)
            while not (message := await socket.receive(timeout=5)).type.name.startswith("CLOS"):
                assert message.type is aiohttp.WSMsgType.TEXT
        await other.ask_session()
        assert (await other.say("Moin"))["n"] == 2
