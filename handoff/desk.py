"""The desk over Redis: who holds what, the queue, and changes of hands."""

from datetime import datetime

from redis.asyncio import Redis

from chassis.redis import awaited
from conversation.context import Context
from conversation.holds import FIRST_HOLD, Hold, Owner
from conversation.identity import AgentId, ConversationId, LineId
from conversation.keys import Keys
from conversation.messages import Delivery, Line
from conversation.ports import ConversationState, Move
from handoff.codec import CONTEXT, LINE, PACKET, from_millis, to_millis
from handoff.commit import Commit

READ_AT_ONCE = 250


class RedisDesk:
    """The desk's truth in Redis; every change goes through `commit.lua`."""

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys
        self._commit = Commit(redis, keys)

    async def state(self, conversation: ConversationId) -> ConversationState:
        """See ports.Desk."""
        (state,) = await self._states([str(conversation)])
        return state

    async def context(self, conversation: ConversationId) -> Context:
        """See ports.Desk."""
        body = await self._redis.get(self._keys.of("context", str(conversation)))
        return _context(body)

    async def recall(self, conversation: ConversationId) -> tuple[ConversationState, Context]:
        """See ports.Desk."""
        c = str(conversation)
        pipe = self._redis.pipeline(transaction=True)
        pipe.hgetall(self._keys.of("hold", c))
        pipe.zscore(self._keys.shared("recent", self._keys.partition_of(c)), c)
        pipe.get(self._keys.of("context", c))
        hold, last, context = await pipe.execute()
        return state_of(c, hold, last), _context(context)

    async def move(self, move: Move) -> Hold:
        """See ports.Desk."""
        epoch = await self._commit(move.saying, move)
        return Hold(owner=move.to, epoch=epoch, agent=move.agent, deadline=move.deadline)

    async def waiting(self) -> list[ConversationState]:
        """See ports.Desk."""
        return await self._states(await self._ranked("waiting", "+inf"))

    async def overdue(self, now: datetime) -> list[ConversationState]:
        """See ports.Desk."""
        return await self._states(await self._ranked("waiting", str(to_millis(now))))

    async def held_by(self, agent: AgentId) -> list[ConversationState]:
        """See ports.Desk."""
        mine: list[str] = []
        for partition in range(self._keys.partitions):
            held = await awaited(self._redis.hgetall(self._keys.shared("held", partition)))
            mine += [c.decode() for c, owner in held.items() if owner.decode() == agent]
        states = await self._states(mine)
        return sorted(states, key=lambda one: (one.since is None, one.since))

    async def recent(self, limit: int) -> list[ConversationState]:
        """See ports.Desk."""
        found: list[tuple[str, float]] = []
        for partition in range(self._keys.partitions):
            key = self._keys.shared("recent", partition)
            newest = self._redis.zrevrange(key, 0, limit - 1, withscores=True)
            found += [(c.decode(), at) for c, at in await awaited(newest)]
        found.sort(key=lambda one: -one[1])
        return await self._states([c for c, _ in found[:limit]])

    async def _ranked(self, kind: str, highest: str) -> list[str]:
        """Return conversations of a list over all partitions, lowest score first."""
        found: list[tuple[bytes, float]] = []
        for partition in range(self._keys.partitions):
            key = self._keys.shared(kind, partition)
            ranked = self._redis.zrangebyscore(key, "-inf", highest, withscores=True)
            found += await awaited(ranked)
        found.sort(key=lambda one: one[1])
        return [c.decode() for c, _ in found]

    async def _states(self, conversations: list[str]) -> list[ConversationState]:
        """Read conversations some at a time: ten thousand at once would hold up everybody else."""
        states: list[ConversationState] = []
        for first in range(0, len(conversations), READ_AT_ONCE):
            states += await self._some_states(conversations[first : first + READ_AT_ONCE])
        return states

    async def _some_states(self, conversations: list[str]) -> list[ConversationState]:
        pipe = self._redis.pipeline(transaction=False)
        for c in conversations:
            pipe.hgetall(self._keys.of("hold", c))
            pipe.zscore(self._keys.shared("recent", self._keys.partition_of(c)), c)
        answers = await pipe.execute()
        return [
            state_of(c, answers[2 * place], answers[2 * place + 1])
            for place, c in enumerate(conversations)
        ]


class RedisTranscripts:
    """What was said, from Redis."""

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

    async def lines(self, conversation: ConversationId) -> list[Line]:
        """See ports.Transcripts."""
        key = self._keys.of("transcript", str(conversation))
        return [LINE.load(body) for body in await awaited(self._redis.lrange(key, 0, -1))]

    async def deliveries(self, conversation: ConversationId) -> dict[LineId, Delivery]:
        """See ports.Transcripts."""
        key = self._keys.of("delivery", str(conversation))
        states = await awaited(self._redis.hgetall(key))
        return {LineId(id.decode()): Delivery(state.decode()) for id, state in states.items()}


def state_of(c: str, fields: dict[bytes, bytes], last: float | None) -> ConversationState:
    """Return a conversation from the fields of its hold, as they lie in Redis."""
    hold = {name.decode(): value.decode() for name, value in fields.items()}
    return ConversationState(
        conversation=ConversationId.parse(c),
        hold=_hold(hold) if hold else FIRST_HOLD,
        since=from_millis(hold["since"]) if hold else None,
        packet=PACKET.load(hold["packet"]) if hold.get("packet") else None,
        last_at=from_millis(last) if last is not None else None,
    )


def _context(body: str | bytes | None) -> Context:
    return CONTEXT.load(body) if body else Context()


def _hold(fields: dict[str, str]) -> Hold:
    return Hold(
        owner=Owner(fields["owner"]),
        epoch=int(fields["epoch"]),
        agent=AgentId(fields["agent"]) if fields["agent"] else None,
        deadline=from_millis(fields["deadline"]) if fields["deadline"] else None,
    )
