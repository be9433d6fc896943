"""One desk process of the rush: some of the agents, and a router and a sweep beside others' own.

Run as `python -m tests.rush.process URL AGENTS FIRST STEP SEED ALONE`; it ends when it is killed.
"""

import asyncio
import random
import sys

from conversation.errors import ConversationError
from conversation.identity import AgentId, ConversationId
from conversation.routing.teams import Mode, Presence
from gateway.routing import RouterTurn
from tests.rush.world import Desk, agent_names, directory, open_desk

POLL_SECONDS = 0.2
BEAT_SECONDS = 0.4
VANISHES, DECLINES, IGNORES, PICKS = 0.003, 0.06, 0.05, 0.2
GOES_HOME = 12.0
#: Shorter than in the worker, for here somebody is killed all the time.
TURN_SECONDS = 2.5


class Agent:
    """Somebody who takes most of what they are offered, and sometimes just is not there."""

    def __init__(self, desk: Desk, id: AgentId, chance: random.Random) -> None:
        self.desk = desk
        self.id = id
        self.chance = chance
        self.gone = False
        self.seen: set[tuple[ConversationId, int]] = set()

    async def be_there(self) -> None:
        """Beat; and vanish now and then without a word, whatever is held."""
        while True:
            now = self.desk.moves.clock.now()
            await self.desk.roster.choose(self.id, Presence.AVAILABLE, now=now)
            await asyncio.sleep(BEAT_SECONDS)
            if self.chance.random() < VANISHES:
                self.gone = True
                await asyncio.sleep(GOES_HOME)
                self.gone = False

    async def offered(self, conversation: ConversationId, number: int) -> None:
        """Answer an offer, or let its time pass."""
        if self.gone or (conversation, number) in self.seen:
            return
        self.seen.add((conversation, number))
        mood = self.chance.random()
        try:
            if mood < DECLINES:
                await self.desk.claiming.decline(conversation, self.id)
            elif mood > DECLINES + IGNORES:
                await self.desk.claiming.accept(conversation, self.id, name="Jana")
                await self.work(conversation)
        except ConversationError:
            return  # too late, too much, or somebody else's

    async def pick(self, conversation: ConversationId) -> None:
        """Try to take one without being asked."""
        try:
            await self.desk.claiming.pick(conversation, self.id, name="Jana")
            await self.work(conversation)
        except ConversationError:
            return

    async def work(self, conversation: ConversationId) -> None:
        """Answer for a while, then finish or close at once."""
        await asyncio.sleep(self.chance.random() * 0.3)
        if self.gone:
            return  # nobody finishes it
        if self.chance.random() < 0.5:
            await self.desk.claiming.wrap_up(conversation, self.id)
            return
        state, context = await self.desk.desk.recall(conversation)
        if state.hold.agent == self.id:
            await self.desk.desk.move(self.desk.moves.close(state, context))
            await self.desk.claiming.left(conversation, self.id)


async def routing(desk: Desk, *, alone: bool) -> None:
    """Route and sweep again and again: `alone`, while it is this process's turn, or all at once."""
    turn = RouterTurn(desk.redis, desk.keys, seconds=TURN_SECONDS)
    while True:
        if not alone or await turn.mine():
            await desk.router.route()
            await desk.sweeping.sweep()
        await asyncio.sleep(POLL_SECONDS)


async def answering(
    desk: Desk, agents: dict[AgentId, Agent], picking: set[AgentId], chance: random.Random
) -> None:
    """Show agents what they are offered; let those who pick look at the queue."""
    pickers = [agents[id] for id in agents if id in picking]
    tasks: set[asyncio.Task[None]] = set()
    while True:
        for standing in await desk.places.offered():
            offer = standing.place.offer
            if offer and offer.agent in agents:
                agent = agents[offer.agent]
                work = agent.offered(standing.state.conversation, offer.number)
                tasks.add(asyncio.create_task(work))
        queue = await desk.places.queue(most=40)
        for agent in pickers:
            if queue and not agent.gone and chance.random() < PICKS:
                # All pick from the same few, so that they meet.
                tasks.add(asyncio.create_task(agent.pick(chance.choice(queue))))
        await asyncio.sleep(POLL_SECONDS)
        for task in [task for task in tasks if task.done()]:
            tasks.discard(task)
            task.result()


def _picking(names: list[AgentId]) -> set[AgentId]:
    """Return whose team picks for itself."""
    known = directory(names)
    teams = {id: known.team_of(id) for id in names}
    return {id for id, team in teams.items() if team and team.mode is Mode.PULL}


async def main(url: str, count: int, first: int, step: int, seed: int, alone: int) -> None:
    """Work until killed."""
    names = agent_names(count)
    desk, chance = open_desk(url, names), random.Random(seed)
    agents = {id: Agent(desk, id, chance) for id in names[first::step]}
    async with asyncio.TaskGroup() as group:
        group.create_task(routing(desk, alone=bool(alone)))
        group.create_task(answering(desk, agents, _picking(names), chance))
        for agent in agents.values():
            group.create_task(agent.be_there())


if __name__ == "__main__":
    url, *numbers = sys.argv[1:]
    asyncio.run(main(url, *(int(number) for number in numbers)))
