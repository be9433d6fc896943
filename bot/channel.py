"""The engine's only door: a question as JSON, an answer as JSON, an error status for an error."""

import hmac
import logging
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.exceptions import RasaException
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.honesty import TurnFailedError, forget_tracker
from bot.questions import Question, QuestionError, read_question, read_text
from bot.recall import Recall
from bot.turns import Turn, understood

REMEMBERED_SENDERS = 5000

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
                return await understood(agent, read_text(request.body))

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
            think=Turn(agent, question, channel=self.name(), on_new_message=on_new_message).answer,
        )


def _agent(request: Request) -> Agent | None:
    agent = getattr(request.app.ctx, "agent", None)
    return agent if agent is not None and agent.is_ready() else None


def _log(error: Exception) -> None:
    """Log by type and place: messages and frames can hold a customer's words."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    places = ", ".join(f"{frame.name}:{frame.lineno}" for frame in frames)
    logger.error("turn_failed %s at %s", type(error).__name__, places)
