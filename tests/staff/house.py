"""An application with nothing but its staff side, on a port of its own, over the memory twins."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import httpx
from argon2 import PasswordHasher
from sanic import HTTPResponse, Request
from sanic.response import text

from chassis.app import create_app
from conversation.identity import AgentId
from staff.access import caller, for_callers, for_roles
from staff.api.callers import Scope
from staff.api.idempotency import MemoryIdempotency
from staff.api.tokens import MemoryTokens
from staff.attach import StaffParts, attach_staff
from staff.frame import Staff
from staff.memory import MemoryAccounts, MemoryAttempts, MemoryAudit, MemorySessions
from staff.pages import Brand
from staff.passwords import Passwords
from staff.ports import Account, Accounts
from staff.programs import token_digest
from staff.roles import Role
from tests.support.redis_server import free_port
from tests.support.serving import served

START = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
PASSWORD = "Leuchtturm-Kiel-1895"
TOKEN = "a token of the tests"
# Cheap parameters: the real ones are tried by a test of their own.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PEOPLE = (
    ("mara", "Mara Petersen", Role.AGENT),
    ("jonas", "Jonas Lorenzen", Role.AGENT),
    ("silke", "Silke Hansen", Role.SUPERVISOR),
    ("tomke", "Tomke Ahrens", Role.EDITOR),
    ("ole", "Ole Brodersen", Role.ADMINISTRATOR),
)

# Made once: reading the machine's certificates is slow, and nothing here is encrypted.
TLS = ssl.create_default_context()

_numbers = count(1)


class Hands:
    """A clock whose hands the test moves."""

    def __init__(self, moment: datetime = START) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def pass_by(self, **span: float) -> None:
        self.moment += timedelta(**span)


@dataclass
class House:
    """A running staff side. `parts` may be looked into and changed by the test."""

    port: int
    parts: StaffParts
    staff: Staff
    app: Any
    clock: Any
    audit: MemoryAudit
    browsers: list[httpx.AsyncClient] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def browser(self, *, session: str = "") -> httpx.AsyncClient:
        """Return a browser without scripts; with a session's secret it holds its cookie."""
        headers = {"Accept": "text/html,application/xhtml+xml"}
        browser = httpx.AsyncClient(base_url=self.url, headers=headers, timeout=10, verify=TLS)
        if session:
            browser.cookies.set("staff", session, domain="127.0.0.1", path="/")
        self.browsers.append(browser)
        return browser

    async def logged_in(self, login: str) -> httpx.AsyncClient:
        """Return a browser in which somebody is logged in."""
        browser = self.browser()
        response = await log_in(browser, login)
        assert response.status_code == 303, response.text
        return browser

    async def account(self, login: str) -> Account:
        account = await self.parts.accounts.by_login(login)
        assert account is not None
        return account


def parts(clock: Any, **changes: Any) -> StaffParts:
    """Return the memory twins, or what `changes` puts in their place."""
    usual: dict[str, Any] = {
        "brand": Brand(name="Fördekom", assistant="Lotse"),
        "accounts": MemoryAccounts(),
        "sessions": MemorySessions(clock),
        "attempts": MemoryAttempts(clock),
        "audit": MemoryAudit(clock),
        "passwords": Passwords(CHEAP),
        "clock": clock,
        "https": False,
        "programs": {"tests": token_digest(TOKEN)},
        "tokens": MemoryTokens(),
        "idempotency": MemoryIdempotency(clock),
    }
    return StaffParts(**{**usual, **changes})


async def employ(accounts: Accounts) -> None:
    """Give everybody of PEOPLE an account with the same password."""
    password_hash = CHEAP.hash(PASSWORD)
    for login, name, role in PEOPLE:
        await accounts.add(
            Account(
                id=AgentId(f"id-{login}"),
                login=login,
                name=name,
                role=role,
                password_hash=password_hash,
                created_at=START,
            )
        )


@asynccontextmanager
async def open_house(
    clock: Any = None, *, attach: Any = None, port: int = 0, **changes: Any
) -> AsyncIterator[House]:
    """Run a staff side; `attach` may add a feature to its application before it serves."""
    clock = clock or Hands()
    made = parts(clock, **changes)
    await employ(made.accounts)
    app = create_app(f"house-{next(_numbers)}")
    app.config.TOUCHUP = False  # Sanic rewrites its own code for one app a process
    staff = attach_staff(app, made)
    _add_rooms(app)
    if attach:
        attach(app, staff)
    port = port or free_port()
    house = House(
        port=port,
        parts=made,
        staff=staff,
        app=app,
        clock=clock,
        audit=made.audit,  # type: ignore[arg-type]
    )
    async with served(app, port):
        yield house
        for browser in house.browsers:
            await browser.aclose()


def token_in(page: str) -> str:
    """Return the token of the first form in a page."""
    return page.split('name="csrf" value="')[1].split('"')[0]


async def log_in(
    browser: httpx.AsyncClient, login: str, password: str = PASSWORD, *, target: str = ""
) -> httpx.Response:
    """Fill in the login form as a browser does."""
    form = await browser.get("/login", params={"next": target} if target else None)
    fields = {
        "csrf": token_in(form.text),
        "login": login,
        "password": password,
        "next": target or "/",
    }
    return await browser.post("/login", data=fields)


def _add_rooms(app: Any) -> None:
    """Routes for each kind of access, and one that nobody marked."""

    @app.get("/editors")
    @for_roles(Role.EDITOR)
    async def editors(_request: Request) -> HTTPResponse:
        return text("the editors' room")

    @app.post("/editors")
    @for_roles(Role.EDITOR)
    async def edit(_request: Request) -> HTTPResponse:
        return text("edited")

    @app.get("/programs")
    @for_callers(Scope.SYSTEM, frozenset(), person=False)
    async def programs(request: Request) -> HTTPResponse:
        return text(caller(request).name)

    @app.get("/forgotten")
    async def forgotten(_request: Request) -> HTTPResponse:
        return text("nobody said who may come in")
