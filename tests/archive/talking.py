"""Customers, the assistant and agents talking through the real live store, as fast as it goes."""

from datetime import UTC, datetime, timedelta
from itertools import count

from redis.asyncio import Redis

from chassis.redis import awaited
from conversation.holds import Owner
from conversation.identity import AgentId, ConversationId, LineId, MessageId
from conversation.keys import Box, Keys
from conversation.messages import CustomerMessage, Delivery, Line, Speaker
from conversation.packets import HandoffPacket
from conversation.ports import Move, Saying
from conversation.signals import Reason
from gateway.inbox import RedisInbox
from gateway.outbox import RedisOutbox
from gateway.wake import Wake
from handoff.desk import RedisDesk, RedisTranscripts
from tests.archive.events import conversation

NAMES = [f"k{number}" for number in range(8)]
HANDS = {Owner.ASSISTANT: Owner.QUEUE, Owner.QUEUE: Owner.AGENT, Owner.AGENT: Owner.ASSISTANT}


class Talk:
    """Makes things happen: each `exchange` is five events or more of one conversation.

    `wake` is to be run beside it.
    """

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys
        self.wake = Wake(redis, keys.wake(Box.OUTBOX))
        unheard = Wake(redis, keys.wake(Box.INBOX))
        self._inbox = RedisInbox(redis, keys, wake=unheard, window=timedelta(0))
        self._outbox = RedisOutbox(redis, keys, wake=self.wake)
        self._desk = RedisDesk(redis, keys)
        self._numbers = count(1)
        self.transcripts = RedisTranscripts(redis, keys)

    async def exchange(self) -> None:
        """A customer asks, somebody answers in two lines, one is sent, hands are changed."""
        number = next(self._numbers)
        c, now = conversation(NAMES[number % len(NAMES)]), datetime.now(UTC)
        asked = CustomerMessage(
            id=MessageId(f"m{number}"), conversation=c, text=f"Frage {number}?", sent_at=now
        )
        await self._inbox.add([asked])
        answers = tuple(
            Line(id=LineId(f"{number}-{part}"), speaker=Speaker.ASSISTANT, text="Moin 🙂", at=now)
            for part in range(2)
        )
        hold = (await self._desk.state(c)).hold
        saying = Saying(conversation=c, hold=hold, lines=answers, answers=(asked.id,))
        await self._outbox.say(saying)
        while (outgoing := await self._outbox.take()) is None:
            await self._outbox.wait(timedelta(seconds=1))
        await self._outbox.settle(
            outgoing, Delivery.UNCERTAIN if number % 7 == 0 else Delivery.SENT
        )
        await self._desk.move(_move(Saying(conversation=c, hold=hold), HANDS[hold.owner]))

    async def happened(self) -> list[str]:
        """Return the ids of all events in the feed's streams, sorted."""
        found: list[str] = []
        for partition in range(self._keys.partitions):
            entries = await awaited(self._redis.xrange(self._keys.shared("feed", partition)))
            found += [f"{partition}/{id.decode()}" for id, _ in entries]
        return sorted(found)

    async def pending(self, group: str) -> int:
        """Return how many events the group has read and not acknowledged."""
        streams = [self._keys.shared("feed", number) for number in range(self._keys.partitions)]
        states = [await awaited(self._redis.xpending(key, group)) for key in streams]
        return sum(state["pending"] for state in states)


def conversations() -> list[ConversationId]:
    return [conversation(name) for name in NAMES]


def _move(saying: Saying, to: Owner) -> Move:
    waiting = to is Owner.QUEUE
    packet = HandoffPacket(
        reason=Reason.REQUESTED, summary="Möchte einen Menschen.", wish="Mensch!", wish_line=None
    )
    return Move(
        saying=saying,
        to=to,
        agent=AgentId("jette") if to is Owner.AGENT else None,
        deadline=datetime.now(UTC) + timedelta(minutes=10) if waiting else None,
        packet=packet if waiting else None,
    )
