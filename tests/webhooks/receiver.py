"""A receiver who takes nothing on trust: every signature, time stamp and header is checked."""

import asyncio
import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from aiohttp import web

from tests.support.redis_server import free_port

TOLERANCE_SECONDS = 300


@dataclass
class Receiver:
    """What has come; `answers` are the statuses to answer with, then always 204."""

    port: int
    secrets: list[str] = field(default_factory=list)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    got: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    hanging: asyncio.Event | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks?of=lotse"

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        problem = self._problem(request, body)
        if problem:
            self.refused.append(problem)
            return web.Response(status=400, text=problem)
        if self.hanging is not None:
            await self.hanging.wait()
        status, headers = self.answers.pop(0) if self.answers else (204, {})
        if status < 300:
            self.got.append((request.headers["webhook-id"], json.loads(body)))
        return web.Response(status=status, headers=headers)

    def _problem(self, request: web.Request, body: bytes) -> str:
        headers = request.headers
        id, timestamp = headers["webhook-id"], headers["webhook-timestamp"]
        if headers.get("Host") != f"127.0.0.1:{self.port}":
            return "wrong host"
        if request.path_qs != "/hooks?of=lotse":
            return "wrong address"
        if headers.getall("content-type") != ["application/json"]:
            return "no JSON"
        if "." in id:
            return "an id without full stops, says the specification"
        if abs(self.now().timestamp() - int(timestamp)) > TOLERANCE_SECONDS:
            return "too old"
        signed = f"{id}.{timestamp}.".encode() + body
        for secret in self.secrets:
            key = b64decode(secret.removeprefix("whsec_"), validate=True)
            expected = "v1," + b64encode(hmac.new(key, signed, sha256).digest()).decode()
            if expected in headers["webhook-signature"].split(" "):
                return ""
        return "not signed"


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """Run a receiver."""
    receiver = Receiver(free_port())
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", receiver.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", receiver.port).start()
    try:
        yield receiver
    finally:
        if receiver.hanging is not None:
            receiver.hanging.set()
        await runner.cleanup()
