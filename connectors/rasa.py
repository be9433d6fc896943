"""The engine's client: asks a Rasa process through its care channel, and knows how to start one.

With `studio/trainer.py` the only place that knows that the engine is Rasa (bot/channel.py is its
other end).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from conversation.errors import EngineUnavailableError
from conversation.messages import Button
from conversation.signals import Signal, signal_from_wire
from conversation.turns import EngineRequest, Entity, Reply, SlotValue, Turn, Understanding

WEBHOOK = "/webhooks/care/webhook"
UNDERSTAND = "/webhooks/care/understand"
LONGEST_TEXT = 1_000
READY = "/webhooks/care/ready"
CREDENTIALS = Path("credentials.yml")
INTENT_PREFIX = "/"
CONNECT_SECONDS = 1.0
Confidence = Annotated[float, Field(ge=0, le=1)]
CONNECTIONS = httpx.Limits(max_connections=64, max_keepalive_connections=16)


class _Button(BaseModel):
    title: str
    payload: str


class _Reply(BaseModel):
    text: str | None
    image: str | None
    custom: dict[str, Any] | None
    buttons: list[_Button]


class _Ranked(BaseModel):
    intent: str
    confidence: Confidence


class _Entity(BaseModel):
    entity: str
    value: str
    text: str


class _Understanding(BaseModel):
    intent: str
    confidence: Confidence
    ranking: list[_Ranked]
    entities: list[_Entity]
    anger: Annotated[int, Field(ge=0, le=3)] | None
    anger_chances: tuple[Confidence, ...] | None = None
    requests: Annotated[int, Field(ge=0)] = 1
    needs: dict[str, Confidence] | None = None


class _Answer(BaseModel):
    """The care channel's JSON, as bot/answers.py writes it."""

    model_config = ConfigDict(extra="ignore")

    replies: list[_Reply]
    understanding: _Understanding
    slots: dict[str, SlotValue]
    requested_slot: str | None


class RasaEngine:
    """One Rasa process at `url`; `timeout` is in seconds and for a whole turn."""

    def __init__(self, url: str, *, token: str, timeout: float) -> None:
        self._client = httpx.AsyncClient(
            base_url=url,
            headers={"authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(timeout, connect=CONNECT_SECONDS),
            limits=CONNECTIONS,
            trust_env=False,
        )

    async def turn(self, request: EngineRequest) -> Turn:
        """See conversation.ports.Engine. Asking the same turn again is safe: the engine recalls."""
        response = await self._asked(WEBHOOK, _question(request))
        try:
            return _turn(_Answer.model_validate_json(response.content))
        except ValidationError as error:
            raise _no_answer(error) from None
        except ValueError:
            raise EngineUnavailableError("The answer carries a malformed signal.") from None

    async def understand(self, text: str) -> Understanding:
        """Return how `text` would be understood, without a word said or remembered.

        Raises EngineUnavailableError.
        """
        response = await self._asked(UNDERSTAND, {"text": neutralised(text)})
        try:
            return _understood(_Understanding.model_validate_json(response.content))
        except ValidationError as error:
            raise _no_answer(error) from None

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _asked(self, path: str, question: dict[str, Any]) -> httpx.Response:
        try:
            response = await self._client.post(path, json=question)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            raise EngineUnavailableError("The engine is not there.", reached=False) from None
        except httpx.HTTPError as error:
            raise EngineUnavailableError(f"No answer ({type(error).__name__}).") from None
        if response.status_code != httpx.codes.OK:
            raise EngineUnavailableError(f"The engine answered {response.status_code}.")
        return response


@dataclass(frozen=True, slots=True)
class EngineCommand:
    """How one engine process is started; `environment` is all it gets beside the basics."""

    argv: tuple[str, ...]
    environment: Mapping[str, str]


def engine_command(
    *,
    python: Path,
    model: Path,
    port: int,
    token: str,
    actions: tuple[str, str],
    encoder_url: str,
    credentials: Path = CREDENTIALS,
) -> EngineCommand:
    """Return the command for a single-worker process on loopback, to be run from the root folder.

    `actions` are the action server's URL and token; `credentials` opens its channels. Telemetry is
    off; Rasa's own HTTP API stays off (ENGINE traps 2 and 16).
    """
    actions_url, actions_token = actions
    return EngineCommand(
        argv=(
            *(str(python), "-m", "rasa", "run"),
            *("--model", str(model), "--interface", "127.0.0.1", "--port", str(port)),
            *("--endpoints", "endpoints.yml", "--credentials", str(credentials)),
        ),
        environment={
            "ENGINE_TOKEN": token,
            "ACTIONS_URL": f"{actions_url}/webhook",
            "ACTIONS_TOKEN": actions_token,
            "ENCODER_URL": encoder_url,
            "RASA_TELEMETRY_ENABLED": "false",
            "SANIC_WORKERS": "1",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "PYTHONWARNINGS": "ignore",
            # A process answers one turn at a time; more threads only disturb the others.
            "OMP_NUM_THREADS": "1",
        },
    )


def _question(request: EngineRequest) -> dict[str, Any]:
    """Phrase the request as bot/questions.py reads it."""
    if request.payload is not None:
        said = {"payload": request.payload}
    else:
        said = {"text": neutralised(request.text)}
    return {
        "sender": request.sender,
        "turn": request.turn,
        **said,
        "slots": dict(request.slots),
        "metadata": dict(request.metadata),
    }


def neutralised(text: str) -> str:
    """Return `text` as the engine may read it: no leading slash (trap 5), capped (trap 6)."""
    plain = text.strip()
    while plain.startswith(INTENT_PREFIX):
        plain = plain.removeprefix(INTENT_PREFIX).strip()
    return plain[:LONGEST_TEXT].strip() or "?"


def _no_answer(error: ValidationError) -> EngineUnavailableError:
    places = sorted({str(problem["loc"]) for problem in error.errors(include_input=False)})
    return EngineUnavailableError(f"Not an answer: {', '.join(places)}.")


def _turn(answer: _Answer) -> Turn:
    return Turn(
        replies=tuple(_reply(one) for one in answer.replies if one.text or one.image),
        understanding=_understood(answer.understanding),
        slots=answer.slots,
        requested_slot=answer.requested_slot,
        signal=_signal(answer.replies),
    )


def _understood(understood: _Understanding) -> Understanding:
    return Understanding(
        intent=understood.intent,
        confidence=understood.confidence,
        ranking=tuple((one.intent, one.confidence) for one in understood.ranking),
        entities=tuple(Entity(one.entity, one.value, one.text) for one in understood.entities),
        anger=understood.anger,
        anger_chances=understood.anger_chances or (),
        requests=understood.requests,
        needs=_likeliest_first(understood.needs or {}),
    )


def _likeliest_first(chances: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(chances.items(), key=lambda each: -each[1]))


def _reply(reply: _Reply) -> Reply:
    return Reply(
        text=reply.text or "",
        buttons=tuple(Button(one.title, one.payload) for one in reply.buttons),
        image=reply.image or "",
    )


def _signal(replies: list[_Reply]) -> Signal | None:
    """Return the last signal among the replies. Raises ValueError for a malformed one."""
    found = [signal_from_wire(reply.custom) for reply in replies if reply.custom]
    return next((signal for signal in reversed(found) if signal is not None), None)
