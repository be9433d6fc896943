"""The clock for programs: read it, and move it where it stands still (`CLOCK`)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sanic import HTTPResponse, Request
from sanic.response import json as json_response

from chassis.app import App
from chassis.errors import BadRequestError, NotFoundError
from conversation.ports import MovableClock
from staff.access import for_programs, program
from staff.ports import Audit


@dataclass(frozen=True, slots=True)
class ClockApi:
    """Shows and moves the clock. Without `hands` the clock runs, and nobody moves it."""

    hands: MovableClock | None
    zone: ZoneInfo
    audit: Audit

    def shown(self) -> dict[str, Any]:
        """Return what time it is. Raises NotFoundError where the clock runs."""
        return {"now": self._movable().now().astimezone(self.zone).isoformat()}

    async def move(self, body: object, *, who: str) -> dict[str, Any]:
        """Move the clock in every process; return what it shows then.

        Raises NotFoundError, BadRequestError, and UnavailableError naming who has not moved.
        """
        hands = self._movable()
        moment = self._moment(body)
        await self.audit.record(who, "moved_clock", detail=moment.isoformat())
        await hands.move(moment)
        return {"now": moment.isoformat()}

    def _movable(self) -> MovableClock:
        if self.hands is None:
            raise NotFoundError("The clock runs; it stands still only where CLOCK is set.")
        return self.hands

    def _moment(self, body: object) -> datetime:
        given = body.get("now") if isinstance(body, dict) and set(body) == {"now"} else None
        if not isinstance(given, str):
            raise BadRequestError('The body is {"now": "2026-11-24T10:15"}.')
        try:
            moment = datetime.fromisoformat(given)
            aware = moment if moment.tzinfo else moment.replace(tzinfo=self.zone)
            return aware.astimezone(self.zone).replace(microsecond=0)
        except (ValueError, OverflowError):
            raise BadRequestError("`now` is an ISO time such as 2026-11-24T10:15.") from None


def add_clock_api(app: App, api: ClockApi) -> None:
    """Put the clock into an application, under `/api/clock`."""

    @app.get("/api/clock", name="api_clock")
    @for_programs
    async def show(_request: Request) -> HTTPResponse:
        return json_response(api.shown())

    @app.put("/api/clock", name="api_move_clock")
    @for_programs
    async def move(request: Request) -> HTTPResponse:
        return json_response(await api.move(request.json, who=program(request)))
