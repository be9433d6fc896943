"""A small, strict Graph API: it complains of every request that Meta would not have taken."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from connectors.facebook.settings import GRAPH_VERSION
from connectors.facebook.signatures import appsecret_proof

PERSON = "7001002003004"
MESSAGES = "messages"


@dataclass
class Answer:
    """What is answered next. `seconds`: how long it takes. `lost`: done, but never answered."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    lost: bool = False


def error(code: int, subcode: int | None = None, status: int = 400, **headers: str) -> Answer:
    """Return an error as the Graph API words it."""
    told: dict[str, Any] = {
        "message": f"(#{code}) Quittengelee.",
        "type": "OAuthException",
        "code": code,
        "fbtrace_id": "AbCdEf123",
    }
    if subcode is not None:
        told["error_subcode"] = subcode
    shown = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status=status, body={"error": told}, headers=shown)


@dataclass
class FakeGraph:
    """Remembers what was asked, what was sent and what it had to complain of."""

    port: int
    secret: str
    tokens: dict[str, str]
    app_token: str
    script: deque[Answer] = field(default_factory=deque)
    reads: dict[str, Any] = field(default_factory=dict)
    calls: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    comments: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    uploads: list[dict[str, Any]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def texts(self) -> list[str]:
        return [body["message"].get("text", "") for body in self.sent if "message" in body]

    def then(self, *answers: Answer) -> None:
        self.script.extend(answers)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix(f"/{GRAPH_VERSION}/")
        body = await self._body(request)
        self.calls.append((request.method, path, body))
        self._check_access(request, path)
        if request.method == "GET":
            return await self._answer(request, Answer(body=self.reads.get(path)))
        wanted = self.script.popleft() if self.script else Answer()
        done = wanted.status == 200
        answer = self._post(path, body, done=done)
        if wanted.body is None:
            wanted.body = answer
        return await self._answer(request, wanted)

    async def _body(self, request: web.Request) -> dict[str, Any]:
        if request.method != "POST":
            return dict(request.query)
        if request.content_type != "multipart/form-data":
            return dict(await request.json())
        form = await request.post()
        file = form["filedata"]
        assert isinstance(file, web.FileField)
        sent = {"name": file.filename, "type": file.content_type, "body": file.file.read()}
        return {"message": json.loads(str(form["message"])), "filedata": sent}

    async def _answer(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        await asyncio.sleep(answer.seconds)
        if answer.lost and request.transport:
            request.transport.abort()
        if answer.body is None:
            return web.json_response(error(803, status=404).body, status=404)
        if isinstance(answer.body, str):
            return web.Response(text=answer.body, status=answer.status, headers=answer.headers)
        return web.json_response(answer.body, status=answer.status, headers=answer.headers)

    def _check_access(self, request: web.Request, path: str) -> None:
        token = request.query.get("access_token", "")
        known = self.app_token if path == "debug_token" else None
        if token != known and token not in self.tokens.values():
            self.complaints.append(f"{path}: the token is wrong")
        if request.query.get("appsecret_proof") != appsecret_proof(token, secret=self.secret):
            self.complaints.append(f"{path}: the proof is wrong")
        if not request.path.startswith(f"/{GRAPH_VERSION}/"):
            self.complaints.append(f"{request.path}: the version is missing")

    def _post(self, path: str, body: dict[str, Any], *, done: bool) -> dict[str, Any]:
        node, _, edge = path.partition("/")
        if edge == MESSAGES and node in self.tokens:
            self.complaints += [f"messages: {one}" for one in complaints_of(body)]
            if done:
                self.sent.append(body)
            id = body["recipient"].get("id", PERSON)
            told = {"recipient_id": id}
            return {**told, "message_id": self._mid()}
        if edge == "message_attachments" and body.keys() == {"message", "filedata"}:
            media = body["message"]["attachment"]
            if media["payload"] != {"is_reusable": True} or media["type"] not in ("image", "file"):
                self.complaints.append("message_attachments: an unknown payload")
            self.uploads.append(body["filedata"])
            return {"attachment_id": f"90071992547409{len(self.uploads)}"}
        if edge == "comments" and body.keys() <= {"message", "attachment_url"}:
            if done:
                self.comments.append((node, body))
            return {"id": f"{node.partition('_')[0]}_{900000 + len(self.comments)}"}
        if edge == "subscribed_apps" and body.keys() == {"subscribed_fields"}:
            return {"success": True}
        if not edge and isinstance(body.get("is_hidden"), bool) and len(body) == 1:
            return {"success": True}
        self.complaints.append(f"{path}: there is no such call")
        return {}

    def _mid(self) -> str:
        return f"m_out{len(self.calls)}"


def complaints_of(body: dict[str, Any]) -> list[str]:
    """Return what the Send API would not take."""
    found = []
    if not body.keys() <= {"recipient", "messaging_type", "tag", "message"}:
        found.append("unknown fields")
    recipient = body.get("recipient", {})
    if len(recipient) != 1 or not recipient.keys() <= {"id", "user_ref", "comment_id"}:
        found.append("no single recipient")
    if "message" not in body:
        return [*found, "no message"]
    if "comment_id" in recipient:
        found += ["a private reply has no type"] if "messaging_type" in body else []
    elif (body.get("messaging_type"), body.get("tag")) not in (
        ("RESPONSE", None),
        ("MESSAGE_TAG", "HUMAN_AGENT"),
    ):
        found.append("a type or tag that does not exist (any more)")
    return found + _complaints_of_message(body["message"])


def _complaints_of_message(message: dict[str, Any]) -> list[str]:
    found = []
    if not message.keys() <= {"text", "attachment", "quick_replies", "metadata"}:
        found.append("unknown fields of a message")
    if ("text" in message) == ("attachment" in message):
        found.append("text and attachment at once, or neither")
    if "text" in message and not 0 < len(message["text"].encode("utf-16-le")) // 2 <= 2000:
        found.append("a text that is empty or too long")
    if not 0 < len(message.get("metadata", "x")) <= 1000:
        found.append("metadata that is empty or too long")
    chips = message.get("quick_replies", [None])
    if not 1 <= len(chips) <= 13:
        found.append("no chips, or too many")
    for chip in chips:
        if chip is None:
            continue
        if chip.keys() != {"content_type", "title", "payload"} or chip["content_type"] != "text":
            found.append("a chip of another kind")
        if not 0 < len(chip["title"]) <= 20 or not 0 < len(chip["payload"]) <= 1000:
            found.append("a chip that is too long")
    return found


@asynccontextmanager
async def graph_api(
    *, secret: str, tokens: dict[str, str], app_token: str
) -> AsyncIterator[FakeGraph]:
    """Serve the fake on a port of its own."""
    fake = FakeGraph(port=0, secret=secret, tokens=tokens, app_token=app_token)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", fake.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    fake.port = runner.addresses[0][1]
    try:
        yield fake
    finally:
        await runner.cleanup()
