"""A small strict X: takes only what its OpenAPI file allows, and fails on demand.

Whatever is against the specification, or badly signed, is kept in `mistakes` and fails the test.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sanic import HTTPResponse, Request
from sanic.response import json as json_response

from chassis.app import create_app
from gateway.clock import FixedClock
from tests.support.redis_server import free_port
from tests.support.serving import served
from tests.x.oauth import signed_rightly
from tests.x.openapi import body_errors, query_errors
from tests.x.samples import ACCOUNT, BEARER

_names = count(1)

Answer = tuple[int, dict[str, Any], dict[str, str]]


@dataclass
class FakeX:
    """What X has, what it was asked, and how it is to answer next."""

    url: str
    clock: FixedClock
    requests: list[tuple[str, str, Any]] = field(default_factory=list)
    posts: list[dict[str, Any]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    answers: deque[Answer | str] = field(default_factory=deque)
    lists: dict[str, Callable[[dict[str, str]], dict[str, Any]]] = field(default_factory=dict)
    tokens: list[str] = field(default_factory=list)
    gives_tokens: bool = True
    limit_headers: dict[str, str] = field(default_factory=dict)
    _ids: Any = field(default_factory=lambda: count(2_090_000_000_000_000_001))

    def next(self, status: int, body: dict[str, Any] | None = None, **headers: str) -> None:
        """Answer the next POST like this, and do nothing."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers.append((status, body or {}, named))

    def hang(self, *, done: bool) -> None:
        """Let the next POST time out, having done it or not."""
        self.answers.append("done" if done else "undone")

    def fail_after_doing(self) -> None:
        """Do what the next POST wants, and answer that the server broke down."""
        self.answers.append("broken")

    def made(self, method: str, path: str) -> list[Any]:
        """Return the bodies (or queries) of calls."""
        return [given for m, p, given in self.requests if m == method and p == path]

    async def handle(self, request: Request) -> HTTPResponse:
        if request.path == "/2/oauth2/token":
            return self._token()
        query = {name: request.args.get(name) for name in request.args}
        body = request.json if request.body else None
        self.requests.append((request.method, request.path, body if body is not None else query))
        self._check(request, query, body)
        if request.method == "GET":
            return json_response(self._listed(request.path, query), headers=self.limit_headers)
        if not self.answers:
            return self._do(request.path, body)
        match self.answers.popleft():
            case (status, answer, headers):
                return json_response(
                    answer, status=status, headers={**self.limit_headers, **headers}
                )
            case str() as how:
                if how != "undone":
                    self._do(request.path, body)
                if how == "broken":
                    return json_response({"title": "Internal Server Error"}, status=500)
                await asyncio.sleep(5)
        return json_response({}, status=504)

    def _token(self) -> HTTPResponse:
        """Give a token; every one before it is worth nothing from then on."""
        if not self.gives_tokens:
            return json_response({"error": "invalid_grant"}, status=400)
        self.tokens.append(f"access-{len(self.tokens) + 1}")
        given = {"access_token": self.tokens[-1], "refresh_token": f"refresh-{len(self.tokens)}"}
        return json_response({**given, "token_type": "bearer", "expires_in": 7200})

    def _check(self, request: Request, query: dict[str, str], body: Any) -> None:
        self.mistakes += body_errors(request.method, request.path, body)
        self.mistakes += query_errors(request.method, request.path, query)
        header = request.headers.get("authorization", "")
        if header.startswith("OAuth ") and not signed_rightly(request.method, request.url, header):
            self.mistakes.append("wrong signature")
        if header.startswith("Bearer ") and header[7:] not in {BEARER, *self.tokens[-1:]}:
            self.mistakes.append("wrong token")

    def _do(self, path: str, body: Any) -> HTTPResponse:
        id = str(next(self._ids))
        at = self.clock.now().strftime("%Y-%m-%dT%H:%M:%S.000Z")
        if path == "/2/tweets":
            target = body["reply"]["in_reply_to_tweet_id"]
            self.posts.insert(0, own_post(id, body["text"], target=target, at=at))
            data = {"id": id, "text": body["text"], "edit_history_tweet_ids": [id]}
        elif path.startswith("/2/dm_conversations/with/"):
            pair = "-".join(sorted((path.split("/")[4], ACCOUNT), key=int))
            self.messages.insert(
                0,
                {
                    "id": id,
                    "event_type": "MessageCreate",
                    "text": body["text"],
                    "sender_id": ACCOUNT,
                    "dm_conversation_id": pair,
                    "created_at": at,
                },
            )
            data = {"dm_conversation_id": pair, "dm_event_id": id}
        elif path == "/2/media/upload":
            return json_response({"data": {"id": id, "media_key": f"3_{id}"}})
        else:
            return json_response({"data": {"job_id": id, "valid": True}, "meta": {}})
        return json_response({"data": data}, status=201, headers=self.limit_headers)

    def _listed(self, path: str, query: dict[str, str]) -> dict[str, Any]:
        if path in self.lists:
            return self.lists[path](query)
        if path == f"/2/users/{ACCOUNT}/tweets":
            return {"data": self.posts, "meta": {"result_count": len(self.posts)}}
        if path.endswith("/dm_events"):
            return {"data": self.messages, "meta": {"result_count": len(self.messages)}}
        return {"meta": {"result_count": 0}}


def own_post(id: str, text: str, *, target: str, at: str) -> dict[str, Any]:
    """Return a reply of ours as a list shows it: with a name before it and escapes in it."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return {
        "id": id,
        "text": f"@kundin {escaped}",
        "author_id": ACCOUNT,
        "created_at": at,
        "conversation_id": target,
        "in_reply_to_user_id": "111111111",
        "referenced_posts": [{"type": "replied_to", "id": target}],
    }


@asynccontextmanager
async def faking(clock: FixedClock) -> AsyncIterator[FakeX]:
    """Run the fake on a port of its own; its mistakes fail the test in the end."""
    port = free_port()
    app = create_app(f"fake-x-{next(_names)}")
    app.config.TOUCHUP = False  # Sanic rewrites its own code for one app a process
    fake = FakeX(url=f"http://127.0.0.1:{port}", clock=clock)

    @app.route("/<path:path>", methods=["GET", "POST", "PUT", "DELETE"])
    async def everything(request: Request, path: str) -> HTTPResponse:
        return await fake.handle(request)

    async with served(app, port):
        yield fake
    assert fake.mistakes == []
