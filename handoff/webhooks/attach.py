"""Gives an application the pages and operations about webhooks; another process delivers."""

from pathlib import Path
from zoneinfo import ZoneInfo

from chassis.app import App
from handoff.webhooks.api import WebhooksApi, add_webhooks_api
from handoff.webhooks.pages import ROLES, ROOT, WebhookPages, add_pages
from handoff.webhooks.registering import Registering
from staff.frame import Area, Staff

HERE = Path(__file__).parent


def attach_webhooks(app: App, staff: Staff, registering: Registering, *, zone: ZoneInfo) -> None:
    """Add them to `app`."""
    area = Area(label="Webhooks", path=ROOT, roles=frozenset(ROLES), everywhere=True)
    staff.add_feature("webhooks", HERE, area=area)
    add_pages(app, WebhookPages(staff=staff, registering=registering, zone=zone))
    add_webhooks_api(staff.surface, WebhooksApi(registering))
