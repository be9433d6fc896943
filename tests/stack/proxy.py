"""A TCP proxy of the tests' own, which tells the moment an answer passes it."""

import asyncio
from collections.abc import Callable
from contextlib import suppress


class Proxy:
    """Passes bytes between clients and `port`; tells what is asked and when bytes come back."""

    def __init__(
        self, port: int, *, asked: Callable[[bytes], None], answered: Callable[[bytes], None]
    ) -> None:
        self._target = port
        self._asked = asked
        self._answered = answered
        self._server: asyncio.Server | None = None
        self.port = 0

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", self._target)
        there = asyncio.create_task(_pass_on(reader, inner_writer, self._asked))
        back = asyncio.create_task(_pass_on(inner_reader, writer, self._answered))
        await asyncio.wait({there, back}, return_when=asyncio.FIRST_COMPLETED)
        for task in (there, back):
            task.cancel()
        for one in (writer, inner_writer):
            one.close()


async def _pass_on(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, passed: Callable[[bytes], None]
) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
            passed(data)
