"""Tokens of programs that an administrator made: kept as digests, each with a scope and an end."""

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from sqlalchemy import Column, DateTime, String, Table, insert, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncEngine

from conversation.identity import AgentId
from staff.accounts import metadata

TOKEN_BYTES = 32
# So that whoever finds one, or a scanner, knows what it is.
PREFIX = "lotse_"
USED_EVERY = timedelta(minutes=1)


class Scope(StrEnum):
    """What a program may do: ask, or change things as well."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class ProgramToken:
    """A token as it is kept; the token itself is shown once and kept nowhere."""

    id: str
    name: str
    digest: str
    scope: Scope
    created_by: AgentId
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    used_at: datetime | None = None

    def counts(self, now: datetime) -> bool:
        """Say whether it still opens anything."""
        return self.revoked_at is None and now < self.expires_at


class Tokens(Protocol):
    """The tokens of programs."""

    async def add(self, token: ProgramToken) -> None:
        """Keep a new token."""

    async def all(self) -> list[ProgramToken]:
        """Return all, the newest first, also those that do not count any more."""

    async def by_digest(self, digest: str) -> ProgramToken | None:
        """Return a token, whether it counts or not."""

    async def revoke(self, id: str, *, at: datetime) -> bool:
        """Let a token count no more. False: there is none, or it was revoked before."""

    async def note_use(self, id: str, *, at: datetime) -> None:
        """Remember that a token was used."""


def new_token() -> str:
    """Return a token: 256 random bits."""
    return PREFIX + secrets.token_urlsafe(TOKEN_BYTES)


tokens = Table(
    "staff_tokens",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("scope", String(20), nullable=False),
    Column("created_by", String(32), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
    Column("used_at", DateTime(timezone=True)),
)


class SqlTokens:
    """The table `staff_tokens`. See Tokens for every method."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, token: ProgramToken) -> None:
        """See Tokens."""
        row = {
            "id": token.id,
            "name": token.name,
            "digest": token.digest,
            "scope": token.scope.value,
            "created_by": token.created_by,
            "created_at": token.created_at.astimezone(UTC),
            "expires_at": token.expires_at.astimezone(UTC),
        }
        async with self._engine.begin() as connection:
            await connection.execute(insert(tokens).values(row))

    async def all(self) -> list[ProgramToken]:
        """See Tokens."""
        newest = select(tokens).order_by(tokens.c.created_at.desc(), tokens.c.id)
        async with self._engine.connect() as connection:
            return [_token(row) for row in (await connection.execute(newest)).mappings()]

    async def by_digest(self, digest: str) -> ProgramToken | None:
        """See Tokens."""
        one = select(tokens).where(tokens.c.digest == digest)
        async with self._engine.connect() as connection:
            row = (await connection.execute(one)).mappings().first()
            return _token(row) if row else None

    async def revoke(self, id: str, *, at: datetime) -> bool:
        """See Tokens."""
        counting = (tokens.c.id == id) & tokens.c.revoked_at.is_(None)
        async with self._engine.begin() as connection:
            done = await connection.execute(
                update(tokens).where(counting).values(revoked_at=at.astimezone(UTC))
            )
            return bool(done.rowcount)

    async def note_use(self, id: str, *, at: datetime) -> None:
        """See Tokens."""
        async with self._engine.begin() as connection:
            await connection.execute(
                update(tokens).where(tokens.c.id == id).values(used_at=at.astimezone(UTC))
            )


class MemoryTokens:
    """The tokens' twin. See Tokens for every method."""

    def __init__(self) -> None:
        self._tokens: dict[str, ProgramToken] = {}

    async def add(self, token: ProgramToken) -> None:
        """See Tokens."""
        self._tokens[token.id] = token

    async def all(self) -> list[ProgramToken]:
        """See Tokens."""
        by_id = sorted(self._tokens.values(), key=lambda one: one.id)
        return sorted(by_id, key=lambda one: one.created_at, reverse=True)

    async def by_digest(self, digest: str) -> ProgramToken | None:
        """See Tokens."""
        return next((one for one in self._tokens.values() if one.digest == digest), None)

    async def revoke(self, id: str, *, at: datetime) -> bool:
        """See Tokens."""
        token = self._tokens.get(id)
        if token is None or token.revoked_at is not None:
            return False
        self._tokens[id] = replace(token, revoked_at=at)
        return True

    async def note_use(self, id: str, *, at: datetime) -> None:
        """See Tokens."""
        if id in self._tokens:
            self._tokens[id] = replace(self._tokens[id], used_at=at)


def _token(row: RowMapping) -> ProgramToken:
    return ProgramToken(
        id=row["id"],
        name=row["name"],
        digest=row["digest"],
        scope=Scope(row["scope"]),
        created_by=AgentId(row["created_by"]),
        created_at=_utc(row["created_at"]),
        expires_at=_utc(row["expires_at"]),
        revoked_at=_utc(row["revoked_at"]) if row["revoked_at"] else None,
        used_at=_utc(row["used_at"]) if row["used_at"] else None,
    )


def _utc(moment: datetime) -> datetime:
    # SQLite keeps no zone; what was written was UTC.
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
