"""The time in the customers' zone: the system's, or one that stands still until it is moved."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError
from sanic import HTTPResponse, Request
from sanic.response import json as json_response

from chassis.app import App
from chassis.errors import BadRequestError

PATH = "/admin/clock"

Now = Callable[[], datetime]
Guard = Callable[[Request], None]


class StoppedClock:
    """A clock that always says the same moment, until somebody sets it to another."""

    def __init__(self, moment: datetime, *, zone: ZoneInfo) -> None:
        self._zone = zone
        self.set(moment)

    def __call__(self) -> datetime:
        """Return the moment in the customers' zone."""
        return self._moment

    def set(self, moment: datetime) -> None:
        """Say this moment from now on."""
        self._moment = moment.astimezone(self._zone)


class _Setting(BaseModel):
    """What time it is from now on."""

    model_config = ConfigDict(extra="forbid")

    now: AwareDatetime


def clock(fixed: datetime | None, *, zone: ZoneInfo) -> Now:
    """Return the time in a zone: the system's, or one that stands at `fixed`."""
    return (lambda: datetime.now(zone)) if fixed is None else StoppedClock(fixed, zone=zone)


def add_clock(app: App, now: Now, *, guard: Guard) -> None:
    """Let the time be read and set by whoever passes `guard`; only where it stands still."""
    if not isinstance(now, StoppedClock):
        return

    @app.get(PATH, name="get_clock")
    async def read(request: Request) -> HTTPResponse:
        guard(request)
        return json_response(_shown(now))

    @app.put(PATH, name="put_clock")
    async def move(request: Request) -> HTTPResponse:
        guard(request)
        try:
            setting = _Setting.model_validate_json(request.body)
        except ValidationError:
            raise BadRequestError("`now` is an ISO time with a zone.") from None
        now.set(setting.now)
        return json_response(_shown(now))


def _shown(now: StoppedClock) -> dict[str, str]:
    return {"now": now().astimezone(UTC).isoformat()}
