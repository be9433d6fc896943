"""OAuth 2 on X: codes, access tokens of two hours, and refresh tokens that work once."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.world.clock import WorldClock
from tests.world.settings import XSettings

LIFETIME = timedelta(hours=2)
CODE_LIFETIME = timedelta(seconds=30)
EVERYTHING = (
    "tweet.read tweet.write tweet.moderate.write users.read dm.read dm.write media.write "
    "offline.access"
)


class TokenError(Exception):
    """OAuth's refusal: its name of the error and a description."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error
        self.description = description


@dataclass(frozen=True, slots=True)
class AccessToken:
    user_id: str
    scopes: frozenset[str]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Code:
    """A consent that can be exchanged once."""

    redirect_uri: str
    challenge: str
    method: str
    scope: str
    expires_at: datetime


class Tokens:
    """The tokens of one app's user."""

    def __init__(self, settings: XSettings, clock: WorldClock) -> None:
        self._settings = settings
        self._clock = clock
        self._access: dict[str, AccessToken] = {}
        self._refresh: dict[str, str] = {settings.oauth2_refresh_token: EVERYTHING}
        self._codes: dict[str, Code] = {}
        self._keep(settings.oauth2_access_token, EVERYTHING)

    def find(self, token: str) -> AccessToken | None:
        """Return a token that is known and has not run out."""
        found = self._access.get(token)
        return found if found and found.expires_at > self._clock.now() else None

    def consent(self, *, redirect_uri: str, challenge: str, method: str, scope: str) -> str:
        """Return a code for the app, as if the account's owner had pressed the button."""
        code = secrets.token_urlsafe(32)
        expires_at = self._clock.now() + CODE_LIFETIME
        self._codes[code] = Code(redirect_uri, challenge, method, scope, expires_at)
        return code

    def exchange(self, code: str, *, redirect_uri: str, verifier: str) -> dict[str, object]:
        """Return tokens for a code. Raises TokenError."""
        consent = self._codes.pop(code, None)
        if consent is None or consent.expires_at <= self._clock.now():
            raise TokenError(
                "invalid_request", "Value passed for the authorization code was invalid."
            )
        if consent.redirect_uri != redirect_uri:
            raise TokenError("invalid_request", "Value passed for the redirect uri did not match.")
        if _challenge(verifier, consent.method) != consent.challenge:
            raise TokenError("invalid_request", "Value passed for the code verifier did not match.")
        return self._give(consent.scope)

    def refresh(self, token: str) -> dict[str, object]:
        """Return new tokens; the refresh token given is spent. Raises TokenError."""
        scope = self._refresh.pop(token, None)
        if scope is None:
            raise TokenError("invalid_request", "Value passed for the token was invalid.")
        return self._give(scope)

    def revoke(self, token: str) -> None:
        self._access.pop(token, None)
        self._refresh.pop(token, None)

    def _give(self, scope: str) -> dict[str, object]:
        access = secrets.token_urlsafe(48)
        self._keep(access, scope)
        answer: dict[str, object] = {
            "token_type": "bearer",
            "expires_in": int(LIFETIME.total_seconds()),
            "access_token": access,
            "scope": scope,
        }
        if "offline.access" in scope.split():
            answer["refresh_token"] = refresh = secrets.token_urlsafe(48)
            self._refresh[refresh] = scope
        return answer

    def _keep(self, token: str, scope: str) -> None:
        self._access[token] = AccessToken(
            user_id=self._settings.account_id,
            scopes=frozenset(scope.split()),
            expires_at=self._clock.now() + LIFETIME,
        )


def _challenge(verifier: str, method: str) -> str:
    if method != "S256":
        return verifier
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
