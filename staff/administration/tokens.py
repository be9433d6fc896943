"""The page about programs: tokens made, shown once, and revoked."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sanic import HTTPResponse, Request
from sanic.response import redirect

from chassis.app import App
from chassis.errors import BadRequestError, ForbiddenError, NotFoundError
from staff.access import for_roles
from staff.administration import words
from staff.administration.desk import REFUSED, TOKENS, Desk, choices
from staff.administration.rights import may_make_tokens
from staff.administration.views import SecretPage, TokenRow, TokensPage
from staff.csrf import field
from staff.programs import token_digest
from staff.roles import Role
from staff.tokens import ProgramToken, Scope, new_token

LONGEST_NAME = 100
LIFETIMES = {"30": "30 Tage", "90": "90 Tage", "365": "1 Jahr"}
USUAL = "90"


@dataclass(frozen=True, slots=True)
class TokenPages:
    """Composes the page and carries out what its forms say."""

    desk: Desk

    async def listed(
        self, request: Request, *, problem: str = "", status: int = 200
    ) -> HTTPResponse:
        """Show all tokens. Raises ForbiddenError for whom they are none of the business."""
        self._allowed(request)
        now = self.desk.parts.clock.now()
        page = TokensPage(
            layout=self.desk.layout(request, "Programme"),
            tabs=self.desk.tabs(request),
            tokens=tuple(self._row(one, now) for one in await self.desk.parts.tokens.all()),
            action=TOKENS,
            scopes=choices({scope.value: label for scope, label in words.SCOPES.items()}),
            lifetimes=choices(LIFETIMES, USUAL),
            done=words.DONE.get(request.args.get("done", ""), ""),
            problem=problem,
        )
        return self.desk.staff.page(page, status=status)

    async def add(self, request: Request) -> HTTPResponse:
        """Make a token and show it, this once."""
        self._allowed(request)
        name, days = field(request, "name").strip(), field(request, "days")
        try:
            scope = Scope(field(request, "scope"))
        except ValueError:
            raise BadRequestError("This is not a form of ours.") from None
        if days not in LIFETIMES:
            raise BadRequestError("This is not a form of ours.")
        if not (0 < len(name) <= LONGEST_NAME and name.isprintable()):
            return await self.listed(request, problem=words.NAMELESS, status=REFUSED)
        token, now = new_token(), self.desk.parts.clock.now()
        kept = ProgramToken(
            id=secrets.token_hex(8),
            name=name,
            digest=token_digest(token),
            scope=scope,
            created_by=self.desk.actor(request).id,
            created_at=now,
            expires_at=now + timedelta(days=int(days)),
        )
        await self.desk.parts.tokens.add(kept)
        await self.desk.audit(request, "token_created", f"{kept.id}: {name}, {scope.value}")
        page = SecretPage(
            layout=self.desk.layout(request, "Der Zugang ist da"),
            tabs=self.desk.tabs(request),
            heading="Der Zugang ist da",
            words=f"Für „{name}“. Er steht nur dieses eine Mal da und gilt {LIFETIMES[days]}.",
            label="Token",
            secret=token,
            back=TOKENS,
        )
        return self.desk.staff.page(page)

    async def revoke(self, request: Request, id: str) -> HTTPResponse:
        """Let a token count no more."""
        self._allowed(request)
        if not await self.desk.parts.tokens.revoke(id, at=self.desk.parts.clock.now()):
            raise NotFoundError("There is no such token.")
        await self.desk.audit(request, "token_revoked", id)
        return redirect(f"{TOKENS}?done=revoked", status=303)

    def _allowed(self, request: Request) -> None:
        if not may_make_tokens(self.desk.actor(request)):
            raise ForbiddenError("Tokens belong to no site.")

    def _row(self, token: ProgramToken, now: datetime) -> TokenRow:
        state = "gilt"
        if not token.counts(now):
            state = "entzogen" if token.revoked_at else "abgelaufen"
        return TokenRow(
            name=token.name,
            scope=words.SCOPES[token.scope],
            created=self._day(token.created_at),
            expires=self._day(token.expires_at),
            used=self._day(token.used_at) if token.used_at else "noch nie",
            state=state,
            revoke=f"{TOKENS}/{token.id}/revoke" if token.counts(now) else "",
        )

    def _day(self, moment: datetime) -> str:
        return f"{moment.astimezone(self.desk.parts.zone):%d.%m.%Y}"


def add_tokens(app: App, pages: TokenPages) -> None:
    """Put the page into an application."""

    @app.get(TOKENS, name="administration_tokens")
    @for_roles(Role.ADMINISTRATOR)
    async def listed(request: Request) -> HTTPResponse:
        return await pages.listed(request)

    @app.post(TOKENS, name="administration_token_add")
    @for_roles(Role.ADMINISTRATOR)
    async def add(request: Request) -> HTTPResponse:
        return await pages.add(request)

    @app.post(f"{TOKENS}/<id:str>/revoke", name="administration_token_revoke")
    @for_roles(Role.ADMINISTRATOR)
    async def revoke(request: Request, id: str) -> HTTPResponse:
        return await pages.revoke(request, id)
