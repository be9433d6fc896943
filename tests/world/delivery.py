"""Carries webhooks to us, with everything that happens to webhooks on the way."""

import asyncio
import random
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from chassis.tasks import cancelled
from tests.world.trouble import DeliveryTrouble, Trouble

SECONDS = 10.0
GATHERING = 0.05
KEPT = 20_000
WRONG_BYTES = b"\x00 not what was signed"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One event on its way to one address; `tries` counts the failures so far."""

    url: str
    event: dict[str, Any]
    tries: int = 0


@dataclass(slots=True)
class Post:
    """What is sent in one request."""

    url: str
    body: bytes
    parcels: Sequence[Parcel] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Line:
    """How one platform writes and signs its webhooks, and what follows from the answer.

    `pack` makes a body of several events; `repeat` is the same event a second time; `answered` is
    told of every answer (0: none) and returns the pause before the next try, or None.
    """

    platform: str
    pack: Callable[[Sequence[dict[str, Any]]], bytes]
    sign: Callable[[bytes], Mapping[str, str]]
    repeat: Callable[[dict[str, Any]], dict[str, Any]]
    answered: Callable[[Parcel, int], float | None]
    many: bool = False


class Courier:
    """Delivers one platform's events in order, unless trouble is on."""

    def __init__(self, line: Line, trouble: Trouble) -> None:
        self._line = line
        self._trouble = trouble
        self._queue: asyncio.Queue[Parcel] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()
        self.pending = 0
        self.log: deque[dict[str, Any]] = deque(maxlen=KEPT)
        self._client: httpx.AsyncClient | None = None

    def send(self, url: str, event: dict[str, Any]) -> None:
        """Take an event to be delivered."""
        self.pending += 1
        self._queue.put_nowait(Parcel(url, event))

    def start(self) -> None:
        # No proxy: the world talks to this machine only.
        self._client = httpx.AsyncClient(timeout=SECONDS, trust_env=False)
        self._spawn(self._run())

    async def stop(self) -> None:
        await cancelled(*self._tasks)
        if self._client is not None:
            await self._client.aclose()

    async def settled(self, patience: float) -> bool:
        """Return whether everything is delivered or given up, after `patience` seconds at most."""
        end = time.monotonic() + patience
        while self.pending and time.monotonic() < end:
            await asyncio.sleep(0.01)
        return not self.pending

    def _spawn(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self) -> None:
        while True:
            first = await self._queue.get()
            plan = self._trouble.deliveries(self._line.platform)
            chance = self._trouble.chance(self._line.platform)
            parcels = self._troubled(await self._gather(first, plan), plan, chance)
            if plan.delay:
                await asyncio.sleep(plan.delay)
            posts = self._packed(parcels, plan)
            for start in range(0, len(posts), plan.parallel):
                some = posts[start : start + plan.parallel]
                await asyncio.gather(*(self._post(post, plan, chance) for post in some))

    async def _gather(self, first: Parcel, plan: DeliveryTrouble) -> list[Parcel]:
        parcels = [first]
        wanted = max(plan.shuffle, plan.batch, plan.parallel)
        with suppress(TimeoutError):
            while len(parcels) < wanted:
                async with asyncio.timeout(GATHERING):
                    parcels.append(await self._queue.get())
        return parcels

    def _troubled(
        self, parcels: list[Parcel], plan: DeliveryTrouble, chance: random.Random
    ) -> list[Parcel]:
        kept = [parcel for parcel in parcels if chance.random() >= plan.lose]
        self.pending -= len(parcels) - len(kept)
        again = [
            replace(parcel, event=self._line.repeat(parcel.event))
            for parcel in kept
            if chance.random() < plan.duplicate
        ]
        self.pending += len(again)
        kept += again
        if plan.shuffle > 1:
            chance.shuffle(kept)
        return kept

    def _packed(self, parcels: list[Parcel], plan: DeliveryTrouble) -> list[Post]:
        size = plan.batch if self._line.many else 1
        posts = []
        for url in dict.fromkeys(parcel.url for parcel in parcels):
            own = [parcel for parcel in parcels if parcel.url == url]
            for start in range(0, len(own), size):
                some = own[start : start + size]
                body = self._line.pack([parcel.event for parcel in some])
                posts.append(Post(url, body, some))
        return posts

    async def _post(self, post: Post, plan: DeliveryTrouble, chance: random.Random) -> None:
        signed = post.body
        if chance.random() < plan.bad_signature:
            signed += WRONG_BYTES
        status = await self._answer(post, signed)
        self.log.append({"url": post.url, "status": status, "body": post.body.decode()})
        for parcel in post.parcels:
            pause = self._line.answered(parcel, status)
            if pause is None:
                self.pending -= 1
            else:
                self._spawn(self._later(replace(parcel, tries=parcel.tries + 1), pause))

    async def _answer(self, post: Post, signed: bytes) -> int:
        assert self._client is not None, "the courier has not been started"
        headers = {"content-type": "application/json", **self._line.sign(signed)}
        try:
            answer = await self._client.post(post.url, content=post.body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL):
            return 0
        return answer.status_code

    async def _later(self, parcel: Parcel, pause: float) -> None:
        await asyncio.sleep(pause)
        self._queue.put_nowait(parcel)
