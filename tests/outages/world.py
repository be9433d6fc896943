"""A desk with outage mode, customers who tell of trouble, and whoever tells them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from conversation.context import Context
from conversation.outages import Place
from conversation.packets import Understood
from conversation.ports import Feed, Saying
from handoff.board.attach import BoardParts, attach_board
from handoff.console.parts import ConsoleParts
from handoff.memory import MemoryLive
from handoff.outages.attach import attach_outages
from handoff.outages.grouping import Grouping
from handoff.outages.memory import MemoryOutages
from handoff.outages.telling import Telling
from handoff.routing.sweeping import Absence
from tests.console.stores import in_memory
from tests.console.world import World, customer, open_desk
from tests.staff.house import Hands

HERE = Place("24937", "internet")
SHORTLY = timedelta(milliseconds=20)


@dataclass(frozen=True)
class Outaged:
    """The desk, the store of its outages, and the feed they are grouped by."""

    world: World
    outages: MemoryOutages
    feed: Feed

    async def report(self, *names: str, place: Place = HERE) -> None:
        """Let customers tell of trouble, and the assistant understand it."""
        for name in names:
            line = await self.world.writes("Internet weg", of=name)
            context = Context(
                slots={"postal_code": place.postal_code, "service": place.service},
                understood=(Understood(line, "report_outage", 0.9),),
                last_turn_at=self.world.now,
            )
            hold = (await self.world.state(name)).hold
            await self.world.outbox.say(Saying(customer(name), hold, context=context))
        world = self.world
        clock = world.house.clock
        grouping = Grouping(self.feed, world.desk, self.outages, clock, longest=SHORTLY)
        while await grouping.step():
            pass

    async def tell(self) -> int:
        """Do what the worker does."""
        world = self.world
        telling = Telling(
            self.outages,
            world.desk,
            world.outbox,
            world.transcripts,
            world.house.clock,
            default_form="du",
        )
        return await telling.round()


@asynccontextmanager
async def open_outages(clock: Any = None, **changes: Any) -> AsyncIterator[Outaged]:
    """Run it until the test is done with it."""
    clock, outages = clock or Hands(), MemoryOutages()
    stores = in_memory(MemoryLive(), clock)

    def also(app: Any, staff: Any, parts: ConsoleParts) -> None:
        attach_board(
            app, staff, BoardParts(parts.desk, parts.overview, parts.claiming, {}, Absence())
        )
        attach_outages(app, staff, outages=outages, clock=clock)

    async with open_desk(clock, stores=stores, also=also, **changes) as world:
        yield Outaged(world, outages, stores.feed)
