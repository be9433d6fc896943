"""The back office put together: its collections, its guard, its health."""

import asyncio

from backoffice.access import require_token
from backoffice.catalogue.routes import add_catalogue
from backoffice.clock import Clock
from backoffice.database import Database
from backoffice.problems.routes import add_problems
from backoffice.sample.loading import keep_fresh
from backoffice.tmf.errors import shape_errors
from chassis.app import App, create_app

NAME = "backoffice"
MAX_BODY_BYTES = 200_000


def build_app(*, database: Database, clock: Clock, token: str, sample_data: bool = False) -> App:
    """Return the back office's application over a database that is ready for use."""
    app = create_app(NAME, checks={"database": database.ping}, max_body_bytes=MAX_BODY_BYTES)
    require_token(app, token)
    shape_errors(app)
    add_catalogue(app, database)
    add_problems(app, database, clock=clock)

    if sample_data:
        _freshen_sample(app, database, clock=clock)

    @app.after_server_stop
    async def let_go(_app: App) -> None:
        await database.close()

    return app


def _freshen_sample(app: App, database: Database, *, clock: Clock) -> None:
    @app.after_server_start
    async def begin(_app: App) -> None:
        app.ctx.freshening = asyncio.create_task(keep_fresh(database, clock=clock))

    @app.before_server_stop
    async def end(_app: App) -> None:
        app.ctx.freshening.cancel()
        await asyncio.wait([app.ctx.freshening])
