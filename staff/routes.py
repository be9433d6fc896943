"""Login, logout, the way in, and the files that pages need."""

import math
import secrets
from dataclasses import dataclass
from urllib.parse import quote

from sanic import HTTPResponse, Request
from sanic.response import html, raw, redirect

from chassis.app import App
from chassis.errors import BadRequestError
from staff.access import for_everybody, for_roles, signed_in
from staff.assets import URL
from staff.cookies import Cookies
from staff.csrf import comes_from_our_page, csrf_token, field
from staff.frame import Staff
from staff.language import LANGUAGES, N_, _, _n, language, speak
from staff.ports import Sessions
from staff.roles import Role
from staff.sign_on.coming_in import SignOn
from staff.sign_on.settings import BEGIN
from staff.signing_in import NotByPasswordError, RefusedError, SigningIn, TooManyAttemptsError
from staff.targets import local_target
from staff.views import LoggedOutPage, LoginPage, NothingHerePage

FORM_SECRET_BYTES = 32
SECONDS_AS_MINUTES = 100
FOR_A_YEAR = "public, max-age=31536000, immutable"
REFUSED = N_("Anmeldename oder Passwort stimmt nicht.")
ELSEWHERE = N_("Bitte über das Firmenkonto anmelden; ein Passwort gilt für diese Rolle nicht.")
FORM_TOO_OLD = N_("Das Formular war zu alt. Bitte noch einmal.")


@dataclass(frozen=True, slots=True)
class Door:
    """The way in and out."""

    staff: Staff
    signing_in: SigningIn
    sessions: Sessions
    cookies: Cookies
    sign_on: SignOn | None = None

    async def form(self, request: Request) -> HTTPResponse:
        """Show the login form, or go on if somebody is logged in."""
        target = local_target(request.args.get("next", ""))
        if await self.staff.guard.who(request):
            return redirect(target, status=303)
        chosen = request.args.get("language", "")
        if chosen not in LANGUAGES:
            return self._form(request, target=target)
        speak(chosen)
        response = self._form(request, target=target)
        self.cookies.keep_language(response, chosen)
        return response

    async def log_in(self, request: Request) -> HTTPResponse:
        """Check the form; a session begun before is never taken over."""
        target, login = local_target(field(request, "next")), field(request, "login")
        if not comes_from_our_page(request, self.cookies.login_form(request)):
            return self._form(request, target=target, problem=FORM_TOO_OLD, status=403)
        try:
            account, secret = await self.signing_in.sign_in(
                login, field(request, "password"), address=request.client_ip
            )
        except RefusedError:
            return self._form(request, target=target, login=login, problem=REFUSED, status=401)
        except NotByPasswordError:
            return self._form(request, target=target, problem=ELSEWHERE, status=403)
        except TooManyAttemptsError as error:
            return self.too_many(request, error, target=target, login=login)
        return await self.let_in(request, secret, target=target, chosen=account.language)

    async def let_in(
        self, request: Request, secret: str, *, target: str, chosen: str = ""
    ) -> HTTPResponse:
        """Lead on with a new session; one that this browser had before ends.

        The browser remembers the `chosen` language for pages on which nobody is known.
        """
        await self.sessions.end(self.cookies.session(request))
        response = redirect(target, status=303)
        self.cookies.keep_session(response, secret)
        self.cookies.drop_login_form(response)
        if chosen:
            self.cookies.keep_language(response, chosen)
        return response

    def too_many(
        self, request: Request, error: TooManyAttemptsError, *, target: str, login: str = ""
    ) -> HTTPResponse:
        """Show the form with the time there is to wait."""
        wait = max(1, round(error.wait.total_seconds()))
        problem = _("Zu viele Versuche. Bitte in %(wait)s noch einmal.", wait=_spoken(wait))
        response = self.refused(request, target=target, login=login, problem=problem, status=429)
        response.headers["Retry-After"] = str(wait)
        return response

    def refused(
        self, request: Request, *, target: str, problem: str, status: int, login: str = ""
    ) -> HTTPResponse:
        """Show the form with what is wrong."""
        return self._form(request, target=target, login=login, problem=problem, status=status)

    async def log_out(self, request: Request) -> HTTPResponse:
        """End the session, here and in the browser."""
        who = signed_in(request)
        session = await self.sessions.read(who.secret, touch=False)
        await self.sessions.end(who.secret)
        await self.staff.audit.record(who.account.id, "logged_out")
        response = await self._way_out(session.id_token if session else "")
        self.cookies.drop_session(response)
        # Drafts may hold customers' words; the next person at this machine must not find them.
        response.headers["Clear-Site-Data"] = '"storage"'
        return response

    async def _way_out(self, id_token: str) -> HTTPResponse:
        """Lead to the login, or by way of the provider, who is to log the person out as well."""
        way = await self.sign_on.way_out(id_token) if self.sign_on and id_token else ""
        if not way:
            return redirect("/login", status=303)
        # A page that leads on: our policy lets no form be answered with the way to another site.
        page = LoggedOutPage(brand=self.staff.brand, way=way, name=self._name)
        response = html(self.staff.pages.render(page))
        response.headers["Refresh"] = f"0; url={way}"
        return response

    @property
    def _name(self) -> str:
        return _(self.sign_on.settings.name) if self.sign_on else ""

    async def choose_language(self, request: Request) -> HTTPResponse:
        """Keep in which language somebody reads the desk, and lead back. Raises BadRequestError."""
        chosen = field(request, "language")
        if chosen not in LANGUAGES:
            raise BadRequestError("The desk does not speak this language.")
        await self.staff.accounts.set_language(signed_in(request).account.id, chosen)
        response = redirect(local_target(field(request, "next")), status=303)
        self.cookies.keep_language(response, chosen)
        return response

    async def home(self, request: Request) -> HTTPResponse:
        """Lead to the first area of the person's role."""
        areas = self.staff.areas_of(signed_in(request).account)
        if areas:
            return redirect(areas[0].path, status=303)
        layout = self.staff.layout(request, title=_("Willkommen"))
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
            sign_on=f"{BEGIN}?next={quote(target, safe='')}" if self.sign_on else "",
            sign_on_name=self._name,
            by_password=bool(self.signing_in.roles),
            languages=_others(target),
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

    @app.post("/language", name="language")
    @for_roles(*Role)
    async def choose(request: Request) -> HTTPResponse:
        return await door.choose_language(request)

    @app.get("/", name="home")
    @for_roles(*Role)
    async def home(request: Request) -> HTTPResponse:
        return await door.home(request)

    @app.get(f"{URL}/<prefix:str>/<name:str>", name="static_file")
    @for_everybody
    async def static_file(request: Request, prefix: str, name: str) -> HTTPResponse:
        return await door.file(request, prefix, name)


def _others(target: str) -> tuple[tuple[str, str, str], ...]:
    """Return the other languages of the form: code, name, and where it speaks them."""
    at = f"/login?next={quote(target, safe='')}&language="
    return tuple((code, name, at + code) for code, name in LANGUAGES.items() if code != language())


def _spoken(seconds: int) -> str:
    if seconds < SECONDS_AS_MINUTES:
        return _n("einer Sekunde", "%(number)s Sekunden", seconds)
    return _("%(minutes)s Minuten", minutes=math.ceil(seconds / 60))
