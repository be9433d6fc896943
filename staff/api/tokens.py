"""Tokens for programs: what is kept of them, and where; the token itself is kept nowhere."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NewType, Protocol

from conversation.identity import AgentId

TokenId = NewType("TokenId", str)


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A program's token. `account` is its own, made with it: nobody logs in by that.

    `scopes` are the values of `callers.Scope`. With a `site` it is for that site only.
    """

    id: TokenId
    name: str
    digest: str
    account: AgentId
    scopes: frozenset[str]
    made_by: AgentId
    made_at: datetime
    site: str = ""
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    used_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Say whether it opens anything now."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


class Tokens(Protocol):
    """All tokens that were ever made on the page."""

    async def add(self, token: ApiToken) -> None:
        """Keep a new token."""

    async def all(self) -> list[ApiToken]:
        """Return all, the newest first."""

    async def by_digest(self, digest: str) -> ApiToken | None:
        """Return a token by what is kept of it."""

    async def revoke(self, id: TokenId, at: datetime) -> ApiToken | None:
        """End a token and return it; None if there is none, or it was revoked before."""

    async def used(self, id: TokenId, at: datetime) -> None:
        """Note when it was used last."""


class MemoryTokens:
    """The tokens' twin. See Tokens for every method."""

    def __init__(self) -> None:
        self._tokens: dict[TokenId, ApiToken] = {}

    async def add(self, token: ApiToken) -> None:
        """See Tokens."""
        self._tokens[token.id] = token

    async def all(self) -> list[ApiToken]:
        """See Tokens."""
        return sorted(self._tokens.values(), key=lambda one: (one.made_at, one.id), reverse=True)

    async def by_digest(self, digest: str) -> ApiToken | None:
        """See Tokens."""
        return next((one for one in self._tokens.values() if one.digest == digest), None)

    async def revoke(self, id: TokenId, at: datetime) -> ApiToken | None:
        """See Tokens."""
        known = self._tokens.get(id)
        if known is None or known.revoked_at is not None:
            return None
        self._tokens[id] = replace(known, revoked_at=at)
        return self._tokens[id]

    async def used(self, id: TokenId, at: datetime) -> None:
        """See Tokens."""
        self._tokens[id] = replace(self._tokens[id], used_at=at)
