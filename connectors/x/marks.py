"""How far reading has come, so that nothing is read twice and nothing is left out."""

from datetime import UTC, datetime, timedelta

from redis.asyncio import Redis

from chassis.redis import awaited
from connectors.x.keys import XKeys
from conversation.ports import Clock

# X's ids carry their time: milliseconds since this moment, shifted by 22 bits.
EPOCH = datetime.fromtimestamp(1_288_834_974.657, UTC)
SINCE = "since"
MARGIN = timedelta(minutes=1)


def time_of(id: str) -> datetime:
    """Return when X gave out an id."""
    return EPOCH + timedelta(milliseconds=int(id) >> 22)


class Marks:
    """Ids and times in one hash in Redis."""

    def __init__(self, redis: Redis, keys: XKeys, *, clock: Clock) -> None:
        self._redis = redis
        self._key = keys.of_account("seen")
        self._clock = clock

    async def id(self, what: str) -> str:
        """Return the last id read of something, empty if nothing was."""
        value = await awaited(self._redis.hget(self._key, what))
        return value.decode() if value else ""

    async def time(self, what: str) -> datetime | None:
        """Return a time noted, None if there is none."""
        value = await awaited(self._redis.hget(self._key, what))
        return datetime.fromisoformat(value.decode()) if value else None

    async def note(self, what: str, value: str | datetime) -> None:
        """Note how far something has been read."""
        text = value.isoformat() if isinstance(value, datetime) else value
        await awaited(self._redis.hset(self._key, what, text))

    async def beginning(self) -> datetime:
        """Return when the account was first connected; what is older is no mail of ours."""
        # X takes no time of the last seconds for a beginning.
        beginning = self._clock.now() - MARGIN
        await awaited(self._redis.hsetnx(self._key, SINCE, beginning.isoformat()))
        return await self.time(SINCE) or beginning
