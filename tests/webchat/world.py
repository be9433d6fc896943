"""A gateway with nothing but the web chat, over the memory twins, on a port of its own."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import socketio
from limits.aio.strategies import RateLimiter

from archive.files_memory import MemoryFiles
from chassis.app import create_app
from connectors.webchat.attach import attach_webchat
from connectors.webchat.limits import memory_limiter
from connectors.webchat.log import MemoryWebchatLog, WebchatLog
from connectors.webchat.outbound import WebchatSender
from connectors.webchat.sessions import Sessions
from connectors.webchat.settings import Allowances, Brand, WebchatSettings
from conversation.files import Files
from conversation.identity import AgentId, ConversationId
from conversation.messages import Delivery
from conversation.notices import Notices
from conversation.ports import Inbox, Outbox
from conversation.video import Video
from gateway.clock import SystemClock
from gateway.memory import MemoryFeed, MemoryInbox, MemoryOutbox
from gateway.video import MemoryRooms
from handoff.memory import MemoryDesk, MemoryLive
from tests.support.redis_server import free_port
from tests.support.serving import served

SECRET = "a secret of the tests, long enough"
BRAND = Brand(
    name="Fördekom",
    assistant="Lotse",
    website="https://www.foerdekom.example",
    privacy_url="https://www.foerdekom.example/datenschutz",
    imprint_url="https://www.foerdekom.example/impressum",
    phone="0431 5550100",
    region="Schleswig-Holstein",
)

_numbers = count(1)


def settings(**changes: Any) -> WebchatSettings:
    """Return settings for tests: the usual ones, but a quick poll."""
    usual: dict[str, Any] = {
        "secrets": (SECRET,),
        "brand": BRAND,
        "poll": timedelta(seconds=0.2),
    }
    return WebchatSettings(**{**usual, **changes})


def allowances(**changes: int) -> Allowances:
    """Return allowances that no test meets unless it wants to."""
    generous = {
        "lines_per_minute_and_session": 1_000,
        "lines_per_minute_and_address": 1_000,
        "sessions_per_hour_and_address": 1_000,
        "sockets_per_address": 100,
    }
    return Allowances(**{**generous, **changes})


class SpyingShield:
    """Replaces one customer number, as the real shield replaces all personal data."""

    async def protect(self, _conversation: ConversationId, text: str) -> str:
        return text.replace("12345678", "[KUNDENNUMMER_1]")


async def name_of(agent: AgentId) -> str:
    return {"mara": "Mara Petersen"}.get(agent, "")


@dataclass
class World:
    """The running web chat and what lies behind it."""

    port: int
    live: MemoryLive
    log: WebchatLog
    inbox: Inbox
    outbox: Outbox
    desk: MemoryDesk
    server: Any
    files: Files
    video: Video
    clients: list[socketio.AsyncClient] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def conversation(self, token: str) -> ConversationId:
        session = Sessions((SECRET,)).read(token)
        assert session is not None
        return session.conversation


@asynccontextmanager
async def running(
    configured: WebchatSettings | None = None,
    *,
    port: int = 0,
    live: MemoryLive | None = None,
    log: WebchatLog | None = None,
    limiter: RateLimiter | None = None,
    inbox: Callable[[Inbox], Inbox] = lambda inbox: inbox,
    merge: timedelta = timedelta(seconds=0.01),
) -> AsyncIterator[World]:
    """Run a web chat; `live` and `log` let a second one take over from a first."""
    configured = configured or settings(allowances=allowances())
    live, log = live or MemoryLive(), log or MemoryWebchatLog()
    outbox, desk = MemoryOutbox(live), MemoryDesk(live)
    mailbox = inbox(MemoryInbox(live, window=merge))
    files = MemoryFiles()
    video = Video(
        server="https://meet.foerdekom.example",
        public="https://chat.foerdekom.example",
        rooms=MemoryRooms(),
        desk=desk,
        clock=SystemClock(),
        zone=ZoneInfo("Europe/Berlin"),
        default_form="du",
    )
    app = create_app(f"webchat-{next(_numbers)}")
    app.config.TOUCHUP = False  # Sanic rewrites its own code for one app a process
    attach_webchat(
        app,
        settings=configured,
        inbox=mailbox,
        outbox=outbox,
        desk=desk,
        shield=SpyingShield(),
        feed=MemoryFeed(live),
        log=log,
        clock=SystemClock(),
        limiter=limiter or memory_limiter(),
        notices=Notices(brand="Fördekom", assistant="Lotse", zone=ZoneInfo("Europe/Berlin")),
        name_of=name_of,
        files=files,
        video=video,
    )
    port = port or free_port()
    async with served(app, port), _beside(_deliver(outbox, WebchatSender(log))):
        yield World(
            port=port,
            live=live,
            log=log,
            inbox=mailbox,
            outbox=outbox,
            desk=desk,
            server=app,
            files=files,
            video=video,
        )


@asynccontextmanager
async def _beside(work: Awaitable[None]) -> AsyncIterator[None]:
    task = asyncio.ensure_future(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _deliver(outbox: Outbox, sender: WebchatSender) -> None:
    """Do what the worker does: carry lines from the outbox to the channel."""
    while True:
        outgoing = await outbox.take()
        if outgoing is None:
            await outbox.wait(timedelta(seconds=0.5))
            continue
        await sender.send(outgoing.lease.conversation, outgoing.line)
        await outbox.settle(outgoing, Delivery.SENT)
