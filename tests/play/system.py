"""The whole system as `make run` starts it, for the player alone: its own ports and data."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx
from redis.asyncio import Redis

from connectors.rasa import RasaEngine
from conversation.keys import Keys
from conversation.ports import Engine
from tests.play.desk import DeskClient
from tests.play.doors import Door, Opening
from tests.play.office import Office
from tests.play.on_facebook import open_comments, open_messenger
from tests.play.on_x import open_messages, open_public
from tests.play.script import Channel
from tests.play.town import Town
from tests.play.webchat import WebchatDoor
from tests.support.stack import Stack, start_stack

PARTITIONS = 4
PLENTY = "1000000"
CALL_SECONDS = 30.0
SETTINGS = {
    # Long enough for lines sent right after one another, short enough to play many scripts.
    "MERGE_WINDOW": "0.4",
    "PARTITIONS": str(PARTITIONS),
    # All customers come from one address, and none of them is a flood.
    "LINES_PER_MINUTE": PLENTY,
    "ADDRESS_LINES_PER_MINUTE": PLENTY,
    "ADDRESS_SESSIONS_PER_HOUR": PLENTY,
    "ADDRESS_SOCKETS": PLENTY,
    # What an installation's environment may hold; the player runs everything itself.
    "REDIS_URL": "",
    "DATABASE_URL": "",
    "BACKOFFICE_URL": "",
    "BACKOFFICE_DATABASE_URL": "",
}


@dataclass(frozen=True, slots=True)
class System:
    """A running system, and the ways in which the player looks at it."""

    launcher: int
    desk: DeskClient
    office: Office
    redis: Redis
    keys: Keys
    doors: Mapping[Channel, Opening]
    engine: Engine


@asynccontextmanager
async def running_system(folder: Path) -> AsyncIterator[System]:
    """Start everything, and end it. Raises DidNotStartError with what was said."""
    stack = start_stack(folder, world=True, **SETTINGS)
    try:
        async with looked_at(stack) as system:
            yield system
    finally:
        stack.stop()


@asynccontextmanager
async def looked_at(stack: Stack) -> AsyncIterator[System]:
    """Yield the ways into a stack that runs with `SETTINGS` and the world."""
    keys = Keys(partitions=PARTITIONS)
    async with (
        _client(stack, "desk", token="API_TOKENS") as desk,
        _client(stack, "backoffice", token="BACKOFFICE_TOKEN") as office,
        Redis.from_url(stack.redis_url) as redis,
        httpx.AsyncClient(base_url=stack.url("world"), timeout=CALL_SECONDS) as world,
        _engine(stack) as engine,
    ):
        town = Town(world, redis, keys)

        async def visitor(person: str) -> Door:
            """Let somebody into the web chat, who is nobody there before they write."""
            door = WebchatDoor(redis, keys)
            await door.enter(stack.url("gateway"))
            return door

        def on(open_door: Callable[[Town, str], Awaitable[Door]]) -> Opening:
            return partial(open_door, town)

        yield System(
            launcher=stack.process.pid,
            desk=DeskClient(desk, along=town.set_clock),
            office=Office(office),
            redis=redis,
            keys=keys,
            doors={
                Channel.WEBCHAT: visitor,
                Channel.X_PUBLIC: on(open_public),
                Channel.X_DM: on(open_messages),
                Channel.MESSENGER: on(open_messenger),
                Channel.FB_COMMENT: on(open_comments),
            },
            engine=engine,
        )


@asynccontextmanager
async def _engine(stack: Stack) -> AsyncIterator[RasaEngine]:
    """Yield the way to the engine itself, past the gateway."""
    token = stack.secret("ENGINE_TOKEN")
    engine = RasaEngine(stack.url("engine"), token=token, timeout=CALL_SECONDS)
    try:
        yield engine
    finally:
        await engine.close()


def _client(stack: Stack, process: str, *, token: str) -> httpx.AsyncClient:
    headers = {"authorization": f"Bearer {stack.secret(token)}"}
    return httpx.AsyncClient(base_url=stack.url(process), headers=headers, timeout=CALL_SECONDS)
