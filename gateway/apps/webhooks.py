"""The webhooks' process: tells other systems what happened. It faces nobody.

It is a process of its own so that neither those who answer nor those who look on ever wait for a
receiver, whatever that does.
"""

from datetime import timedelta

from archive.audit import SqlAudit
from archive.database import check_database, open_database
from archive.migrate import migrate
from archive.webhooks import SqlWebhooks
from chassis.app import App, create_app
from gateway.bootstrap import connect, follow_clock, run_beside, until
from gateway.clock import SystemClock
from gateway.privacy.wiring import seals_of
from gateway.routing import RouterTurn
from gateway.settings import Settings
from gateway.webhooks import TURN_SECONDS, Running
from handoff.outages.store import RedisOutages
from handoff.webhooks.delivering import Delivering
from handoff.webhooks.sending import Sending
from handoff.webhooks.telling import Telling


def webhooks_app(settings: Settings) -> App:
    """Compose the process. Deliveries go by the real clock: receivers compare it with theirs."""
    live = connect(settings, name="webhooks")
    database = open_database(settings.archive_url)

    async def archive_there() -> None:
        await check_database(database)

    app = create_app("webhooks", checks={"redis": live.check, "archive": archive_there})
    follow_clock(app, live)
    clock = SystemClock()
    webhooks = SqlWebhooks(database)
    sending = Sending(
        opened=seals_of(settings).open, clock=clock, private=settings.webhooks_private
    )
    running = Running(
        telling=Telling(
            feed=live.feed,
            notes=live.notes,
            outages=RedisOutages(live.redis, live.keys),
            webhooks=webhooks,
            clock=clock,
        ),
        delivering=Delivering(
            webhooks=webhooks,
            sending=sending,
            audit=SqlAudit(database, clock),
            clock=clock,
            off_after=timedelta(days=settings.webhooks_off_days),
        ),
        turn=RouterTurn(live.redis, live.keys, what="webhooks", seconds=TURN_SECONDS),
    )

    @app.before_server_start
    async def prepare(_app: App) -> None:
        await migrate(database)

    run_beside(
        app,
        listening=lambda stopping: [
            until(stopping, running.tell()),
            until(stopping, running.tell_of_outages()),
            running.deliver(stopping),
            until(stopping, running.prune()),
        ],
    )

    @app.after_server_stop
    async def close(_app: App) -> None:
        await sending.close()
        await database.dispose()
        await live.redis.aclose()

    return app
