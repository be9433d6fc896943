"""The fake world as the player uses it: its people, its time, and what reaches them."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from redis.asyncio import Redis

from connectors.x.keys import XKeys
from connectors.x.settings import BudgetKind
from conversation.keys import Keys
from tests.play.doors import DoorError
from tests.play.script import Channel

BERLIN = ZoneInfo("Europe/Berlin")
SETTLED = {"settled": True}


class Town:
    """Asks the world's control interface; what it refuses is a DoorError with its words."""

    def __init__(self, client: httpx.AsyncClient, redis: Redis, keys: Keys) -> None:
        self._client = client
        self._redis = redis
        self._keys = keys
        self._visits: Counter[tuple[str, Channel]] = Counter()
        self._heard: set[str] = set()

    async def person(self, name: str, channel: Channel) -> dict[str, str]:
        """Return somebody by all their ids, the same on all channels.

        Who comes to a channel for the second time is another person: nobody who has written.
        """
        self._visits[name, channel] += 1
        of = f"{name} {self._visits[name, channel]}"
        key = f"p{blake2b(of.encode(), digest_size=6).hexdigest()}"
        people = await self._asked("GET", "/world/people")
        found = next((one for one in people if one["key"] == key), None)
        return found or await self.do("/people", username=key, name="Kim Petersen")

    async def do(self, path: str, **body: Any) -> Any:
        """Let somebody do something. Raises DoorError."""
        return await self._asked("POST", f"/world{path}", json=body)

    def unheard(self, ids: Iterable[str]) -> set[str]:
        """Return those of `ids` that were not heard before, on whichever channel."""
        fresh = set(ids) - self._heard
        self._heard |= fresh
        return fresh

    async def later(self) -> None:
        """Let a second pass, so that what is written next is later than what was before."""
        await self.do("/clock", advance=1)

    async def settle(self) -> None:
        """Wait until everything is delivered to the system. Raises DoorError."""
        if await self.do("/settle") != SETTLED:
            raise DoorError("The world could not deliver what was written.")

    async def view(self) -> Any:
        """Return everything there is to see."""
        return await self._asked("GET", "/world/view")

    async def set_clock(self, moment: datetime) -> None:
        """Set the local time."""
        await self.do("/clock", at=moment.replace(tzinfo=BERLIN).isoformat())

    async def forget_limits(self) -> None:
        """Begin a new second and quarter of an hour: where the clock stands, none ever would."""
        await self.do("/limits")
        account = (await self.view())["x"]["account"]["id"]
        keys = XKeys(self._keys, account)
        gates = [keys.gate(kind, day=day) for kind in BudgetKind for day in (False, True)]
        await self._redis.delete(*(keys.budget(kind) for kind in BudgetKind), *gates)

    async def _asked(self, method: str, path: str, **more: Any) -> Any:
        try:
            answer = await self._client.request(method, path, **more)
        except httpx.HTTPError as error:
            raise DoorError(f"The world does not answer: {error!r}.") from None
        if answer.is_error:
            raise DoorError(f"The world refuses {path}: {answer.text}")
        return answer.json()
