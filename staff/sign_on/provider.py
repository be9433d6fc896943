"""The provider, over HTTP: what it says of itself, its keys, and a code for an ID token."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import httpx
from authlib.oauth2.auth import ClientAuth  # type: ignore[import-untyped]
from authlib.oauth2.rfc6749.parameters import (  # type: ignore[import-untyped]
    prepare_grant_uri,
    prepare_token_request,
)
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ConfigDict, ValidationError

from conversation.ports import Clock
from staff.sign_on.id_tokens import Expected, UntrueError, verified
from staff.sign_on.settings import SignOnSettings, is_safe

Model = TypeVar("Model", bound=BaseModel)

WELL_KNOWN = "/.well-known/openid-configuration"
S256 = "S256"
BASIC, POST = "client_secret_basic", "client_secret_post"
FORM = "application/x-www-form-urlencoded"
# Keys that a provider has withdrawn must not count for long.
FRESH_FOR = timedelta(minutes=10)


class AwayError(Exception):
    """The provider does not answer, or not as a provider does; the word says where, for the log."""


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True)


class Metadata(_Said):
    """What we need of the provider's discovery document."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str = ""
    token_endpoint_auth_methods_supported: tuple[str, ...] = (BASIC,)
    code_challenge_methods_supported: tuple[str, ...] = (S256,)
    authorization_response_iss_parameter_supported: bool = False


class _Tokens(_Said):
    id_token: str
    access_token: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """A verified ID token and what it claims; the token itself is needed to log out there."""

    id_token: str
    claims: Mapping[str, Any]


class Provider:
    """One OpenID provider. Its metadata and keys are kept for a while; see FRESH_FOR."""

    def __init__(self, settings: SignOnSettings, *, http: httpx.AsyncClient, clock: Clock) -> None:
        self._settings = settings
        self._http = http
        self._clock = clock
        self._metadata: tuple[datetime, Metadata] | None = None
        self._keys: tuple[datetime, KeySet] | None = None

    async def way_there(self, *, state: str, nonce: str, verifier: str) -> str:
        """Return where a browser goes to sign on. Raises AwayError."""
        metadata = await self.metadata()
        url: str = prepare_grant_uri(
            metadata.authorization_endpoint,
            self._settings.client_id,
            "code",
            redirect_uri=self._settings.redirect_uri,
            scope=self._settings.scopes,
            state=state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method=S256,
        )
        return url

    async def redeem(self, code: str, *, nonce: str, verifier: str) -> Proof:
        """Exchange a code for a verified ID token. Raises AwayError, UntrueError."""
        tokens = await self._tokens(code, verifier=verifier)
        expected = Expected(
            issuer=self._settings.issuer,
            client_id=self._settings.client_id,
            nonce=nonce,
            algorithms=self._settings.algorithms,
            access_token=tokens.access_token,
        )
        try:
            claims = await self._verified(tokens.id_token, expected)
        except (JoseError, ValueError) as error:
            raise UntrueError(getattr(error, "error", "") or "not_a_token") from None
        return Proof(id_token=tokens.id_token, claims=claims)

    async def way_out(self, id_token: str) -> str:
        """Return where a browser goes to be logged out there as well; empty: nowhere."""
        metadata = await self.metadata()
        if not metadata.end_session_endpoint:
            return ""
        query = {
            "id_token_hint": id_token,
            "client_id": self._settings.client_id,
            "post_logout_redirect_uri": self._settings.after_logout,
        }
        return str(httpx.URL(metadata.end_session_endpoint).copy_merge_params(query))

    async def metadata(self) -> Metadata:
        """Return what the provider says of itself. Raises AwayError."""
        now = self._clock.now()
        if self._metadata is None or now - self._metadata[0] >= FRESH_FOR:
            url = self._settings.issuer.rstrip("/") + WELL_KNOWN
            found = _read(Metadata, await self._get(url), "metadata")
            self._check(found)
            self._metadata = (now, found)
        return self._metadata[1]

    def _check(self, found: Metadata) -> None:
        """Refuse a document of another provider, or one that sends us into the open."""
        if found.issuer != self._settings.issuer:
            raise AwayError("metadata_of_another_issuer")
        used = (found.authorization_endpoint, found.token_endpoint, found.jwks_uri)
        if not all(map(is_safe, filter(None, (*used, found.end_session_endpoint)))):
            raise AwayError("metadata_names_an_unsafe_address")
        if S256 not in found.code_challenge_methods_supported:
            raise AwayError("no_pkce")

    async def _verified(self, id_token: str, expected: Expected) -> dict[str, Any]:
        """Try the keys we know; and if none fits, once more those the provider has now.

        Each try costs a code that the provider gave out, so that nobody can make us ask in a loop.
        """
        now = self._clock.now()
        fresh = self._keys is None or now - self._keys[0] >= FRESH_FOR
        keys = await self._keys_now() if fresh else self._known_keys()
        try:
            return verified(id_token, keys, expected=expected, now=now)
        except (InvalidKeyIdError, BadSignatureError):
            if fresh:
                raise
        return verified(id_token, await self._keys_now(), expected=expected, now=now)

    def _known_keys(self) -> KeySet:
        assert self._keys is not None
        return self._keys[1]

    async def _keys_now(self) -> KeySet:
        body = await self._get((await self.metadata()).jwks_uri)
        try:
            keys = KeySet.import_key_set(body)  # type: ignore[arg-type]
        except (JoseError, ValueError, KeyError, TypeError):
            raise AwayError("keys_unreadable") from None
        self._keys = (self._clock.now(), keys)
        return keys

    async def _tokens(self, code: str, *, verifier: str) -> _Tokens:
        metadata = await self.metadata()
        methods = metadata.token_endpoint_auth_methods_supported
        method = POST if POST in methods and BASIC not in methods else BASIC
        client = ClientAuth(self._settings.client_id, self._settings.client_secret, method)
        body = prepare_token_request(
            "authorization_code",
            code=code,
            redirect_uri=self._settings.redirect_uri,
            code_verifier=verifier,
        )
        headers = {"Content-Type": FORM, "Accept": "application/json"}
        url, headers, body = client.prepare("POST", metadata.token_endpoint, headers, body)
        try:
            answer = await self._http.post(url, content=body, headers=headers)
        except httpx.HTTPError:
            raise AwayError("token_endpoint") from None
        if answer.status_code in (400, 401, 403):
            # A code used before, or of somebody else; or our own secret is wrong.
            raise UntrueError(f"code_refused_{answer.status_code}")
        return _read(_Tokens, _object(answer, "token_endpoint"), "token_endpoint")

    async def _get(self, url: str) -> dict[str, Any]:
        where = "metadata" if url.endswith(WELL_KNOWN) else "keys"
        try:
            return _object(await self._http.get(url), where)
        except httpx.HTTPError:
            raise AwayError(where) from None


def _object(answer: httpx.Response, where: str) -> dict[str, Any]:
    try:
        body = answer.json() if answer.status_code == httpx.codes.OK else None
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise AwayError(where)
    return body


def _read(model: type[Model], body: Mapping[str, Any], where: str) -> Model:
    try:
        return model.model_validate(body)
    except ValidationError:
        raise AwayError(f"{where}_unreadable") from None
