"""The administrators' page for tokens: all there are, and a form for a new one."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from sanic import HTTPResponse, Request
from sanic.response import redirect

from chassis.app import App
from chassis.errors import BadRequestError
from staff.access import for_roles, signed_in
from staff.api.callers import Scope, scopes_for
from staff.api.making import LONGEST_NAME, LONGEST_SITE, MOST_DAYS, ROLES, Made, Making, Wanted
from staff.api.tokens import ApiToken, TokenId
from staff.csrf import field
from staff.frame import Area, Staff
from staff.language import N_, _, day_words
from staff.pages import Layout
from staff.roles import Role
from staff.views import ROLE_WORDS

HERE = Path(__file__).parent
ROOT = "/api-tokens"
ADMINISTRATORS = (Role.ADMINISTRATOR,)
STYLES = ("api/api.css",)
REFUSED = 409
SCOPE_WORDS = {
    Scope.CONVERSATIONS_READ: N_("Unterhaltungen lesen"),
    Scope.CONVERSATIONS_WRITE: N_("Unterhaltungen führen"),
    Scope.SUPERVISION_READ: N_("Leitstand, Störungen und Berichte lesen"),
    Scope.SUPERVISION_WRITE: N_("zuweisen, Störungen melden, Textbausteine schreiben"),
    Scope.ADMINISTRATION_READ: N_("Protokoll, Tokens und Webhooks lesen"),
    Scope.ADMINISTRATION_WRITE: N_("Tokens und Webhooks verwalten"),
    Scope.SYSTEM: N_("Liegengebliebenes und Uhr"),
}


@dataclass(frozen=True)
class TokenRow:
    """One token in the list; `revoke` is empty for one that no longer holds."""

    name: str
    role: str
    scopes: str
    site: str
    state: str
    used: str
    revoke: str


@dataclass(frozen=True)
class Choice:
    """A role or a scope that may be chosen; `hint` says for which roles a scope is."""

    value: str
    label: str
    chosen: bool
    hint: str = ""


@dataclass(frozen=True)
class TokensPage:
    """All tokens, a form, and once after it a new one's secret."""

    template: ClassVar[str] = "api/tokens.html"
    layout: Layout
    tokens: tuple[TokenRow, ...]
    secret: str
    problem: str
    done: bool
    action: str
    name: str
    site: str
    days: int
    roles: tuple[Choice, ...]
    scopes: tuple[Choice, ...]
    longest_name: int
    longest_site: int
    most_days: int


@dataclass(frozen=True, slots=True)
class TokenPages:
    """Composes the page and reads its forms."""

    staff: Staff
    making: Making

    async def shown(
        self,
        request: Request,
        *,
        wanted: Wanted | None = None,
        problem: str = "",
        secret: str = "",
    ) -> HTTPResponse:
        """Show the page; with `wanted` the form holds it again."""
        filled = wanted or Wanted("", Role.AGENT.value, frozenset())
        page = TokensPage(
            layout=self.staff.layout(request, title=_("API-Tokens"), styles=STYLES),
            tokens=tuple([await self._row(one) for one in await self.making.tokens.all()]),
            secret=secret,
            problem=problem,
            done=request.args.get("done", "") == "revoked",
            action=ROOT,
            name=filled.name,
            site=filled.site,
            days=filled.days,
            roles=tuple(
                Choice(role.value, ROLE_WORDS[role], chosen=role.value == filled.role)
                for role in ROLES
            ),
            scopes=tuple(
                Choice(scope.value, words, scope.value in filled.scopes, _roles_with(scope))
                for scope, words in SCOPE_WORDS.items()
            ),
            longest_name=LONGEST_NAME,
            longest_site=LONGEST_SITE,
            most_days=MOST_DAYS,
        )
        return self.staff.page(page, status=REFUSED if problem else 200)

    async def make(self, request: Request) -> HTTPResponse:
        """Make what the form holds and show its secret, this once."""
        wanted = _read(request)
        made = await self.making.make(wanted, signed_in(request).account)
        if isinstance(made, Made):
            return await self.shown(request, secret=made.secret)
        return await self.shown(request, wanted=wanted, problem=made)

    async def revoke(self, request: Request, id: TokenId) -> HTTPResponse:
        """End a token."""
        await self.making.revoke(id, signed_in(request).account)
        return redirect(f"{ROOT}?done=revoked", status=303)

    async def _row(self, token: ApiToken) -> TokenRow:
        now = self.making.clock.now()
        role = await self.making.role_of(token)
        scopes = [words for scope, words in SCOPE_WORDS.items() if scope.value in token.scopes]
        return TokenRow(
            name=token.name,
            role=ROLE_WORDS[role] if role else "",
            scopes=", ".join(map(str, scopes)),
            site=token.site or _("alle"),
            state=_state(token, now),
            used=day_words(token.used_at) if token.used_at else _("noch nie"),
            revoke=f"{ROOT}/{token.id}/revoke" if token.holds(now) else "",
        )


def add_token_pages(app: App, staff: Staff, making: Making) -> None:
    """Put the page into an application and into the navigation."""
    area = Area(label=N_("API-Tokens"), path=ROOT, roles=frozenset(ADMINISTRATORS), everywhere=True)
    staff.add_feature("api", HERE, area=area)
    pages = TokenPages(staff, making)

    @app.get(ROOT, name="api_tokens_page")
    @for_roles(*ADMINISTRATORS, everywhere=True)
    async def shown(request: Request) -> HTTPResponse:
        return await pages.shown(request)

    @app.post(ROOT, name="api_tokens_make")
    @for_roles(*ADMINISTRATORS, everywhere=True)
    async def make(request: Request) -> HTTPResponse:
        return await pages.make(request)

    @app.post(f"{ROOT}/<id:str>/revoke", name="api_tokens_revoke")
    @for_roles(*ADMINISTRATORS, everywhere=True)
    async def revoke(request: Request, id: str) -> HTTPResponse:
        return await pages.revoke(request, TokenId(id))


def _read(request: Request) -> Wanted:
    try:
        days = int(field(request, "days"))
    except ValueError:
        raise BadRequestError("This is not a form of ours.") from None
    return Wanted(
        name=field(request, "name").strip(),
        role=field(request, "role"),
        scopes=frozenset(request.form.getlist("scope", []) if request.form else []),
        site=field(request, "site").strip(),
        days=days,
    )


def _roles_with(scope: Scope) -> str:
    return ", ".join(str(ROLE_WORDS[role]) for role in ROLES if scope in scopes_for(role))


def _state(token: ApiToken, now: datetime) -> str:
    if token.revoked_at:
        return _("widerrufen %(day)s", day=day_words(token.revoked_at))
    if token.expires_at is None:
        return _("gilt")
    day = day_words(token.expires_at)
    return _("gilt bis %(day)s", day=day) if token.holds(now) else _("abgelaufen %(day)s", day=day)
