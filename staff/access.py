"""Who may call a route: said at the route by a decorator, and nobody where nothing is said."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, TypeVar, cast
from urllib.parse import quote

from sanic import HTTPResponse, Request
from sanic.response import redirect

from chassis.errors import ForbiddenError, UnauthorizedError
from staff.api.callers import Caller, Callers, Scope
from staff.cookies import Cookies
from staff.csrf import comes_from_our_page, csrf_token
from staff.language import GERMAN, language, speak
from staff.passwords import seal_of
from staff.ports import Account, Accounts, Sessions
from staff.roles import Role

Handler = TypeVar("Handler", bound=Callable[..., Any])

ACCESS = "lotse_access"
LIVE_HEADER = "Lotse-Live"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN_TO_ALL = frozenset({"healthz", "readyz", "metrics"})


@dataclass(frozen=True, slots=True)
class Access:
    """Who a route is for: everybody, programs with a token, or people in one of `roles`.

    `everywhere`: not for people who are of one site only. `by_itself`: pages call it unasked, so a
    call is no sign of somebody sitting there. A `scope` makes it a route for programs: their token
    must have it and, where it has a role, one of `roles`; `person`: it must act for somebody.
    """

    everybody: bool = False
    roles: frozenset[Role] = frozenset()
    by_itself: bool = False
    everywhere: bool = False
    scope: Scope | None = None
    person: bool = False


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person behind a request. `secret` is the session's, `csrf` its token for pages."""

    account: Account
    secret: str

    @property
    def csrf(self) -> str:
        """Return the token for forms and scripts of this session's pages."""
        return csrf_token(self.secret)


def for_everybody(handler: Handler) -> Handler:
    """Open a route to people who are not logged in."""
    return _marked(handler, Access(everybody=True))


def for_callers(
    scope: Scope, roles: frozenset[Role], *, person: bool
) -> Callable[[Handler], Handler]:
    """Open a route to programs whose token has this scope and, if it has a role, one of these."""
    access = Access(scope=scope, roles=roles, person=person)
    return lambda handler: _marked(handler, access)


def for_roles(
    *roles: Role, by_itself: bool = False, everywhere: bool = False
) -> Callable[[Handler], Handler]:
    """Open a route to people logged in with one of these roles; see Access."""
    access = Access(roles=frozenset(roles), by_itself=by_itself, everywhere=everywhere)
    return lambda handler: _marked(handler, access)


def signed_in(request: Request) -> SignedIn:
    """Return who is behind a request to a route for roles."""
    return cast(SignedIn, request.ctx.signed_in)


def caller(request: Request) -> Caller:
    """Return the program behind a request to a route for programs."""
    return cast(Caller, request.ctx.caller)


@dataclass(frozen=True, slots=True)
class Guard:
    """Stands before every route and lets through whom the route names."""

    accounts: Accounts
    sessions: Sessions
    callers: Callers
    cookies: Cookies

    async def __call__(self, request: Request) -> HTTPResponse | None:
        """Refuse a request, send it to the login, or let it pass (None)."""
        speak(self.cookies.language(request))
        if request.route is None or request.name in _of_the_chassis(request):
            return None
        access = getattr(request.route.handler, ACCESS, Access())
        if access.everybody:
            return None
        if access.scope is not None:
            speak(GERMAN)
            found = await self.callers.of(request.token)
            found.check(access.scope, access.roles, person=access.person)
            request.ctx.caller = found
            return None
        return await self._person(request, access)

    async def who(self, request: Request, *, touch: bool = False) -> SignedIn | None:
        """Return who is logged in, if anybody still is."""
        secret = self.cookies.session(request)
        session = await self.sessions.read(secret, touch=touch) if secret else None
        account = await self.accounts.by_id(session.account) if session else None
        if session is None or account is None or account.disabled:
            return None
        if session.seal != seal_of(account.password_hash):
            await self.sessions.end(secret)
            return None
        return SignedIn(account=account, secret=secret)

    async def still(self, secrets: Collection[str], roles: Collection[Role]) -> dict[str, Account]:
        """Return whose those of these sessions are that still open a route for `roles`.

        None is touched.
        """
        accounts = {one.id: one for one in await self.accounts.all()}
        sessions = await self.sessions.living(secrets)
        return {
            secret: account
            for secret, session in sessions.items()
            if (account := accounts.get(session.account))
            and not account.disabled
            and account.role in roles
            and session.seal == seal_of(account.password_hash)
        }

    async def _person(self, request: Request, access: Access) -> HTTPResponse | None:
        by_itself = access.by_itself or LIVE_HEADER in request.headers
        who = await self.who(request, touch=not by_itself)
        if who is None:
            return _to_login(request)
        speak(who.account.language or language())
        request.ctx.language = language()
        if request.method not in READING and not comes_from_our_page(request, who.secret):
            raise ForbiddenError("This request does not come from our own page.")
        if who.account.role not in access.roles:
            raise ForbiddenError("Your role does not include this.")
        if access.everywhere and who.account.site:
            raise ForbiddenError("This is for those who administrate all sites.")
        request.ctx.signed_in = who
        return None


def _of_the_chassis(request: Request) -> set[str]:
    return {f"{request.app.name}.{name}" for name in OPEN_TO_ALL}


def _to_login(request: Request) -> HTTPResponse:
    wants_page = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
    if not wants_page or "HX-Request" in request.headers:
        raise UnauthorizedError("Nobody is logged in.")
    path = request.path + (f"?{request.query_string}" if request.query_string else "")
    return redirect(f"/login?next={quote(path, safe='')}", status=303)


def _marked(handler: Handler, access: Access) -> Handler:
    setattr(handler, ACCESS, access)
    return handler
