"""Gives an application its staff side: a login, a guard before every route, and a frame."""

from collections.abc import Mapping
from dataclasses import dataclass

from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError
from sanic import HTTPResponse, Request
from sanic.response import json as json_response
from sqlalchemy.exc import InterfaceError, OperationalError

from chassis.app import App
from chassis.logs import get_logger
from conversation.ports import Clock
from staff.access import Guard
from staff.api.callers import Callers
from staff.api.idempotency import Idempotency
from staff.api.making import Making
from staff.api.operations import add_token_operations
from staff.api.pages import add_token_pages
from staff.api.problems import is_api, make_problem
from staff.api.surface import Surface, add_document
from staff.api.tokens import Tokens
from staff.assets import URL, Assets
from staff.cookies import Cookies
from staff.frame import STATIC, Staff
from staff.language import load, speak
from staff.pages import Brand, Pages
from staff.passwords import Passwords
from staff.ports import Accounts, Attempts, Audit, Sessions
from staff.programs import Programs
from staff.protection import protect, wants_page
from staff.roles import Role
from staff.routes import Door, add_routes
from staff.script_words import add_script_words
from staff.sign_on.attach import SignOnParts, add_sign_on, sign_on_of
from staff.sign_on.coming_in import SignOn
from staff.signing_in import SigningIn
from staff.views import problem_page

FIRST_ERROR = 400
OUT_OF_REACH = (RedisConnectionError, RedisTimeoutError, OperationalError, InterfaceError)


@dataclass(frozen=True, slots=True)
class StaffParts:
    """What the staff side is made of; `programs` maps names to digests of bearer tokens.

    `tokens` are those that administrators made; `idempotency` remembers what programs asked for.
    Behind a proxy, `app.config.PROXIES_COUNT` must be set, or all share the proxy's address.
    """

    brand: Brand
    accounts: Accounts
    sessions: Sessions
    attempts: Attempts
    audit: Audit
    passwords: Passwords
    clock: Clock
    https: bool
    programs: Mapping[str, str]
    tokens: Tokens
    idempotency: Idempotency
    sign_on: SignOnParts | None = None


def attach_staff(app: App, parts: StaffParts) -> Staff:
    """Add login, guard, frame and files to `app`; return what features build their pages with."""
    cookies = Cookies(https=parts.https)
    assets = Assets()
    load()
    assets.add("staff", STATIC)
    add_script_words(assets)
    staff = Staff(
        brand=parts.brand,
        accounts=parts.accounts,
        audit=parts.audit,
        clock=parts.clock,
        guard=Guard(
            accounts=parts.accounts,
            sessions=parts.sessions,
            callers=Callers(
                programs=Programs(parts.programs),
                tokens=parts.tokens,
                accounts=parts.accounts,
                clock=parts.clock,
            ),
            cookies=cookies,
        ),
        pages=Pages(assets),
        assets=assets,
        surface=Surface(app=app, idempotency=parts.idempotency, audit=parts.audit),
    )
    app.on_request(staff.guard.__call__)
    _add_answers(app, staff, https=parts.https)
    roles = parts.sign_on.settings.password_roles if parts.sign_on else frozenset(Role)
    signing_in = SigningIn(
        accounts=parts.accounts,
        sessions=parts.sessions,
        attempts=parts.attempts,
        passwords=parts.passwords,
        audit=parts.audit,
        roles=roles,
    )
    sign_on = _sign_on(parts, parts.sign_on) if parts.sign_on else None
    door = Door(
        staff=staff,
        signing_in=signing_in,
        sessions=parts.sessions,
        cookies=cookies,
        sign_on=sign_on,
    )
    add_routes(app, door)
    if sign_on:
        add_sign_on(app, door, sign_on)
    making = Making(
        tokens=parts.tokens,
        accounts=parts.accounts,
        passwords=parts.passwords,
        audit=parts.audit,
        clock=parts.clock,
    )
    add_token_pages(app, staff, making)
    add_token_operations(staff.surface, making)
    add_document(staff.surface)
    return staff


def _sign_on(parts: StaffParts, of: SignOnParts) -> SignOn:
    return sign_on_of(
        of,
        accounts=parts.accounts,
        sessions=parts.sessions,
        attempts=parts.attempts,
        audit=parts.audit,
    )


def _add_answers(app: App, staff: Staff, *, https: bool) -> None:
    """Give every answer its headers, and people a page where something went wrong."""

    async def out_of_reach(request: Request, error: Exception) -> HTTPResponse:
        route = request.route.path if request.route else ""
        get_logger().error("store_out_of_reach", route=route, exc_info=error)
        return json_response({"error": "The service is busy."}, status=503)

    for kind in OUT_OF_REACH:
        app.exception(kind)(out_of_reach)

    @app.on_response  # type: ignore[untyped-decorator]
    async def finish(request: Request, response: HTTPResponse) -> None:
        protect(response, https=https)
        if is_api(request):
            make_problem(response)
        elif _is_bare_error(response) and wants_page(request) and not request.path.startswith(URL):
            _speak_as(request, staff)
            page = staff.pages.render(problem_page(staff.brand, response.status))
            # Changed in place: a new answer would end the row of those who still look at it.
            response.body = page.encode()
            response.content_type = "text/html; charset=utf-8"


def _speak_as(request: Request, staff: Staff) -> None:
    """Speak as the guard found; what it did not see is answered as the browser was last."""
    speak(getattr(request.ctx, "language", staff.guard.cookies.language(request)))


def _is_bare_error(response: HTTPResponse) -> bool:
    return response.status >= FIRST_ERROR and response.content_type == "application/json"
