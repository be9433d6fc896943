"""Pages about teams: where they sit, when they work, what they take, who helps them."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sanic import HTTPResponse, Request
from sanic.response import redirect

from chassis.app import App
from chassis.errors import BadRequestError, ForbiddenError, NotFoundError
from conversation.identity import Channel
from conversation.promises import OpeningHours
from conversation.routing.teams import Directory, Mode, Team, TeamId
from staff.access import for_roles
from staff.administration import words
from staff.administration.desk import REFUSED, TEAMS, Desk, choices
from staff.administration.rights import LEADING, covers, may_lead
from staff.administration.team_forms import (
    LONGEST_NAME,
    LONGEST_SITE,
    RANGES,
    CrookedError,
    Written,
    form_in,
    form_of,
    hours_of,
    numbers_in,
    topics_in,
)
from staff.administration.views import TeamPage, TeamRow, TeamsPage
from staff.holidays import LANDS
from staff.hours import DAYS, hours_from_text
from staff.language import _


@dataclass(frozen=True, slots=True)
class TeamPages:
    """Composes the pages and carries out what their forms say."""

    desk: Desk

    async def listed(self, request: Request) -> HTTPResponse:
        """Show all teams; one changes those one leads."""
        actor, directory = self.desk.actor(request), await self.desk.parts.teams.current()
        rows = tuple(
            TeamRow(
                path=f"{TEAMS}/{team.id}" if may_lead(actor, team.site) else "",
                name=team.name,
                site=team.site,
                hours=", ".join(
                    f"{words.SHORT_DAYS[day]} {its}" for day, its in hours_of(team).items()
                ),
                people=str(sum(one.team == team.id for one in directory.agents.values())),
            )
            for team in sorted(directory.teams.values(), key=lambda team: (team.site, team.name))
        )
        page = TeamsPage(
            layout=self.desk.layout(request, _("Teams und Zeiten")),
            tabs=self.desk.tabs(request),
            teams=rows,
            new=f"{TEAMS}/new",
            done=words.DONE.get(request.args.get("done", ""), ""),
        )
        return self.desk.staff.page(page)

    async def new(self, request: Request) -> HTTPResponse:
        """Show an empty form."""
        directory = await self.desk.parts.teams.current()
        return self._form(request, Written(site=self.desk.actor(request).site), directory)

    async def shown(self, request: Request, id: str) -> HTTPResponse:
        """Show a team in its form."""
        team, directory = await self._one(request, id)
        return self._form(request, form_of(team), directory, team=team)

    async def add(self, request: Request) -> HTTPResponse:
        """Keep what the form says as a new team."""
        directory = await self.desk.parts.teams.current()
        return await self._keep(request, directory, None)

    async def change(self, request: Request, id: str) -> HTTPResponse:
        """Keep what the form says of a team."""
        team, directory = await self._one(request, id)
        return await self._keep(request, directory, team)

    async def delete(self, request: Request, id: str) -> HTTPResponse:
        """Delete a team in which nobody works."""
        team, directory = await self._one(request, id)
        if not await self.desk.parts.teams.remove_team(team.id):
            problem = words.STILL_THERE
            return self._form(request, form_of(team), directory, team=team, problem=problem)
        await self.desk.audit(request, "team_deleted", team.name)
        return redirect(f"{TEAMS}?done=deleted", status=303)

    async def _keep(
        self, request: Request, directory: Directory, known: Team | None
    ) -> HTTPResponse:
        written = form_in(request)
        if not may_lead(self.desk.actor(request), written.site):
            raise ForbiddenError("This site is not yours.")
        id = known.id if known else TeamId(secrets.token_hex(8))
        try:
            team = self._team(id, written, directory)
        except CrookedError as error:
            return self._form(request, written, directory, team=known, problem=str(error))
        await self.desk.parts.teams.put_team(team)
        await self.desk.audit(request, "team_changed" if known else "team_added", team.name)
        return redirect(f"{TEAMS}?done=changed", status=303)

    async def _one(self, request: Request, id: str) -> tuple[Team, Directory]:
        """Return a team that this person leads. Raises NotFoundError, ForbiddenError."""
        directory = await self.desk.parts.teams.current()
        team = directory.teams.get(TeamId(id))
        if team is None:
            raise NotFoundError("There is no such team.")
        if not may_lead(self.desk.actor(request), team.site):
            raise ForbiddenError("This team is not yours.")
        return team, directory

    def _team(self, id: TeamId, written: Written, directory: Directory) -> Team:
        """Return a form's team. Raises CrookedError, BadRequestError."""
        named = 0 < len(written.name) <= LONGEST_NAME and 0 < len(written.site) <= LONGEST_SITE
        if not named or not (written.name + written.site).isprintable():
            raise CrookedError(words.NO_TEAM_NAME)
        try:
            days = zip(DAYS, written.hours, strict=True)
            hours = hours_from_text({day: its for day, its in days if its})
        except ValueError:
            raise CrookedError(words.CROOKED_HOURS) from None
        numbers = numbers_in(written)
        helping = tuple(TeamId(one) for one in written.overflow)
        if written.land not in LANDS or id in helping or set(helping) - set(directory.teams):
            raise BadRequestError("This is not a form of ours.")
        try:
            channels = frozenset(Channel(one) for one in written.channels)
            mode = Mode(written.mode)
        except ValueError:
            raise BadRequestError("This is not a form of ours.") from None
        return Team(
            id=id,
            name=written.name,
            site=written.site,
            land=written.land,
            hours=OpeningHours(zone=self.desk.parts.zone, hours=hours),
            mode=mode,
            topics=frozenset(topics_in(written.topics)),
            channels=channels,
            overflow=helping,
            overflow_after=timedelta(seconds=numbers["overflow_after"]),
            proficiency=numbers["proficiency"],
            offer_for=timedelta(seconds=numbers["offer_for"]),
            wrap_up_for=timedelta(seconds=numbers["wrap_up_for"]),
        )

    def _form(
        self,
        request: Request,
        written: Written,
        directory: Directory,
        *,
        team: Team | None = None,
        problem: str = "",
    ) -> HTTPResponse:
        heading = team.name if team else _("Neues Team")
        others = {
            str(one.id): f"{one.name} ({one.site})"
            for one in directory.teams.values()
            if team is None or one.id != team.id
        }
        page = TeamPage(
            layout=self.desk.layout(request, heading),
            tabs=self.desk.tabs(request),
            heading=heading,
            action=f"{TEAMS}/{team.id if team else 'new'}",
            delete=f"{TEAMS}/{team.id}/delete" if team else "",
            name=written.name,
            site=written.site,
            site_fixed=not covers(self.desk.actor(request), ""),
            lands=choices({land: land for land in sorted(LANDS)}, written.land),
            days=tuple(
                (f"hours.{day}", label, its)
                for day, label, its in zip(DAYS, words.DAYS, written.hours, strict=True)
            ),
            modes=choices({mode.value: label for mode, label in words.MODES.items()}, written.mode),
            topics=written.topics,
            channels=choices(
                {channel.value: label for channel, label in words.CHANNELS.items()},
                *written.channels,
            ),
            overflow=choices(others, *written.overflow),
            numbers=tuple(
                (name, words.NUMBERS[name], value)
                for name, value in zip(RANGES, written.numbers, strict=True)
            ),
            problem=problem,
        )
        return self.desk.staff.page(page, status=REFUSED if problem else 200)


