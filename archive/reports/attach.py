"""Gives an application the reports."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncEngine

from archive.reports.api import add_reports_api
from archive.reports.pages import ROLES, ReportPages, add_pages
from archive.reports.querying import Reporting
from archive.reports.showing import ROOT
from chassis.app import App
from conversation.ports import Clock
from conversation.routing.ports import Directories
from staff.frame import Area, Staff

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class ReportParts:
    """What reports stand on. `channels` and `reasons` are the German words for those of the core.

    See `Reporting` for `agents_from`.
    """

    database: AsyncEngine
    directories: Directories
    channels: Mapping[str, str]
    reasons: Mapping[str, str]
    agents_from: int
    clock: Clock
    zone: ZoneInfo


def attach_reports(app: App, staff: Staff, parts: ReportParts) -> None:
    """Add the reports' page and files to `app`."""
    area = Area(label="Berichte", path=ROOT, roles=frozenset(ROLES))
    staff.add_feature("reports", HERE, area=area)
    pages = ReportPages(
        staff=staff,
        reporting=Reporting(parts.database, parts.clock, parts.agents_from),
        directories=parts.directories,
        channels=parts.channels,
        reasons=parts.reasons,
        clock=parts.clock,
        zone=parts.zone,
    )
    add_pages(app, pages)
    add_reports_api(staff.surface, pages.asked)
