"""Signatures after the Standard Webhooks specification 1.0 (https://www.standardwebhooks.com)."""

import hmac
import secrets
from base64 import b64decode, b64encode
from datetime import datetime
from hashlib import sha256

PREFIX = "whsec_"
SECRET_BYTES = 32


def new_secret() -> str:
    """Return a new secret as receivers are given it."""
    return PREFIX + b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def headers_of(secret: str, *, id: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return the headers by which a receiver knows that `body` is ours, and not an old one."""
    timestamp = str(int(at.timestamp()))
    key = b64decode(secret.removeprefix(PREFIX))
    digest = hmac.digest(key, b".".join((id.encode(), timestamp.encode(), body)), sha256)
    return {
        "webhook-id": id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{b64encode(digest).decode()}",
    }
