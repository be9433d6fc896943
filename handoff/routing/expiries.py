"""What platforms let run out while somebody waits: the window in which alone we may answer."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from conversation.identity import Channel, ConversationId
from conversation.ports import Clock
from conversation.routing.concerns import Expiry, Limit
from handoff.console.platforms import Windows

WITH_WINDOW = frozenset({Channel.MESSENGER})


class Expiries(Protocol):
    """What runs out beside our promise."""

    async def of(
        self, conversations: Sequence[ConversationId]
    ) -> Mapping[ConversationId, tuple[Expiry, ...]]:
        """Return what runs out, for those conversations for which something does."""


@dataclass(frozen=True, slots=True)
class WindowExpiries:
    """The windows of the channels that have one."""

    windows: Windows
    clock: Clock

    async def of(
        self, conversations: Sequence[ConversationId]
    ) -> Mapping[ConversationId, tuple[Expiry, ...]]:
        """See Expiries."""
        now = self.clock.now()
        asked = [one for one in conversations if one.channel in WITH_WINDOW]
        found = await asyncio.gather(*(self.windows.window(one) for one in asked))
        return {
            one: (Expiry(Limit.WINDOW, its.end(now)),)
            for one, its in zip(asked, found, strict=True)
            if its is not None
        }
