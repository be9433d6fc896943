"""Clients for the tests: a plain Rasa client, and one that counts lines as our widget does."""

import asyncio
from contextlib import suppress
from typing import Any

import socketio

from tests.webchat.world import World

PATIENCE = 5.0


class Client:
    """A socket.io client that keeps what it hears. `counts`: it numbers lines and messages."""

    def __init__(self, world: World, *, counts: bool = False) -> None:
        self._world = world
        self._counts = counts
        self._heard = asyncio.Event()
        self.io = socketio.AsyncClient(reconnection=False)
        self.events: list[tuple[str, Any]] = []
        self.token: str | None = None
        for event in ("session_confirm", "bot_uttered", "history", "speaker", "typing", "limited"):
            self.io.on(event, self._keeping(event))

    async def __aenter__(self) -> "Client":
        await self.connect()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.io.disconnect()

    async def connect(self, transports: list[str] | None = None, **headers: str) -> None:
        await self.io.connect(
            self._world.url,
            headers={name.replace("_", "-"): value for name, value in headers.items()},
            transports=transports or ["websocket"],
            wait_timeout=5,
        )

    async def ask_session(self, token: str | None = None, *, after: int = 0) -> str:
        """Ask for a session and return the one that is confirmed."""
        before = len(self.of("session_confirm"))
        request: dict[str, Any] = {"session_id": token}
        if self._counts:
            request["after"] = after
        await self.io.emit("session_request", request)
        await self.until(lambda: len(self.of("session_confirm")) > before)
        self.token = str(self.of("session_confirm")[-1])
        return self.token

    async def say(self, text: str, *, id: str | None = None, token: str | None = None) -> Any:
        """Send a line and return the acknowledgement."""
        data = {
            "message": text,
            "session_id": token or self.token,
            "customData": {"language": "de"},
        }
        if id is not None:
            data["id"] = id
        return await self.io.call("user_uttered", data, timeout=5)

    def of(self, event: str) -> list[Any]:
        """Return what came with an event so far."""
        return [data for name, data in self.events if name == event]

    @property
    def texts(self) -> list[str]:
        """Return the texts shown so far, in order, for either kind of client."""
        if self._counts:
            return [line["text"] for line in self.lines]
        return [data["text"] for data in self.of("bot_uttered") if "text" in data]

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Return the lines of all `history` events so far."""
        return [line for data in self.of("history") for line in data["lines"]]

    async def until(self, holds: Any) -> None:
        """Wait until something holds, told anew with every event. Raises TimeoutError."""
        async with asyncio.timeout(PATIENCE):
            while not holds():
                self._heard.clear()
                await self._heard.wait()

    async def until_shown(self, text: str) -> None:
        """Wait until a line with `text` in it is shown."""
        await self.until(lambda: any(text in shown for shown in self.texts))

    async def settle(self, seconds: float = 0.4) -> None:
        """Give what should not come the time to come."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await asyncio.Event().wait()

    def _keeping(self, event: str) -> Any:
        async def keep(*data: Any) -> None:
            self.events.append((event, data[0] if data else None))
            self._heard.set()

        return keep
