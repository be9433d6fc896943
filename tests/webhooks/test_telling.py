"""What happens on the desk, over Redis as over the twin, and what webhooks are told of it."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from archive.webhooks_memory import MemoryWebhooks
from conversation.holds import Owner
from conversation.keys import Box, Keys
from conversation.notes import Note, NoteId, NoteKind
from conversation.outages import Outage, OutageId, Place
from conversation.ports import FeedEvent, FeedKind
from conversation.webhooks import CHOSEN, EventType, Webhook, WebhookId
from gateway.wake import Wake
from handoff.memory import MemoryLive
from handoff.outages.memory import MemoryOutages
from handoff.webhooks.telling import Telling, type_of
from tests.console.stores import Stores, in_memory, in_redis
from tests.console.world import World, customer, open_desk
from tests.staff.house import START, Hands

HOOK = Webhook(
    WebhookId("one"), "https://example.org/", frozenset(CHOSEN), "sealed", "id-ole", START
)
SOON = timedelta(milliseconds=50)


@pytest.fixture(params=["memory", "redis"])
async def stores(request: pytest.FixtureRequest) -> AsyncIterator[Stores]:
    clock = Hands()
    if request.param == "memory":
        yield in_memory(MemoryLive(), clock)
        return
    redis, keys = Redis.from_url(request.getfixturevalue("redis_url")), Keys(prefix="hooks")
    wakes = {box: Wake(redis, keys.wake(box)) for box in Box}
    yield in_redis(redis, keys, clock, wakes)
    await redis.aclose()


async def told(telling: Telling, webhooks: MemoryWebhooks) -> list[tuple[str, dict[str, object]]]:
    """Read all there is and return what is enqueued, the oldest first."""
    while await telling.step():
        pass
    found = reversed(await webhooks.log(HOOK.id, limit=500))
    bodies = [json.loads(one.body) for one in found]
    return [(body["type"], body["data"]) for body in bodies]


async def test_a_conversation_s_life_is_told_in_order_without_a_word_of_it(
    stores: Stores,
) -> None:
    webhooks = MemoryWebhooks()
    await webhooks.add(HOOK)
    async with open_desk(stores=stores, delivering=False) as world:
        telling = Telling(
            stores.feed, world.notes, MemoryOutages(), webhooks, world.house.clock, longest=SOON
        )
        await _live(world)
        found = await told(telling, webhooks)
        assert [type for type, _ in found] == [
            "conversation.waiting",
            "note.written",
            "conversation.claimed",
            "conversation.replied",
            "conversation.handed_back",
            "conversation.waiting",
            "conversation.claimed",
            "conversation.closed",
        ]
        assert {data["conversation"] for _, data in found} == {str(customer())}
        assert found[0][1]["owner"] == "queue"
        assert found[1][1]["mentions"] == ["id-mara"]
        assert found[2][1]["agent"] == "id-mara"
        everything = json.dumps(found)
        assert not any(word in everything for word in ("Mensch", "Moin", "Geheim", "Mara"))


async def _live(world: World) -> None:
    await world.hands_over()
    note = Note(
        NoteId("n1"),
        NoteKind.NOTE,
        "id-silke",
        "Silke",
        "Geheim @mara",
        START,
        ("id-mara",),  # type: ignore[arg-type]
    )
    await world.notes.write(customer(), note)
    mara = await world.house.logged_in("mara")
    await world.act(mara, "claim")
    await world.act(mara, "reply", text="Moin!", line="0123456789abcdef")
    await world.act(mara, "return")
    await world.hands_over()
    await world.act(mara, "claim")
    await world.act(mara, "close")


async def test_reading_again_after_a_death_enqueues_nothing_twice() -> None:
    webhooks, live = MemoryWebhooks(), MemoryLive()
    await webhooks.add(HOOK)
    stores = in_memory(live, Hands())
    async with open_desk(stores=stores, delivering=False) as world:
        await world.hands_over()
        events = await stores.feed.read("webhooks", longest=SOON)
        telling = Telling(
            stores.feed, world.notes, MemoryOutages(), webhooks, world.house.clock, longest=SOON
        )
        # Enqueued, and dead before it was acknowledged.
        await telling._take(events)
        assert len(await told(telling, webhooks)) == 1


async def test_who_is_forgotten_is_told_of_no_more() -> None:
    webhooks = MemoryWebhooks()
    await webhooks.add(HOOK)
    stores = in_memory(MemoryLive(), Hands())
    async with open_desk(stores=stores, delivering=False) as world:
        telling = Telling(
            stores.feed, world.notes, MemoryOutages(), webhooks, world.house.clock, longest=SOON
        )
        await world.hands_over()
        await world.hands_over(of="other")
        assert len(await told(telling, webhooks)) == 2
        await stores.records.forget(customer())
        found = await told(telling, webhooks)
        assert [data["conversation"] for _, data in found] == [str(customer("other"))]


@pytest.mark.parametrize(
    ("before", "owner", "type"),
    [
        (Owner.NOBODY, Owner.ASSISTANT, EventType.REOPENED),
        (Owner.QUEUE, Owner.ASSISTANT, EventType.HANDED_BACK),
        (Owner.QUEUE, Owner.QUEUE, None),
        (Owner.NOBODY, Owner.QUEUE, EventType.WAITING),
        ("", Owner.ASSISTANT, None),
    ],
)
def test_what_a_change_of_hands_is_told_as(
    before: str, owner: Owner, type: EventType | None
) -> None:
    event = FeedEvent(
        "0/1", FeedKind.HELD, customer(), START, {"owner": owner.value, "before": before}
    )
    assert type_of(event) is type


async def test_outages_are_told_once_each_and_old_ones_never() -> None:
    clock, webhooks, outages = Hands(), MemoryWebhooks(), MemoryOutages()
    await webhooks.add(replace(HOOK, made_at=START))
    await outages.approve(
        Outage(OutageId("old"), Place("24103"), "x", "id-silke", START - timedelta(days=1))
    )
    stores = in_memory(MemoryLive(), clock)
    telling = Telling(stores.feed, stores.notes, outages, webhooks, clock, longest=SOON)
    clock.pass_by(minutes=1)
    await outages.approve(
        Outage(OutageId("new"), Place("24937", "internet"), "x", "id-silke", clock.now())
    )
    await asyncio.gather(telling.look_at_outages(), telling.look_at_outages())
    await outages.fix(OutageId("new"), text="y", at=clock.now())
    await telling.look_at_outages()
    found = await told(telling, webhooks)
    assert [(type, data["outage"]) for type, data in found] == [
        ("outage.declared", "new"),
        ("outage.fixed", "new"),
    ]
