"""Staff accounts in SQL: who may log in, under which name, in which role."""

from datetime import UTC

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    DateTime,
    MetaData,
    String,
    Table,
    false,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.engine import Row
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from conversation.identity import AgentId
from staff.ports import Account, LoginTakenError
from staff.roles import Role

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)

staff_accounts = Table(
    "staff_accounts",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("login", String(100), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("role", String(20), nullable=False),
    Column("password_hash", String(255), nullable=False),
    Column("disabled", Boolean, nullable=False, server_default=false()),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("site", String(100), nullable=False, server_default=text("''")),
    Column("language", String(5), nullable=False, server_default=text("''")),
)


class SqlAccounts:
    """Accounts in the table `staff_accounts`. See ports.Accounts for every method."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, account: Account) -> None:
        """See ports.Accounts."""
        row = {
            "id": account.id,
            "login": account.login,
            "name": account.name,
            "role": account.role.value,
            "password_hash": account.password_hash,
            "disabled": account.disabled,
            "created_at": account.created_at.astimezone(UTC),
            "site": account.site,
            "language": account.language,
        }
        try:
            async with self._engine.begin() as connection:
                await connection.execute(insert(staff_accounts).values(row))
        except IntegrityError:
            raise LoginTakenError(f"The login {account.login} is taken.") from None

    async def by_id(self, id: AgentId) -> Account | None:
        """See ports.Accounts."""
        return await self._one(staff_accounts.c.id == id)

    async def by_login(self, login: str) -> Account | None:
        """See ports.Accounts."""
        return await self._one(staff_accounts.c.login == login)

    async def all(self) -> list[Account]:
        """See ports.Accounts."""
        async with self._engine.connect() as connection:
            rows = await connection.execute(select(staff_accounts).order_by(staff_accounts.c.login))
            return [_account(row) for row in rows]

    async def set_password_hash(self, id: AgentId, password_hash: str) -> None:
        """See ports.Accounts."""
        await self._update(id, password_hash=password_hash)

    async def set_disabled(self, id: AgentId, disabled: bool) -> None:
        """See ports.Accounts."""
        await self._update(id, disabled=disabled)

    async def set_role(self, id: AgentId, role: Role) -> None:
        """See ports.Accounts."""
        await self._update(id, role=role.value)

    async def set_site(self, id: AgentId, site: str) -> None:
        """See ports.Accounts."""
        await self._update(id, site=site)

    async def set_name(self, id: AgentId, name: str) -> None:
        """See ports.Accounts."""
        await self._update(id, name=name)

    async def set_language(self, id: AgentId, language: str) -> None:
        """See ports.Accounts."""
        await self._update(id, language=language)

    async def _one(self, condition: ColumnElement[bool]) -> Account | None:
        async with self._engine.connect() as connection:
            rows = await connection.execute(select(staff_accounts).where(condition))
            row = rows.first()
            return _account(row) if row else None

    async def _update(self, id: AgentId, **values: str | bool) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(
                update(staff_accounts).where(staff_accounts.c.id == id).values(**values)
            )


def _account(row: Row) -> Account:  # type: ignore[type-arg]
    created = row.created_at
    return Account(
        id=AgentId(row.id),
        login=row.login,
        name=row.name,
        role=Role(row.role),
        password_hash=row.password_hash,
        disabled=row.disabled,
        # SQLite keeps no zone; what was written was UTC.
        created_at=created.replace(tzinfo=UTC) if created.tzinfo is None else created,
        site=row.site,
        language=row.language,
    )
