"""One suite for the accounts in SQL, on each database, and for their twin in memory."""

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from conversation.identity import AgentId
from staff.joining import create_account, create_demonstration_accounts, reset_password
from staff.passwords import Passwords, generated_password
from staff.ports import Account, Accounts, LoginTakenError
from staff.roles import Role
from tests.staff.house import CHEAP, START, Hands

MARA = Account(
    id=AgentId("1"),
    login="mara",
    name="Mara Petersen",
    role=Role.AGENT,
    password_hash="a hash",
    created_at=START,
)
PASSWORDS = Passwords(CHEAP)


async def test_an_account_comes_back_as_it_was_kept(accounts: Accounts) -> None:
    await accounts.add(MARA)
    assert await accounts.by_id(AgentId("1")) == MARA
    assert await accounts.by_login("mara") == MARA
    assert await accounts.by_id(AgentId("2")) is None
    assert await accounts.by_login("mara'; DROP TABLE staff_accounts; --") is None


async def test_a_time_in_another_zone_comes_back_as_the_same_moment(accounts: Accounts) -> None:
    elsewhere = START.astimezone(timezone(timedelta(hours=9)))
    await accounts.add(replace(MARA, created_at=elsewhere))
    found = await accounts.by_id(MARA.id)
    assert found is not None
    assert found.created_at == START
    assert found.created_at.utcoffset() is not None


async def test_a_login_is_taken_once(accounts: Accounts) -> None:
    await accounts.add(MARA)
    with pytest.raises(LoginTakenError):
        await accounts.add(replace(MARA, id=AgentId("2")))
    assert await accounts.all() == [MARA]


async def test_password_role_and_access_can_change(accounts: Accounts) -> None:
    await accounts.add(MARA)
    await accounts.add(replace(MARA, id=AgentId("2"), login="ole"))
    await accounts.set_password_hash(MARA.id, "another hash")
    await accounts.set_role(MARA.id, Role.EDITOR)
    await accounts.set_disabled(MARA.id, True)
    changed = replace(MARA, password_hash="another hash", role=Role.EDITOR, disabled=True)
    assert await accounts.all() == [changed, replace(MARA, id=AgentId("2"), login="ole")]
    await accounts.set_disabled(MARA.id, False)
    assert await accounts.by_id(MARA.id) == replace(changed, disabled=False)


async def test_the_language_somebody_reads_is_kept_and_at_first_there_is_none(
    accounts: Accounts,
) -> None:
    await accounts.add(MARA)
    await accounts.add(replace(MARA, id=AgentId("2"), login="ole", language="en"))
    await accounts.set_language(MARA.id, "de")
    assert [one.language for one in await accounts.all()] == ["de", "en"]
    await accounts.set_language(MARA.id, "")
    assert await accounts.by_id(MARA.id) == MARA


async def test_demonstration_accounts_are_made_once(accounts: Accounts) -> None:
    made = await create_demonstration_accounts(accounts, PASSWORDS, Hands())
    assert {login.role for login in made} == set(Role)
    assert len({login.password for login in made}) == len(made)
    before = await accounts.all()
    assert await create_demonstration_accounts(accounts, PASSWORDS, Hands()) == []
    assert await accounts.all() == before


async def test_a_generated_password_is_the_right_one(accounts: Accounts) -> None:
    new = await create_account(
        accounts, PASSWORDS, Hands(), login=" Mara ", name=" Mara Petersen ", role=Role.AGENT
    )
    assert (new.login, new.name) == ("mara", "Mara Petersen")
    account = await accounts.by_login("mara")
    assert account is not None
    assert await PASSWORDS.matches(new.password, account.password_hash)
    reset = await reset_password(accounts, PASSWORDS, login="mara")
    account = await accounts.by_login("mara")
    assert account is not None
    assert not await PASSWORDS.matches(new.password, account.password_hash)
    assert await PASSWORDS.matches(reset.password, account.password_hash)


async def test_nobody_s_password_cannot_be_reset(accounts: Accounts) -> None:
    with pytest.raises(LookupError):
        await reset_password(accounts, PASSWORDS, login="mara")


@pytest.mark.parametrize(("login", "name"), [("", "Mara"), ("  ", "Mara"), ("mara", " ")])
async def test_an_account_needs_a_login_and_a_name(
    accounts: Accounts, login: str, name: str
) -> None:
    with pytest.raises(ValueError):
        await create_account(accounts, PASSWORDS, Hands(), login=login, name=name, role=Role.AGENT)


def test_generated_passwords_are_long_and_never_the_same() -> None:
    passwords = {generated_password() for _ in range(100)}
    assert len(passwords) == 100
    assert min(map(len, passwords)) >= 16
