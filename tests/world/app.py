"""The fake world as one application: X, the Graph API, the control API and the page."""

from typing import Any

from sanic import HTTPResponse, Request
from sanic.exceptions import NotFound
from sanic.response import json as json_response

from chassis.app import App, create_app
from tests.world.control.page import add_page
from tests.world.control.people_on_facebook import add_people_on_facebook
from tests.world.control.people_on_x import add_people_on_x
from tests.world.control.routes import add_control
from tests.world.meta.door import GraphDoor
from tests.world.meta.routes import Graph
from tests.world.settings import WorldSettings
from tests.world.world import World
from tests.world.x.door import Door
from tests.world.x.problems import plain
from tests.world.x.routes_hooks import open_hooks
from tests.world.x.routes_messages import open_messages
from tests.world.x.routes_oauth import open_oauth
from tests.world.x.routes_posts import open_posts
from tests.world.x.specification import Specification

NAME = "world"
# A picture of 5 MB in base64.
BODY_BYTES = 8_000_000


def build_app(settings: WorldSettings, *, name: str = NAME) -> App:
    """Return the application. Raises FileNotFoundError where X's specification is not."""
    world = World(settings)
    app = create_app(name, max_body_bytes=BODY_BYTES)
    app.ctx.world = world
    watched: dict[str, Any] = {"trouble": world.trouble, "journal": world.journal}
    door = Door(app, world.x, Specification(settings.specifications), **watched)
    open_posts(door, world.x)
    open_messages(door, world.x)
    open_hooks(door, world.x)
    open_oauth(app, world.x, **watched)
    GraphDoor(app, world.meta, Graph(world.meta).answer, **watched)
    add_control(app, world)
    add_people_on_x(app, world)
    add_people_on_facebook(app, world)
    add_page(app)
    _add_unknown(app)

    @app.after_server_start
    async def start(_app: App) -> None:
        world.start()

    @app.before_server_stop
    async def stop(_app: App) -> None:
        await world.stop()

    return app


def _add_unknown(app: App) -> None:
    """Answer for what X does not have in X's own words."""

    @app.exception(NotFound)
    async def unknown(request: Request, _error: NotFound) -> HTTPResponse:
        if request.path.startswith("/2/"):
            return json_response(plain(404, "Not Found", "Not Found").body, status=404)
        return json_response({"error": "There is nothing here."}, status=404)
