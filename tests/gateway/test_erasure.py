"""An order to erase somebody, from end to end: over a real Redis and a real database."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.contacts import SqlContacts
from archive.database import open_database
from archive.migrate import migrate
from archive.recorder import Recorder
from archive.schema import schema
from chassis.redis import awaited
from connectors.facebook.ports import ErasureState
from connectors.incoming import Written
from conversation.contacts import CustomerKey
from conversation.context import Context
from conversation.errors import StaleHoldError
from conversation.holds import Owner
from conversation.identity import AgentId, Channel, ConversationId, MessageId
from conversation.keys import Box, Keys
from conversation.packets import Fact, HandoffPacket
from conversation.people import person_of
from conversation.ports import Move, Saying
from conversation.signals import Reason
from gateway.accounts import RedisAccounts
from gateway.clock import FixedClock
from gateway.erasure import Eraser, ErasureOrders
from gateway.feed import RedisFeed
from gateway.inbox import RedisInbox
from gateway.intake import ChannelIntake
from gateway.measures import IntakeMeasures
from gateway.privacy.redactor import Redactor
from gateway.privacy.seals import Seals
from gateway.privacy.shield import VaultShield
from gateway.privacy.vault import RedisVault
from gateway.records import RedisRecords
from gateway.wake import Wake
from handoff.cases import RedisCases
from handoff.desk import RedisDesk, RedisTranscripts
from tests.contract.samples import START
from tests.contract.wiring import MOVES

COMMENT = ConversationId(Channel.FB_COMMENT, thread="1_2/3_4", customer="77")
MESSENGER = ConversationId(Channel.MESSENGER, thread="1", customer="8801")
OTHER = ConversationId(Channel.MESSENGER, thread="1", customer="4711")
USER = "app-scoped-218471"
WORDS = "Möwe77"
#: Nothing of the person may be found under any of these.
TRACES = (WORDS, "10483920", "8801", "Anna", USER)


@dataclass
class House:
    """What an installation has of people, live and archived."""

    redis: Redis
    database: AsyncEngine
    keys: Keys
    intake: ChannelIntake
    recorder: Recorder
    orders: ErasureOrders
    eraser: Eraser

    async def archived(self) -> dict[str, list[dict[str, Any]]]:
        async with self.database.connect() as connection:
            return {
                table.name: [
                    dict(row) for row in (await connection.execute(select(table))).mappings()
                ]
                for metadata in schema()
                for table in metadata.sorted_tables
            }

    async def live(self) -> dict[str, Any]:
        """Return all that Redis holds but the feed, which is trimmed once it is archived."""
        found: dict[str, Any] = {}
        async for key in self.redis.scan_iter():
            name, kind = key.decode(), (await self.redis.type(key)).decode()
            read = {
                "string": lambda key: self.redis.get(key),
                "hash": lambda key: awaited(self.redis.hgetall(key)),
                "list": lambda key: awaited(self.redis.lrange(key, 0, -1)),
                "set": lambda key: awaited(self.redis.smembers(key)),
                "zset": lambda key: awaited(self.redis.zrange(key, 0, -1)),
            }.get(kind)
            if read is not None:
                found[name] = await read(key)
        return found


@pytest.fixture
async def house(redis_url: str, sqlite_url: str) -> AsyncIterator[House]:
    redis, keys, clock = Redis.from_url(redis_url), Keys(partitions=3), FixedClock(START)
    database = open_database(sqlite_url)
    await migrate(database)
    seals = Seals([Fernet.generate_key().decode()])
    vault = RedisVault(redis, seals=seals, key_for=lambda c: keys.of("vault", c))
    cases, records, desk = (
        RedisCases(redis, keys, clock=clock),
        RedisRecords(redis, keys),
        RedisDesk(redis, keys),
    )
    contacts, orders = SqlContacts(database, clock), ErasureOrders(redis, keys, seals=seals)

    async def find(user_id: str) -> list[ConversationId]:
        return [MESSENGER] if user_id == USER else []

    yield House(
        redis=redis,
        database=database,
        keys=keys,
        intake=ChannelIntake(
            inbox=RedisInbox(
                redis, keys, wake=Wake(redis, keys.wake(Box.INBOX)), window=timedelta(0)
            ),
            desk=desk,
            moves=MOVES,
            shield=VaultShield(redactor=Redactor(), vault=vault),
            records=records,
            accounts=RedisAccounts(redis, keys),
            cases=cases,
            measures=IntakeMeasures.on(CollectorRegistry()),
        ),
        recorder=Recorder(
            RedisFeed(redis, keys, consumer="one"),
            database,
            contacts=contacts,
            registry=CollectorRegistry(),
        ),
        orders=orders,
        eraser=Eraser(
            orders,
            find=find,
            desk=desk,
            records=records,
            cases=cases,
            contacts=contacts,
            vault=vault,
        ),
    )
    await database.dispose()
    await redis.aclose()


async def _live_a_life(house: House) -> None:
    """Write in public and in private, be handed over, be known; somebody else writes, too."""
    await house.intake.take([_written("c1", COMMENT)])
    await house.eraser.cases.link_offered(COMMENT, person_of(MESSENGER))
    await house.intake.take([_written("m1", MESSENGER), _written("o1", OTHER)])
    packet = HandoffPacket(
        reason=Reason.REQUESTED,
        summary=f"Fragt nach {WORDS}.",
        wish=f"Ich bin {WORDS}",
        wish_line=None,
        facts=(Fact("city", WORDS),),
    )
    hold = (await house.eraser.desk.state(MESSENGER)).hold
    context = Context(slots={"city": WORDS})
    saying = Saying(MESSENGER, hold=hold, context=context)
    await house.eraser.desk.move(Move(saying=saying, to=Owner.QUEUE, deadline=START, packet=packet))
    await house.eraser.contacts.verified(person_of(MESSENGER), CustomerKey("a" * 64))
    while await house.recorder.step():
        pass


def _written(id: str, of: ConversationId) -> Written:
    text = f"Ich bin {WORDS}, Kundennummer FK-10483920" if of != OTHER else "Moin"
    name = "Bo" if of == OTHER else "Anna"
    return Written(MessageId(id), of, text=text, sent_at=START, name=name)


async def test_after_an_order_nothing_of_the_person_is_found_live_or_archived(
    house: House,
) -> None:
    await _live_a_life(house)
    before = f"{await house.live()}{await house.archived()}"
    assert all(trace in before for trace in (WORDS, "8801", "Anna"))

    code = await house.orders.erase(USER)
    assert await house.orders.status(code) is ErasureState.UNDER_WAY
    await house.eraser.round()
    assert await house.orders.status(code) is ErasureState.DONE
    while await house.recorder.step():
        pass

    archived = await house.archived()
    assert not [trace for trace in TRACES if trace in str(archived)]
    assert archived["contact_members"] == archived["verified_customers"] == []
    live = await house.live()
    left = {name: value for name, value in live.items() if any(t in str(value) for t in TRACES)}
    assert left == {}
    # Only ids of messages and who held it are left under the conversation's name, and they run out.
    names = {name.split(":")[2] for name in live if "8801" in name}
    assert names <= {"hold", "seen", "delivery"}
    assert await house.eraser.desk.waiting() == []
    lines = await RedisTranscripts(house.redis, house.keys).lines(OTHER)
    assert [line.text for line in lines] == ["Moin"]
    assert "Moin" in str(archived["messages"])


async def test_an_order_that_was_cut_off_is_carried_out_by_the_next_round(house: House) -> None:
    await _live_a_life(house)
    code = await house.orders.erase(USER)
    for name in ("desk", "records", "vault", "contacts", "cases"):
        await _cut_off(house, name)
        assert await house.orders.status(code) is ErasureState.UNDER_WAY
    await house.eraser.round()
    while await house.recorder.step():
        pass
    assert await house.orders.status(code) is ErasureState.DONE
    assert WORDS not in f"{await house.live()}{await house.archived()}"


async def _cut_off(house: House, name: str) -> None:
    """Run a round in which one of the parts is away."""

    class Away:
        def __getattr__(self, method: str) -> Any:
            raise ConnectionError

    eraser = house.eraser
    parts = {
        part: Away() if part == name else getattr(eraser, part)
        for part in ("desk", "records", "cases", "contacts", "vault")
    }
    await Eraser(eraser.orders, find=eraser.find, **parts).round()


async def test_an_agent_who_is_faster_does_not_stop_an_order(house: House) -> None:
    await _live_a_life(house)
    desk = house.eraser.desk
    state = await desk.state(MESSENGER)
    await desk.move(MOVES.claim(state, Context(), agent=AgentId("mara"), name="Mara"))
    with pytest.raises(StaleHoldError):
        await desk.move(MOVES.extend(state, Context()))
    code = await house.orders.erase(USER)
    await house.eraser.round()
    assert await house.orders.status(code) is ErasureState.DONE
    assert await desk.held_by(AgentId("mara")) == []


async def test_it_is_done_again_for_whoever_orders_it_again(house: House) -> None:
    code = await house.orders.erase(USER)
    await house.eraser.round()
    await _live_a_life(house)
    assert await house.orders.erase(USER) == code
    assert await house.orders.status(code) is ErasureState.UNDER_WAY
    await house.eraser.round()
    assert WORDS not in str(await house.live())
    assert await house.redis.ttl(house.keys.erasures(code)) > timedelta(days=399).total_seconds()
