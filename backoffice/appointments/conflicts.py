"""The answer to who wants a time that is not free: the times that are."""

from collections.abc import Sequence

from sanic import HTTPResponse, Request
from sanic.response import json as json_response

from backoffice.appointments.calendar import Slot
from backoffice.appointments.documents import time_slot
from chassis.app import App
from chassis.errors import ConflictError

OFFERED = 5


class TimeSlotUnavailableError(ConflictError):
    """Nobody is free at the time somebody wants; `instead` are the next times, perhaps none."""

    def __init__(self, instead: Sequence[Slot]) -> None:
        super().__init__("No technician is free at this time.")
        self.instead = tuple(instead)


def offered_instead(wanted: Slot, free: Sequence[Slot]) -> tuple[Slot, ...]:
    """Return the next free times from the wanted day on, or the first ones if there are none."""
    later = [slot for slot in free if slot.day >= wanted.day]
    return tuple((later or free)[:OFFERED])


def answer_with_free_times(app: App) -> None:
    """Tell whoever wants a time that is not free which times are."""

    @app.exception(TimeSlotUnavailableError)
    async def told(_request: Request, error: TimeSlotUnavailableError) -> HTTPResponse:
        body = {
            "error": error.sentence,
            "@type": "TimeSlotUnavailable",
            "availableTimeSlot": [time_slot(slot) for slot in error.instead],
        }
        return json_response(body, status=error.status)
