"""Feeds that tell what they are told to: a list with acknowledgements, and one that breaks."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

from conversation.ports import FeedEvent

SHORTLY = 0.01


class ListFeed:
    """Hands out its events until they are acknowledged, `most` at a time."""

    def __init__(self, events: Sequence[FeedEvent], *, most: int = 200) -> None:
        self.left = list(events)
        self.acknowledged: list[FeedEvent] = []
        self._most = most

    async def read(self, group: str, *, longest: timedelta) -> list[FeedEvent]:
        await asyncio.sleep(0 if self.left else SHORTLY)
        return self.left[: self._most]

    async def acknowledge(self, group: str, events: Sequence[FeedEvent]) -> None:
        self.acknowledged += events
        done = {event.id for event in events}
        self.left = [event for event in self.left if event.id not in done]

    async def tail(self) -> AsyncIterator[FeedEvent]:
        for event in self.left:
            yield event


class ForgetfulFeed(ListFeed):
    """Is away whenever something is acknowledged."""

    async def acknowledge(self, group: str, events: Sequence[FeedEvent]) -> None:
        raise ConnectionError("The feed is away.")
