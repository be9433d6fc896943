"""The API's operations: each is said once, and its route, its checks and its document follow."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from sanic import HTTPResponse, Request
from sanic.exceptions import BadRequest
from sanic.response import empty, raw
from sanic.response import json as json_response

from chassis.app import App
from chassis.errors import BadRequestError, ConflictError, ForbiddenError, ServiceError
from conversation.routing.sites import Reach
from staff.access import caller, for_callers, for_everybody
from staff.api.callers import Caller, Scope
from staff.api.document import document_of
from staff.api.idempotency import Idempotency, Remembered
from staff.ports import Account, Audit
from staff.roles import Role
from staff.sight import needs

Model = TypeVar("Model", bound=BaseModel)

DOCUMENT = "/api/openapi.json"
KEY_HEADER = "Idempotency-Key"
KEY = re.compile(r"[A-Za-z0-9_.:-]{8,128}")
ALL = frozenset(Role)
OK, NO_CONTENT, UNPROCESSABLE = 200, 204, 422


class Given(BaseModel):
    """A body or query; what nobody asked for is refused, so that a slip is not overlooked."""

    model_config = ConfigDict(extra="forbid", str_max_length=10_000)


class NoQuery(Given):
    """For operations without parameters."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that programs may do; `{name}` in `path` is a part that they fill in.

    `roles` are those that open the page which does the same. `person`: it needs a token with a
    role, because it is done in somebody's name. A POST needs an idempotency key unless `free`. What
    is `secret` in an answer is kept nowhere, so that such an operation takes no key.
    """

    id: str
    method: str
    path: str
    summary: str
    tag: str
    scope: Scope
    roles: frozenset[Role] = ALL
    query: type[BaseModel] = NoQuery
    body: type[BaseModel] | None = None
    answer: type[BaseModel] | None = None
    person: bool = False
    free: bool = False
    secret: bool = False
    #: How far the caller's reach into the conversation has to go; None: as is usual.
    reach: Reach | None = None
    #: Statuses beside those that every operation may answer with.
    refusals: tuple[int, ...] = ()

    @property
    def keyed(self) -> bool:
        """Whether a repeated request is known by its key."""
        return self.method == "POST" and not self.secret


@dataclass(frozen=True, slots=True)
class Call:
    """A checked request; `parts` are those of its path, as they stand there.

    `key` is what its idempotency key makes of it, for ids of what it does.
    """

    caller: Caller
    parts: Mapping[str, str]
    query: BaseModel
    body: BaseModel | None
    key: str

    @property
    def account(self) -> Account:
        """Return in whose name it is done; only of operations for a person."""
        if self.caller.account is None:
            raise ForbiddenError("This token acts for nobody; one with a role is needed.")
        return self.caller.account

    def asked(self, kind: type[Model]) -> Model:
        """Return the query."""
        assert isinstance(self.query, kind)
        return self.query

    def given(self, kind: type[Model]) -> Model:
        """Return the body."""
        assert isinstance(self.body, kind)
        return self.body


Handler = Callable[[Call], Awaitable[BaseModel | None]]


@dataclass(frozen=True, slots=True)
class Surface:
    """All operations of one application."""

    app: App
    idempotency: Idempotency
    audit: Audit
    operations: list[Operation] = field(default_factory=list)

    def add(self, operation: Operation, handler: Handler) -> None:
        """Give the application an operation's route."""
        self.operations.append(operation)

        @needs(operation.reach)
        @for_callers(operation.scope, operation.roles, person=operation.person)
        async def route(request: Request, **parts: str) -> HTTPResponse:
            call = Call(
                caller=caller(request),
                parts=parts,
                query=_query(operation, request),
                body=_body(operation, request),
                key=_key_digest(operation, request),
            )
            return await self._answer(operation, request, call, handler)

        path = re.sub(r"\{(\w+)\}", r"<\1:str>", operation.path)
        self.app.add_route(route, path, methods=[operation.method], name=f"api_{operation.id}")

    def document(self) -> dict[str, Any]:
        """Return the OpenAPI document."""
        return document_of(self.operations)

    async def _answer(
        self, operation: Operation, request: Request, call: Call, handler: Handler
    ) -> HTTPResponse:
        if not call.key:
            return _response(await self._done(operation, call, handler))
        parts = (request.method, request.path, request.query_string, request.body.hex())
        fingerprint = sha256("\0".join(parts).encode()).hexdigest()
        known = await self.idempotency.begin(call.key, fingerprint)
        if known is not None:
            return _again(known, fingerprint)
        try:
            answer = await self._done(operation, call, handler)
        except BaseException:
            await self.idempotency.drop(call.key)
            raise
        response = _response(answer)
        body = (response.body or b"").decode()
        await self.idempotency.finish(call.key, Remembered(fingerprint, response.status, body))
        return response

    async def _done(self, operation: Operation, call: Call, handler: Handler) -> BaseModel | None:
        answer = await handler(call)
        assert operation.answer is None or isinstance(answer, operation.answer)
        return answer


def add_document(surface: Surface) -> None:
    """Give the application the document of all operations, for everybody who reaches the desk."""

    @surface.app.get(DOCUMENT, name="api_document")
    @for_everybody
    async def document(_request: Request) -> HTTPResponse:
        return json_response(surface.document())


def _query(operation: Operation, request: Request) -> BaseModel:
    given: dict[str, object] = {}
    for name in request.args:
        values = request.args.getlist(name)
        given[name] = values[0] if len(values) == 1 else values
    return _checked(operation.query, given)


def _body(operation: Operation, request: Request) -> BaseModel | None:
    if operation.body is None:
        return None
    try:
        given = request.json
    except BadRequest:
        raise BadRequestError("The body is no JSON.") from None
    return _checked(operation.body, given)


def _checked(kind: type[Model], given: object) -> Model:
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        name = ".".join(str(part) for part in first["loc"]) or "The body"
        raise BadRequestError(f"{name}: {first['msg']}.") from None


def _key_digest(operation: Operation, request: Request) -> str:
    """Return the caller's key in a form of ours. Raises BadRequestError."""
    given = request.headers.get(KEY_HEADER, "")
    if not operation.keyed or (operation.free and not given):
        return ""
    if not KEY.fullmatch(given):
        raise BadRequestError(
            f"{KEY_HEADER} is 8 to 128 letters, digits, or any of . _ : -, new for each act."
        )
    return sha256(f"{caller(request).name}\0{given}".encode()).hexdigest()[:40]


def _again(known: Remembered, fingerprint: str) -> HTTPResponse:
    if known.fingerprint != fingerprint:
        raise ServiceError(f"This {KEY_HEADER} belongs to another request.", status=UNPROCESSABLE)
    if not known.status:
        raise ConflictError("A request with this key is being answered. Try again in a moment.")
    if known.status == NO_CONTENT:
        return empty()
    return raw(known.body, status=known.status, content_type="application/json")


def _response(answer: BaseModel | None) -> HTTPResponse:
    if answer is None:
        return empty()
    return raw(answer.model_dump_json(), status=OK, content_type="application/json")
