"""Which engine processes there are, and which one a conversation belongs to."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import blake2b

from redis.asyncio import Redis

from chassis.logs import get_logger
from conversation.errors import EngineUnavailableError
from conversation.keys import Keys
from conversation.ports import Engine
from conversation.turns import EngineRequest, Turn

PIN_SECONDS = 24 * 3600
FORGOTTEN_SECONDS = 15


class EngineState(StrEnum):
    """Ready: takes any conversation. Draining: keeps the ones it has, new ones only in need."""

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
        return _entries(await self._redis.get(self._keys.engines()))

    async def choice(self, sender: str) -> tuple[list[EngineEntry], str | None]:
        """Return the engines that run, and the id of the one that has this stay, if any."""
        pipe = self._redis.pipeline(transaction=False)
        pipe.get(self._keys.engines())
        pipe.getex(self._keys.pin(sender), ex=PIN_SECONDS)
        body, pin = await pipe.execute()
        return _entries(body), pin.decode() if pin else None

    async def pin(self, sender: str, engine: str) -> None:
        """Remember which engine has this stay."""
        await self._redis.set(self._keys.pin(sender), engine, ex=PIN_SECONDS)


Noted = Callable[[EngineRequest, str, Turn], None]


def _nobody(_request: EngineRequest, _model: str, _turn: Turn) -> None:
    """Note nothing."""


class EnginePool:
    """Asks the engine that a stay is pinned to; a new stay gets one by its id.

    A stay whose engine has gone moves to another one: the slots it needs come with each request.
    `noted` hears of each answer, of which assistant it was; it must not wait.
    """

    def __init__(
        self,
        registry: EngineRegistry,
        *,
        client: Callable[[str], Engine],
        noted: Noted = _nobody,
    ) -> None:
        self._registry = registry
        self._client = client
        self._noted = noted
        self._clients: dict[str, Engine] = {}

    async def turn(self, request: EngineRequest) -> Turn:
        """See ports.Engine."""
        failed: set[str] = set()
        while True:
            entry = await self._entry(request.sender, failed)
            try:
                turn = await self._client_of(entry).turn(request)
                self._noted(request, entry.model, turn)
                return turn
            except EngineUnavailableError as error:
                if error.reached:
                    raise
                failed.add(entry.id)

    def _client_of(self, entry: EngineEntry) -> Engine:
        """Return the one client of an engine; making one takes longer than all else of ours."""
        if entry.url not in self._clients:
            self._clients[entry.url] = self._client(entry.url)
        return self._clients[entry.url]

    async def _entry(self, sender: str, failed: set[str]) -> EngineEntry:
        running, pinned = await self._registry.choice(sender)
        entries = {entry.id: entry for entry in running if entry.id not in failed}
        if pinned in entries:
            return entries[pinned]
        ready = [entry for entry in entries.values() if entry.state is EngineState.READY]
        # The assistant before answers better than nobody, until the present one is back.
        serving = ready or list(entries.values())
        if not serving:
            raise EngineUnavailableError("No engine is ready.")
        chosen = max(serving, key=lambda entry: _weight(sender, entry.id))
        if pinned:
            get_logger().info("stay_moved_to_another_engine", engine=chosen.id)
        await self._registry.pin(sender, chosen.id)
        return chosen


def _entries(body: str | bytes | None) -> list[EngineEntry]:
    found = json.loads(body) if body else []
    return [EngineEntry(**{**one, "state": EngineState(one["state"])}) for one in found]


def _weight(sender: str, engine: str) -> bytes:
    """Rendezvous hashing: with one engine more or less only its own stays move."""
    return blake2b(f"{engine}|{sender}".encode(), digest_size=8).digest()
