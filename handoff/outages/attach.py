"""Gives an application the pages of outage mode; it has the console and the board already."""

from pathlib import Path

from chassis.app import App
from conversation.outages import Outages
from conversation.ports import Clock
from handoff.outages.acting import Approving
from handoff.outages.api import OutageApi, add_outages_api
from handoff.outages.pages import ROLES, OutagePages, add_pages
from handoff.outages.reading import ROOT, OutageReading
from staff.frame import Area, Staff
from staff.language import N_

HERE = Path(__file__).parent


def attach_outages(app: App, staff: Staff, *, outages: Outages, clock: Clock) -> None:
    """Add the pages to `app`; who tells customers is the worker."""
    area = Area(label=N_("Störungen"), path=ROOT, roles=frozenset(ROLES))
    staff.add_feature("outages", HERE, area=area)
    reading = OutageReading(outages, staff.accounts, clock)
    approving = Approving(outages, staff.audit, clock)
    add_pages(app, OutagePages(staff=staff, reading=reading, approving=approving))
    add_outages_api(staff.surface, OutageApi(reading=reading, approving=approving))
