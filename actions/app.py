"""The action server put together: topics behind rasa-sdk's executor, health, clients that close."""

import hmac
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from sanic import HTTPResponse, Request
from sanic.response import json as json_response

from actions.backoffice import BackOffice, backoffice_client
from actions.clock import Guard, add_clock, clock
from actions.dialogue import Dialogue
from actions.handoff import Handoff
from actions.other import Other
from actions.outages import Outages
from actions.settings import Settings
from actions.speech import Act, Event, Speech, Topic
from actions.tariffs import Tariffs
from chassis.app import App, create_app
from chassis.errors import BadRequestError, NotFoundError, UnauthorizedError

NAME = "actions"
# A call carries the whole tracker and domain.
MAX_BODY_BYTES = 20_000_000


def build_app(settings: Settings) -> App:
    """Return the application with its real clients."""
    client = backoffice_client(
        url=settings.backoffice_url,
        token=settings.backoffice_token.get_secret_value(),
        seconds=settings.backoffice_seconds,
    )
    backoffice = BackOffice(client)
    now = clock(settings.clock, zone=ZoneInfo(settings.brand.timezone))
    token = settings.token.get_secret_value()
    app = serving(
        [Tariffs(backoffice), Outages(backoffice, now=now), Handoff(), Other()],
        token=token,
    )
    add_clock(app, now, guard=_guard(token))

    @app.after_server_stop
    async def let_go(_app: App) -> None:
        await client.aclose()

    return app


def serving(topics: Sequence[Topic], *, token: str) -> App:
    """Return an application that runs the topics' actions when the engine calls `/webhook`."""
    app = create_app(NAME, max_body_bytes=MAX_BODY_BYTES)
    executor = _executor(topics)
    guard = _guard(token)

    @app.post("/webhook", name="webhook")
    async def webhook(request: Request) -> HTTPResponse:
        guard(request)
        return await _run(executor, request.json)

    return app


def _guard(token: str) -> Guard:
    """Return what lets only calls with this token pass."""
    expected = f"Bearer {token}".encode()

    def guard(request: Request) -> None:
        given = request.headers.get("authorization", "").encode(errors="surrogateescape")
        if not hmac.compare_digest(given, expected):
            raise UnauthorizedError("A valid bearer token is needed.")

    return guard


def _executor(topics: Sequence[Topic]) -> ActionExecutor:
    executor = ActionExecutor()
    for topic in topics:
        for name, act in topic.actions().items():
            executor.register_function(name, _adapted(act))
    return executor


def _adapted(act: Act) -> Callable[[Any, Any, Any], Any]:
    async def run(dispatcher: Any, tracker: Any, domain: Any) -> list[Event]:
        return await act(Dialogue.of(tracker), Speech(dispatcher))

    return run


async def _run(executor: ActionExecutor, call: object) -> HTTPResponse:
    if not isinstance(call, Mapping) or not call.get("next_action"):
        raise BadRequestError("The call names no action.")
    try:
        # rasa-sdk insists on a domain; endpoints.yml leaves it out, as no action looks at it.
        result = await executor.run({"domain": {}, **call})
    except ActionNotFoundException:
        raise NotFoundError("There is no such action.") from None
    except ActionExecutionRejection as rejection:
        # Rasa reads exactly this from a 400: the action leaves the turn to another one.
        body = {"error": "The action does not apply.", "action_name": rejection.action_name}
        return json_response(body, status=400)
    return json_response(result.model_dump())
