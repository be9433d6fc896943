"""Gives an application the supervisors' pages; it has the console already, whose parts they use."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from chassis.app import App
from conversation.ports import Desk
from handoff.board.acting import Supervising
from handoff.board.addresses import ROOT
from handoff.board.api import BoardApi, add_board_api
from handoff.board.keeping import Boards
from handoff.board.pages import ROLES, BoardPages, add_pages
from handoff.board.reading import Reading
from handoff.overview.overview import Overview
from handoff.routing.assigning import Assigning
from handoff.routing.claiming import Claiming
from handoff.routing.sites import Sites
from handoff.routing.sweeping import Absence
from staff.frame import Area, Staff
from staff.language import N_

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class BoardParts:
    """What the board stands on; `topics` names the topic of each intent.

    `sites_apart`: who is of one site sees and steers what is there; see decision 0022.
    """

    desk: Desk
    overview: Overview
    claiming: Claiming
    topics: Mapping[str, str]
    absence: Absence
    sites_apart: bool = True


def attach_board(app: App, staff: Staff, parts: BoardParts) -> None:
    """Add the board and its actions to `app`; it hears of changes by the console's stream."""
    staff.add_feature(
        "board", HERE, area=Area(label=N_("Leitstand"), path=ROOT, roles=frozenset(ROLES))
    )
    sites = Sites(parts.claiming, staff.accounts, parts.topics, apart=parts.sites_apart)
    reading = Reading(
        desk=parts.desk,
        overview=parts.overview,
        claiming=parts.claiming,
        accounts=staff.accounts,
        topics=parts.topics,
        away_after=parts.absence.away_after,
        sites=sites,
    )
    supervising = Supervising(
        assigning=Assigning(parts.claiming, parts.absence),
        accounts=staff.accounts,
        sites=sites,
        audit=staff.audit,
    )
    boards = Boards(reading.board)
    pages = BoardPages(staff=staff, reading=reading, boards=boards, supervising=supervising)
    add_pages(app, pages)
    add_board_api(
        staff.surface,
        BoardApi(
            reading=reading,
            boards=boards,
            supervising=supervising,
        ),
    )
