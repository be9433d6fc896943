"""The one composition root: chooses an implementation for every port, from the settings."""

import asyncio
import socket
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff

from chassis.app import App
from chassis.logs import get_logger
from chassis.tasks import cancelled
from conversation.cases import Cases
from conversation.keys import Box, Keys
from conversation.moves import Moves
from conversation.notes import Notes
from conversation.notices import Notices
from conversation.ports import Clock, Desk, Feed, Inbox, Outbox, Transcripts
from conversation.promises import OpeningHours, Promises
from conversation.records import Accounts, Records
from conversation.watching import Watching
from gateway.accounts import RedisAccounts
from gateway.clock import FixedClock, clock_at
from gateway.clock_following import ClockFollower
from gateway.feed import RedisFeed
from gateway.inbox import RedisInbox
from gateway.outbox import RedisOutbox
from gateway.records import RedisRecords
from gateway.settings import Settings
from gateway.wake import Wake
from handoff.cases import RedisCases
from handoff.desk import RedisDesk, RedisTranscripts
from handoff.notes import RedisNotes
from handoff.watching import RedisWatching

CONNECTIONS = 64
SOCKET_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Live:
    """The live system behind the core's ports, as one process uses it."""

    redis: Redis
    keys: Keys
    inbox: Inbox
    outbox: Outbox
    desk: Desk
    transcripts: Transcripts
    feed: Feed
    records: Records
    accounts: Accounts
    cases: Cases
    notes: Notes
    watching: Watching
    clock: Clock
    notices: Notices
    moves: Moves
    wakes: tuple[Wake, ...]
    follower: ClockFollower | None

    async def check(self) -> None:
        """Raise if Redis is out of reach."""
        await self.redis.ping()


def connect(settings: Settings, *, name: str) -> Live:
    """Compose the live system for the process called `name`; nothing connects before it is used.

    The name tells this process from others on this machine and is the same after a restart, so that
    it finds again what it had read and not finished.
    """
    redis = _redis(settings)
    keys = Keys(partitions=settings.partitions)
    incoming, outgoing = (Wake(redis, keys.wake(box)) for box in (Box.INBOX, Box.OUTBOX))
    lease = timedelta(seconds=settings.lease_seconds)
    window = timedelta(seconds=settings.merge_window)
    clock = clock_at(settings.fixed_moment)
    notices = _notices(settings)
    return Live(
        redis=redis,
        keys=keys,
        inbox=RedisInbox(redis, keys, wake=incoming, window=window, lease=lease),
        outbox=RedisOutbox(redis, keys, wake=outgoing, lease=lease),
        desk=RedisDesk(redis, keys),
        transcripts=RedisTranscripts(redis, keys),
        feed=RedisFeed(redis, keys, consumer=f"{socket.gethostname()}-{name}"),
        records=RedisRecords(redis, keys),
        accounts=RedisAccounts(redis, keys),
        cases=RedisCases(redis, keys, clock=clock),
        notes=RedisNotes(redis, keys),
        watching=RedisWatching(redis, keys),
        clock=clock,
        notices=notices,
        moves=Moves(notices=notices, promises=_promises(settings), clock=clock),
        wakes=(incoming, outgoing),
        follower=_follower(redis, keys, clock, name=name),
    )


def run_beside(
    app: App, *, listening: Callable[[asyncio.Event], list[Coroutine[Any, Any, None]]]
) -> None:
    """Run coroutines as long as `app` serves. The event passed is set when it is to stop.

    A coroutine that ends with an error ends the process: whoever keeps it starts it anew.
    """
    stopping = asyncio.Event()
    tasks: list[asyncio.Task[None]] = []

    @app.after_server_start
    async def start(app: App, *_: object) -> None:
        for work in listening(stopping):
            task = asyncio.create_task(work)
            task.add_done_callback(lambda done: _ended(app, done))
            tasks.append(task)

    @app.before_server_stop
    async def stop(*_: object) -> None:
        stopping.set()
        await asyncio.wait(tasks, timeout=app.config.GRACEFUL_SHUTDOWN_TIMEOUT)
        await cancelled(*tasks)


def follow_clock(app: App, live: Live) -> None:
    """Let a fixed clock go where it is moved; one that runs is left alone."""
    follower = live.follower
    if follower is None:
        return

    @app.before_server_start
    async def begin(_app: App) -> None:
        await follower.catch_up()

    run_beside(app, listening=lambda stopping: [until(stopping, follower.run())])


async def until(stopping: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """Run endless `work` until `stopping` is set. Raises what it raises."""
    running = asyncio.create_task(work)
    waiting = asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await cancelled(running, waiting)
    if not running.cancelled():
        running.result()


def _ended(app: App, task: "asyncio.Task[None]") -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        get_logger().critical("background_work_failed", exc_info=error)
        app.stop()


def _follower(redis: Redis, keys: Keys, clock: Clock, *, name: str) -> ClockFollower | None:
    if not isinstance(clock, FixedClock):
        return None
    return ClockFollower(redis, keys, clock=clock, name=f"{name}@{socket.gethostname()}")


def _redis(settings: Settings) -> Redis:
    pool = BlockingConnectionPool.from_url(
        settings.live_url,
        max_connections=CONNECTIONS,
        timeout=SOCKET_SECONDS,
        socket_connect_timeout=SOCKET_SECONDS,
        socket_timeout=SOCKET_SECONDS,
        health_check_interval=30,
        retry=Retry(ExponentialBackoff(cap=0.5, base=0.05), retries=2),
    )
    # Whoever closes the client closes its connections, too.
    return Redis.from_pool(pool)


def _notices(settings: Settings) -> Notices:
    brand = settings.brand
    return Notices(
        brand=brand.name,
        assistant=brand.assistant,
        zone=brand.zone,
        default_form=brand.address_form,
    )


def _promises(settings: Settings) -> Promises:
    return Promises(
        opening_hours=OpeningHours(zone=settings.brand.zone),
        within=timedelta(minutes=settings.promise_minutes),
    )
