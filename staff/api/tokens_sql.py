"""Tokens for programs in SQL."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    DateTime,
    ForeignKey,
    String,
    Table,
    insert,
    select,
    update,
)
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncEngine

from conversation.identity import AgentId
from staff.accounts import metadata
from staff.api.tokens import ApiToken, TokenId

TIME = DateTime(timezone=True)

tokens = Table(
    "api_tokens",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("account", String(32), ForeignKey("staff_accounts.id"), nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("site", String(100), nullable=False),
    Column("made_by", String(32), nullable=False),
    Column("made_at", TIME, nullable=False),
    Column("expires_at", TIME),
    Column("revoked_at", TIME),
    Column("used_at", TIME),
)


class SqlTokens:
    """See tokens.Tokens."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, token: ApiToken) -> None:
        """See Tokens."""
        row = {
            "id": token.id,
            "name": token.name,
            "digest": token.digest,
            "account": token.account,
            "scopes": sorted(token.scopes),
            "site": token.site,
            "made_by": token.made_by,
            "made_at": _kept(token.made_at),
            "expires_at": _kept(token.expires_at),
            "revoked_at": _kept(token.revoked_at),
            "used_at": _kept(token.used_at),
        }
        async with self._engine.begin() as connection:
            await connection.execute(insert(tokens).values(row))

    async def all(self) -> list[ApiToken]:
        """See Tokens."""
        newest = select(tokens).order_by(tokens.c.made_at.desc(), tokens.c.id.desc())
        async with self._engine.connect() as connection:
            return [_token(row) for row in (await connection.execute(newest)).mappings()]

    async def by_digest(self, digest: str) -> ApiToken | None:
        """See Tokens."""
        return await self._one(tokens.c.digest == digest)

    async def revoke(self, id: TokenId, at: datetime) -> ApiToken | None:
        """See Tokens."""
        standing = (tokens.c.id == id) & tokens.c.revoked_at.is_(None)
        async with self._engine.begin() as connection:
            done = await connection.execute(
                update(tokens).where(standing).values(revoked_at=_kept(at))
            )
        return await self._one(tokens.c.id == id) if done.rowcount else None

    async def used(self, id: TokenId, at: datetime) -> None:
        """See Tokens."""
        async with self._engine.begin() as connection:
            await connection.execute(
                update(tokens).where(tokens.c.id == id).values(used_at=_kept(at))
            )

    async def _one(self, condition: ColumnElement[bool]) -> ApiToken | None:
        async with self._engine.connect() as connection:
            row = (await connection.execute(select(tokens).where(condition))).mappings().first()
            return _token(row) if row else None


def _token(row: RowMapping) -> ApiToken:
    made_at = _read(row["made_at"])
    assert made_at is not None
    return ApiToken(
        id=TokenId(row["id"]),
        name=row["name"],
        digest=row["digest"],
        account=AgentId(row["account"]),
        scopes=frozenset(row["scopes"]),
        site=row["site"],
        made_by=AgentId(row["made_by"]),
        made_at=made_at,
        expires_at=_read(row["expires_at"]),
        revoked_at=_read(row["revoked_at"]),
        used_at=_read(row["used_at"]),
    )


def _kept(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None


def _read(moment: datetime | None) -> datetime | None:
    # SQLite keeps no zone; what was written was UTC.
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
