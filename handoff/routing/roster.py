"""Who is there and what they have, over Redis: all agents under one hash tag."""

import json
from datetime import datetime
from pathlib import Path

from redis.asyncio import Redis

from chassis.redis import awaited
from conversation.identity import AgentId, ConversationId
from conversation.keys import Keys
from conversation.routing.capacity import Kind, Limits, Seat
from conversation.routing.teams import AtWork, Presence
from handoff.codec import from_millis, to_millis

LUA = Path(__file__).parent / "lua"
AS_MANY_AS_FIT = -1
NEVER_SEEN = "0"


class RedisRoster:
    """See conversation.routing.ports.Roster."""

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys
        self._reserve = redis.register_script((LUA / "reserve.lua").read_text())
        self._release = redis.register_script((LUA / "release.lua").read_text())
        self._everyone = redis.register_script((LUA / "everyone.lua").read_text())

    async def beat(self, agent: AgentId, *, now: datetime) -> None:
        """See Roster."""
        pipe = self._redis.pipeline(transaction=True)
        pipe.zadd(self._keys.agents("seen"), {agent: to_millis(now)}, gt=True)
        pipe.hsetnx(self._keys.agents("chosen"), agent, Presence.BUSY.value)
        await pipe.execute()

    async def choose(self, agent: AgentId, presence: Presence, *, now: datetime) -> None:
        """See Roster."""
        pipe = self._redis.pipeline(transaction=True)
        pipe.zadd(self._keys.agents("seen"), {agent: to_millis(now)}, gt=True)
        pipe.hset(self._keys.agents("chosen"), agent, presence.value)
        await pipe.execute()

    async def rest(self, agent: AgentId) -> None:
        """See Roster."""
        await awaited(self._redis.hset(self._keys.agents("chosen"), agent, Presence.BUSY.value))

    async def reserve(self, agent: AgentId, seat: Seat, *, limits: Limits, now: datetime) -> bool:
        """See Roster."""
        order = {
            "agent": agent,
            "c": str(seat.conversation),
            "number": seat.number,
            "kind": seat.kind.value,
            "weight": seat.weight,
            "units": limits.units,
            "most": limits.most.get(seat.kind, AS_MANY_AS_FIT),
            "at_ms": to_millis(now),
        }
        keys = [self._keys.agents("seats", agent), self._keys.agents("given")]
        return bool(await self._reserve(keys=keys, args=[json.dumps(order)]))

    async def release(self, agent: AgentId, seat: Seat) -> bool:
        """See Roster."""
        keys = [self._keys.agents("seats", agent)]
        return bool(await self._release(keys=keys, args=[str(seat.conversation), seat.number]))

    async def one(self, agent: AgentId) -> AtWork | None:
        """See Roster."""
        pipe = self._redis.pipeline(transaction=True)
        pipe.zscore(self._keys.agents("seen"), agent)
        pipe.hget(self._keys.agents("chosen"), agent)
        pipe.zscore(self._keys.agents("given"), agent)
        pipe.hgetall(self._keys.agents("seats", agent))
        seen, chosen, given, seats = await pipe.execute()
        if seen is None and given is None:
            return None
        return AtWork(
            agent=agent,
            chosen=Presence(chosen.decode()) if chosen else Presence.BUSY,
            seen_at=from_millis(seen or NEVER_SEEN),
            given_at=from_millis(given) if given is not None else None,
            seats=tuple(_seat(c.decode(), its.decode()) for c, its in seats.items()),
        )

    async def everyone(self) -> list[AtWork]:
        """See Roster."""
        keys = [self._keys.agents(name) for name in ("seen", "chosen", "given")]
        answer = await self._everyone(keys=keys, args=[self._keys.agents("seats", "")])
        return [_at_work([part.decode() for part in one]) for one in answer]


def _at_work(parts: list[str]) -> AtWork:
    agent, chosen, seen, given, *seats = parts
    return AtWork(
        agent=AgentId(agent),
        chosen=Presence(chosen) if chosen else Presence.BUSY,
        seen_at=from_millis(seen or NEVER_SEEN),
        given_at=from_millis(given) if given else None,
        seats=tuple(_seat(c, its) for c, its in zip(seats[::2], seats[1::2], strict=True)),
    )


def _seat(c: str, its: str) -> Seat:
    number, kind, weight = its.split(":")
    return Seat(ConversationId.parse(c), number=int(number), kind=Kind(kind), weight=int(weight))
