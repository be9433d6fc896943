"""Setting how many technicians are free, whatever is booked already."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backoffice.administration.requests import SlotSetting, window_name
from backoffice.appointments.calendar import Slot, is_working_day
from backoffice.appointments.places import area_of, hold_areas, planned
from backoffice.appointments.tables import roster_exception, service_area
from backoffice.database import Database
from backoffice.tmf.documents import Document
from backoffice.tmf.errors import UnprocessableError


async def set_slots(database: Database, setting: SlotSetting) -> list[Document]:
    """Plan so many technicians that the ones asked for are free; return what is so now.

    Raises `UnprocessableError` for a day on which nobody works, or a postcode nobody goes to.
    """
    slots = setting.slots()
    for slot in slots:
        if not is_working_day(slot.day):
            raise UnprocessableError(f"{slot.day} is no working day.")
    async with database.writing() as connection:
        areas = await _areas(connection, setting.postal_code)
        await hold_areas(connection, areas)
        for area in areas:
            await _plan(connection, area, slots, free=setting.free_places)
    return [
        {
            "area": area,
            "date": slot.day.isoformat(),
            "window": window_name(slot.hour),
            "freePlaces": setting.free_places,
        }
        for area in areas
        for slot in slots
    ]


async def _areas(connection: AsyncConnection, postcode: str | None) -> Sequence[str]:
    if postcode is not None:
        return (await area_of(connection, postcode),)
    found = await connection.scalars(select(service_area.c.id).order_by(service_area.c.id))
    return found.all()


async def _plan(
    connection: AsyncConnection, area: str, slots: Sequence[Slot], *, free: int
) -> None:
    plan = await planned(connection, area, first=slots[0].day, last=slots[-1].day)
    table = roster_exception
    for slot in slots:
        here = (table.c.area_id == area, table.c.day == slot.day, table.c.hour == slot.hour)
        await connection.execute(delete(table).where(*here))
    rows = [
        {
            "area_id": area,
            "day": slot.day,
            "hour": slot.hour,
            "places": len(plan.taken.get(slot, ())) + free,
        }
        for slot in slots
    ]
    await connection.execute(insert(table), rows)
