"""Knows when a turn is over: no mail, nobody working on any, in the one conversation."""

import asyncio
import time

from redis.asyncio import Redis

from conversation.keys import Box, Keys

LOOK_SECONDS = 0.03
LONGEST_TURN_SECONDS = 90.0


class NeverQuietError(Exception):
    """A turn has not ended in a time in which every turn should."""


async def until_quiet(
    redis: Redis, keys: Keys, conversation: str, *, longest: float = LONGEST_TURN_SECONDS
) -> None:
    """Wait until nothing is left to be answered or sent in a conversation.

    An answer enters the outbox in the step in which its question leaves the inbox, and whoever asks
    the engine holds a lease: so looking at both boxes at once is enough. Raises NeverQuietError.
    """
    end = time.monotonic() + longest
    while time.monotonic() < end:
        if not await _busy(redis, keys, conversation):
            return
        await asyncio.sleep(LOOK_SECONDS)
    raise NeverQuietError(f"The turn was not over after {longest:.0f} s.")


async def _busy(redis: Redis, keys: Keys, conversation: str) -> bool:
    partition = keys.partition_of(conversation)
    pipe = redis.pipeline(transaction=True)
    for box in Box:
        pipe.zcard(keys.of(f"{box.value}:items", conversation))
        pipe.hexists(keys.shared(f"{box.value}:leases", partition), conversation)
    return any(await pipe.execute())
