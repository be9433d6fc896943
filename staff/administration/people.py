"""Pages about people: their accounts, roles and sites."""

from dataclasses import dataclass, replace

from sanic import HTTPResponse, Request
from sanic.response import redirect

from chassis.app import App
from chassis.errors import BadRequestError, ForbiddenError, NotFoundError
from conversation.identity import AgentId
from staff.access import for_roles
from staff.administration import words
from staff.administration.desk import PEOPLE, REFUSED, Desk, choices
from staff.administration.rights import LEADING, covers, may_administer, may_give
from staff.administration.views import PeoplePage, PersonPage, PersonRow, SecretPage
from staff.csrf import field
from staff.joining import NewLogin, create_account, reset_password
from staff.language import _
from staff.ports import Account, LoginTakenError
from staff.roles import Role
from staff.sign_on.admission import LONGEST_LOGIN, LONGEST_NAME
from staff.views import ROLE_WORDS


@dataclass(frozen=True, slots=True)
class Written:
    """An account as a form holds it."""

    login: str = ""
    name: str = ""
    role: Role = Role.AGENT
    site: str = ""

    def problem(self) -> str:
        """Return in a sentence what is wrong with it, empty if nothing is."""
        right = 0 < len(self.login) <= LONGEST_LOGIN and 0 < len(self.name) <= LONGEST_NAME
        printable = (self.login + self.name).isprintable()
        return "" if right and printable else words.NO_LOGIN


@dataclass(frozen=True, slots=True)
class PeoplePages:
    """Composes the pages and carries out what their forms say."""

    desk: Desk

    async def listed(self, request: Request) -> HTTPResponse:
        """Show everybody this person is in charge of."""
        actor = self.desk.actor(request)
        directory = await self.desk.parts.teams.current()
        rows = []
        for account in await self.desk.parts.accounts.all():
            if not covers(actor, account.site):
                continue
            team = directory.team_of(account.id)
            rows.append(
                PersonRow(
                    path=f"{PEOPLE}/{account.id}" if may_administer(actor, account) else "",
                    skills=f"{PEOPLE}/{account.id}/skills",
                    name=account.name,
                    login=account.login,
                    role=ROLE_WORDS[account.role],
                    site=account.site or words.EVERYWHERE,
                    team=team.name if team else "–",
                    state=_("gesperrt") if account.disabled else "",
                )
            )
        page = PeoplePage(
            layout=self.desk.layout(request, _("Menschen")),
            tabs=self.desk.tabs(request),
            people=tuple(rows),
            new=f"{PEOPLE}/new" if actor.role is Role.ADMINISTRATOR else "",
            done=words.DONE.get(request.args.get("done", ""), ""),
        )
        return self.desk.staff.page(page)

    async def new(self, request: Request) -> HTTPResponse:
        """Show an empty form."""
        return await self._form(request, Written(site=self.desk.actor(request).site))

    async def shown(self, request: Request, id: str) -> HTTPResponse:
        """Show an account in its form."""
        account = await self._one(request, id)
        return await self._form(request, _written(account), account=account)

    async def add(self, request: Request) -> HTTPResponse:
        """Make an account; its password is shown once."""
        written, actor = _read(request), self.desk.actor(request)
        if not may_give(actor, site=written.site):
            raise ForbiddenError("This site is not yours.")
        if problem := written.problem():
            return await self._form(request, written, problem=problem)
        parts = self.desk.parts
        try:
            login = await create_account(
                parts.accounts,
                parts.passwords,
                parts.clock,
                login=written.login,
                name=written.name,
                role=written.role,
                site=written.site,
            )
        except LoginTakenError:
            return await self._form(request, written, problem=words.TAKEN)
        await self.desk.audit(request, "account_created", _said(written))
        return self._password(request, login, heading=_("Das Konto ist da"))

    async def change(self, request: Request, id: str) -> HTTPResponse:
        """Change name, role and site."""
        account = await self._one(request, id)
        written = replace(_read(request), login=account.login)
        if not may_give(self.desk.actor(request), site=written.site):
            raise ForbiddenError("This site is not yours.")
        if problem := written.problem():
            return await self._form(request, written, account=account, problem=problem)
        accounts = self.desk.parts.accounts
        await accounts.set_name(account.id, written.name)
        await accounts.set_role(account.id, written.role)
        await accounts.set_site(account.id, written.site)
        await self.desk.audit(request, "account_changed", _said(written))
        return redirect(f"{PEOPLE}?done=changed", status=303)

    async def set_password(self, request: Request, id: str) -> HTTPResponse:
        """Make a new password, which ends all sessions, and show it once."""
        account = await self._one(request, id)
        parts = self.desk.parts
        login = await reset_password(parts.accounts, parts.passwords, login=account.login)
        await self.desk.audit(request, "password_reset", account.login)
        return self._password(request, login, heading=_("Das Passwort ist neu"))

    async def switch(self, request: Request, id: str) -> HTTPResponse:
        """Shut an account out, or let it in again."""
        account, disabled = await self._one(request, id), field(request, "disabled") == "yes"
        await self.desk.parts.accounts.set_disabled(account.id, disabled)
        done = "disabled" if disabled else "enabled"
        await self.desk.audit(request, f"account_{done}", account.login)
        return redirect(f"{PEOPLE}?done={done}", status=303)

    async def untie(self, request: Request, id: str) -> HTTPResponse:
        """Forget whose identity at the provider this account's was."""
        account = await self._one(request, id)
        await self.desk.parts.identities.untie(account.id)
        await self.desk.audit(request, "identity_untied", account.login)
        return redirect(f"{PEOPLE}?done=untied", status=303)

    async def _one(self, request: Request, id: str) -> Account:
        """Return an account that this person may change.

        Raises NotFoundError, ForbiddenError.
        """
        account = await self.desk.parts.accounts.by_id(AgentId(id))
        if account is None:
            raise NotFoundError("There is no such account.")
        if not may_administer(self.desk.actor(request), account):
            raise ForbiddenError("This account is not yours to change.")
        return account

    def _password(self, request: Request, login: NewLogin, *, heading: str) -> HTTPResponse:
        page = SecretPage(
            layout=self.desk.layout(request, heading),
            tabs=self.desk.tabs(request),
            heading=heading,
            words=_(
                "Für %(name)s, Anmeldename %(login)s. Es steht nur dieses eine Mal da.",
                name=login.name,
                login=login.login,
            ),
            label=_("Passwort"),
            secret=login.password,
            back=PEOPLE,
        )
        return self.desk.staff.page(page)

    async def _form(
        self,
        request: Request,
        written: Written,
        *,
        account: Account | None = None,
        problem: str = "",
    ) -> HTTPResponse:
        actor = self.desk.actor(request)
        heading = account.name if account else _("Neues Konto")
        sites = {"": words.EVERYWHERE} | {site: site for site in await self.desk.sites()}
        mine = {site: label for site, label in sites.items() if covers(actor, site)}
        tied = await self.desk.parts.identities.tied() if account else frozenset()
        page = PersonPage(
            layout=self.desk.layout(request, heading),
            tabs=self.desk.tabs(request),
            heading=heading,
            action=f"{PEOPLE}/{account.id if account else 'new'}",
            id=account.id if account else "",
            login=written.login,
            name=written.name,
            roles=choices({role.value: its for role, its in ROLE_WORDS.items()}, written.role),
            sites=choices(mine, written.site),
            disabled=bool(account and account.disabled),
            tied=bool(account and account.id in tied),
            problem=problem,
        )
        return self.desk.staff.page(page, status=REFUSED if problem else 200)


