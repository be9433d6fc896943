"""Administration over HTTP, below /admin/ and behind the same token as everything."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sanic import HTTPResponse, Request
from sanic.response import json as json_response

from backoffice.administration.requests import AvailabilitySetting, ClockSetting, SlotSetting
from backoffice.administration.slots import set_slots
from backoffice.availability.model import Access
from backoffice.availability.rows import replace_access
from backoffice.clock import StoppedClock
from backoffice.database import Database
from backoffice.tmf.documents import moment
from backoffice.tmf.parsing import POSTCODE, read_body
from chassis.app import App
from chassis.errors import NotFoundError

BASE = "/admin"

Refresh = Callable[[datetime], Awaitable[None]]


def add_administration(app: App, database: Database) -> None:
    """Let technicians and what is to be had be set."""

    @app.put(f"{BASE}/technicianSlots", name="put_technicianSlots")
    async def slots(request: Request) -> HTTPResponse:
        setting = read_body(SlotSetting, request.body)
        return json_response({"slots": await set_slots(database, setting)})

    @app.put(f"{BASE}/serviceAvailability/<postcode:str>", name="put_serviceAvailability")
    async def availability(request: Request, postcode: str) -> HTTPResponse:
        if not POSTCODE.fullmatch(postcode):
            raise NotFoundError("There is no such postcode.")
        setting = read_body(AvailabilitySetting, request.body)
        access = Access(postcode=postcode, **setting.model_dump())
        async with database.writing() as connection:
            await replace_access(connection, access)
        return json_response(setting.model_dump(mode="json", by_alias=True, exclude_none=True))


def add_clock(app: App, clock: StoppedClock, *, refresh: Refresh) -> None:
    """Let the time be read and set; `refresh` is awaited with the new one before the answer."""

    @app.get(f"{BASE}/clock", name="get_clock")
    async def read(_request: Request) -> HTTPResponse:
        return json_response({"now": moment(clock())})

    @app.put(f"{BASE}/clock", name="put_clock")
    async def move(request: Request) -> HTTPResponse:
        setting = read_body(ClockSetting, request.body)
        clock.set(setting.now)
        await refresh(clock())
        return json_response({"now": moment(clock())})
