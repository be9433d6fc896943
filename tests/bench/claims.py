"""Claims a second, as a share of what bare scripts do on the same Redis with the same client.

Rounds of all three kinds alternate, so that a machine that gets slower slows all.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from itertools import count

from redis.asyncio import BlockingConnectionPool, Redis

from conversation.identity import AgentId, ConversationId
from conversation.routing.capacity import Limits
from conversation.routing.teams import Directory
from handoff.routing.claiming import Claiming
from handoff.routing.memory import FixedDirectory
from tests.bench.figures import Rate
from tests.rush.world import Desk, agent_names, conversations, directory, handed_over, open_desk

AGENTS = 160
CLAIMS = 1_000
ROUNDS = 5
CONNECTIONS = 64
PLENTY = Limits(units=1_000_000)

#: The least that a claim can be: look who has it, and write who has it now.
BARE = """
if redis.call('HGET', KEYS[1], 'owner') ~= 'queue' then
  return 0
end
redis.call('HSET', KEYS[1], 'owner', 'agent', 'agent', ARGV[1])
return 1
"""

Claim = Callable[[AgentId, ConversationId], Awaitable[object]]


async def measure(url: str) -> tuple[Rate, Rate, Rate]:
    """Return claims a second: of the desk, of its three scripts alone, of one bare script."""
    names = agent_names(AGENTS)
    desk = open_desk(url, names)
    redis = Redis.from_pool(BlockingConnectionPool.from_url(url, max_connections=CONNECTIONS))
    clock = desk.moves.clock
    claiming = Claiming(
        desk.desk, desk.places, desk.roster, _roomy(names), desk.moves, clock, wall=clock
    )
    ours: list[float] = []
    scripts: list[float] = []
    bare: list[float] = []
    for _ in range(ROUNDS):
        await _queue(redis, desk)
        ours.append(await _rate(names, lambda agent, c: claiming.pick(c, agent, name="Jana")))
        scripts.append(await _three_scripts(redis, names))
        bare.append(await _bare(redis, names))
    await redis.aclose()
    await desk.redis.aclose()
    return (
        Rate("claims by the desk", tuple(ours)),
        Rate("three scripts of this size, nothing around them", tuple(scripts)),
        Rate("one bare compare-and-set script", tuple(bare)),
    )


async def _queue(redis: Redis, desk: Desk) -> None:
    await redis.flushall()
    waiting = conversations(CLAIMS)
    for start in range(0, CLAIMS, CONNECTIONS):
        some = waiting[start : start + CONNECTIONS]
        await asyncio.gather(*(desk.desk.move(handed_over(desk, one)) for one in some))


async def _three_scripts(redis: Redis, names: list[AgentId]) -> float:
    """Run three scripts one after another for each claim, with arguments of a usual length."""
    script = redis.register_script(BARE)
    order = json.dumps({"agent": "agent", "number": 1, "until": 1_800_000_000_000, "at": "x" * 400})
    await redis.flushall()
    waiting = conversations(CLAIMS)
    for one in waiting:
        for part in range(3):
            await redis.hset(f"{one}:{part}", "owner", "queue")  # type: ignore[misc]

    async def claim(agent: AgentId, conversation: ConversationId) -> None:
        for part in range(3):
            assert await script(keys=[f"{conversation}:{part}"], args=[agent, order]) == 1

    return await _rate(names, claim)


async def _bare(redis: Redis, names: list[AgentId]) -> float:
    script = redis.register_script(BARE)
    await redis.flushall()
    for one in conversations(CLAIMS):
        await redis.hset(str(one), "owner", "queue")  # type: ignore[misc]

    async def claim(agent: AgentId, conversation: ConversationId) -> None:
        assert await script(keys=[str(conversation)], args=[agent]) == 1

    return await _rate(names, claim)


async def _rate(names: list[AgentId], claim: Claim) -> float:
    """Let all agents claim side by side until nothing is left; return claims a second."""
    waiting = conversations(CLAIMS)
    next_one = count()

    async def work(agent: AgentId) -> None:
        while (number := next(next_one)) < CLAIMS:
            await claim(agent, waiting[number])

    started = time.perf_counter()
    await asyncio.gather(*(work(agent) for agent in names))
    return CLAIMS / (time.perf_counter() - started)


def _roomy(names: list[AgentId]) -> FixedDirectory:
    """Return a directory in which nobody is ever full."""
    known = directory(names)
    agents = {id: replace(profile, limits=PLENTY) for id, profile in known.agents.items()}
    return FixedDirectory(Directory(teams=known.teams, agents=agents))
