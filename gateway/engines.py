"""Which engine processes there are, and which one a conversation belongs to."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import blake2b

from redis.asyncio import Redis

from chassis.logs import get_logger
from chassis.redis import awaited
from conversation.errors import EngineUnavailableError
from conversation.keys import Keys
from conversation.ports import Engine
from conversation.turns import EngineRequest, Turn

REFRESH_SECONDS = 0.5
PIN_SECONDS = 24 * 3600
FORGOTTEN_SECONDS = 15


class EngineState(StrEnum):
    """Ready: takes any conversation. Draining: keeps the ones it has, takes no new ones."""

    READY = "ready"
    DRAINING = "draining"


@dataclass(frozen=True, slots=True)
class EngineEntry:
    """One running engine process as the keeper announces it."""

    id: str
    url: str
    model: str
    state: EngineState


class EngineRegistry:
    """The list of engines in Redis: written by the keeper, read by the workers."""

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

    async def announce(self, entries: list[EngineEntry]) -> None:
        """Replace the list; it is forgotten if nobody announces it again."""
        body = json.dumps([asdict(entry) for entry in entries])
        await self._redis.set(self._keys.engines(), body, ex=FORGOTTEN_SECONDS)

    async def entries(self) -> list[EngineEntry]:
        """Return the engines that run."""
        body = await self._redis.get(self._keys.engines())
        found = json.loads(body) if body else []
        return [EngineEntry(**{**one, "state": EngineState(one["state"])}) for one in found]

    async def pinned(self, sender: str) -> str | None:
        """Return the id of the engine that has this stay, if any."""
        pin = await awaited(self._redis.getex(self._keys.pin(sender), ex=PIN_SECONDS))
        return pin.decode() if pin else None

    async def pin(self, sender: str, engine: str) -> None:
        """Remember which engine has this stay."""
        await self._redis.set(self._keys.pin(sender), engine, ex=PIN_SECONDS)


class EnginePool:
    """Asks the engine that a stay is pinned to; a new stay gets one by its id.

    A stay whose engine has gone moves to another one: the slots it needs come with each request.
    """

    def __init__(self, registry: EngineRegistry, *, client: Callable[[str], Engine]) -> None:
        self._registry = registry
        self._client = client
        self._clients: dict[str, Engine] = {}
        self._entries: list[EngineEntry] = []
        self._read_at = 0.0

    async def turn(self, request: EngineRequest) -> Turn:
        """See ports.Engine."""
        failed: set[str] = set()
        while True:
            entry = await self._entry(request.sender, failed)
            engine = self._clients.setdefault(entry.url, self._client(entry.url))
            try:
                return await engine.turn(request)
            except EngineUnavailableError as error:
                if error.reached:
                    raise
                failed.add(entry.id)

    async def _entry(self, sender: str, failed: set[str]) -> EngineEntry:
        current = await self._current()
        entries = {entry.id: entry for entry in current if entry.id not in failed}
        pinned = await self._registry.pinned(sender)
        if pinned in entries:
            return entries[pinned]
        ready = [entry for entry in entries.values() if entry.state is EngineState.READY]
        if not ready:
            raise EngineUnavailableError("No engine is ready.")
        chosen = max(ready, key=lambda entry: _weight(sender, entry.id))
        if pinned:
            get_logger().info("stay_moved_to_another_engine", engine=chosen.id)
        await self._registry.pin(sender, chosen.id)
        return chosen

    async def _current(self) -> list[EngineEntry]:
        now = time.monotonic()
        if now - self._read_at > REFRESH_SECONDS:
            self._entries = await self._registry.entries()
            self._read_at = now
        return self._entries


def _weight(sender: str, engine: str) -> bytes:
    """Rendezvous hashing: with one engine more or less only its own stays move."""
    return blake2b(f"{engine}|{sender}".encode(), digest_size=8).digest()
