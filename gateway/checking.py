"""`python -m gateway check-channels`: are the accounts connected as they must be?"""

import asyncio
from pathlib import Path

from prometheus_client import CollectorRegistry
from redis.exceptions import RedisError

from connectors.facebook.connection import check_connection
from gateway.bootstrap import connect
from gateway.connecting import Connected, connectors_of
from gateway.secrets import completed
from gateway.settings import Settings, read_settings, whole_environment

FAILS = "FAILS"


def check_channels() -> int:
    """Print what was found; return 0 if nothing has to be done."""
    given = whole_environment()
    environment = completed(given, Path(given.get("DATA_DIR") or "var"))
    return asyncio.run(_check(read_settings(environment)))


async def _check(settings: Settings) -> int:
    live = connect(settings, name="check-channels")
    connected = connectors_of(settings, live, CollectorRegistry())
    try:
        lines = await found(connected)
    finally:
        await connected.close()
        await live.redis.aclose()
    print("\n".join([*lines, *connected.told.off]))
    return 1 if any(FAILS in line for line in lines) else 0


async def found(connected: Connected) -> list[str]:
    """Return a sentence for each thing looked at."""
    lines = []
    if connected.x is not None:
        account = connected.x.settings.account
        lines += [f"X {account}: {line}" for line in await connected.x.check_connection()]
    if connected.facebook is not None and connected.told.facebook is not None:
        graph, clock = connected.facebook.graph, connected.facebook.messenger.clock
        for report in await check_connection(connected.told.facebook, graph, clock=clock):
            lines += [f"Facebook {report.page}: {line}" for line in report.lines("en")]
            if report.works and (page := connected.told.facebook.page(report.page)):
                await connected.facebook.standing.checked(page)
    return [*lines, *await _troubles(connected)]


async def _troubles(connected: Connected) -> list[str]:
    """Return what the running system knows to be wrong."""
    try:
        troubles = await connected.intake.accounts.troubles()
    except RedisError:
        return ["The system does not run here, so what it has met is not told."]
    return [
        f"{one.account}: {FAILS} since {one.at:%Y-%m-%d %H:%M}: {one.topic}: {one.reason}"
        for one in troubles
    ]
