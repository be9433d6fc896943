"""Two ways to ask the same engine: Rasa's REST channel, and our gateway's web chat."""

import asyncio
import itertools
import time
import uuid
from typing import Any, Self

import httpx
import socketio

from tests.bench.system import System

# Not the same again: whoever asks the same three times is fetched a person.
TARIFFS = ("Zuhause S", "Zuhause M", "Zuhause L", "Zuhause XL", "Glasfaser 250", "Glasfaser 500")
QUESTIONS = [f"Was kostet {name}?" for name in (*TARIFFS, "Glasfaser 1000", "Mobil S", "Mobil M")]
ANSWER_SECONDS = 30


class DirectClient:
    """Asks the engine itself over its REST channel."""

    def __init__(self, system: System) -> None:
        self._client = httpx.AsyncClient(base_url=system.engine, timeout=ANSWER_SECONDS)
        self._sender = uuid.uuid4().hex
        self._questions = itertools.cycle(QUESTIONS)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def turn(self) -> float:
        """Ask once; return the milliseconds until the answer."""
        started = time.perf_counter()
        body = {"sender": self._sender, "message": next(self._questions)}
        answer = await self._client.post("/webhooks/rest/webhook", json=body)
        milliseconds = (time.perf_counter() - started) * 1000
        if not answer.json():
            raise RuntimeError("The engine had nothing to say.")
        return milliseconds


class GatewayClient:
    """Asks through our web chat, as the widget does: acknowledgement first, then the answer."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._socket = socketio.AsyncClient()
        self._session = ""
        self._questions = itertools.cycle(QUESTIONS)
        self._confirmed = asyncio.Event()
        self._heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._socket.on("session_confirm", self._confirm)
        self._socket.on("bot_uttered", self._heard.put)
        self.acknowledged = 0.0

    async def __aenter__(self) -> Self:
        await self._socket.connect(self._system.gateway, transports=["websocket"])
        await self._socket.emit("session_request", {"session_id": None})
        await asyncio.wait_for(self._confirmed.wait(), ANSWER_SECONDS)
        await asyncio.wait_for(self._heard.get(), ANSWER_SECONDS)  # the disclosure
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._socket.disconnect()

    async def turn(self) -> float:
        """Ask once; return the milliseconds until the answer, and keep those until the ack."""
        question = next(self._questions)
        line = {"message": question, "session_id": self._session, "id": uuid.uuid4().hex}
        started = time.perf_counter()
        await self._socket.call("user_uttered", line, timeout=ANSWER_SECONDS)
        self.acknowledged = (time.perf_counter() - started) * 1000
        answer = await asyncio.wait_for(self._heard.get(), ANSWER_SECONDS)
        milliseconds = (time.perf_counter() - started) * 1000
        if "€" not in str(answer):
            raise RuntimeError(f"Not the answer: {answer}")
        return milliseconds

    async def _confirm(self, session: Any) -> None:
        self._session = session if isinstance(session, str) else session["session_id"]
        self._confirmed.set()
