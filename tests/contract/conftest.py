"""The live store in both kinds, for one suite that runs over each."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry
from redis.asyncio import BlockingConnectionPool, Redis

from chassis.tasks import cancelled
from conversation.identity import ConversationId
from conversation.keys import Box, Keys
from gateway.accounts import RedisAccounts
from gateway.feed import RedisFeed
from gateway.inbox import RedisInbox
from gateway.intake import ChannelIntake
from gateway.measures import IntakeMeasures
from gateway.memory import MemoryFeed, MemoryInbox, MemoryOutbox
from gateway.memory_records import MemoryAccounts, MemoryRecords
from gateway.outbox import RedisOutbox
from gateway.records import RedisRecords
from gateway.wake import Wake
from handoff.cases import RedisCases
from handoff.cases_memory import MemoryCases
from handoff.desk import RedisDesk, RedisTranscripts
from handoff.memory import MemoryDesk, MemoryLive, MemoryTranscripts
from handoff.notes import RedisNotes
from handoff.notes_memory import MemoryNotes
from handoff.outages.memory import MemoryOutages
from handoff.outages.store import RedisOutages
from handoff.overview.changes import RedisChanges
from handoff.overview.memory import MemoryChanges
from handoff.routing.memory import MemoryPlaces, MemoryRoster
from handoff.routing.places import RedisPlaces
from handoff.routing.roster import RedisRoster
from tests.contract.live import Live
from tests.contract.samples import CLOCK
from tests.contract.wiring import MOVES

WINDOW = timedelta(milliseconds=60)
LEASE = timedelta(milliseconds=300)


@pytest.fixture(params=["memory", "redis"])
async def live(request: pytest.FixtureRequest) -> AsyncIterator[Live]:
    if request.param == "memory":
        yield _memory()
        return
    # Whoever finds all connections in use waits for one, as in the processes themselves.
    pool = BlockingConnectionPool.from_url(request.getfixturevalue("redis_url"), timeout=20)
    redis = Redis.from_pool(pool)
    keys = Keys(partitions=3)
    wakes = [Wake(redis, keys.wake(box)) for box in (Box.INBOX, Box.OUTBOX)]
    listening = [asyncio.create_task(wake.run()) for wake in wakes]
    yield Live(
        inbox=RedisInbox(redis, keys, wake=wakes[0], window=WINDOW, lease=LEASE),
        outbox=RedisOutbox(redis, keys, wake=wakes[1], lease=LEASE),
        desk=RedisDesk(redis, keys),
        transcripts=RedisTranscripts(redis, keys),
        feed=RedisFeed(redis, keys, consumer="one", abandoned=timedelta(seconds=60)),
        records=RedisRecords(redis, keys),
        accounts=RedisAccounts(redis, keys),
        places=RedisPlaces(redis, keys),
        roster=RedisRoster(redis, keys),
        cases=RedisCases(redis, keys, clock=CLOCK),
        notes=RedisNotes(redis, keys),
        outages=RedisOutages(redis, keys),
        changes=RedisChanges(redis, keys),
    )
    await cancelled(*listening)
    await redis.aclose()


def _memory() -> Live:
    store = MemoryLive()
    return Live(
        inbox=MemoryInbox(store, window=WINDOW, lease=LEASE),
        outbox=MemoryOutbox(store, lease=LEASE),
        desk=MemoryDesk(store),
        transcripts=MemoryTranscripts(store),
        feed=MemoryFeed(store),
        records=MemoryRecords(store),
        accounts=MemoryAccounts(),
        places=MemoryPlaces(store),
        roster=MemoryRoster(),
        cases=MemoryCases(store, clock=CLOCK),
        notes=MemoryNotes(store),
        outages=MemoryOutages(),
        changes=MemoryChanges(store),
    )


class Pencil:
    """A shield that replaces one number."""

    async def protect(self, conversation: ConversationId, text: str) -> str:
        return text.replace("FK-1048", "[KUNDENNUMMER_1]")


@pytest.fixture
def intake(live: Live) -> ChannelIntake:
    return ChannelIntake(
        inbox=live.inbox,
        desk=live.desk,
        moves=MOVES,
        shield=Pencil(),
        records=live.records,
        accounts=live.accounts,
        cases=live.cases,
        measures=IntakeMeasures.on(CollectorRegistry()),
    )
