"""Pauses that Meta asks for, kept by all workers together."""

from datetime import timedelta
from pathlib import Path

from redis.asyncio import Redis

from connectors.facebook.names import FacebookKeys
from connectors.facebook.problems import REASONS, Outcome
from connectors.facebook.settings import Page
from conversation.errors import TryLaterError
from conversation.identity import Channel

_PAUSE = (Path(__file__).parent / "lua" / "pause.lua").read_text()


class Pacing:
    """A pause for each page and channel. It ends by itself, by the clock that all workers share."""

    def __init__(self, redis: Redis, names: FacebookKeys) -> None:
        self._redis = redis
        self._names = names
        self._pause = redis.register_script(_PAUSE)

    async def check(self, page: Page, channel: Channel) -> None:
        """Raise TryLaterError during a pause."""
        left = await self._redis.pttl(self._key(page, channel))
        if left > 0:
            after = timedelta(milliseconds=left)
            raise TryLaterError(REASONS[Outcome.LIMITED], after=after)

    async def pause(self, page: Page, channel: Channel, length: timedelta) -> None:
        """Send nothing for at least that time."""
        if length > timedelta(0):
            millis = round(length.total_seconds() * 1000)
            await self._pause(keys=[self._key(page, channel)], args=[millis])

    def _key(self, page: Page, channel: Channel) -> str:
        return self._names.of_page(page.id, "pause", channel.value)
