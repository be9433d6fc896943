"""The clock for programs: read it, and move it where it stands still (`CLOCK`)."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from chassis.errors import BadRequestError, NotFoundError
from conversation.ports import MovableClock
from handoff.console.api import KEEPERS, SYSTEM
from handoff.console.api_models import ClockMoved, ClockShown
from staff.api.callers import Scope
from staff.api.surface import Call, Operation, Surface
from staff.ports import Audit


@dataclass(frozen=True, slots=True)
class ClockApi:
    """Shows and moves the clock. Without `hands` the clock runs, and nobody moves it."""

    hands: MovableClock | None
    zone: ZoneInfo
    audit: Audit

    async def shown(self, _call: Call) -> ClockShown:
        """Return what time it is. Raises NotFoundError where the clock runs."""
        return ClockShown(now=self._movable().now().astimezone(self.zone))

    async def move(self, call: Call) -> ClockShown:
        """Move the clock in every process; return what it shows then.

        Raises NotFoundError, BadRequestError, and UnavailableError naming who has not moved.
        """
        hands = self._movable()
        moment = self._moment(call.given(ClockMoved).now)
        await self.audit.record(call.caller.name, "moved_clock", detail=moment.isoformat())
        await hands.move(moment)
        return ClockShown(now=moment)

    def _movable(self) -> MovableClock:
        if self.hands is None:
            raise NotFoundError("The clock runs; it stands still only where CLOCK is set.")
        return self.hands

    def _moment(self, given: str) -> datetime:
        try:
            moment = datetime.fromisoformat(given)
            aware = moment if moment.tzinfo else moment.replace(tzinfo=self.zone)
            return aware.astimezone(self.zone).replace(microsecond=0)
        except (ValueError, OverflowError):
            raise BadRequestError("`now` is an ISO time such as 2026-11-24T10:15.") from None


def add_clock_api(surface: Surface, api: ClockApi) -> None:
    """Put the clock among the operations, under `/api/clock`."""
    surface.add(
        Operation(
            id="get_clock",
            method="GET",
            path="/api/clock",
            summary="The time, where the clock stands still",
            tag=SYSTEM,
            scope=Scope.SYSTEM,
            roles=KEEPERS,
            answer=ClockShown,
        ),
        api.shown,
    )
    surface.add(
        Operation(
            id="move_clock",
            method="PUT",
            path="/api/clock",
            summary="Move the clock of every process",
            tag=SYSTEM,
            scope=Scope.SYSTEM,
            roles=KEEPERS,
            body=ClockMoved,
            answer=ClockShown,
        ),
        api.move,
    )
