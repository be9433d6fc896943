"""How a request gets to X's code: who calls, how often, and whether it keeps to the rules."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sanic import HTTPResponse, Request
from sanic.response import json as json_response

from chassis.app import App
from tests.world.answers import loses, lost
from tests.world.clock import seconds_of
from tests.world.journal import Journal
from tests.world.trouble import AnswerTrouble, Trouble
from tests.world.x.auth import FORM, Caller, Signed
from tests.world.x.limits import Limit
from tests.world.x.platform import XPlatform
from tests.world.x.problems import XProblemError, invalid, plain, reason_of, too_many, usage_capped
from tests.world.x.specification import Operation, Specification

PROBLEM = "application/problem+json"
WORDS = {500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable"}


@dataclass(frozen=True, slots=True)
class Call:
    """A request that has passed all checks that are the same for all."""

    caller: Caller
    path: dict[str, str]
    query: dict[str, Any]
    body: Any
    request: Request

    @property
    def user(self) -> str:
        assert self.caller.user_id is not None, "the specification allows users only"
        return self.caller.user_id


@dataclass(frozen=True, slots=True)
class Answer:
    body: dict[str, Any]
    status: int = 200


Handler = Callable[[Call], Awaitable[Answer | None]]


class Door:
    """Opens X's operations one by one, each as the specification describes it."""

    def __init__(
        self,
        app: App,
        x: XPlatform,
        specification: Specification,
        *,
        trouble: Trouble,
        journal: Journal,
    ) -> None:
        self._app = app
        self._x = x
        self._specification = specification
        self._trouble = trouble
        self._journal = journal

    def open(self, method: str, path: str, handler: Handler, *, limits: tuple[Limit, ...]) -> None:
        """Serve an operation. A handler that answers None has answered itself, by a stream."""
        operation = self._specification.operation(method, path)

        async def serve(request: Request, **values: str) -> HTTPResponse | None:
            return await self._serve(request, operation, handler, limits, values)

        uri = path.replace("{", "<").replace("}", ":str>")
        name = f"x_{method}_{path}".replace("/", "_").replace("{", "").replace("}", "")
        self._app.add_route(serve, uri, methods=[method], name=name)

    async def _serve(
        self,
        request: Request,
        operation: Operation,
        handler: Handler,
        limits: tuple[Limit, ...],
        values: dict[str, str],
    ) -> HTTPResponse | None:
        trouble = self._trouble.answer("x", request.method, request.path)
        headers: dict[str, str] = {}
        try:
            self._refuse_if_told(trouble, headers)
            caller = self._x.authority.caller(_signed(request), operation.security)
            window = self._x.limits.take(limits, caller.user_id)
            headers |= window.headers()
            if window.over:
                raise too_many()
            query = operation.read_query(_query(request), values)
            call = Call(caller, values, query, _body(request, operation), request)
            answer = await handler(call)
        except XProblemError as problem:
            self._note(request, problem.status, str(problem))
            return _refusal(problem, headers)
        if answer is None:
            self._note(request, 200)
            return None
        if trouble is not None and loses(trouble):
            self._note(request, 0, trouble.kind)
            return await lost(request, trouble)
        self._note(request, answer.status, reason_of(answer.body))
        return json_response(answer.body, status=answer.status, headers=headers)

    def _refuse_if_told(self, trouble: AnswerTrouble | None, headers: dict[str, str]) -> None:
        if trouble is None or loses(trouble):
            return
        if trouble.kind == "usage_cap":
            raise usage_capped()
        if trouble.kind == "rate_limit":
            reset = seconds_of(self._x.clock.now()) + int(trouble.seconds)
            headers |= {
                "x-rate-limit-limit": "15",
                "x-rate-limit-remaining": "0",
                "x-rate-limit-reset": str(reset),
            }
            raise plain(429, "Too Many Requests", "Too Many Requests")
        raise plain(trouble.status, WORDS.get(trouble.status, "Error"), "Something went wrong.")

    def _note(self, request: Request, status: int, reason: str = "") -> None:
        self._journal.note(
            platform="x",
            method=request.method,
            path=request.path,
            status=status,
            reason=reason,
            body=_loaded(request.body),
        )


def _signed(request: Request) -> Signed:
    url = f"{request.scheme}://{request.host}{request.raw_url.decode()}"
    # Only a form is part of the signature; JSON is not.
    form = request.headers.get("content-type", "").startswith(FORM)
    body = request.body.decode() if form else None
    return Signed(request.method, url, request.headers.get("authorization", ""), body)


def _body(request: Request, operation: Operation) -> Any:
    if operation.body is None:
        return None
    if "application/json" not in request.headers.get("content-type", ""):
        raise invalid("Requests with a body must have content-type of application/json.")
    try:
        body = json.loads(request.body)
    except ValueError:
        raise invalid("The body is no JSON.") from None
    operation.check_body(body)
    return body


def _query(request: Request) -> dict[str, str]:
    # A list may come as one value with commas, or as the same name several times.
    return {name: ",".join(request.args.getlist(name)) for name in request.args}


def _loaded(body: bytes) -> Any:
    try:
        return json.loads(body) if body else None
    except ValueError:
        return None


def _refusal(problem: XProblemError, headers: dict[str, str]) -> HTTPResponse:
    return json_response(
        problem.body,
        status=problem.status,
        headers=headers,
        content_type=PROBLEM if "type" in problem.body else "application/json",
    )
