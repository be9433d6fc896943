"""Sign-ons under way: in Redis, so that any desk process can end what another began."""

from hashlib import sha256

from pydantic import TypeAdapter
from redis.asyncio import Redis

from conversation.ports import Clock
from staff.sign_on.ports import LONGEST_SIGN_ON, Pending

_PENDING = TypeAdapter(Pending)


class RedisPendingSignOns:
    """JSON under `<prefix>:sign-on:<digest of the state>`. See ports.PendingSignOns."""

    def __init__(self, redis: Redis, *, prefix: str, clock: Clock) -> None:
        self._redis = redis
        self._prefix = prefix
        self._clock = clock

    async def keep(self, state: str, pending: Pending) -> None:
        """See ports.PendingSignOns."""
        await self._redis.set(self._key(state), _PENDING.dump_json(pending), ex=LONGEST_SIGN_ON)

    async def take(self, state: str) -> Pending | None:
        """See ports.PendingSignOns."""
        body = await self._redis.getdel(self._key(state))
        pending = _PENDING.validate_json(body) if body else None
        return pending if pending and pending.lives(self._clock.now()) else None

    def _key(self, state: str) -> str:
        return f"{self._prefix}:sign-on:{sha256(state.encode()).hexdigest()}"
