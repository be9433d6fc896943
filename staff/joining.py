"""New accounts: for a first look at everything, and for the people who will work here."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from conversation.identity import AgentId
from conversation.ports import Clock
from staff.passwords import Passwords, generated_password
from staff.ports import Account, Accounts
from staff.roles import Role

ID_BYTES = 8


@dataclass(frozen=True, slots=True)
class NewLogin:
    """What a new colleague needs to log in; shown once and kept nowhere."""

    login: str
    name: str
    role: Role
    password: str


DEMONSTRATION = (
    ("mara", "Mara Petersen", Role.AGENT),
    ("jonas", "Jonas Lorenzen", Role.AGENT),
    ("silke", "Silke Hansen", Role.SUPERVISOR),
    ("tomke", "Tomke Ahrens", Role.EDITOR),
    ("ole", "Ole Brodersen", Role.ADMINISTRATOR),
)


async def create_account(
    accounts: Accounts,
    passwords: Passwords,
    clock: Clock,
    *,
    login: str,
    name: str,
    role: Role,
    site: str = "",
) -> NewLogin:
    """Create an account with a generated password. Raises LoginTakenError, ValueError."""
    login = login.strip().casefold()
    if not login or not name.strip():
        raise ValueError("An account has a login and a name.")
    password = generated_password()
    account = Account(
        id=AgentId(secrets.token_hex(ID_BYTES)),
        login=login,
        name=name.strip(),
        role=role,
        password_hash=passwords.hash(password),
        created_at=clock.now(),
        site=site,
    )
    await accounts.add(account)
    return NewLogin(login=login, name=account.name, role=role, password=password)


async def create_demonstration_accounts(
    accounts: Accounts,
    passwords: Passwords,
    clock: Clock,
    *,
    people: Sequence[tuple[str, str, Role]] = DEMONSTRATION,
) -> list[NewLogin]:
    """Create those demonstration accounts that do not exist yet, and return only these."""
    return [
        await create_account(accounts, passwords, clock, login=login, name=name, role=role)
        for login, name, role in people
        if await accounts.by_login(login) is None
    ]


async def reset_password(accounts: Accounts, passwords: Passwords, *, login: str) -> NewLogin:
    """Give an account a new password, which ends its sessions. Raises LookupError."""
    account = await accounts.by_login(login.strip().casefold())
    if account is None:
        raise LookupError("There is no account with this login.")
    password = generated_password()
    await accounts.set_password_hash(account.id, passwords.hash(password))
    return NewLogin(login=account.login, name=account.name, role=account.role, password=password)
