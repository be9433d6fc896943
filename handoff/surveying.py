"""Decides whether the end of a conversation comes with the question about satisfaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from redis.asyncio import Redis

from conversation.cases import Cases
from conversation.context import Context
from conversation.identity import ConversationId, LineId
from conversation.keys import Keys
from conversation.people import person_of
from conversation.ports import Clock, ConversationState, Transcripts
from conversation.satisfaction import Asked, Survey, may_be_asked
from handoff.console.platforms import Windows

SCRIPT = (Path(__file__).parent / "lua" / "ask.lua").read_text()
#: So long before a channel's window shuts, a question may still find its way.
ROOM = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Surveying:
    """See conversation.satisfaction.Surveys.

    A customer and a case are asked at most once `every` so long; the question lapses after
    `within`.
    """

    asked: Asked
    cases: Cases
    transcripts: Transcripts
    windows: Windows
    clock: Clock
    every: timedelta
    within: timedelta

    async def survey(self, state: ConversationState, context: Context) -> Survey | None:
        """See Surveys."""
        conversation, agent, now = state.conversation, state.hold.agent, self.clock.now()
        if agent is None or not self.every:
            return None
        lines = await self.transcripts.lines(conversation)
        if not may_be_asked(state, context, lines):
            return None
        window = await self.windows.window(conversation)
        if window is not None and window.closes_at < now + ROOM:
            return None
        if not await self.asked.claim(await self._names(conversation), every=self.every):
            return None
        return Survey(
            question=LineId(f"satisfaction-{state.hold.epoch}"),
            asked_at=now,
            until=now + self.within,
            agent=agent,
        )

    async def take_back(self, conversation: ConversationId) -> None:
        """See Surveys."""
        await self.asked.release(await self._names(conversation))

    async def _names(self, conversation: ConversationId) -> Sequence[str]:
        case = await self.cases.of(conversation)
        return (f"case:{case.id}", f"person:{person_of(conversation)}")


class RedisAsked:
    """See conversation.satisfaction.Asked; whoever reads the keys learns no names."""

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys
        self._script = redis.register_script(SCRIPT)

    async def claim(self, names: Iterable[str], *, every: timedelta) -> bool:
        """See Asked."""
        seconds = int(every.total_seconds())
        return bool(await self._script(keys=self._names(names), args=[seconds]))

    async def release(self, names: Iterable[str]) -> None:
        """See Asked."""
        await self._redis.delete(*self._names(names))

    def _names(self, names: Iterable[str]) -> list[str]:
        return [self._keys.surveyed(name) for name in names]


@dataclass(slots=True)
class MemoryAsked:
    """The twin of RedisAsked; it goes by `clock`."""

    clock: Clock
    _until: dict[str, datetime] = field(default_factory=dict)

    async def claim(self, names: Iterable[str], *, every: timedelta) -> bool:
        """See Asked."""
        names, now = tuple(names), self.clock.now()
        if any(self._until.get(name, now) > now for name in names):
            return False
        self._until |= dict.fromkeys(names, now + every)
        return True

    async def release(self, names: Iterable[str]) -> None:
        """See Asked."""
        for name in names:
            self._until.pop(name, None)
