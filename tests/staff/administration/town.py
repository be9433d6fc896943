"""A house with the administration: accounts in memory, teams in SQL, people at two sites."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copy
from zoneinfo import ZoneInfo

from httpx import AsyncClient, Response
from sqlalchemy import insert

from archive.database import open_database
from conversation.identity import AgentId
from staff.accounts import SqlAccounts, staff_accounts
from staff.administration.attach import attach_administration
from staff.administration.desk import AdministrationParts
from staff.csrf import csrf_token
from staff.passwords import Passwords
from staff.ports import Account
from staff.roles import Role
from staff.sign_on.memory import MemoryIdentities
from staff.team_file import read_teams
from staff.teams import SqlTeams
from tests.staff.house import CHEAP, PASSWORD, START, Hands, House, open_house

BERLIN = ZoneInfo("Europe/Berlin")
#: Beside those of the house, who belong to all sites.
AT_SITES = (
    ("kaja", "Kaja Kieler", Role.ADMINISTRATOR, "Kiel"),
    ("sven", "Sven Sievers", Role.SUPERVISOR, "Kiel"),
    ("anke", "Anke Andresen", Role.AGENT, "Kiel"),
    ("hauke", "Hauke Hansen", Role.AGENT, "Husum"),
    ("hilde", "Hilde Holm", Role.ADMINISTRATOR, "Husum"),
)


@dataclass
class Town:
    """The house, its teams and its stores."""

    house: House
    teams: SqlTeams
    identities: MemoryIdentities

    async def post(self, browser: AsyncClient, path: str, **fields: str | list[str]) -> Response:
        """Send a form of the browser's own page."""
        token = csrf_token(browser.cookies["staff"])
        return await browser.post(f"/administration/{path}", data={"csrf": token, **fields})

    async def account(self, login: str) -> Account:
        return await self.house.account(login)

    def acts(self) -> list[tuple[str, str, str]]:
        """Return what was recorded, but for coming in."""
        entries = [one for one in self.house.audit.entries if one.what != "logged_in"]
        return [(one.who, one.what, one.detail) for one in entries]


@asynccontextmanager
async def open_town(folder: Path, migrated: Path) -> AsyncIterator[Town]:
    """Open a town over a copy of a `migrated` database: migrating takes longer than most tests."""
    copied = copy(migrated, folder / "archive.sqlite")
    database = open_database(f"sqlite+aiosqlite:///{copied}")
    clock = Hands()
    accounts = SqlAccounts(database)
    teams = SqlTeams(database, zone=BERLIN, clock=clock)
    identities = MemoryIdentities()

    def attach(app: object, staff: object) -> None:
        parts = AdministrationParts(
            accounts=accounts,
            passwords=Passwords(CHEAP),
            identities=identities,
            teams=teams,
            log=staff.audit,  # type: ignore[attr-defined]
            clock=clock,
            zone=BERLIN,
        )
        attach_administration(app, staff, parts)  # type: ignore[arg-type]

    async with open_house(clock, attach=attach, accounts=accounts) as house:
        async with database.begin() as connection:
            await connection.execute(insert(staff_accounts), [_row(*one) for one in AT_SITES])
        ids = {account.login: account.id for account in await accounts.all()}
        file = read_teams()
        await teams.replace(file.known_teams(BERLIN), file.profiles(ids))
        yield Town(house=house, teams=teams, identities=identities)
    await database.dispose()


def _row(login: str, name: str, role: Role, site: str) -> dict[str, object]:
    return {
        "id": AgentId(f"id-{login}"),
        "login": login,
        "name": name,
        "role": role.value,
        "password_hash": CHEAP.hash(PASSWORD),
        "disabled": False,
        "created_at": START,
        "site": site,
    }
