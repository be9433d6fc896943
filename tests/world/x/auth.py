"""Who calls X's API: OAuth 1.0a signatures and bearer tokens, really verified."""

from dataclasses import dataclass

from authlib.common.errors import AuthlibBaseError
from authlib.oauth1.rfc5849.resource_protector import ResourceProtector
from authlib.oauth1.rfc5849.wrapper import OAuth1Request

from tests.world.settings import XSettings
from tests.world.trouble import Trouble
from tests.world.x.problems import (
    XProblemError,
    forbidden,
    unauthorized,
    unsupported_authentication,
)
from tests.world.x.tokens import Tokens

#: X's words for what its specification calls by these names.
SCHEMES = {
    "OAuth2UserToken": "OAuth 2.0 User Context",
    "UserToken": "OAuth 1.0a User Context",
    "BearerToken": "OAuth 2.0 Application-Only",
}
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls; an app alone is no user."""

    scheme: str
    user_id: str | None = None
    scopes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Signed:
    """A request as far as signatures are concerned."""

    method: str
    url: str
    authorization: str
    body: str | None


class _Secret:
    """A consumer or a token, as authlib asks for its secret."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def get_client_secret(self) -> str:
        return self._secret

    def get_oauth_token_secret(self) -> str:
        return self._secret


class _Protector(ResourceProtector):
    """Authlib's check of a signature, with this app's keys; a nonce works once."""

    def __init__(self, settings: XSettings) -> None:
        self._settings = settings
        self._nonces: set[tuple[str, str]] = set()

    def get_client_by_id(self, client_id: str) -> _Secret | None:
        known = client_id == self._settings.consumer_key
        return _Secret(self._settings.consumer_secret) if known else None

    def get_token_credential(self, request: OAuth1Request) -> _Secret | None:
        known = request.token == self._settings.access_token
        return _Secret(self._settings.access_token_secret) if known else None

    def exists_nonce(self, nonce: str, request: OAuth1Request) -> bool:
        seen = (nonce, request.timestamp)
        if seen in self._nonces:
            return True
        self._nonces.add(seen)
        return False


class Authority:
    """Tells callers apart and sends the wrong ones away."""

    def __init__(self, settings: XSettings, tokens: Tokens, trouble: Trouble) -> None:
        self._settings = settings
        self._tokens = tokens
        self._trouble = trouble
        self._protector = _Protector(settings)

    def caller(self, request: Signed, security: dict[str, list[str]]) -> Caller:
        """Return who calls, if they may call this at all. Raises XProblemError."""
        caller = self._identify(request)
        if caller.scheme not in security:
            supported = [SCHEMES[name] for name in security]
            raise unsupported_authentication(SCHEMES[caller.scheme], supported)
        if lacking := set(security[caller.scheme]) - caller.scopes:
            raise forbidden(f"The token lacks the scopes {', '.join(sorted(lacking))}.")
        return caller

    def _identify(self, request: Signed) -> Caller:
        kind, _, token = request.authorization.partition(" ")
        if kind.lower() == "oauth":
            self._check_signature(request)
            return self._user(Caller("UserToken", self._settings.account_id))
        if kind.lower() != "bearer":
            raise unauthorized()
        if token == self._settings.bearer_token:
            return Caller("BearerToken")
        found = self._tokens.find(token)
        if found is None:
            raise unauthorized()
        return self._user(Caller("OAuth2UserToken", found.user_id, found.scopes))

    def _user(self, caller: Caller) -> Caller:
        if "x" in self._trouble.dead_tokens | self._trouble.revoked:
            raise unauthorized()
        return caller

    def _check_signature(self, request: Signed) -> None:
        headers = {"Authorization": request.authorization}
        try:
            self._protector.validate_request(request.method, request.url, request.body, headers)
        except (AuthlibBaseError, ValueError) as error:
            raise _unsigned(error) from None


def _unsigned(error: Exception) -> XProblemError:
    problem = unauthorized()
    # X says no more than this to the caller; tests may want to know why.
    problem.args = (f"Unauthorized: {getattr(error, 'error', '') or error}",)
    return problem
