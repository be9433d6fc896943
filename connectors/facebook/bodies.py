"""From a webhook's bytes to JSON: size, signature, charset, depth, and only then parsed."""

import json
import re
from typing import NoReturn

from chassis.errors import BadRequestError, ForbiddenError, ServiceError
from connectors.facebook.fields import Fields
from connectors.facebook.signatures import is_signed

DEEPEST = 32
JSON_TYPES = frozenset({"application/json", "text/json"})

_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_BRACKET = re.compile(rb"[\[\]{}]")
_CHARSET = re.compile(r"charset\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)


def read_body(
    body: bytes, *, content_type: str, signature: str, secret: str, max_bytes: int
) -> Fields:
    """Return the JSON object that Meta sent.

    Raises ServiceError: 413 over the size, 403 for a wrong signature, 415 for another content type
    or charset, 400 for what is no JSON object or is nested too deep. Nothing of the content is in
    the sentence.
    """
    if len(body) > max_bytes:
        raise ServiceError("The request is too large.", status=413)
    if not is_signed(body, signature, secret=secret):
        raise ForbiddenError("The signature does not hold.")
    _check_type(content_type)
    text = _text(body)
    _check_depth(body)
    try:
        read = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BadRequestError("The request is no JSON.") from None
    if not isinstance(read, dict):
        raise BadRequestError("The request is no JSON object.")
    return read


def _check_type(content_type: str) -> None:
    kind = content_type.partition(";")[0].strip().lower()
    charset = _CHARSET.search(content_type)
    if kind not in JSON_TYPES or (charset and charset[1].lower() not in ("utf-8", "utf8")):
        raise ServiceError("Only JSON in UTF-8 is taken.", status=415)


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise BadRequestError("The request is not UTF-8.") from None


def _check_depth(body: bytes) -> None:
    """Count brackets outside strings, so that no parser has to go down before somebody looks."""
    depth = 0
    for bracket in _BRACKET.finditer(_STRING.sub(b"", body)):
        depth += 1 if bracket[0] in b"[{" else -1
        if depth > DEEPEST:
            raise BadRequestError("The request is nested too deep.")


def _no_number(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON.")
