"""The engine's only door: a question as JSON, an answer as JSON, an error status for an error."""

import hmac
import logging
import re
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.core.constants import (
    USER_INTENT_BACK,
    USER_INTENT_RESTART,
    USER_INTENT_SESSION_START,
)
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.answers import (
    FALLBACK_INTENT,
    INNER_SLOTS,
    CollectedReplies,
    described,
    understanding,
)
from bot.honesty import TurnFailedError, forget_tracker, honest_processor
from bot.questions import INTENT_PREFIX, Question, QuestionError, read_question, read_text
from bot.recall import Recall

REMEMBERED_SENDERS = 5000
PRESSED = re.compile(r"/(?P<intent>[^{]*)")
OWN_COMMANDS = {USER_INTENT_BACK, USER_INTENT_RESTART, USER_INTENT_SESSION_START}

logger = logging.getLogger(__name__)


class CareChannel(InputChannel):
    """Serves the gateway under `/webhooks/care/`, and nobody who lacks the token.

    Rasa's own REST channel answers a crash with an empty list and puts everybody without a sender
    into one conversation; see honesty.py and questions.py for what is done instead.
    """

    @classmethod
    def name(cls) -> str:
        """Return the channel's name, which is also its path."""
        return "care"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "CareChannel":
        """Read `token` and `remembered_senders`. Raises RasaException without a token."""
        given = credentials or {}
        token = given.get("token")
        if not isinstance(token, str) or not token.strip():
            raise RasaException("The care channel needs a token, set ENGINE_TOKEN.")
        return cls(token=token, senders=int(given.get("remembered_senders", REMEMBERED_SENDERS)))

    def __init__(self, *, token: str, senders: int = REMEMBERED_SENDERS) -> None:
        self._authorization = f"Bearer {token}".encode()
        self._senders = senders
        self._recall: Recall | None = None

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes; `on_new_message` hands a message to Rasa."""
        routes = Blueprint("care_channel")

        @routes.get("/")
        async def health(_request: Request) -> HTTPResponse:
            return json({"status": "ok"})

        @routes.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            agent = _agent(request)
            if agent is None:
                return json({"status": "not ready"}, status=503)
            return json({"status": "ready", "model": agent.processor.model_filename})

        @routes.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            async def answer(agent: Agent) -> dict[str, Any]:
                return await self._answer(agent, read_question(request.body), on_new_message)

            return await self._answered(request, answer)

        @routes.post("/understand")
        async def understand(request: Request) -> HTTPResponse:
            async def answer(agent: Agent) -> dict[str, Any]:
                return await _understood(agent, read_text(request.body))

            return await self._answered(request, answer)

        return routes

    async def _answered(
        self, request: Request, answer: Callable[[Agent], Awaitable[dict[str, Any]]]
    ) -> HTTPResponse:
        given = request.headers.get("authorization", "").encode(errors="surrogateescape")
        if not hmac.compare_digest(given, self._authorization):
            return json({"error": "The token is missing or wrong."}, status=401)
        agent = _agent(request)
        if agent is None:
            return json({"error": "No model is loaded."}, status=503)
        try:
            return json(await answer(agent))
        except QuestionError as error:
            return json({"error": str(error)}, status=400)
        except TurnFailedError as error:
            _log(error)
            return json({"error": str(error)}, status=500)
        except Exception as error:  # noqa: BLE001 - a crash is an error status, never an empty list
            _log(error)
            return json({"error": "The turn failed."}, status=500)

    async def _answer(
        self, agent: Agent, question: Question, on_new_message: Callable
    ) -> dict[str, Any]:
        if self._recall is None:
            self._recall = Recall(
                senders=self._senders, forget=lambda sender: forget_tracker(agent, sender)
            )
        return await self._recall.answer(
            sender=question.sender,
            turn=question.turn,
            think=lambda: _turn(agent, question, on_new_message),
        )


async def _turn(agent: Agent, question: Question, on_new_message: Callable) -> dict[str, Any]:
    honest_processor(agent)
    output = CollectedReplies(str(question.metadata.get("channel") or CareChannel.name()))
    await _set_slots(agent, question, output)
    await on_new_message(
        UserMessage(
            _readable(question.said, agent.processor.domain),
            output,
            question.sender,
            input_channel=CareChannel.name(),
            message_id=question.turn,
            metadata=question.metadata,
        )
    )
    tracker = await agent.tracker_store.retrieve(question.sender)
    return described(tracker, _heard(tracker, question.turn), output.messages)


async def _understood(agent: Agent, text: str) -> dict[str, Any]:
    """Say how a text would be understood; no stay is begun or changed by it."""
    return understanding(await agent.processor.parse_message(UserMessage(text)))


def _readable(said: str, domain: Domain) -> str:
    """Return what Rasa may read: a button of an older model is a misunderstanding.

    Rasa would take the intent's name for the customer's words, or obey it if it is a command of its
    own, such as `restart`.
    """
    pressed = PRESSED.match(said)
    if pressed is None or pressed["intent"] in set(domain.intents) - OWN_COMMANDS:
        return said
    return f"{INTENT_PREFIX}{FALLBACK_INTENT}"


def _heard(tracker: DialogueStateTracker | None, turn: str) -> UserUttered:
    """Return the turn's message; not `latest_message`, which skips answers to a form's question."""
    for event in reversed(tracker.events if tracker else ()):
        if isinstance(event, UserUttered) and event.message_id == turn:
            return event
    raise TurnFailedError("The turn left no trace.")


async def _set_slots(agent: Agent, question: Question, output: CollectedReplies) -> None:
    """Set what the gateway knows, where it differs; slots the model does not have are passed over.

    The gateway seeds a new stay with an older model's slots, so an unknown one is no mistake.
    """
    processor = honest_processor(agent)
    tracker = await processor.fetch_tracker_and_update_session(
        question.sender, output, question.metadata
    )
    news = [
        SlotSet(name, value)
        for name, value in question.slots.items()
        if name not in INNER_SLOTS and name in tracker.slots and tracker.get_slot(name) != value
    ]
    if news:
        tracker.update_with_events(news, processor.domain)
        await processor.save_tracker(tracker)


def _agent(request: Request) -> Agent | None:
    agent = getattr(request.app.ctx, "agent", None)
    return agent if agent is not None and agent.is_ready() else None


def _log(error: Exception) -> None:
    """Log by type and place: messages and frames can hold a customer's words."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    places = ", ".join(f"{frame.name}:{frame.lineno}" for frame in frames)
    logger.error("turn_failed %s at %s", type(error).__name__, places)
