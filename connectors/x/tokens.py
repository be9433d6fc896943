"""OAuth 2 with a refresh token that changes with every use: kept sealed in Redis, renewed by one.

A refresh token works once. Two workers that refresh at the same time would burn it for both, so one
does it and the others wait for what it gets.
"""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
from authlib.oauth2.auth import ClientAuth  # type: ignore[import-untyped]
from authlib.oauth2.rfc6749.parameters import (  # type: ignore[import-untyped]
    prepare_token_request,
)
from cryptography.fernet import InvalidToken, MultiFernet
from pydantic import TypeAdapter
from redis.asyncio import Redis

from connectors.x.api import read_answer
from connectors.x.auth import TokenDeadError
from connectors.x.keys import XKeys
from connectors.x.locks import Locks
from connectors.x.problems import NotSentError
from connectors.x.settings import OAuth2Keys
from conversation.ports import Clock

LEEWAY = timedelta(minutes=2)
# What X's documentation says a token lives; used where an answer does not say.
USUAL_LIFE = timedelta(hours=2)
LOCK = "refresh"
LONGEST_REFRESH = timedelta(seconds=30)
LOOK_AGAIN_SECONDS = 0.1
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Token:
    """A pair of tokens. `seed` tells from which configured refresh token it descends."""

    access: str
    refresh: str
    expires_at: datetime
    seed: str


class OAuth2:
    """User context with tokens of two hours."""

    def __init__(
        self,
        redis: Redis,
        keys: XKeys,
        *,
        oauth: OAuth2Keys,
        http: httpx.AsyncClient,
        seal: MultiFernet,
        clock: Clock,
    ) -> None:
        self._redis = redis
        self._key = keys.of_account("token")
        self._locks = Locks(redis, keys)
        self._oauth = oauth
        self._http = http
        self._seal = seal
        self._clock = clock
        self._seed = hashlib.sha256(oauth.refresh_token.encode()).hexdigest()[:16]
        self._client = ClientAuth(
            oauth.client_id,
            oauth.client_secret,
            "client_secret_basic" if oauth.client_secret else "none",
        )

    async def headers(self, method: str, url: str) -> Mapping[str, str]:
        """See Authorization."""
        token = await self._kept()
        if token is None or token.expires_at - LEEWAY <= self._clock.now():
            token = await self._renewed(token.access if token else "")
        return _bearer(token)

    async def renew(self, used: Mapping[str, str]) -> bool:
        """See Authorization."""
        await self._renewed(used.get("authorization", "").removeprefix("Bearer "))
        return True

    async def _renewed(self, stale: str) -> Token:
        """Return a token other than `stale`, by refreshing or by waiting for who does."""
        try:
            async with asyncio.timeout(LONGEST_REFRESH.total_seconds()):
                while True:
                    if (token := await self._one_turn(stale)) is not None:
                        return token
                    await asyncio.sleep(LOOK_AGAIN_SECONDS)
        except TimeoutError as error:
            raise NotSentError("No token could be got.") from error

    async def _one_turn(self, stale: str) -> Token | None:
        owner = await self._locks.hold(LOCK, longest=LONGEST_REFRESH)
        try:
            token = await self._kept()
            if token is not None and token.access != stale:
                return token
            return await self._refresh(token) if owner is not None else None
        finally:
            if owner is not None:
                await self._locks.give_back(LOCK, owner)

    async def _refresh(self, token: Token | None) -> Token:
        refresh = token.refresh if token else self._oauth.refresh_token
        answer = await self._ask(refresh)
        lives = answer.get("expires_in")
        life = timedelta(seconds=lives) if isinstance(lives, int) else USUAL_LIFE
        renewed = Token(
            access=str(answer["access_token"]),
            refresh=str(answer.get("refresh_token") or refresh),
            expires_at=self._clock.now() + life,
            seed=self._seed,
        )
        # Before anybody uses it: the old refresh token is worth nothing any more.
        await self._redis.set(self._key, self._seal.encrypt(_TOKEN.dump_json(renewed)))
        return renewed

    async def _ask(self, refresh: str) -> dict[str, Any]:
        body = prepare_token_request("refresh_token", refresh_token=refresh)
        url, headers, body = self._client.prepare(
            "POST", self._oauth.token_url, {"Content-Type": FORM}, body
        )
        try:
            answer = await self._http.post(url, content=body, headers=headers)
        except httpx.HTTPError as error:
            raise NotSentError("No token could be got.") from error
        if answer.status_code in (400, 401, 403):
            raise TokenDeadError("X refuses our refresh token.")
        if answer.status_code != 200 or "access_token" not in (
            given := read_answer(answer.content)
        ):
            raise NotSentError("No token could be got.")
        return given

    async def _kept(self) -> Token | None:
        """Return the token in Redis; one of another descent or under a lost key counts for none."""
        sealed = await self._redis.get(self._key)
        if sealed is None:
            return None
        try:
            token = _TOKEN.validate_json(self._seal.decrypt(sealed))
        except InvalidToken:
            return None
        return token if token.seed == self._seed else None


def _bearer(token: Token) -> Mapping[str, str]:
    return {"authorization": f"Bearer {token.access}"}


_TOKEN = TypeAdapter(Token)
