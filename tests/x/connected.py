"""The whole connector over real Redis, with memory in place of the core and a fake X."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import httpx
from cryptography.fernet import Fernet, MultiFernet
from redis.asyncio import Redis

from archive.files_memory import MemoryFiles
from chassis.app import create_app
from connectors.incoming import Incoming, Skipped
from connectors.x.composition import X
from connectors.x.parsing import read_body
from connectors.x.rules import Query
from connectors.x.settings import OAuth1Keys, OAuth2Keys, XSettings
from connectors.x.webhook import add_webhook
from conversation.identity import Channel, ConversationId, LineId
from conversation.keys import Keys
from conversation.messages import Line, Speaker
from gateway.clock import FixedClock
from tests.support.redis_server import free_port
from tests.support.serving import served
from tests.x.fake import FakeX, faking
from tests.x.oauth import CONSUMER_SECRET, TOKEN_SECRET
from tests.x.samples import ACCOUNT, BEARER, CUSTOMER, POST, body, event, post, signed

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PUBLIC = ConversationId(Channel.X_PUBLIC, POST, CUSTOMER)
DIRECT = ConversationId(Channel.X_DM, ACCOUNT, CUSTOMER)
SEAL = MultiFernet([Fernet(Fernet.generate_key())])

_names = count(1)


def settings(**changes: Any) -> XSettings:
    usual: dict[str, Any] = {
        "account": ACCOUNT,
        "consumer_secret": CONSUMER_SECRET,
        "keys": OAuth1Keys(
            consumer_key="key",
            consumer_secret=CONSUMER_SECRET,
            token="t",
            token_secret=TOKEN_SECRET,
        ),
        "bearer": BEARER,
        "webhook_url": "https://gw.example/webhooks/x",
        "privacy_url": "https://www.foerdekom.example/datenschutz",
        "answer_timeout": timedelta(seconds=0.4),
    }
    return XSettings(**{**usual, **changes})


@dataclass
class Kept:
    """An intake that keeps each id once, as the real one does."""

    taken: list[Incoming] = field(default_factory=list)
    broken: bool = False

    async def take(self, incoming: Sequence[Incoming]) -> None:
        if self.broken:
            raise ConnectionError("no store")
        ids = {one.id for one in self.taken if hasattr(one, "id")}
        self.taken += [one for one in incoming if getattr(one, "id", None) not in ids]

    def of(self, kind: type) -> list[Any]:
        return [one for one in self.taken if isinstance(one, kind)]

    @property
    def skipped(self) -> list[str]:
        return [one.name for one in self.taken if isinstance(one, Skipped)]


@dataclass
class Settled:
    """Lines that turned out to have arrived."""

    lines: list[LineId] = field(default_factory=list)

    async def arrived(self, conversation: ConversationId, line: LineId) -> None:
        self.lines.append(line)


@dataclass
class World:
    x: X
    fake: FakeX
    kept: Kept
    settled: Settled
    clock: FixedClock
    redis: Redis
    files: MemoryFiles

    async def hear(self, document: Any) -> None:
        """Hear a webhook's body without HTTP."""
        await self.x.hearing.hear(read_body(document, account=ACCOUNT))

    def later(self, **time: float) -> None:
        self.clock.set(self.clock.now() + timedelta(**time))


@asynccontextmanager
async def connected(
    redis_url: str, *, queries: Sequence[Query] = (), **changes: Any
) -> AsyncIterator[World]:
    clock, kept, settled, files = FixedClock(NOW), Kept(), Settled(), MemoryFiles()
    redis = Redis.from_url(redis_url)
    async with faking(clock) as fake:
        configured = settings(**{"base_url": fake.url, **changes})
        if isinstance(configured.keys, OAuth2Keys):
            keys = replace(configured.keys, token_url=f"{fake.url}/2/oauth2/token")
            configured = replace(configured, keys=keys)
        x = X(
            settings=configured,
            redis=redis,
            keys=Keys(prefix="test"),
            intake=kept,
            settling=settled,
            clock=clock,
            seal=SEAL,
            queries=queries,
            files=files,
        )
        yield World(
            x=x, fake=fake, kept=kept, settled=settled, clock=clock, redis=redis, files=files
        )
        await x.close()
    await redis.aclose()


@asynccontextmanager
async def gateway(redis_url: str, **changes: Any) -> AsyncIterator[tuple[World, httpx.AsyncClient]]:
    """The connector behind its webhook, and a client that plays X."""
    port = free_port()
    async with connected(redis_url, **changes) as world:
        app = create_app(f"x-gateway-{next(_names)}")
        app.config.TOUCHUP = False  # Sanic rewrites its own code for one app a process
        add_webhook(app, settings=world.x.settings, hearing=world.x.hearing)
        client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}")
        async with served(app, port), client:
            yield world, client


async def deliver(client: httpx.AsyncClient, document: Any) -> httpx.Response:
    raw = document if isinstance(document, bytes) else body(document)
    return await client.post("/webhooks/x", content=raw, headers=signed(raw))


_lines = count(1)


def line(text: str, speaker: Speaker = Speaker.ASSISTANT, **more: Any) -> Line:
    id = more.pop("id", f"line-{next(_lines)}")
    return Line(id=LineId(id), speaker=speaker, text=text, at=more.pop("at", NOW), **more)


async def asked(world: World, **more: Any) -> None:
    """Let the customer mention us."""
    await world.hear(event("post.mention.create", post(**more)))
