"""The request for a human: the one vocabulary that the engine's actions share with the core."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

WIRE_KEY = "signal"


class Reason(StrEnum):
    """Why a conversation goes to a human; recorded, reported and shown to agents."""

    REQUESTED = "requested"
    ANGER = "anger"
    REPEATED_MISUNDERSTANDING = "repeated_misunderstanding"
    COMPLEXITY = "complexity"
    LEGAL_THREAT = "legal_threat"
    DISPUTE = "dispute"
    SENSITIVE = "sensitive"
    BOT_UNAVAILABLE = "bot_unavailable"
    UNSUPPORTED_LANGUAGE = "unsupported_language"


@dataclass(frozen=True, slots=True)
class Signal:
    """A request for a human: the reason and one German sentence for the agent."""

    reason: Reason
    summary: str = ""


def signal_to_wire(signal: Signal) -> dict[str, Any]:
    """Return the custom message by which an action hands `signal` to the core."""
    return {WIRE_KEY: {"reason": signal.reason.value, "summary": signal.summary}}


def signal_from_wire(custom: Mapping[str, Any]) -> Signal | None:
    """Read a signal from an action's custom message; None if it carries none.

    Raises ValueError if the message means to be a signal and is not one.
    """
    body = custom.get(WIRE_KEY)
    if body is None:
        return None
    if not isinstance(body, Mapping):
        raise ValueError("A signal is an object with a reason and a summary.")
    return Signal(reason=Reason(str(body.get("reason"))), summary=str(body.get("summary", "")))
