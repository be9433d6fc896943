"""Reads a verified body as JSON, but only one that is harmless to read."""

import json
from typing import Any, NoReturn

from chassis.errors import BadRequestError, ServiceError

DEEPEST = 24
JSON = "application/json"
CHARSETS = frozenset({"", "utf-8", "utf8"})

_QUOTE, _BACKSLASH = ord('"'), ord("\\")
_OPENING, _CLOSING = frozenset(b"[{"), frozenset(b"]}")


def check_content_type(header: str) -> None:
    """Accept JSON in UTF-8. Raises ServiceError with status 415."""
    kind, _, parameters = header.lower().partition(";")
    named = dict(part.strip().partition("=")[::2] for part in parameters.split(";") if part.strip())
    charset = named.get("charset", "").strip('"')
    if kind.strip() != JSON or charset not in CHARSETS:
        raise ServiceError("The body is JSON in UTF-8.", status=415)


def read_object(body: bytes) -> dict[str, Any]:
    """Return the JSON object in `body`. Raises BadRequestError for anything else."""
    if _depth(body) > DEEPEST:
        raise BadRequestError("The body is nested too deeply.")
    try:
        document = json.loads(body.decode("utf-8"), parse_constant=_refuse)
    except ValueError:
        raise BadRequestError("The body is no JSON in UTF-8.") from None
    if not isinstance(document, dict):
        raise BadRequestError("The body is a JSON object.")
    return document


def _depth(body: bytes) -> int:
    """Return how deeply brackets are nested outside of strings; reads once, without recursion."""
    depth = deepest = 0
    in_string = escaped = False
    for byte in body:
        if in_string:
            if escaped:
                escaped = False
            elif byte == _BACKSLASH:
                escaped = True
            elif byte == _QUOTE:
                in_string = False
        elif byte == _QUOTE:
            in_string = True
        elif byte in _OPENING:
            depth += 1
            deepest = max(deepest, depth)
        elif byte in _CLOSING:
            depth -= 1
    return deepest


def _refuse(_constant: str) -> NoReturn:
    raise ValueError("NaN and infinities are no JSON.")
