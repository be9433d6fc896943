"""Loading the sample's service areas, with the technicians that each has in a week."""

from typing import Annotated

from pydantic import Field
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backoffice.appointments.calendar import HOURS
from backoffice.appointments.tables import area_postcode, roster, service_area
from backoffice.sample.files import Content, read_file

Day = Annotated[list[int], Field(min_length=len(HOURS), max_length=len(HOURS))]


class SampleServiceArea(Content):
    """An area; `roster` has a row for each day from Monday on, a number for each window."""

    id: str
    name: str
    postcodes: list[str]
    roster: Annotated[list[Day], Field(min_length=5, max_length=5)]


def read_service_areas() -> list[SampleServiceArea]:
    """Return the sample's service areas."""
    return read_file("technicians.json", list[SampleServiceArea])


async def load_service_areas(connection: AsyncConnection, areas: list[SampleServiceArea]) -> None:
    """Insert the areas that are missing, with their postcodes and rosters.

    The calendar is worked out from the roster and the clock; nothing is stored for days ahead.
    """
    present = set(await connection.scalars(select(service_area.c.id)))
    for area in areas:
        if area.id in present:
            continue
        await connection.execute(insert(service_area), {"id": area.id, "name": area.name})
        postcodes = [{"postcode": code, "area_id": area.id} for code in area.postcodes]
        await connection.execute(insert(area_postcode), postcodes)
        places = [
            {"area_id": area.id, "weekday": weekday, "hour": hour, "places": places}
            for weekday, day in enumerate(area.roster)
            for hour, places in zip(HOURS, day, strict=True)
        ]
        await connection.execute(insert(roster), places)
