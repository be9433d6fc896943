"""Sessions in Redis, so that a restart of the desk logs nobody out."""

import secrets
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from pydantic import TypeAdapter
from redis.asyncio import Redis

from conversation.identity import AgentId
from conversation.ports import Clock
from staff.ports import Lifetimes, Session

SECRET_BYTES = 32
TOUCHED_EVERY = timedelta(seconds=20)

_SESSION = TypeAdapter(Session)


class RedisSessions:
    """JSON under `<prefix>:session:<digest>`: who reads the store learns no secret.

    The times in the record decide; the key's own lifetime only tidies up. See ports.Sessions for
    every method.
    """

    def __init__(
        self, redis: Redis, *, prefix: str, clock: Clock, lifetimes: Lifetimes | None = None
    ) -> None:
        self._redis = redis
        self._prefix = prefix
        self._clock = clock
        self._lifetimes = lifetimes or Lifetimes()

    async def begin(self, account: AgentId, *, seal: str, id_token: str = "") -> str:
        """See ports.Sessions."""
        secret, now = secrets.token_urlsafe(SECRET_BYTES), self._clock.now()
        session = Session(account=account, seal=seal, began_at=now, seen_at=now, id_token=id_token)
        body = _SESSION.dump_json(session)
        await self._redis.set(self._key(secret), body, ex=self._lifetimes.absolute)
        return secret

    async def read(self, secret: str, *, touch: bool) -> Session | None:
        """See ports.Sessions. Not every touch is written down: `TOUCHED_EVERY` is near enough."""
        body = await self._redis.get(self._key(secret))
        if body is None:
            return None
        session, now = _SESSION.validate_json(body), self._clock.now()
        if not self._lifetimes.allow(session, now):
            await self.end(secret)
            return None
        if touch and now - session.seen_at >= min(TOUCHED_EVERY, self._lifetimes.idle / 2):
            session = replace(session, seen_at=now)
            # Only if it is still there: a session ended meanwhile must not come back.
            body = _SESSION.dump_json(session)
            await self._redis.set(self._key(secret), body, xx=True, keepttl=True)
        return session

    async def living(self, secrets: Collection[str]) -> dict[str, Session]:
        """See ports.Sessions."""
        asked = list(secrets)
        pipe = self._redis.pipeline(transaction=False)
        for secret in asked:
            pipe.get(self._key(secret))
        bodies = await pipe.execute() if asked else []
        now = self._clock.now()
        found = {
            secret: _SESSION.validate_json(body)
            for secret, body in zip(asked, bodies, strict=True)
            if body is not None
        }
        return {one: its for one, its in found.items() if self._lifetimes.allow(its, now)}

    async def end(self, secret: str) -> None:
        """See ports.Sessions."""
        await self._redis.delete(self._key(secret))

    def _key(self, secret: str) -> str:
        return f"{self._prefix}:session:{sha256(secret.encode()).hexdigest()}"
