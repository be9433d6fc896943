"""Proves to X that we know the app's secret, and to us that a POST comes from X."""

import base64
import hmac
import re

from chassis.errors import BadRequestError, ForbiddenError

HEADER = "x-twitter-webhooks-signature"

# The check signs what it is given with the very key that signs events. Whoever could have a whole
# JSON body signed could forge events, so only what looks like a token is signed.
TOKEN = re.compile(r"[A-Za-z0-9+/=_-]{16,128}", re.ASCII)


def response_token(secret: str, token: str) -> str:
    """Answer X's challenge-response check. Raises BadRequestError for what is no token."""
    if not TOKEN.fullmatch(token):
        raise BadRequestError("`crc_token` is missing or no token.")
    return _signature(secret, token.encode())


def verify(secret: str, body: bytes, signature: str) -> None:
    """Compare a POST's signature with that of its raw body. Raises ForbiddenError."""
    expected = _signature(secret, body)
    given = signature.encode(errors="backslashreplace")
    if not hmac.compare_digest(expected.encode(), given):
        raise ForbiddenError("The signature is missing or wrong.")


def _signature(secret: str, message: bytes) -> str:
    digest = hmac.digest(secret.encode(), message, "sha256")
    return f"sha256={base64.b64encode(digest).decode()}"
