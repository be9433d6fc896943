"""How a request gets to Meta's code: its token, its proof, its limits, and what it asks for."""

import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from sanic import HTTPResponse, Request
from sanic.response import json as json_response

from chassis.app import App
from tests.world.answers import loses, lost
from tests.world.journal import Journal
from tests.world.meta import errors
from tests.world.meta.errors import GraphError
from tests.world.meta.platform import MetaPlatform
from tests.world.meta.requests import from_form
from tests.world.trouble import AnswerTrouble, Trouble

FORM = ("application/x-www-form-urlencoded", "multipart/form-data")
CREDENTIALS = ("access_token", "appsecret_proof")
APP_EDGE = "subscriptions"


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The file of a form: its name, what the sender calls it, and its bytes."""

    name: str
    type: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A request whose token is right: an object, an edge of it, and what is given."""

    method: str
    node: str
    edge: str
    given: dict[str, Any]
    file: Uploaded | None = None

    def fields(self, usual: str) -> list[str]:
        return str(self.given.get("fields", usual)).split(",")


Handler = Callable[[Call], Awaitable[dict[str, Any]]]


class GraphDoor:
    """Serves `/v26.0/{object}` and `/v26.0/{object}/{edge}` in every version."""

    def __init__(
        self, app: App, meta: MetaPlatform, handler: Handler, *, trouble: Trouble, journal: Journal
    ) -> None:
        self._meta = meta
        self._handler = handler
        self._trouble = trouble
        self._journal = journal
        methods = ["GET", "POST", "DELETE"]
        version = r"/<version:v\d+\.\d+>"
        app.add_route(self._object, f"{version}/<node:str>", methods=methods, name="graph_object")
        app.add_route(
            self._edge, f"{version}/<node:str>/<edge:str>", methods=methods, name="graph_edge"
        )

    async def _object(self, request: Request, version: str, node: str) -> HTTPResponse:
        del version
        return await self._serve(request, node, "")

    async def _edge(self, request: Request, version: str, node: str, edge: str) -> HTTPResponse:
        del version
        return await self._serve(request, node, edge)

    async def _serve(self, request: Request, node: str, edge: str) -> HTTPResponse:
        trouble = self._trouble.answer("facebook", request.method, request.path)
        given: dict[str, Any] = {}
        headers: dict[str, str] = {}
        try:
            self._refuse_if_told(trouble)
            given = _given(request)
            self._check_token(request, given, edge)
            headers = self._usage()
            shown = {name: value for name, value in given.items() if name not in CREDENTIALS}
            body = await self._handler(Call(request.method, node, edge, shown, _file(request)))
        except GraphError as error:
            self._note(request, error.status, given, f"{error.code}/{error.subcode} {error}")
            return json_response(error.body(), status=error.status, headers=headers)
        if trouble is not None and loses(trouble):
            self._note(request, 0, given, trouble.kind)
            return await lost(request, trouble)
        self._note(request, 200, given)
        return json_response(body, headers=headers)

    def _refuse_if_told(self, trouble: AnswerTrouble | None) -> None:
        if trouble is None or loses(trouble):
            return
        if trouble.kind == "rate_limit":
            raise errors.limited(trouble.code)
        if trouble.kind == "error":
            sentence = f"(#{trouble.code}) An error that was ordered"
            raise GraphError(trouble.code, sentence, subcode=trouble.subcode)
        sentence = "An unexpected error has occurred. Please retry your request later."
        raise GraphError(2, sentence, status=trouble.status)

    def _check_token(self, request: Request, given: dict[str, Any], edge: str) -> None:
        settings = self._meta.settings
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        token = str(given.get("access_token") or bearer)
        if edge == APP_EDGE:
            if token != f"{settings.app_id}|{settings.app_secret}":
                raise errors.unknown_token()
            return
        if not hmac.compare_digest(token.encode(), settings.page_token.encode()):
            raise errors.unknown_token()
        if "facebook" in self._trouble.dead_tokens:
            raise errors.dead_token()
        if "facebook" in self._trouble.revoked:
            raise errors.revoked_token()
        self._check_proof(token, given.get("appsecret_proof"))

    def _check_proof(self, token: str, proof: Any) -> None:
        settings = self._meta.settings
        if proof is None:
            if settings.require_proof:
                raise errors.proof_required()
            return
        right = hmac.new(settings.app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(str(proof).encode(), right.encode()):
            raise errors.wrong_proof()

    def _usage(self) -> dict[str, str]:
        usage = self._meta.messenger.count_call()
        business = {"type": "messenger", **usage, "estimated_time_to_regain_access": 0}
        return {
            "x-app-usage": json.dumps(usage),
            "x-business-use-case-usage": json.dumps({self._meta.settings.page_id: [business]}),
        }

    def _note(self, request: Request, status: int, given: dict[str, Any], reason: str = "") -> None:
        shown = {name: value for name, value in given.items() if name not in CREDENTIALS}
        self._journal.note(
            platform="facebook",
            method=request.method,
            path=request.path,
            status=status,
            reason=reason,
            body=shown or None,
        )


def _file(request: Request) -> Uploaded | None:
    sent = request.files.get("filedata") if request.files else None
    return Uploaded(sent.name, sent.type, sent.body) if sent else None


def _given(request: Request) -> dict[str, Any]:
    """Return query and body as one; the Graph API takes parameters from either."""
    given: dict[str, Any] = from_form({name: request.args.get(name, "") for name in request.args})
    kind = request.headers.get("content-type", "")
    if kind.startswith(FORM):
        form = request.form
        fields = {name: str(form.get(name, "")) for name in form} if form else {}
        return given | from_form(fields)
    if not request.body:
        return given
    try:
        body = json.loads(request.body)
    except ValueError:
        raise errors.invalid("The body is no JSON") from None
    if not isinstance(body, dict):
        raise errors.invalid("The body is no JSON object")
    return given | body
