"""The API by which tests and the page act as people, move the clock and make trouble."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from sanic import HTTPResponse, Request
from sanic.response import json as json_response

from chassis.app import App
from chassis.errors import BadRequestError, NotFoundError
from tests.world.clock import iso_of
from tests.world.control.requests import NewPerson, PersonChange, SetClock
from tests.world.control.view import meta_view, x_view
from tests.world.meta.errors import GraphError
from tests.world.trouble import TroubleRequest
from tests.world.world import World

Model = TypeVar("Model", bound=BaseModel)
Action = Callable[..., Awaitable[Any]]
WAIT_SECONDS = 20.0
SETTLE_SECONDS = 30.0


class Control:
    """Registers routes below `/world` whose handlers take a checked body."""

    def __init__(self, app: App) -> None:
        self._app = app

    def post(self, path: str, model: type[BaseModel] | None, action: Action) -> None:
        """Serve a POST; the action gets the path's values and the body, and returns JSON."""

        async def serve(request: Request, **values: str) -> HTTPResponse:
            given = () if model is None else (_read(model, request),)
            return json_response(await _said(action, *given, **values))

        self._app.add_route(serve, f"/world{path}", methods=["POST"], name=f"world_{path}")


def add_control(app: App, world: World) -> None:
    """Serve what concerns the world as a whole."""
    control = Control(app)

    async def create(asked: NewPerson) -> Any:
        person = world.people.create(asked.username, asked.name)
        world.changes.happened()
        return person.shown()

    async def change(asked: PersonChange, *, key: str) -> Any:
        somebody = world.people.get(key)
        account = somebody.account
        if asked.open_to_messages is not None:
            account.open_to_messages = asked.open_to_messages
        if asked.protected is not None:
            account.protected = asked.protected
        if asked.blocks_us is not None:
            account.blocked = {world.settings.x.account_id} if asked.blocks_us else set()
            somebody.person.blocks_page = asked.blocks_us
        return somebody.shown()

    async def set_clock(asked: SetClock) -> Any:
        if asked.at is not None or asked.runs is not None:
            world.clock.set(asked.at or world.clock.now(), runs=asked.runs)
        if asked.advance is not None:
            world.clock.advance(asked.advance)
        world.changes.happened()
        return {"now": iso_of(world.clock.now())}

    async def begin_trouble(asked: TroubleRequest) -> Any:
        world.trouble_begins(asked)
        return world.trouble.shown()

    async def settle() -> Any:
        return {"settled": await world.settled(SETTLE_SECONDS)}

    async def forget_limits() -> Any:
        world.x.limits.clear()
        world.meta.messenger.forget_counts()
        return {}

    control.post("/people", NewPerson, create)
    control.post("/people/<key:str>", PersonChange, change)
    control.post("/clock", SetClock, set_clock)
    control.post("/trouble", TroubleRequest, begin_trouble)
    control.post("/settle", None, settle)
    control.post("/limits", None, forget_limits)
    _add_reading(app, world)


def _add_reading(app: App, world: World) -> None:
    @app.get("/world/people", name="world_all_people")
    async def people(_request: Request) -> HTTPResponse:
        return json_response([somebody.shown() for somebody in world.people])

    @app.get("/world/view", name="world_view")
    async def view(request: Request) -> HTTPResponse:
        after = request.args.get("after", "")
        if after.isdigit():
            await world.changes.later_than(int(after), patience=WAIT_SECONDS)
        return json_response(
            {
                "version": world.changes.version,
                "now": iso_of(world.clock.now()),
                "people": [somebody.shown() for somebody in world.people],
                "x": x_view(world.x),
                "facebook": meta_view(world.meta),
            }
        )

    @app.get("/world/calls", name="world_calls")
    async def calls(request: Request) -> HTTPResponse:
        return json_response(world.journal.calls(request.args.get("platform", "")))

    @app.get("/world/refusals", name="world_refusals")
    async def refusals(request: Request) -> HTTPResponse:
        return json_response(world.journal.refusals(request.args.get("platform", "")))

    @app.get("/world/deliveries", name="world_deliveries")
    async def deliveries(_request: Request) -> HTTPResponse:
        couriers = {"x": world.x.webhooks.courier, "facebook": world.meta.hooks.courier}
        shown = {
            name: {"pending": courier.pending, "log": list(courier.log)}
            for name, courier in couriers.items()
        }
        return json_response(shown)

    @app.get("/world/trouble", name="world_trouble")
    async def trouble(_request: Request) -> HTTPResponse:
        return json_response(world.trouble.shown())

    @app.delete("/world/trouble", name="world_trouble_ends")
    async def no_trouble(_request: Request) -> HTTPResponse:
        world.trouble.clear()
        return json_response(world.trouble.shown())


def _read(model: type[Model], request: Request) -> Model:
    try:
        return model.model_validate_json(request.body)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadRequestError(f"{place}: {first['msg']}") from None


async def _said(action: Action, *given: Any, **values: str) -> Any:
    try:
        return await action(*given, **values)
    except KeyError as error:
        raise NotFoundError(f"There is no {error.args[0]}.") from None
    except (ValueError, GraphError) as error:
        raise BadRequestError(str(error)) from None
