"""The back office put together: its collections, its guard, its health."""

import asyncio
from datetime import datetime

from backoffice.access import require_token
from backoffice.administration.routes import add_administration, add_clock
from backoffice.appointments.routes import add_appointments
from backoffice.availability.routes import add_availability
from backoffice.bills.routes import add_bills
from backoffice.catalogue.routes import add_catalogue
from backoffice.clock import Clock, StoppedClock
from backoffice.customers.routes import add_customers
from backoffice.database import Database
from backoffice.problems.routes import add_problems
from backoffice.sample.loading import keep_fresh, load_sample
from backoffice.tickets.routes import add_tickets
from backoffice.tmf.errors import shape_errors
from chassis.app import App, create_app

NAME = "backoffice"
MAX_BODY_BYTES = 200_000


def build_app(
    *,
    database: Database,
    clock: Clock,
    token: str,
    administration_token: str | None = None,
    sample_data: bool = False,
) -> App:
    """Return the back office's application over a database that is ready for use.

    Only a `StoppedClock` can be set from outside.
    """
    app = create_app(NAME, checks={"database": database.ping}, max_body_bytes=MAX_BODY_BYTES)
    require_token(app, token, administration=administration_token)
    shape_errors(app)
    _add_collections(app, database, clock=clock)
    add_administration(app, database)
    if isinstance(clock, StoppedClock):
        _add_clock(app, database, clock=clock, sample_data=sample_data)
    if sample_data:
        _freshen_sample(app, database, clock=clock)

    @app.after_server_stop
    async def let_go(_app: App) -> None:
        await database.close()

    return app


def _add_collections(app: App, database: Database, *, clock: Clock) -> None:
    add_catalogue(app, database)
    add_problems(app, database, clock=clock)
    add_customers(app, database)
    add_tickets(app, database, clock=clock)
    add_appointments(app, database, clock=clock)
    add_availability(app, database, clock=clock)
    add_bills(app, database)


def _add_clock(app: App, database: Database, *, clock: StoppedClock, sample_data: bool) -> None:
    async def refresh(now: datetime) -> None:
        if sample_data:
            await load_sample(database, now=now)

    add_clock(app, clock, refresh=refresh)


def _freshen_sample(app: App, database: Database, *, clock: Clock) -> None:
    @app.after_server_start
    async def begin(_app: App) -> None:
        app.ctx.freshening = asyncio.create_task(keep_fresh(database, clock=clock))

    @app.before_server_stop
    async def end(_app: App) -> None:
        app.ctx.freshening.cancel()
        await asyncio.wait([app.ctx.freshening])
