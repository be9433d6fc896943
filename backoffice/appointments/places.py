"""How many technicians an area has in a window, and which of them is still free."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backoffice.appointments.calendar import Slot, bookable_slots
from backoffice.appointments.tables import (
    appointment,
    area_postcode,
    roster,
    roster_exception,
    service_area,
)
from backoffice.tmf.errors import UnprocessableError


@dataclass(frozen=True, slots=True)
class Seat:
    """One technician of an area in one window, by a number from 0."""

    area: str
    number: int


@dataclass(frozen=True, slots=True)
class Planned:
    """An area's technicians between two days: how many there are, and who of them is taken."""

    weekly: Mapping[tuple[int, int], int]
    exceptions: Mapping[Slot, int]
    taken: Mapping[Slot, frozenset[int]]

    def free(self, slot: Slot) -> int:
        """Return how many are free; never less than none."""
        return max(0, self._all(slot) - len(self.taken.get(slot, ())))

    def free_number(self, slot: Slot) -> int | None:
        """Return the lowest number that is not taken, or None if all are."""
        if not self.free(slot):
            return None
        taken = self.taken.get(slot, frozenset())
        return next(number for number in range(len(taken) + 1) if number not in taken)

    def _all(self, slot: Slot) -> int:
        usual = self.weekly.get((slot.day.weekday(), slot.hour), 0)
        return self.exceptions.get(slot, usual)


async def area_of(connection: AsyncConnection, postcode: str) -> str:
    """Return the area whose technicians go to a postcode.

    Raises `UnprocessableError` if no area's do.
    """
    chosen = select(area_postcode.c.area_id).where(area_postcode.c.postcode == postcode)
    area: str | None = await connection.scalar(chosen)
    if area is None:
        raise UnprocessableError("place: our technicians do not come to this postcode.")
    return area


async def hold_areas(connection: AsyncConnection, areas: Sequence[str]) -> None:
    """Let nobody else book or plan in these areas until the transaction ends."""
    table = service_area
    chosen = select(table.c.id).where(table.c.id.in_(areas)).order_by(table.c.id)
    await connection.execute(chosen.with_for_update())


async def planned(connection: AsyncConnection, area: str, *, first: date, last: date) -> Planned:
    """Return how an area's technicians are planned from the first to the last day."""
    usual = await connection.execute(select(roster).where(roster.c.area_id == area))
    special = await connection.execute(
        select(roster_exception).where(
            roster_exception.c.area_id == area, roster_exception.c.day.between(first, last)
        )
    )
    booked = await connection.execute(
        select(appointment.c.day, appointment.c.hour, appointment.c.seat).where(
            appointment.c.area_id == area,
            appointment.c.day.between(first, last),
            appointment.c.seat.is_not(None),
        )
    )
    taken: defaultdict[Slot, set[int]] = defaultdict(set)
    for row in booked:
        taken[Slot(day=row.day, hour=row.hour)].add(row.seat)
    return Planned(
        weekly={(row.weekday, row.hour): row.places for row in usual},
        exceptions={Slot(day=row.day, hour=row.hour): row.places for row in special},
        taken={slot: frozenset(numbers) for slot, numbers in taken.items()},
    )


async def free_slots(connection: AsyncConnection, area: str, *, now: datetime) -> tuple[Slot, ...]:
    """Return every window of an area that can be booked now, in order of time."""
    slots = tuple(bookable_slots(now=now))
    plan = await planned(connection, area, first=slots[0].day, last=slots[-1].day)
    return tuple(slot for slot in slots if plan.free(slot))
