"""A console with the supervisors' board beside it, two teams at two sites, and people in them."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import time
from typing import Any

from conversation.identity import AgentId
from conversation.promises import OpeningHours
from conversation.routing.capacity import Limits
from conversation.routing.teams import Directory, Presence, Profile, Team, TeamId
from handoff.board.attach import BoardParts, attach_board
from handoff.console.parts import ConsoleParts
from handoff.routing.sweeping import Absence
from tests.console.world import BERLIN, World, open_desk

TOPICS = {"report_outage": "outages", "ask_bill": "billing"}
ALWAYS = {day: (time(0), time(23, 59)) for day in range(7)}
MARA, JONAS, SILKE = AgentId("id-mara"), AgentId("id-jonas"), AgentId("id-silke")


def _team(id: str, name: str, site: str, hours: Mapping[int, Any] = ALWAYS, **own: Any) -> Team:
    opening = OpeningHours(zone=BERLIN, hours=hours)
    return Team(id=TeamId(id), name=name, site=site, land="SH", hours=opening, **own)


FIRST = _team("first", "Erste Hilfe", "Kiel")
TECHNICS = _team("technics", "Technik", "Flensburg", topics=frozenset({"outages"}))
SHUT = _team("shut", "Abendteam", "Kiel", hours={}, topics=frozenset({"billing"}))
DIRECTORY = Directory(
    teams={team.id: team for team in (FIRST, TECHNICS, SHUT)},
    agents={
        MARA: Profile(MARA, TeamId("technics"), {}, Limits(units=6)),
        JONAS: Profile(JONAS, TeamId("first"), {}, Limits(units=9)),
    },
)


def _board(app: Any, staff: Any, parts: ConsoleParts) -> None:
    board = BoardParts(
        desk=parts.desk,
        overview=parts.overview,
        claiming=parts.claiming,
        topics=TOPICS,
        absence=Absence(),
        sites_apart=parts.sites_apart,
    )
    attach_board(app, staff, board)


@asynccontextmanager
async def open_board(clock: Any = None, **changes: Any) -> AsyncIterator[World]:
    """Run it until the test is done with it."""
    usual = {"directory": DIRECTORY, "topics": TOPICS}
    async with open_desk(clock, also=_board, **{**usual, **changes}) as world:
        yield world


async def there(world: World, *agents: AgentId, presence: Presence = Presence.AVAILABLE) -> None:
    """Let agents be there now."""
    for agent in agents:
        await world.roster.choose(agent, presence, now=world.now)
