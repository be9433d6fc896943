"""Whether an ID token is true: signed by the provider, for us, for this sign-on, and just now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

LEEWAY_SECONDS = 60
LONGEST_SUBJECT = 255


class UntrueError(Exception):
    """What came back is not what it has to be; the word says what is wrong, for the log."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token has to say. `access_token` is the one that came with it, perhaps empty."""

    issuer: str
    client_id: str
    nonce: str
    algorithms: frozenset[str]
    access_token: str


def verified(id_token: str, keys: KeySet, *, expected: Expected, now: datetime) -> dict[str, Any]:
    """Return a token's claims once all of it was checked.

    Raises UntrueError; and what joserfc raises where no key fits, so that newer keys can be tried.
    """
    token = jwt.decode(id_token, keys, algorithms=sorted(expected.algorithms))
    claims = CodeIDToken(
        token.claims,
        token.header,
        options={
            "iss": {"essential": True, "value": expected.issuer},
            "aud": {"essential": True, "value": expected.client_id},
            "sub": {"essential": True},
            "nonce": {"essential": True, "value": expected.nonce},
        },
        params={
            "client_id": expected.client_id,
            "nonce": expected.nonce,
            "access_token": expected.access_token,
        },
    )
    try:
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY_SECONDS)
    except JoseError as error:
        raise UntrueError(_word(error)) from None
    if len(claims["sub"]) > LONGEST_SUBJECT:
        raise UntrueError("sub")
    return dict(claims)


def _word(error: JoseError) -> str:
    """Return the claim that is wrong; never its value."""
    return str(getattr(error, "claim", "") or error.error)
