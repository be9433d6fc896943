"""The stream that tells open pages what to look at again."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest

from chassis.errors import TooManyRequestsError
from conversation.identity import AgentId, ConversationId
from conversation.ports import FeedEvent, FeedKind
from gateway.memory import MemoryFeed
from handoff.console.live import STREAMS_PER_AGENT, Live, Topic, Watch
from handoff.memory import MemoryLive
from tests.console.streams import Listener, listening
from tests.console.world import World, customer, end, open_desk
from tests.staff.house import START

MARA = AgentId("id-mara")


async def test_a_waiting_customer_is_told_to_everybody_at_once(world: World) -> None:
    mara, jonas = await world.house.logged_in("mara"), await world.house.logged_in("jonas")
    async with listening(mara) as one, listening(jonas) as other:
        await world.hands_over()
        assert await one.next() == "queue"
        assert await other.next() == "queue"


async def test_a_new_line_is_told_to_who_has_the_conversation_open(world: World) -> None:
    await world.writes("Moin")
    mara, jonas = await world.house.logged_in("mara"), await world.house.logged_in("jonas")
    async with listening(mara, of="anna") as one, listening(jonas, of="berta") as other:
        await world.writes("Noch jemand da?")
        assert await one.next() == "conversation"
        await world.writes("Moin", of="berta")
        assert await other.next() == "conversation"
        assert one.heard == ["hello", "conversation"]
        assert other.heard == ["hello", "conversation"]


async def test_a_line_s_delivery_is_told() -> None:
    async with open_desk(delivering=False) as world:
        await world.writes("Moin")
        async with listening(await world.house.logged_in("mara"), of="anna") as listener:
            await world.answers("Moin Moin")
            await listener.until("conversation")
            carrying = asyncio.create_task(world.deliver())
            await listener.until("conversation")
            await end(carrying)


async def test_an_agent_hears_of_new_lines_in_what_they_hold_wherever_they_look(
    world: World,
) -> None:
    mara, jonas = await world.house.logged_in("mara"), await world.house.logged_in("jonas")
    await world.hands_over(of="before")
    await world.act(mara, "claim", of="before")
    await asyncio.sleep(0.1)
    async with listening(mara) as listener, listening(jonas) as other:
        await world.writes("Sind Sie noch da?", of="before")
        assert await listener.next() == "lists"
        await world.hands_over(of="later")
        await listener.queue(1)
        await world.act(mara, "claim", of="later")
        await listener.queue(0)
        assert listener.heard.count("lists") == 2
        await world.writes("Hallo?", of="later")
        await listener.until("lists")
        await world.act(mara, "return", of="later")
        await listener.until("lists")
        # Then it is the assistant's again, and what is said there is nobody's.
        await world.writes("Und jetzt?", of="later")
        await world.hands_over(of="last")
        await listener.queue(1)
        assert listener.heard.count("lists") == 4
        await other.queue(1)
        assert "lists" not in other.heard


async def test_a_stream_carries_nothing_of_a_conversation_that_nobody_has_to_see(
    world: World,
) -> None:
    async with listening(await world.house.logged_in("mara"), of="anna") as listener:
        await world.writes("Geheimnis", of="anna")
        await listener.until("conversation")
        assert listener.data == "-"
        await world.writes("Geheimnis", of="berta")
        await world.hands_over(of="carla", wish="Wunsch")
        told = await listener.queue(1)
        assert "Wunsch" in told["html"]
        assert "Geheimnis" not in listener.data


async def test_a_quiet_stream_beats_and_ends_when_nobody_is_logged_in_any_more() -> None:
    async with open_desk(beat=0.1) as world:
        mara = await world.house.logged_in("mara")
        async with listening(mara) as listener:
            assert await listener.next() == "beat"
            await world.house.parts.accounts.set_disabled(MARA, True)
            await listener.until("ended")
            assert await listener.next() == "closed"
        assert world.watching.watchers == 0


async def test_a_busy_stream_ends_too_when_nobody_is_logged_in_any_more() -> None:
    async with open_desk(beat=2.0) as world:
        mara = await world.house.logged_in("mara")
        async with listening(mara) as listener:
            await world.house.parts.accounts.set_disabled(MARA, True)

            async def keep_busy() -> None:
                for number in range(200):
                    await world.hands_over(of=f"c{number}")
                    await asyncio.sleep(0.02)

            busy = asyncio.create_task(keep_busy())
            await listener.until("ended")
            busy.cancel()
            assert "beat" not in listener.heard


async def test_an_open_stream_keeps_nobody_logged_in() -> None:
    async with open_desk(beat=0.05) as world:
        mara = await world.house.logged_in("mara")
        world.house.clock.pass_by(minutes=20)
        async with listening(mara) as listener:
            assert await listener.next() == "beat"
            world.house.clock.pass_by(minutes=10)
            await listener.until("ended")


async def test_who_leaves_is_forgotten(world: World) -> None:
    mara = await world.house.logged_in("mara")
    async with listening(mara):
        assert world.watching.watchers == 1
    for _ in range(100):
        if world.watching.watchers == 0:
            break
        await asyncio.sleep(0.02)
    assert world.watching.watchers == 0


async def test_open_streams_do_not_hold_up_the_end_of_the_process() -> None:
    loop = asyncio.get_running_loop()
    async with open_desk() as world:
        mara = await world.house.logged_in("mara")
        response = await mara.send(mara.build_request("GET", "/console/live"), stream=True)
        listener = Listener(response)
        assert await listener.next() == "hello"
        start = loop.time()
        world.watching.close()
        assert await listener.next() == "closed"
        await response.aclose()
    assert loop.time() - start < 2


async def test_a_slow_browser_gets_one_word_for_many_changes() -> None:
    watch = Watch(MARA, showing={customer()}, holding=set())
    for _ in range(10_000):
        watch.tell(Topic.LISTS)
        watch.tell(Topic.CONVERSATION)
    assert await watch.next(0.01) == [Topic.CONVERSATION, Topic.LISTS]
    assert await watch.next(0.01) == []


async def test_who_takes_or_loses_something_hears_it_as_their_own(world: World) -> None:
    mara, silke = await world.house.logged_in("mara"), await world.house.logged_in("silke")
    await world.hands_over()
    async with listening(mara) as own, listening(silke) as other:
        await world.act(mara, "claim")
        await own.until("lists")
        await other.queue(0)
        assert "lists" not in other.heard


async def test_a_list_that_has_not_changed_is_not_sent_again(world: World) -> None:
    await world.hands_over()
    mara = await world.house.logged_in("mara")
    part = {"HX-Request": "true"}
    page = (await mara.get("/console/queue", headers=part)).text
    seen = page.split('{"Lotse-Seen": "')[1].split('"')[0]
    world.house.clock.pass_by(minutes=1)
    again = await mara.get("/console/queue", headers={**part, "Lotse-Seen": seen})
    assert (again.status_code, again.text) == (204, "")
    await world.hands_over(of="berta")
    again = await mara.get("/console/queue", headers={**part, "Lotse-Seen": seen})
    assert again.status_code == 200
    assert "(2)" not in page
    other = await mara.get("/console/mine", headers={**part, "Lotse-Seen": seen})
    assert other.status_code == 200


def test_nobody_opens_streams_without_end() -> None:
    live = Live(MemoryFeed(MemoryLive()))
    with contextlib.ExitStack() as stack:
        for _ in range(STREAMS_PER_AGENT):
            stack.enter_context(live.watching(MARA, showing=set(), holding=set()))
        with (
            pytest.raises(TooManyRequestsError),
            live.watching(MARA, showing=set(), holding=set()),
        ):
            pass
        other = AgentId("id-jonas")
        with live.watching(other, showing=set(), holding=set()):
            assert live.watchers == STREAMS_PER_AGENT + 1
    assert live.watchers == 0


class Breaking:
    """A feed whose connection breaks after every event."""

    def __init__(self) -> None:
        self.begun = 0

    async def tail(self) -> AsyncIterator[FeedEvent]:
        self.begun += 1
        yield event(customer(f"c{self.begun}"))
        raise ConnectionError("gone")


def event(conversation: ConversationId, **body: Any) -> FeedEvent:
    return FeedEvent(
        id="1", kind=FeedKind.HELD, conversation=conversation, at=START, body={"agent": "", **body}
    )


async def test_a_feed_that_breaks_off_is_read_again_and_everybody_looks_again() -> None:
    feed = Breaking()
    live = Live(feed)  # type: ignore[arg-type]
    with live.watching(MARA, showing={customer()}, holding=set()) as watch:
        running = asyncio.create_task(live.run())
        assert await watch.next(20) == [Topic.CONVERSATION, Topic.LISTS, Topic.OFFERS]
        assert await watch.next(20) == [Topic.CONVERSATION, Topic.LISTS, Topic.OFFERS]
        assert feed.begun >= 2
        assert live.queue_moved.is_set()
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
