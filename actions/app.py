"""The action server put together: topics behind rasa-sdk's executor, health, clients that close."""

import asyncio
import hmac
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from sanic import HTTPResponse, Request
from sanic.response import json as json_response

from actions.appointments import Appointments
from actions.availability import Availabilities
from actions.backoffice import BackOffice, backoffice_client
from actions.billing import Billing
from actions.choices import Choices
from actions.clock import Guard, add_clock, clock
from actions.contracts import Contracts
from actions.dialogue import Dialogue
from actions.encoder import Encoder, encoder_client
from actions.feelings import Feelings
from actions.handoff import Handoff
from actions.identity import Identity
from actions.knowledge import Knowledge, KnowledgeUnavailableError
from actions.knowledge_entries import read_entries
from actions.knowledge_threshold import read_trials
from actions.mobile import Mobile
from actions.other import Other
from actions.outages import Outages
from actions.own_contract import OwnContract
from actions.recommendation import Recommendation
from actions.settings import Settings
from actions.speech import Act, Event, Speech, Topic
from actions.tariffs import Tariffs
from actions.tickets import TicketDesk
from actions.vault import Vault, vault_client
from chassis.app import App, create_app
from chassis.errors import BadRequestError, NotFoundError, UnauthorizedError
from chassis.logs import get_logger

NAME = "actions"
# A call carries the whole tracker and domain.
MAX_BODY_BYTES = 20_000_000
# How often it is looked whether the encoder is there, and still the same.
KNOWLEDGE_SECONDS = 10.0


def build_app(settings: Settings) -> App:
    """Return the application with its real clients."""
    client = backoffice_client(
        url=settings.backoffice_url,
        token=settings.backoffice_token.get_secret_value(),
        seconds=settings.backoffice_seconds,
    )
    resolver = vault_client(
        url=settings.vault_url,
        token=settings.vault_token.get_secret_value(),
        seconds=settings.vault_seconds,
    )
    encoder = encoder_client(url=settings.encoder_url, seconds=settings.encoder_seconds)
    backoffice = BackOffice(client)
    now = clock(settings.clock, zone=ZoneInfo(settings.brand.timezone))
    token = settings.token.get_secret_value()
    identity = Identity(backoffice, Vault(resolver))
    knowledge = Knowledge(read_entries(), trials=read_trials(), meanings=Encoder(encoder))
    app = serving(
        [
            Tariffs(backoffice, knowledge=knowledge),
            Recommendation(backoffice, backoffice),
            Availabilities(backoffice, backoffice),
            Contracts(backoffice, knowledge=knowledge),
            OwnContract(identity, now=now),
            Mobile(backoffice, knowledge=knowledge),
            Outages(backoffice, now=now),
            TicketDesk(backoffice, identity, now=now),
            Appointments(backoffice, identity, now=now),
            Billing(backoffice, identity, knowledge=knowledge, now=now),
            identity,
            Choices(),
            Feelings(),
            Handoff(phone=settings.brand.phone),
            Other(knowledge),
        ],
        token=token,
    )
    add_clock(app, now, guard=_guard(token))

    @app.after_server_start
    async def get_ready(started: App) -> None:
        started.add_task(_keep_ready(knowledge), name="knowledge")

    @app.after_server_stop
    async def let_go(_app: App) -> None:
        await client.aclose()
        await resolver.aclose()
        await encoder.aclose()

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


async def _keep_ready(knowledge: Knowledge) -> None:
    """Prepare the knowledge while nobody waits: at the start, and when the encoder is another."""
    ready = True
    while True:
        try:
            await knowledge.prepare()
            ready = True
        except KnowledgeUnavailableError as error:
            if ready:
                get_logger().warning("knowledge_not_ready", problem=str(error))
            ready = False
        await asyncio.sleep(KNOWLEDGE_SECONDS)


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
