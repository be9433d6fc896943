"""Runs outage mode beside the worker: groups what comes in, and tells what was approved."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from redis.exceptions import RedisError

from chassis.logs import get_logger
from gateway.bootstrap import Live
from gateway.routing import RouterTurn
from handoff.outages.grouping import Grouping
from handoff.outages.store import RedisOutages
from handoff.outages.telling import Telling

TELL_SECONDS = 2.0
TROUBLE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class OutageMode:
    """Both halves; several processes may run them, of which one tells at a time."""

    grouping: Grouping
    telling: Telling
    turn: RouterTurn

    async def group(self) -> None:
        """Group until cancelled."""
        while True:
            await _or_wait("outages_not_grouped", self.grouping.step)

    async def tell(self) -> None:
        """Tell until cancelled; while there is somebody left, at once."""
        while True:
            if not await _or_wait("outages_not_told", self._tell):
                await asyncio.sleep(TELL_SECONDS)

    async def _tell(self) -> int:
        return await self.telling.round() if await self.turn.mine() else 0


async def _or_wait(trouble: str, step: Callable[[], Awaitable[Any]]) -> Any:
    """Take a step; trouble with Redis is waited out, and the step is taken again."""
    try:
        return await step()
    except RedisError as error:
        get_logger().warning(trouble, exc_info=error)
        await asyncio.sleep(TROUBLE_SECONDS)
        return None


def outage_mode_of(live: Live) -> OutageMode:
    """Compose outage mode for a process."""
    outages = RedisOutages(live.redis, live.keys)
    return OutageMode(
        grouping=Grouping(live.feed, live.desk, outages, live.clock),
        telling=Telling(
            outages=outages,
            desk=live.desk,
            outbox=live.outbox,
            transcripts=live.transcripts,
            clock=live.clock,
            default_form=live.notices.default_form,
        ),
        turn=RouterTurn(live.redis, live.keys, what="telling"),
    )
