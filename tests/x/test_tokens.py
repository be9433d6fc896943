"""OAuth: signatures, and a refresh token that changes with every use and is never lost."""

import asyncio
import base64
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import count
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
import pytest_asyncio
from redis.asyncio import Redis

from connectors.x.auth import OAuth1, TokenDeadError
from connectors.x.keys import XKeys
from connectors.x.outcomes import NeedsPersonError
from connectors.x.problems import NotSentError
from connectors.x.settings import OAuth1Keys, OAuth2Keys
from connectors.x.tokens import OAuth2
from conversation.keys import Keys
from gateway.clock import FixedClock
from tests.x.connected import DIRECT, NOW, SEAL, connected, line
from tests.x.oauth import CONSUMER_SECRET, TOKEN_SECRET, signed_rightly

URL = "https://api.x.com/2/oauth2/token"


class TokenServer:
    """Gives tokens for the newest refresh token only, as X does."""

    def __init__(self, redis_url: str) -> None:
        self.http = httpx.AsyncClient(transport=httpx.MockTransport(self.handle))
        self.clients: list[Redis] = []
        self.redis_url = redis_url
        self.current = "seed"
        self.asked: list[httpx.Request] = []
        self.answer: httpx.Response | Exception | None = None
        self._numbers = count(1)

    def redis(self) -> Redis:
        """Return a connection of a worker's own."""
        self.clients.append(Redis.from_url(self.redis_url))
        return self.clients[-1]

    async def close(self) -> None:
        await self.http.aclose()
        for client in self.clients:
            await client.aclose()

    async def handle(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        await asyncio.sleep(0.02)
        if isinstance(self.answer, Exception):
            raise self.answer
        if self.answer is not None:
            return self.answer
        form = parse_qs(request.content.decode())
        if form != {"grant_type": ["refresh_token"], "refresh_token": [self.current]}:
            return httpx.Response(400, json={"error": "invalid_grant"})
        number = next(self._numbers)
        self.current = f"refresh-{number}"
        given: dict[str, Any] = {"access_token": f"access-{number}", "refresh_token": self.current}
        return httpx.Response(200, json={**given, "token_type": "bearer", "expires_in": 7200})


@pytest_asyncio.fixture
async def server(redis_url: str) -> AsyncIterator[TokenServer]:
    server = TokenServer(redis_url)
    yield server
    await server.close()


def oauth2(server: TokenServer, clock: FixedClock, **keys: str) -> OAuth2:
    usual = {"client_id": "id", "client_secret": "s", "refresh_token": "seed"}
    return OAuth2(
        server.redis(),
        XKeys(Keys(prefix="test"), "222"),
        oauth=OAuth2Keys(**{**usual, **keys}),
        http=server.http,
        seal=SEAL,
        clock=clock,
    )


async def access(auth: OAuth2) -> str:
    return (await auth.headers("GET", URL))["authorization"]


async def test_a_token_is_used_until_shortly_before_its_end_and_then_rotated(server):
    clock = FixedClock(NOW)
    auth = oauth2(server, clock)
    assert [await access(auth), await access(auth)] == ["Bearer access-1"] * 2
    clock.set(NOW + timedelta(minutes=117))
    assert await access(auth) == "Bearer access-1"
    clock.set(NOW + timedelta(minutes=119))
    assert await access(auth) == "Bearer access-2"
    assert len(server.asked) == 2
    expected = base64.b64encode(b"id:s").decode()
    assert server.asked[0].headers["authorization"] == f"Basic {expected}"


async def test_many_workers_that_need_a_token_refresh_once(server):
    clock = FixedClock(NOW)
    workers = [oauth2(server, clock) for _ in range(12)]
    assert set(await asyncio.gather(*map(access, workers))) == {"Bearer access-1"}
    used = {"authorization": "Bearer access-1"}
    assert await asyncio.gather(*(one.renew(used) for one in workers)) == [True] * 12
    assert set(await asyncio.gather(*map(access, workers))) == {"Bearer access-2"}
    assert len(server.asked) == 2


async def test_another_process_goes_on_with_the_rotated_token(server):
    clock = FixedClock(NOW)
    await access(oauth2(server, clock))
    clock.set(NOW + timedelta(hours=3))
    assert await access(oauth2(server, clock)) == "Bearer access-2"


async def test_a_newly_configured_refresh_token_replaces_what_was_kept(server):
    clock = FixedClock(NOW)
    await access(oauth2(server, clock))
    server.current = "another"
    again = oauth2(server, clock, refresh_token="another")
    assert await access(again) == "Bearer access-2"


async def test_tokens_lie_sealed_in_redis(server):
    await access(oauth2(server, FixedClock(NOW)))
    redis = server.redis()
    everything = b"".join([await redis.get(key) for key in await redis.keys("*")])
    assert b"access-1" not in everything
    assert b"refresh-1" not in everything


async def test_a_refused_refresh_token_is_told_as_such(server):
    server.current = "somebody else used it"
    with pytest.raises(TokenDeadError):
        await access(oauth2(server, FixedClock(NOW)))


@pytest.mark.parametrize(
    "answer",
    [httpx.Response(503), httpx.Response(200, text="no JSON"), httpx.ConnectError("no way")],
)
async def test_a_token_server_in_trouble_is_worth_another_try(server, answer):
    auth = oauth2(server, FixedClock(NOW))
    server.answer = answer
    with pytest.raises(NotSentError):
        await access(auth)
    server.answer = None
    assert await access(auth) == "Bearer access-1"


async def test_a_public_client_names_itself_in_the_body(server):
    auth = oauth2(server, FixedClock(NOW), client_secret="")
    with pytest.raises(TokenDeadError):
        await access(auth)
    assert "client_id=id" in server.asked[0].content.decode()


async def test_oauth_1_signs_as_oauthlib_does():
    auth = OAuth1(
        OAuth1Keys(
            consumer_key="key",
            consumer_secret=CONSUMER_SECRET,
            token="token",
            token_secret=TOKEN_SECRET,
        )
    )
    url = "https://api.x.com/2/tweets/search/recent?query=%28a%20OR%20b%29&max_results=10"
    header = (await auth.headers("GET", url))["authorization"]
    assert signed_rightly("GET", url, header)
    assert not signed_rightly("POST", url, header)
    assert header.count("=") >= 7
    assert not await auth.renew({})


async def test_a_token_that_x_refuses_is_renewed_and_the_call_made_once_more(redis_url):
    keys = OAuth2Keys(client_id="id", client_secret="s", refresh_token="seed")
    async with connected(redis_url, keys=keys) as world:
        world.fake.next(401, {"title": "Unauthorized"})
        await world.x.direct.send(DIRECT, line("Moin"))
        assert len(world.fake.messages) == 1
        assert world.fake.tokens == ["access-1", "access-2"]
        world.fake.gives_tokens = False
        world.later(hours=3)
        with pytest.raises(NeedsPersonError) as refused:
            await world.x.direct.send(DIRECT, line("Und?"))
        assert refused.value.code == "unauthorized"
        assert [one.usable for one in world.kept.taken] == [False]
