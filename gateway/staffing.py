"""Accounts, teams and ready texts for a first look: made once; passwords stay beside the data."""

import json
from dataclasses import asdict
from pathlib import Path

from archive.database import open_database
from archive.migrate import migrate
from archive.text_modules import SqlTextModules
from conversation.ports import Clock
from gateway.settings import Settings
from handoff.text_modules.sample import read_text_modules
from staff.accounts import SqlAccounts
from staff.joining import NewLogin, create_demonstration_accounts
from staff.passwords import Passwords
from staff.ports import Accounts
from staff.roles import Role
from staff.team_file import read_teams
from staff.teams import SqlTeams

FILE = "staff-logins.json"


async def demonstration_logins(settings: Settings, clock: Clock) -> list[NewLogin]:
    """Bring the archive's tables up to date, make what is missing, return all logins.

    A provider with a database of its own makes its accounts itself (`DATABASE_URL`); then nothing
    is made here.
    """
    database = open_database(settings.archive_url)
    try:
        await migrate(database)
        if settings.database_url:
            return []
        accounts = SqlAccounts(database)
        new = await create_demonstration_accounts(accounts, Passwords(), clock)
        teams = SqlTeams(database, zone=settings.brand.zone, clock=clock)
        if not (await teams.current()).teams:
            await _demonstration_teams(teams, accounts, settings)
            # Once, with the teams: who deletes them all is not given them again.
            await _demonstration_texts(SqlTextModules(database))
    finally:
        await database.dispose()
    return _kept(settings.data_dir / FILE, new)


async def _demonstration_teams(teams: SqlTeams, accounts: Accounts, settings: Settings) -> None:
    ids = {account.login: account.id for account in await accounts.all()}
    file = read_teams()
    await teams.replace(file.known_teams(settings.brand.zone), file.profiles(ids))


async def _demonstration_texts(modules: SqlTextModules) -> None:
    if not await modules.all():
        for module in read_text_modules():
            await modules.add(module)


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
