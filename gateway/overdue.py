"""Keeps promises: whoever has waited past their deadline hears so, and when instead."""

import asyncio
from dataclasses import dataclass

from redis.exceptions import RedisError

from chassis.logs import get_logger
from conversation.errors import StaleHoldError
from conversation.moves import Moves
from conversation.ports import Clock, Desk
from gateway.measures import WorkerMeasures

CHECK_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Overdue:
    """Looks for broken promises now and then; several may run."""

    desk: Desk
    moves: Moves
    clock: Clock
    measures: WorkerMeasures

    async def run(self) -> None:
        """Check until cancelled."""
        while True:
            try:
                await self.check()
            except RedisError as error:
                get_logger().warning("promises_not_checked", exc_info=error)
            await asyncio.sleep(CHECK_SECONDS)

    async def check(self) -> None:
        """Give everybody whose deadline has passed a word and a new deadline."""
        for state in await self.desk.overdue(self.clock.now()):
            context = await self.desk.context(state.conversation)
            try:
                await self.desk.move(self.moves.extend(state, context))
            except StaleHoldError:
                continue  # somebody has taken it meanwhile, or another worker was faster
            self.measures.promises_broken.inc()
