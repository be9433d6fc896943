"""An application served in the test's own loop."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any


@asynccontextmanager
async def served(app: Any, port: int) -> AsyncIterator[None]:
    """Serve an application in this loop until the test is done with it."""
    server = await app.create_server(
        host="127.0.0.1", port=port, return_asyncio_server=True, access_log=False
    )
    await server.startup()
    await server.before_start()
    await server.start_serving()
    await server.after_start()
    try:
        yield
    finally:
        await server.before_stop()
        server.close()
        for connection in list(server.connections):
            connection.close_if_idle()
        await server.after_stop()
