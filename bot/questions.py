"""What the engine may be asked: one request read strictly, so that nothing odd gets further."""

import json
from dataclasses import dataclass, field
from typing import Any

MAX_TEXT = 1000
MAX_ID = 512
INTENT_PREFIX = "/"


class QuestionError(ValueError):
    """The request cannot be a question; the message says why and holds no customer's words."""


@dataclass(frozen=True)
class Question:
    """One turn of one stay.

    `said` is the customer's text, or the payload of a button (which starts with "/"). `slots` are
    set before the message is read. `metadata["channel"]` chooses between variants of a response.
    """

    sender: str
    turn: str
    said: str
    slots: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)


def read_question(body: bytes) -> Question:
    """Read the JSON of a request. Raises QuestionError with a sentence for the caller.

    A text that starts with "/" is refused: Rasa would take it for an intent with entities, past
    all understanding. Rasa strips what it reads, so whitespace in front does not hide the slash.
    """
    asked = _asked(body)
    return Question(
        sender=_id(asked, "sender"),
        turn=_id(asked, "turn"),
        said=_said(asked),
        slots=_object(asked, "slots"),
        metadata=_object(asked, "metadata"),
    )


def read_text(body: bytes) -> str:
    """Read the JSON `{"text"}` of somebody who wants to know how it is understood, no more.

    Raises QuestionError as `read_question` does.
    """
    return _said({"text": _asked(body).get("text")})


def _asked(body: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(body)
    except ValueError:
        raise QuestionError("The body is not JSON.") from None
    if not isinstance(asked, dict):
        raise QuestionError("The body is not an object.")
    return asked


def _id(asked: dict[str, Any], name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str) or not value.strip():
        raise QuestionError(f"'{name}' is missing.")
    if len(value) > MAX_ID:
        raise QuestionError(f"'{name}' is longer than {MAX_ID} characters.")
    return value


def _said(asked: dict[str, Any]) -> str:
    text, payload = _string(asked, "text"), _string(asked, "payload")
    if (text is None) == (payload is None):
        raise QuestionError("Exactly one of 'text' and 'payload' is needed.")
    if payload is not None:
        if not payload.startswith(INTENT_PREFIX):
            raise QuestionError("'payload' does not start with '/'.")
        return payload
    if not text.strip():
        raise QuestionError("'text' is empty.")
    if text.strip().startswith(INTENT_PREFIX):
        raise QuestionError("'text' starts with '/'.")
    return text


def _string(asked: dict[str, Any], name: str) -> str | None:
    value = asked.get(name)
    if value is not None and not isinstance(value, str):
        raise QuestionError(f"'{name}' is not a string.")
    if value is not None and len(value) > MAX_TEXT:
        raise QuestionError(f"'{name}' is longer than {MAX_TEXT} characters.")
    return value


def _object(asked: dict[str, Any], name: str) -> dict[str, Any]:
    value = asked.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise QuestionError(f"'{name}' is not an object.")
    return value