def add_teams(app: App, pages: TeamPages) -> None:
    """Put the pages into an application."""

    @app.get(TEAMS, name="administration_teams")
    @for_roles(*LEADING)
    async def listed(request: Request) -> HTTPResponse:
        return await pages.listed(request)

    @app.get(f"{TEAMS}/new", name="administration_team_new")
    @for_roles(*LEADING)
    async def new(request: Request) -> HTTPResponse:
        return await pages.new(request)

    @app.post(f"{TEAMS}/new", name="administration_team_add")
    @for_roles(*LEADING)
    async def add(request: Request) -> HTTPResponse:
        return await pages.add(request)

    @app.get(f"{TEAMS}/<id:str>", name="administration_team")
    @for_roles(*LEADING)
    async def shown(request: Request, id: str) -> HTTPResponse:
        return await pages.shown(request, id)

    @app.post(f"{TEAMS}/<id:str>", name="administration_team_change")
    @for_roles(*LEADING)
    async def change(request: Request, id: str) -> HTTPResponse:
        return await pages.change(request, id)

    @app.post(f"{TEAMS}/<id:str>/delete", name="administration_team_delete")
    @for_roles(*LEADING)
    async def delete(request: Request, id: str) -> HTTPResponse:
        return await pages.delete(request, id)
