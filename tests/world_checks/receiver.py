"""A webhook's other end for tests, with signatures computed here and not by the world."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic.response import empty, text
from sanic.response import json as json_response

from tests.support.redis_server import free_port
from tests.support.serving import served

_numbers = count(1)


@dataclass
class Receiver:
    """What has arrived, and how to answer. `crc`: right, wrong or missing; `status`: for POSTs."""

    port: int
    x_secret: str
    meta_secret: str
    verify_token: str
    crc: str = "right"
    statuses: list[int] = field(default_factory=list)
    x: list[dict[str, Any]] = field(default_factory=list)
    facebook: list[dict[str, Any]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    forged: int = 0

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def x_events(self, kind: str = "") -> list[dict[str, Any]]:
        events = [body["data"] for body in self.x if "data" in body]
        return [event for event in events if kind in ("", event["event_type"])]

    def messaging(self, channel: str = "messaging") -> list[dict[str, Any]]:
        entries = [entry for body in self.facebook for entry in body["entry"]]
        return [event for entry in entries for event in entry.get(channel, [])]

    def changes(self) -> list[dict[str, Any]]:
        entries = [entry for body in self.facebook for entry in body["entry"]]
        return [change for entry in entries for change in entry.get("changes", [])]

    async def take_x(self, request: Request) -> HTTPResponse:
        if request.method == "GET":
            return self._crc(request)
        right = f"sha256={_base64_hmac(self.x_secret, request.body)}"
        if not hmac.compare_digest(right, request.headers["x-twitter-webhooks-signature"]):
            self.forged += 1
            return empty(403)
        return self._take(request, self.x)

    async def take_facebook(self, request: Request) -> HTTPResponse:
        if request.method == "GET":
            if request.args.get("hub.verify_token") != self.verify_token:
                return empty(403)
            return text(request.args.get("hub.challenge", ""))
        key = self.meta_secret.encode()
        right = f"sha256={hmac.new(key, request.body, hashlib.sha256).hexdigest()}"
        if not hmac.compare_digest(right, request.headers["x-hub-signature-256"]):
            self.forged += 1
            return empty(403)
        return self._take(request, self.facebook)

    async def delete(self, request: Request) -> HTTPResponse:
        assert request.form is not None
        signature, _, payload = str(request.form.get("signed_request")).partition(".")
        key = self.meta_secret.encode()
        right = hmac.new(key, payload.encode(), hashlib.sha256).digest()
        assert _decoded(signature) == right
        said = json.loads(_decoded(payload))
        return json_response(
            {"url": "https://lotse.example/status", "confirmation_code": said["user_id"]}
        )

    def _take(self, request: Request, store: list[dict[str, Any]]) -> HTTPResponse:
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 200:
            self.raw.append(request.body)
            store.append(json.loads(request.body))
        return empty(status)

    def _crc(self, request: Request) -> HTTPResponse:
        token = request.args.get("crc_token", "")
        if self.crc == "missing":
            return empty(404)
        given = token if self.crc == "right" else token + "!"
        return json_response(
            {"response_token": f"sha256={_base64_hmac(self.x_secret, given.encode())}"}
        )


@asynccontextmanager
async def receiving(x_secret: str, meta_secret: str, verify_token: str) -> AsyncIterator[Receiver]:
    """Serve a receiver in this loop."""
    receiver = Receiver(free_port(), x_secret, meta_secret, verify_token)
    app: Sanic[Any, Any] = Sanic(f"receiver-{next(_numbers)}", configure_logging=False)
    app.config.TOUCHUP = False
    app.add_route(receiver.take_x, "/webhooks/x", methods=["GET", "POST"])
    app.add_route(receiver.take_facebook, "/webhooks/facebook", methods=["GET", "POST"])
    app.add_route(receiver.delete, "/facebook/deletion", methods=["POST"])
    async with served(app, receiver.port):
        yield receiver


def _base64_hmac(secret: str, message: bytes) -> str:
    return base64.b64encode(hmac.new(secret.encode(), message, hashlib.sha256).digest()).decode()


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
