"""160 browsers that are open, 50 messages a second, and how long until a handoff shows in each."""

import asyncio
import os
import random
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from conversation.holds import Owner
from conversation.identity import Channel, ConversationId
from conversation.messages import CustomerMessage, MessageId
from conversation.packets import HandoffPacket
from conversation.ports import Move, Saying
from conversation.signals import Reason
from gateway.bootstrap import Live
from handoff.console.addresses import key_of
from tests.bench.browsing import Page
from tests.bench.crowd import WORDS, Crowd, held, waiting
from tests.bench.figures import Series
from tests.bench.full_desk import LONGEST, Desk

MESSAGES_A_SECOND = 50
HANDOFFS = int(os.environ.get("HANDOFFS", "60"))
APART = 1.0
SETTLING, LAST_SECONDS = 5.0, 60.0
SEED = 20


@dataclass(frozen=True)
class Herd:
    """What was seen; the processor times are those of `seconds`."""

    series: Series
    unseen: int
    seconds: float
    messages: int
    handoffs: int
    desk_ms: float
    redis_ms: float
    browsers_ms: float
    pushed: int
    fetched: int
    refused: int

    @property
    def words(self) -> str:
        """What the report says of the rush beside its times."""
        desk, redis, browsers = (
            f"{one / self.seconds / 10:.0f} %"
            for one in (self.desk_ms, self.redis_ms, self.browsers_ms)
        )
        return "\n".join(
            [
                f"In these {self.seconds:.0f} seconds: {self.handoffs} handed off at random times,",
                f"{self.messages} messages of customers ({self.messages / self.seconds:.0f} a",
                "second, half of them to agents, half where people wait). Every browser shows the",
                "queue, every second one a conversation that its agent holds. Times are counted",
                f"from before the commit; never shown: {self.unseen}. Lists that came with the",
                f"stream: {self.pushed}, fetched: {self.fetched}, refused as too much at once:",
                f"{self.refused}. Of one core, the desk took {desk}, Redis {redis}, the browsers",
                f"and customers that are played {browsers}; two cores carry all of it.",
            ]
        )


class Customers:
    """Write at random times, every second message to an agent, the others where people wait."""

    def __init__(self, live: Live, crowd: Crowd) -> None:
        self._live = live
        self._crowd = crowd
        self._writing: set[asyncio.Task[None]] = set()
        self.written = 0

    async def write(self) -> None:
        """Go on until cancelled; late messages are caught up with."""
        chance = random.Random(SEED)
        at = time.monotonic()
        while True:
            at += chance.expovariate(MESSAGES_A_SECOND)
            await asyncio.sleep(at - time.monotonic())
            self._writing.add(task := asyncio.create_task(self._one(chance)))
            task.add_done_callback(self._writing.discard)

    async def _one(self, chance: random.Random) -> None:
        held_ones = self._crowd.agents * self._crowd.each
        if self.written % 2:
            conversation = held(chance.randrange(held_ones))
        else:
            conversation = waiting(chance.randrange(self._crowd.waiting))
        self.written += 1
        id = MessageId(f"bench{self.written}")
        await self._live.inbox.add(
            [CustomerMessage(id, conversation, WORDS, sent_at=datetime.now(UTC))]
        )


async def herd(desk: Desk, crowd: Crowd) -> Herd:
    """Let everybody look at the queue while customers write, and hand some over."""
    pages = [Page(desk, number) for number in range(crowd.agents)]
    async with asyncio.TaskGroup() as group:
        running = [group.create_task(one) for page in pages for one in page.running()]
        async with asyncio.timeout(LONGEST):
            await asyncio.gather(*(page.ready.wait() for page in pages))
        customers = Customers(desk.live, crowd)
        writing = group.create_task(customers.write())
        await asyncio.sleep(SETTLING)
        seen = await _measured(desk, crowd, pages, customers)
        for task in (*running, writing):
            task.cancel()
    return seen


async def _measured(desk: Desk, crowd: Crowd, pages: list[Page], customers: Customers) -> Herd:
    began = time.perf_counter()
    desk_ms, redis_ms = desk.desk_ms(), await desk.redis_ms()
    own, messages = time.process_time(), customers.written
    counted = [(page.pushed, page.lists.fetched, page.lists.refused) for page in pages]
    gaps = random.Random(SEED)
    for number in range(HANDOFFS):
        await asyncio.sleep(gaps.expovariate(1 / APART))
        await _hand_over(desk.live, number, pages)
    end = time.monotonic() + LAST_SECONDS
    while any(page.awaited for page in pages) and time.monotonic() < end:
        await asyncio.sleep(0.05)
    took = [one for page in pages for one in page.took]
    now = [(page.pushed, page.lists.fetched, page.lists.refused) for page in pages]
    pushed, fetched, refused = (
        sum(after[n] - before[n] for before, after in zip(counted, now, strict=True))
        for n in range(3)
    )
    seen = Herd(
        series=Series(f"handed off until {crowd.agents} browsers show it", tuple(took)),
        unseen=sum(len(page.awaited) for page in pages),
        seconds=time.perf_counter() - began,
        messages=customers.written - messages,
        handoffs=HANDOFFS,
        desk_ms=desk.desk_ms() - desk_ms,
        redis_ms=await desk.redis_ms() - redis_ms,
        browsers_ms=1000 * (time.process_time() - own),
        pushed=pushed,
        fetched=fetched,
        refused=refused,
    )
    print(f"{seen.series.row}\n{seen.words}", file=sys.stderr, flush=True)
    return seen


async def _hand_over(live: Live, number: int, pages: list[Page]) -> None:
    """Let one more wait: before all others, so that every page shows it."""
    conversation = ConversationId(Channel.WEBCHAT, f"new{number}", f"new{number}")
    now = datetime.now(UTC)
    packet = HandoffPacket(Reason.REQUESTED, "", f"Neu {number}", None, handed_off_at=now)
    move = Move(
        Saying(conversation, (await live.desk.state(conversation)).hold),
        to=Owner.QUEUE,
        deadline=now - timedelta(hours=2, minutes=number),
        packet=packet,
        at=now,
    )
    began, key = time.perf_counter(), key_of(conversation)
    for page in pages:
        page.awaited[key] = began
    await live.desk.move(move)
