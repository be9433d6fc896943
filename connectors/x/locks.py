"""A lock that all processes share: what must not be done twice at once is done by its holder."""

from datetime import timedelta
from uuid import uuid4

from redis.asyncio import Redis

from connectors.x.keys import XKeys
from connectors.x.scripts import UNLOCK


class Locks:
    """Locks of one account in Redis. A holder that dies loses them after their time."""

    def __init__(self, redis: Redis, keys: XKeys) -> None:
        self._redis = redis
        self._keys = keys
        self._unlock = redis.register_script(UNLOCK)

    async def hold(self, name: str, *, longest: timedelta) -> str | None:
        """Take a lock; return the owner's token, None if somebody else has it."""
        owner = uuid4().hex
        taken = await self._redis.set(self._keys.lock(name), owner, nx=True, px=longest)
        return owner if taken else None

    async def hold_on(self, name: str, owner: str, *, longest: timedelta) -> bool:
        """Start a lock's time again; False if it was lost."""
        milliseconds = round(longest.total_seconds() * 1000)
        return bool(await self._unlock(keys=[self._keys.lock(name)], args=[owner, milliseconds]))

    async def give_back(self, name: str, owner: str) -> None:
        """Give a lock back; without effect if it was lost."""
        await self._unlock(keys=[self._keys.lock(name)], args=[owner, 0])
