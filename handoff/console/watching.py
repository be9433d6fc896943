"""What an agent watches: begin, end, and what has happened since they last looked."""

import asyncio
from dataclasses import dataclass

from conversation.identity import AgentId, ConversationId
from conversation.ports import ConversationState, Desk, Transcripts
from conversation.watching import MOST_WATCHED, Glance, Watching, closed_since, wrote_since
from handoff.console.views import Notice
from staff.language import N_
from staff.ports import Account, Audit

WATCHED = Notice(
    N_("Beobachtet: Schreibt die Kundin oder der Kunde, oder wird geschlossen, steht es da.")
)
UNWATCHED = Notice(N_("Nicht mehr beobachtet."))
TOO_MANY = Notice(
    N_(
        "Nicht beobachtet: Mehr als %(most_watched)s hat niemand im Blick.",
        most_watched=MOST_WATCHED,
    ),
    bad=True,
)
WROTE, CLOSED, QUIET = N_("Hat geschrieben"), N_("Abgeschlossen"), ""


@dataclass(frozen=True, slots=True)
class WatchedOne:
    """One conversation that somebody watches; `news` is empty where nothing happened since."""

    state: ConversationState
    news: str


@dataclass(frozen=True, slots=True)
class Overlooking:
    """Reads and changes what one agent watches."""

    watching: Watching
    desk: Desk
    transcripts: Transcripts
    audit: Audit

    async def toggle(self, conversation: ConversationId, agent: Account) -> Notice:
        """Begin to watch, or end it."""
        watched = await self.watching.of(agent.id)
        if conversation in watched:
            await self.watching.unwatch(conversation, agent.id)
            await self.audit.record(agent.id, "unwatched", conversation)
            return UNWATCHED
        if len(watched) >= MOST_WATCHED:
            return TOO_MANY
        await self.watching.watch(conversation, agent.id, await self._now(conversation))
        await self.audit.record(agent.id, "watched", conversation)
        return WATCHED

    async def looked(self, conversation: ConversationId, agent: AgentId) -> bool:
        """Note that an agent has seen it as it stands; say whether there was news."""
        seen = (await self.watching.of(agent)).get(conversation)
        now = await self._now(conversation)
        if seen is None or seen == now:
            return False
        await self.watching.watch(conversation, agent, now)
        return True

    async def watches(self, conversation: ConversationId, agent: AgentId) -> bool:
        """Say whether an agent watches a conversation."""
        return conversation in await self.watching.of(agent)

    async def watched(self, agent: AgentId) -> list[WatchedOne]:
        """Return all that an agent watches, what has news first, then the latest."""
        watched = await self.watching.of(agent)
        found = await asyncio.gather(*(self._one(one, seen) for one, seen in watched.items()))
        return sorted(found, key=_order)

    async def _one(self, conversation: ConversationId, seen: Glance) -> WatchedOne:
        state, lines = await asyncio.gather(
            self.desk.state(conversation), self.transcripts.lines(conversation)
        )
        if closed_since(state, seen):
            return WatchedOne(state, CLOSED)
        return WatchedOne(state, WROTE if wrote_since(lines, seen) else QUIET)

    async def _now(self, conversation: ConversationId) -> Glance:
        state, lines = await asyncio.gather(
            self.desk.state(conversation), self.transcripts.lines(conversation)
        )
        return Glance(len(lines), state.hold.epoch)


def _order(one: WatchedOne) -> tuple[bool, float]:
    last = one.state.last_at
    return (not one.news, -last.timestamp() if last else 0.0)
