"""What may be set."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from backoffice.appointments.calendar import HOURS, WINDOW_HOURS, Slot
from backoffice.tmf.parsing import Postcode, TmfBody

WindowName = Literal["08:00-10:00", "10:00-12:00", "12:00-14:00", "14:00-16:00", "16:00-18:00"]
Places = Annotated[int, Field(ge=0, le=1000)]
Mbit = Annotated[int, Field(ge=0, le=100_000)]


def window_name(hour: int) -> str:
    """Return a window's name by the hour at which it begins."""
    return f"{hour:02}:00-{hour + WINDOW_HOURS:02}:00"


class ClockSetting(TmfBody):
    """What time it is from now on."""

    now: AwareDatetime


class SlotSetting(TmfBody):
    """How many technicians are free from now on, on some days, in some windows, somewhere.

    Windows left out are all of them, a postcode left out is everywhere.
    """

    dates: Annotated[list[date], Field(min_length=1, max_length=60)]
    free_places: Places
    windows: Annotated[list[WindowName], Field(min_length=1)] | None = None
    postal_code: Postcode | None = None

    def slots(self) -> list[Slot]:
        """Return the windows that are meant, in order of time."""
        hours = [
            hour for hour in HOURS if self.windows is None or window_name(hour) in self.windows
        ]
        return [Slot(day=day, hour=hour) for day in sorted(set(self.dates)) for hour in hours]


class AvailabilitySetting(TmfBody):
    """What can be had at a postcode: Mbit/s by technology, 0 for none."""

    fibre_mbit: Mbit
    vdsl_mbit: Mbit
    mobile_5g_mbit: Annotated[Mbit, Field(alias="mobile5gMbit")]
    fibre_expected: date | None = None

    @model_validator(mode="after")
    def _only_what_is_missing_is_expected(self) -> Self:
        if self.fibre_expected and self.fibre_mbit:
            raise ValueError("fibreExpected is for places that have no fibre yet")
        return self
