"""Gives an application the reports."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncEngine

from archive.reports.api import add_reports_api
from archive.reports.pages import ROLES, ReportPages, add_pages
from archive.reports.querying import Reporting
from archive.reports.showing import ROOT
from archive.reports.verdict_pages import VerdictPages, add_verdicts
from archive.reports.verdicts import Judged
from chassis.app import App
from conversation.identity import ConversationId
from conversation.ports import Clock
from conversation.routing.ports import Directories
from staff.frame import Area, Staff
from staff.language import N_

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class ReportParts:
    """What reports stand on; see `Reporting` for `agents_from`.

    `channels`, `reasons` and `intent_words` are the German words for those of the core. `place_of`
    says what a conversation is called and where its reasons are shown. `sites_apart`: who is of
    one site reads of its teams only.
    """

    database: AsyncEngine
    directories: Directories
    channels: Mapping[str, str]
    reasons: Mapping[str, str]
    intent_words: Callable[[str], str]
    place_of: Callable[[ConversationId], tuple[str, str]]
    agents_from: int
    clock: Clock
    zone: ZoneInfo
    sites_apart: bool = True


def attach_reports(app: App, staff: Staff, parts: ReportParts) -> None:
    """Add the reports' page and files to `app`."""
    area = Area(label=N_("Berichte"), path=ROOT, roles=frozenset(ROLES))
    staff.add_feature("reports", HERE, area=area)
    pages = ReportPages(
        staff=staff,
        reporting=Reporting(parts.database, parts.clock, parts.agents_from),
        directories=parts.directories,
        channels=parts.channels,
        reasons=parts.reasons,
        clock=parts.clock,
        zone=parts.zone,
        sites_apart=parts.sites_apart,
    )
    add_pages(app, pages)
    verdicts = VerdictPages(
        staff=staff,
        judged=Judged(parts.database, parts.zone),
        reasons=parts.reasons,
        intent_words=parts.intent_words,
        place_of=parts.place_of,
        clock=parts.clock,
        zone=parts.zone,
        directories=parts.directories,
        sites_apart=parts.sites_apart,
    )
    add_verdicts(app, verdicts)
    add_reports_api(staff.surface, pages.asked)
