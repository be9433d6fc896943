"""Ends the streams of those who may not look any more, whoever decided that and wherever."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass

from chassis.logs import get_logger
from handoff.console.live import Live
from handoff.routing.sites import Sites
from staff.access import Guard
from staff.roles import Role

EVERY_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Vigil:
    """Looks at the sessions of all open streams at once, every few seconds.

    Who has come to another site sees from then on what is to be seen there.
    While that fails the streams go on, and after a while carry nothing that customers wrote.
    """

    live: Live
    guard: Guard
    sites: Sites
    roles: Collection[Role]
    every: float = EVERY_SECONDS

    async def run(self) -> None:
        """Go on for as long as the process lives."""
        while True:
            await asyncio.sleep(self.every)
            try:
                await self.look()
            except Exception as error:  # noqa: BLE001 - whatever broke, it is tried again
                get_logger().error("streams_not_looked_after", exc_info=error)

    async def look(self) -> None:
        """Look once."""
        asked = self.live.secrets
        living = await self.guard.still(asked, self.roles) if asked else {}
        seen = {one: (await self.sites.person(whose)).sites for one, whose in living.items()}
        self.live.looked(asked, seen)
