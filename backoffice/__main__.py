"""Start the back office: bring the database up to date, load what is asked for, serve."""

import asyncio
import sys

from backoffice.app import NAME, build_app
from backoffice.clock import clock_of
from backoffice.database import open_database
from backoffice.migrate import migrate
from backoffice.sample.loading import load_sample
from backoffice.settings import Settings
from chassis.app import serve
from chassis.errors import UnavailableError
from chassis.logs import configure_logging
from chassis.settings import read_settings

DATABASE_UNUSABLE = 4
STARTUP_SECONDS = 60.0


def main() -> None:
    """Run until told to stop; ends with one plain sentence if the database cannot be used."""
    settings = read_settings(Settings)
    configure_logging(NAME)
    try:
        asyncio.run(_prepare(settings))
    except UnavailableError:
        print(f"{NAME}: the database cannot be used; is database_url right?", file=sys.stderr)
        raise SystemExit(DATABASE_UNUSABLE) from None
    administration = settings.administration_token
    app = build_app(
        database=open_database(settings.database_url),
        clock=clock_of(settings.clock),
        token=settings.token.get_secret_value(),
        administration_token=administration.get_secret_value() if administration else None,
        sample_data=settings.sample_data,
    )
    serve(app, host=settings.host, port=settings.port)


async def _prepare(settings: Settings) -> None:
    # Waiting for another process that starts at the same time takes longer than a request may.
    database = open_database(settings.database_url, seconds=STARTUP_SECONDS)
    try:
        await migrate(database)
        if settings.sample_data:
            await load_sample(database, now=clock_of(settings.clock)())
    finally:
        await database.close()


if __name__ == "__main__":
    main()
