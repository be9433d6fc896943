"""Proves who speaks: Meta's signatures on what it sends, our proof on what we ask.

Meta signs the bytes it sends, in which every character beyond ASCII is escaped; so the bytes as
they came are checked, never JSON that was written anew.
"""

import base64
import binascii
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from json import JSONDecodeError

from connectors.facebook.fields import fields_of, optional_id, optional_time

PREFIX = "sha256="
ALGORITHM = "HMAC-SHA256"
OLDEST = timedelta(hours=24)
SKEW = timedelta(minutes=5)


class ForgedError(Exception):
    """What came does not come from Meta, or not from now."""


def signature_of(body: bytes, *, secret: str) -> str:
    """Return the value of `X-Hub-Signature-256` for a body."""
    return PREFIX + hmac.new(secret.encode(), body, sha256).hexdigest()


def is_signed(body: bytes, header: str, *, secret: str) -> bool:
    """Say whether the header is Meta's signature of these very bytes."""
    return same(header, signature_of(body, secret=secret))


def same(one: str, other: str) -> bool:
    """Compare two secrets in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def appsecret_proof(token: str, *, secret: str) -> str:
    """Return the proof that who uses an access token also knows the app's secret."""
    return hmac.new(secret.encode(), token.encode(), sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """What Meta's `signed_request` says: the person, by the app-scoped id, and when it was made."""

    user_id: str
    issued_at: datetime


def read_signed_request(text: str, *, secret: str, now: datetime) -> SignedRequest:
    """Check and read a `signed_request`; nothing of it is parsed before its signature holds.

    Raises ForgedError if it is not Meta's, says another algorithm, or is older than a day.
    """
    signature, _, payload = text.partition(".")
    expected = hmac.new(secret.encode(), payload.encode("utf-8", "replace"), sha256).digest()
    if not payload or not hmac.compare_digest(_decoded(signature), expected):
        raise ForgedError("The signature does not hold.")
    try:
        said = fields_of(json.loads(_decoded(payload)))
    except (JSONDecodeError, UnicodeDecodeError, RecursionError):
        raise ForgedError("The payload is no JSON.") from None
    if str(said.get("algorithm", "")).upper() != ALGORITHM:
        raise ForgedError("The algorithm is another one.")
    user, issued = optional_id(said.get("user_id")), optional_time(said.get("issued_at"))
    if not user or issued is None or not now - OLDEST <= issued <= now + SKEW:
        raise ForgedError("Nobody is named, or the request is not of now.")
    return SignedRequest(user_id=user, issued_at=issued)


def _decoded(text: str) -> bytes:
    """Decode base64url without padding. Raises ForgedError."""
    try:
        padded = text + "=" * (-len(text) % 4)
        return base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise ForgedError("Not base64url.") from None
