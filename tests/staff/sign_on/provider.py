"""A strict OpenID provider over HTTP, and one that can be made to lie in each way there is."""

import hashlib
import hmac
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from json import dumps
from typing import Any
from urllib.parse import unquote, urlencode

from authlib.oidc.core.util import create_half_hash
from joserfc import jwt
from joserfc.jwk import RSAKey
from sanic import HTTPResponse, Request, Sanic
from sanic.response import json, redirect, text

from tests.support.redis_server import free_port
from tests.support.serving import served

CLIENT_ID, CLIENT_SECRET = "lotse-desk", "a secret of the tests: 0123456789"
_numbers = count(1)
# Made once: a key takes a tenth of a second.
KEYS = [RSAKey.generate_key(2048, {"kid": f"key-{number}", "use": "sig"}) for number in (1, 2)]
FOREIGN_KEY = RSAKey.generate_key(2048, {"kid": "key-1"})


@dataclass
class Grant:
    """A code that was given out and what it is for."""

    redirect_uri: str
    challenge: str
    nonce: str


@dataclass
class FakeProvider:
    """What it does is as the specification says, until a test changes one of these."""

    now: Callable[[], datetime]
    port: int
    redirect_uris: set[str] = field(default_factory=set)
    logout_uris: set[str] = field(default_factory=set)
    person: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    answer: dict[str, str] = field(default_factory=dict)
    key: Any = field(default_factory=lambda: KEYS[0])
    published: list[Any] = field(default_factory=lambda: [KEYS[0]])
    algorithm: str = "RS256"
    forge: Callable[[dict[str, Any]], str] | None = None
    away: bool = False
    auth_method: str = "client_secret_basic"
    grants: dict[str, Grant] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    logged_out: list[dict[str, str]] = field(default_factory=list)

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}/realm"

    def described(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize?tenant=kiel",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/logout",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": [self.auth_method],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
            **self.metadata,
        }

    def id_token(self, grant: Grant, access_token: str) -> str:
        at = int(self.now().timestamp())
        claims = {
            "iss": self.issuer,
            "sub": "subject-of-tomke",
            "aud": CLIENT_ID,
            "exp": at + 300,
            "iat": at,
            "nonce": grant.nonce,
            "at_hash": create_half_hash(access_token, self.algorithm).decode(),
            "preferred_username": "tomke",
            "name": "Tomke Ahrens",
            **self.person,
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.forge:
            return self.forge(claims)
        header = {"alg": self.algorithm, "kid": self.key.kid}
        return jwt.encode(header, claims, self.key, algorithms=[self.algorithm])

    def refuse(self, why: str) -> HTTPResponse:
        self.refusals.append(why)
        return json({"error": "invalid_request", "error_description": why}, status=400)


def unsigned(claims: dict[str, Any]) -> str:
    """Return a token that says by itself that nobody signed it."""
    return _compact({"alg": "none"}, claims) + "."


def signed_with_the_public_key(claims: dict[str, Any]) -> str:
    """Return a token whose shared secret is what everybody may read: the old confusion."""
    # By hand: no library of today lets one do this.
    said = _compact({"alg": "HS256", "kid": "key-1"}, claims)
    secret = KEYS[0].as_pem(private=False)
    return f"{said}.{_base64(hmac.digest(secret, said.encode(), 'sha256'))}"


def signed_by_another(claims: dict[str, Any]) -> str:
    """Return a token of somebody else's key under a name that the provider's has."""
    header = {"alg": "RS256", "kid": "key-1"}
    return jwt.encode(header, claims, FOREIGN_KEY, algorithms=["RS256"])


def _compact(*parts: dict[str, Any]) -> str:
    return ".".join(_base64(dumps(part).encode()) for part in parts)


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


@asynccontextmanager
async def open_provider(now: Callable[[], datetime]) -> AsyncIterator[FakeProvider]:
    """Run a provider on a port of its own."""
    provider = FakeProvider(now=now, port=free_port())
    app = Sanic(f"provider-{next(_numbers)}", configure_logging=False)
    app.config.TOUCHUP = False
    _add_routes(app, provider)
    async with served(app, provider.port):
        yield provider


def _add_routes(app: Any, provider: FakeProvider) -> None:
    @app.on_request
    async def count_it(request: Request) -> HTTPResponse | None:
        provider.asked.append(request.path.rpartition("/")[2])
        return text("away", status=503) if provider.away else None

    @app.get("/realm/.well-known/openid-configuration")
    async def described(_request: Request) -> HTTPResponse:
        return json(provider.described())

    @app.get("/realm/keys")
    async def keys(_request: Request) -> HTTPResponse:
        return json({"keys": [key.as_dict(private=False) for key in provider.published]})

    @app.get("/realm/authorize")
    async def authorize(request: Request) -> HTTPResponse:
        given = {name: request.args.get(name, "") for name in request.args}
        if given.get("client_id") != CLIENT_ID:
            return provider.refuse("unknown client")
        if given.get("redirect_uri") not in provider.redirect_uris:
            return provider.refuse("unknown redirect uri")
        if given.get("tenant") != "kiel":
            return provider.refuse("the endpoint's own query is lost")
        if given.get("response_type") != "code" or "openid" not in given.get("scope", "").split():
            return provider.refuse("not an OpenID request for a code")
        if given.get("code_challenge_method") != "S256" or len(given["code_challenge"]) != 43:
            return provider.refuse("no PKCE")
        if min(len(given.get(name, "")) for name in ("state", "nonce")) < 22:
            return provider.refuse("state or nonce can be guessed")
        code = f"code-{time.monotonic_ns()}"
        provider.grants[code] = Grant(
            redirect_uri=given["redirect_uri"],
            challenge=given["code_challenge"],
            nonce=given["nonce"],
        )
        answer = {"code": code, "state": given["state"], "iss": provider.issuer, **provider.answer}
        answer = {name: value for name, value in answer.items() if value}
        return redirect(f"{given['redirect_uri']}?{urlencode(answer)}", status=302)

    @app.post("/realm/token")
    async def token(request: Request) -> HTTPResponse:
        form = {name: values[0] for name, values in request.form.items()}
        if _credentials(provider, request, form) != (CLIENT_ID, CLIENT_SECRET):
            provider.refusals.append("wrong client secret")
            return json({"error": "invalid_client"}, status=401)
        grant = provider.grants.pop(form.get("code", ""), None)
        if grant is None:
            return provider.refuse("unknown or used code")
        if form.get("grant_type") != "authorization_code":
            return provider.refuse("another grant type")
        if form.get("redirect_uri") != grant.redirect_uri:
            return provider.refuse("another redirect uri")
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if urlsafe_b64encode(digest).rstrip(b"=").decode() != grant.challenge:
            return provider.refuse("wrong verifier")
        access_token = "an access token"
        return json(
            {
                "access_token": access_token,
                "token_type": "Bearer",
                "id_token": provider.id_token(grant, access_token),
            }
        )

    @app.get("/realm/logout")
    async def logout(request: Request) -> HTTPResponse:
        given = {name: request.args.get(name, "") for name in request.args}
        if given.get("post_logout_redirect_uri") not in provider.logout_uris:
            return provider.refuse("unknown redirect uri after logout")
        jwt.decode(given["id_token_hint"], KEYS[0], algorithms=["RS256"])
        provider.logged_out.append(given)
        return redirect(given["post_logout_redirect_uri"], status=302)


def _credentials(
    provider: FakeProvider, request: Request, form: dict[str, str]
) -> tuple[str, str] | None:
    """Read the client's id and secret from where this provider wants them, and nowhere else."""
    header = request.headers.get("Authorization", "")
    if provider.auth_method == "client_secret_post":
        return None if header else (form.get("client_id", ""), form.get("client_secret", ""))
    if not header.startswith("Basic ") or "client_secret" in form:
        return None
    id, _, secret = b64decode(header.removeprefix("Basic ")).decode().partition(":")
    return unquote(id), unquote(secret)
