"""Accounts for a first look: made once, their passwords kept beside the data, for their owner."""

import json
from dataclasses import asdict
from pathlib import Path

from archive.database import open_database
from archive.migrate import migrate
from conversation.ports import Clock
from gateway.settings import Settings
from staff.accounts import SqlAccounts
from staff.joining import NewLogin, create_demonstration_accounts
from staff.passwords import Passwords
from staff.roles import Role

FILE = "staff-logins.json"


async def demonstration_logins(settings: Settings, clock: Clock) -> list[NewLogin]:
    """Bring the archive's tables up to date, make missing accounts, and return all logins.

    A provider with a database of its own makes its accounts itself (`DATABASE_URL`); then nothing
    is made here.
    """
    database = open_database(settings.archive_url)
    try:
        await migrate(database)
        if settings.database_url:
            return []
        new = await create_demonstration_accounts(SqlAccounts(database), Passwords(), clock)
    finally:
        await database.dispose()
    return _kept(settings.data_dir / FILE, new)


def _kept(path: Path, new: list[NewLogin]) -> list[NewLogin]:
    """Add new logins to those kept in `path`; return all."""
    known = [_login(one) for one in json.loads(path.read_text())] if path.exists() else []
    fresh = {login.login for login in new}
    logins = [*(login for login in known if login.login not in fresh), *new]
    if new:
        path.touch(mode=0o600)
        path.write_text(json.dumps([asdict(login) for login in logins], indent=1))
    return logins


def _login(fields: dict[str, str]) -> NewLogin:
    role = Role(fields["role"])
    return NewLogin(
        login=fields["login"], name=fields["name"], role=role, password=fields["password"]
    )
