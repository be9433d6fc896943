"""Login, logout, the way in, and the files that pages need."""

import math
import secrets
from dataclasses import dataclass

from sanic import HTTPResponse, Request
from sanic.response import html, raw, redirect

from chassis.app import App
from staff.access import for_everybody, for_roles, signed_in
from staff.assets import URL
from staff.cookies import Cookies
from staff.csrf import comes_from_our_page, csrf_token, field
from staff.frame import Staff
from staff.ports import Sessions
from staff.roles import Role
from staff.signing_in import RefusedError, SigningIn, TooManyAttemptsError
from staff.views import LoginPage, NothingHerePage

FORM_SECRET_BYTES = 32
SECONDS_AS_MINUTES = 100
FOR_A_YEAR = "public, max-age=31536000, immutable"
REFUSED = "Anmeldename oder Passwort stimmt nicht."
FORM_TOO_OLD = "Das Formular war zu alt. Bitte noch einmal."


@dataclass(frozen=True, slots=True)
class Door:
    """The way in and out."""

    staff: Staff
    signing_in: SigningIn
    sessions: Sessions
    cookies: Cookies

    async def form(self, request: Request) -> HTTPResponse:
        """Show the login form, or go on if somebody is logged in."""
        target = _local(request.args.get("next", ""))
        if await self.staff.guard.who(request):
            return redirect(target, status=303)
        return self._form(request, target=target)

    async def log_in(self, request: Request) -> HTTPResponse:
        """Check the form; a session begun before is never taken over."""
        target, login = _local(field(request, "next")), field(request, "login")
        if not comes_from_our_page(request, self.cookies.login_form(request)):
            return self._form(request, target=target, problem=FORM_TOO_OLD, status=403)
        try:
            _, secret = await self.signing_in.sign_in(
                login, field(request, "password"), address=request.client_ip
            )
        except RefusedError:
            return self._form(request, target=target, login=login, problem=REFUSED, status=401)
        except TooManyAttemptsError as error:
            wait = max(1, round(error.wait.total_seconds()))
            problem = f"Zu viele Versuche. Bitte in {_spoken(wait)} noch einmal."
            response = self._form(request, target=target, login=login, problem=problem, status=429)
            response.headers["Retry-After"] = str(wait)
            return response
        await self.sessions.end(self.cookies.session(request))
        response = redirect(target, status=303)
        self.cookies.keep_session(response, secret)
        self.cookies.drop_login_form(response)
        return response

    async def log_out(self, request: Request) -> HTTPResponse:
        """End the session, here and in the browser."""
        who = signed_in(request)
        await self.sessions.end(who.secret)
        await self.staff.audit.record(who.account.id, "logged_out")
        response = redirect("/login", status=303)
        self.cookies.drop_session(response)
        # Drafts may hold customers' words; the next person at this machine must not find them.
        response.headers["Clear-Site-Data"] = '"storage"'
        return response

    async def home(self, request: Request) -> HTTPResponse:
        """Lead to the first area of the person's role."""
        areas = self.staff.areas_of(signed_in(request).account.role)
        if areas:
            return redirect(areas[0].path, status=303)
        layout = self.staff.layout(request, title="Willkommen")
        return self.staff.page(NothingHerePage(layout=layout))

    async def file(self, request: Request, prefix: str, name: str) -> HTTPResponse:
        """Hand out a style, script or icon."""
        asset = self.staff.assets.get(f"{prefix}/{name}")
        caching = FOR_A_YEAR if request.args.get("v") == asset.version else "no-cache"
        headers = {"Cache-Control": caching}
        return raw(asset.body, content_type=asset.content_type, headers=headers)

    def _form(
        self,
        request: Request,
        *,
        target: str,
        login: str = "",
        problem: str = "",
        status: int = 200,
    ) -> HTTPResponse:
        secret = self.cookies.login_form(request) or secrets.token_urlsafe(FORM_SECRET_BYTES)
        page = LoginPage(
            brand=self.staff.brand,
            csrf=csrf_token(secret),
            login=login,
            target=target,
            problem=problem,
        )
        response = html(self.staff.pages.render(page), status=status)
        self.cookies.keep_login_form(response, secret)
        return response


def add_routes(app: App, door: Door) -> None:
    """Put the door into an application."""

    @app.get("/login", name="login_form")
    @for_everybody
    async def login_form(request: Request) -> HTTPResponse:
        return await door.form(request)

    @app.post("/login", name="login")
    @for_everybody
    async def login(request: Request) -> HTTPResponse:
        return await door.log_in(request)

    @app.post("/logout", name="logout")
    @for_roles(*Role)
    async def logout(request: Request) -> HTTPResponse:
        return await door.log_out(request)

    @app.get("/", name="home")
    @for_roles(*Role)
    async def home(request: Request) -> HTTPResponse:
        return await door.home(request)

    @app.get(f"{URL}/<prefix:str>/<name:str>", name="static_file")
    @for_everybody
    async def static_file(request: Request, prefix: str, name: str) -> HTTPResponse:
        return await door.file(request, prefix, name)


def _local(target: str) -> str:
    """Return where to go on: a path of our own, never another site."""
    own = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if own and target.isprintable() else "/"


def _spoken(seconds: int) -> str:
    if seconds < SECONDS_AS_MINUTES:
        return f"{seconds} Sekunden" if seconds > 1 else "einer Sekunde"
    return f"{math.ceil(seconds / 60)} Minuten"
