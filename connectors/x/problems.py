"""What X answers when it does not do as asked, in our words.

X tells it as `{"errors": [{"code", "message"}]}`, as problem+json or both; the wording is no
contract, so that whatever is not recognised is a plain refusal for people to look at.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from connectors.x.fields import objects, words_or_none


class Problem(StrEnum):
    """Why X refused."""

    NOT_SUMMONED = "not_summoned"
    NEEDS_APPROVAL = "needs_approval"
    DUPLICATE = "duplicate"
    GONE = "gone"
    CLOSED = "closed"
    FORBIDDEN = "forbidden"
    INVALID = "invalid"
    UNAUTHORIZED = "unauthorized"
    TOO_MANY = "too_many"
    USAGE_CAPPED = "usage_capped"
    SERVER = "server"


class XError(Exception):
    """Something between us and X went wrong."""


class NotSentError(XError):
    """Nothing left: X could not be reached."""


class UnansweredError(XError):
    """The request left, and nobody knows what became of it."""


class RefusedError(XError):
    """X answered that it did not do it, and why."""

    def __init__(self, problem: Problem, status: int) -> None:
        super().__init__(f"X refused: {problem.value} ({status}).")
        self.problem = problem
        self.status = status


_FORBIDDEN = (
    (Problem.NOT_SUMMONED, ("not been mentioned", "otherwise engaged by the author")),
    (Problem.DUPLICATE, ("duplicate",)),
    (Problem.NEEDS_APPROVAL, ("automated", "approval", "automation")),
    (Problem.GONE, ("deleted or not visible", "not visible to you", "no longer available")),
    (Problem.CLOSED, ("cannot send messages", "dm this", "direct message", "not following you")),
)
_CODES = {
    187: Problem.DUPLICATE,
    385: Problem.GONE,
    433: Problem.NOT_SUMMONED,
    349: Problem.CLOSED,
    150: Problem.CLOSED,
}


def read_problem(status: int, body: Mapping[str, Any]) -> Problem:
    """Return why X refused, from an answer that is no success."""
    if status >= 500:
        return Problem.SERVER
    if status == 401:
        return Problem.UNAUTHORIZED
    text, codes = _wording(body), _codes(body)
    if status == 429 or 88 in codes:
        return Problem.USAGE_CAPPED if "usage-capped" in text else Problem.TOO_MANY
    known = next((_CODES[code] for code in codes if code in _CODES), None)
    if known is not None:
        return known
    if status == 404:
        return Problem.GONE
    if status in (400, 403):
        found = next((p for p, parts in _FORBIDDEN if any(part in text for part in parts)), None)
        return found or (Problem.FORBIDDEN if status == 403 else Problem.INVALID)
    return Problem.INVALID


def _wording(body: Mapping[str, Any]) -> str:
    names = ("type", "title", "detail", "message")
    every = (body, *objects(body.get("errors")))
    return " ".join(words_or_none(one.get(name)) for one in every for name in names).lower()


def _codes(body: Mapping[str, Any]) -> list[int]:
    codes = (one.get("code") for one in objects(body.get("errors")))
    return [code for code in codes if isinstance(code, int)]
