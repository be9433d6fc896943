"""Whose identity at the provider is whose account, in SQL."""

from sqlalchemy import Column, ForeignKey, String, Table, delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from conversation.identity import AgentId
from staff.accounts import metadata

identities = Table(
    "staff_identities",
    metadata,
    Column("issuer", String(255), primary_key=True),
    Column("subject", String(255), primary_key=True),
    Column("account", String(32), ForeignKey("staff_accounts.id"), nullable=False, unique=True),
)


class SqlIdentities:
    """The table `staff_identities`. See ports.Identities for every method."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def account_of(self, issuer: str, subject: str) -> AgentId | None:
        """See ports.Identities."""
        its = (identities.c.issuer == issuer) & (identities.c.subject == subject)
        async with self._engine.connect() as connection:
            found = await connection.scalar(select(identities.c.account).where(its))
            return AgentId(found) if found else None

    async def tie(self, issuer: str, subject: str, account: AgentId) -> bool:
        """See ports.Identities."""
        row = {"issuer": issuer, "subject": subject, "account": account}
        try:
            async with self._engine.begin() as connection:
                await connection.execute(insert(identities).values(row))
        except IntegrityError:
            return False
        return True

    async def untie(self, account: AgentId) -> None:
        """See ports.Identities."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(identities).where(identities.c.account == account))

    async def tied(self) -> frozenset[AgentId]:
        """See ports.Identities."""
        async with self._engine.connect() as connection:
            return frozenset(
                AgentId(id) for id in await connection.scalars(select(identities.c.account))
            )