def add_people(app: App, pages: PeoplePages) -> None:
    """Put the pages into an application."""

    @app.get(PEOPLE, name="administration_people")
    @for_roles(*LEADING)
    async def listed(request: Request) -> HTTPResponse:
        return await pages.listed(request)

    @app.get(f"{PEOPLE}/new", name="administration_person_new")
    @for_roles(Role.ADMINISTRATOR)
    async def new(request: Request) -> HTTPResponse:
        return await pages.new(request)

    @app.post(f"{PEOPLE}/new", name="administration_person_add")
    @for_roles(Role.ADMINISTRATOR)
    async def add(request: Request) -> HTTPResponse:
        return await pages.add(request)

    @app.get(f"{PEOPLE}/<id:str>", name="administration_person")
    @for_roles(Role.ADMINISTRATOR)
    async def shown(request: Request, id: str) -> HTTPResponse:
        return await pages.shown(request, id)

    @app.post(f"{PEOPLE}/<id:str>", name="administration_person_change")
    @for_roles(Role.ADMINISTRATOR)
    async def change(request: Request, id: str) -> HTTPResponse:
        return await pages.change(request, id)

    @app.post(f"{PEOPLE}/<id:str>/password", name="administration_password")
    @for_roles(Role.ADMINISTRATOR)
    async def set_password(request: Request, id: str) -> HTTPResponse:
        return await pages.set_password(request, id)

    @app.post(f"{PEOPLE}/<id:str>/disabled", name="administration_disabled")
    @for_roles(Role.ADMINISTRATOR)
    async def switch(request: Request, id: str) -> HTTPResponse:
        return await pages.switch(request, id)

    @app.post(f"{PEOPLE}/<id:str>/identity", name="administration_identity")
    @for_roles(Role.ADMINISTRATOR)
    async def untie(request: Request, id: str) -> HTTPResponse:
        return await pages.untie(request, id)


def _read(request: Request) -> Written:
    """Read a form. Raises BadRequestError for what no form of ours sends."""
    try:
        role = Role(field(request, "role"))
    except ValueError:
        raise BadRequestError("This is not a form of ours.") from None
    site = field(request, "other_site").strip() or field(request, "site")
    if len(site) > LONGEST_LOGIN or not site.isprintable():
        raise BadRequestError("This is no site.")
    return Written(
        login=field(request, "login").strip().casefold(),
        name=field(request, "name").strip(),
        role=role,
        site=site,
    )


def _written(account: Account) -> Written:
    return Written(login=account.login, name=account.name, role=account.role, site=account.site)


def _said(written: Written) -> str:
    return f"{written.login}: {written.role.value}, {written.site or '*'}"
