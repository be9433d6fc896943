"""A running world for tests, with clients for its three sides and a receiver of its webhooks."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

import httpx
import pytest
from authlib.oauth1 import ClientAuth

from tests.support.redis_server import free_port
from tests.support.serving import served
from tests.world.app import build_app
from tests.world.settings import BESIDE, FacebookSettings, WorldSettings, XSettings
from tests.world.world import World
from tests.world.x.specification import FILE
from tests.world_checks.receiver import Receiver, receiving

_numbers = count(1)
TUESDAY = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
ORIGIN = "https://lotse.example"
VERSION = "v26.0"
PATIENCE = 5.0


def require_specification() -> None:
    """Without X's specification: skipped on a laptop, failed in CI."""
    if (BESIDE / FILE).exists():
        return
    reason = f"X's specification is missing: specs/{FILE} beside the project."
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@dataclass
class Stage:
    """What a test stands on."""

    url: str
    world: World
    receiver: Receiver
    http: httpx.AsyncClient

    @property
    def settings(self) -> WorldSettings:
        return self.world.settings

    def oauth1(self, **changes: str) -> Callable[[httpx.Request], httpx.Request]:
        """Return what signs a request by OAuth 1.0a; JSON is no part of the signature."""
        x = self.settings.x
        keys = {
            "client_id": x.consumer_key,
            "client_secret": x.consumer_secret,
            "token": x.access_token,
            "token_secret": x.access_token_secret,
        }
        signer = ClientAuth(**(keys | changes))

        def sign(request: httpx.Request) -> httpx.Request:
            _, headers, _ = signer.sign(request.method, str(request.url), {}, b"")
            request.headers.update(headers)
            return request

        return sign

    async def x(self, method: str, path: str, *, app: bool = False, **more: Any) -> httpx.Response:
        """Call X as the account, signed by OAuth 1.0a, or as the app alone."""
        if app:
            more["headers"] = {"authorization": f"Bearer {self.settings.x.bearer_token}"}
        else:
            more["auth"] = self.oauth1()
        return await self.http.request(method, f"{self.url}{path}", **more)

    async def reply(self, to: str, text: str, **more: Any) -> httpx.Response:
        body = {"text": text, "reply": {"in_reply_to_tweet_id": to}, **more}
        return await self.x("POST", "/2/tweets", json=body)

    async def message(self, to: str, text: str) -> httpx.Response:
        path = f"/2/dm_conversations/with/{to}/messages"
        return await self.x("POST", path, json={"text": text})

    async def graph(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Call the Graph API with the page's token."""
        params = {"access_token": self.settings.facebook.page_token, **more.pop("params", {})}
        url = f"{self.url}/{VERSION}/{path}"
        return await self.http.request(method, url, params=params, **more)

    async def send(self, psid: str, text: str, **more: Any) -> httpx.Response:
        body = {
            "recipient": {"id": psid},
            "messaging_type": "RESPONSE",
            "message": {"text": text},
            **more,
        }
        return await self.graph("POST", "me/messages", json=body)

    async def do(self, path: str, **body: Any) -> Any:
        """Act as a person, or as fate."""
        answer = await self.http.post(f"{self.url}/world{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def look(self, path: str) -> Any:
        return (await self.http.get(f"{self.url}/world{path}")).json()

    async def person(self, key: str = "jana_k") -> dict[str, str]:
        people = await self.look("/people")
        return next(one for one in people if one["key"] == key)

    async def post(self, text: str, *, person: str = "jana_k", **more: str) -> str:
        posted = await self.do("/x/posts", person=person, text=text, **more)
        return str(posted["id"])

    async def settle(self) -> None:
        assert (await self.do("/settle"))["settled"]

    async def connect_x(self) -> str:
        """Register the receiver's webhook with all subscriptions; return its id."""
        body = {"url": f"{ORIGIN}/webhooks/x"}
        answer = await self.x("POST", "/2/webhooks", app=True, json=body)
        assert answer.status_code == 200, answer.text
        id = answer.json()["data"]["id"]
        self.world.x.subscribe_all(id)
        return str(id)


async def until(true: Callable[[], Any]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.01)


@asynccontextmanager
async def playing(
    *, x: dict[str, Any] | None = None, facebook: dict[str, Any] | None = None
) -> AsyncIterator[Stage]:
    """Run a world whose clock stands, its Facebook webhook connected, X's not yet."""
    require_specification()
    port = free_port()
    tokens = FacebookSettings()
    async with receiving(
        XSettings().consumer_secret, tokens.app_secret, tokens.verify_token
    ) as hook:
        settings = WorldSettings(
            port=port,
            clock=TUESDAY,
            clock_runs=False,
            hosts={ORIGIN: hook.origin},
            x=XSettings(**(x or {})),
            facebook=FacebookSettings(
                **{
                    "webhook_url": f"{hook.origin}/webhooks/facebook",
                    "deletion_url": f"{hook.origin}/facebook/deletion",
                    "retry_seconds": (0.05, 0.05, 0.05),
                    **(facebook or {}),
                }
            ),
        )
        app = build_app(settings, name=f"world-{next(_numbers)}")
        app.config.TOUCHUP = False  # Sanic rewrites its own code for one app a process
        async with served(app, port), httpx.AsyncClient(trust_env=False, timeout=20) as http:
            stage = Stage(f"http://127.0.0.1:{port}", app.ctx.world, hook, http)
            await until(lambda: stage.world.meta.hooks.page_fields)
            yield stage
