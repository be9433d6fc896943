"""What programs read and do as supervisors: the board, teams, colleagues, giving and taking."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, Field

from chassis.errors import ConflictError
from conversation.identity import AgentId, Channel, ConversationId
from conversation.routing.sites import Reach, Viewer
from conversation.routing.skills import SkillKind
from conversation.routing.teams import AtWork, Mode, Presence
from handoff.board.acting import Supervising
from handoff.board.counting import load
from handoff.board.keeping import Boards
from handoff.board.reading import Reading
from handoff.board.views import SiteView, TeamRow
from handoff.console.addresses import conversation_of
from handoff.console.api_models import ConversationShown
from handoff.console.views import Notice
from staff.api.callers import Scope
from staff.api.paging import PageAnswer, PageQuery, page_of
from staff.api.surface import Call, Given, Handler, NoQuery, Operation, Surface
from staff.ports import Account
from staff.roles import Role

TAG = "supervision"
SUPERVISORS = frozenset({Role.SUPERVISOR})
PATH = "/api/conversations/{conversation}"


class TeamFigures(BaseModel):
    """One team on the board; `used` of `units` is the load of those who are there."""

    key: str
    name: str
    open: bool
    waiting: int
    at_risk: int = Field(description="Promises that break within minutes, or are broken.")
    oldest: datetime | None
    available: int
    busy: int
    on_break: int
    away: int
    used: int
    units: int


class SiteFigures(BaseModel):
    """A site and its teams."""

    name: str
    teams: list[TeamFigures]


class BoardShown(BaseModel):
    """The board's figures; conversations and colleagues have lists of their own."""

    sites: list[SiteFigures]


class TeamShown(BaseModel):
    """A team as routing knows it."""

    id: str
    name: str
    site: str
    land: str
    mode: Mode
    topics: list[str]
    channels: list[Channel]
    overflow: list[str]


class TeamsShown(PageAnswer):
    """A page of teams, by id."""

    teams: list[TeamShown]


class SkillShown(BaseModel):
    """What somebody can do, and how well, from 1 to 5."""

    kind: SkillKind
    name: str
    level: int


class ColleagueShown(BaseModel):
    """A colleague: presence, load and skills."""

    agent: str
    name: str
    role: Role
    team: str | None
    presence: Presence
    used: int
    units: int
    skills: list[SkillShown]


class ColleaguesShown(PageAnswer):
    """A page of colleagues, by id."""

    colleagues: list[ColleagueShown]


class Requeue(Given):
    """Which hold is meant, and why."""

    epoch: int = Field(ge=0, description="The conversation's `epoch` as it was looked at.")
    reason: str = ""


class Assign(Requeue):
    """To whom."""

    agent: str


@dataclass(frozen=True, slots=True)
class BoardApi:
    """Says and does for programs what the board does for supervisors."""

    reading: Reading
    boards: Boards
    supervising: Supervising

    async def board(self, call: Call) -> BoardShown:
        """Return the figures of all teams; of one site's if the token is for it."""
        board = await self.boards.board(await self._viewer(call))
        return BoardShown(sites=[_site(one) for one in board.sites])

    async def teams(self, call: Call) -> TeamsShown:
        """Return the teams."""
        known = (await self.reading.claiming.directories.current()).teams.values()
        here = [team for team in known if call.caller.site in ("", team.site)]
        found, following = page_of(here, call.asked(PageQuery), key=lambda one: (one.id,))
        shown = [
            TeamShown(
                id=team.id,
                name=team.name,
                site=team.site,
                land=team.land,
                mode=team.mode,
                topics=sorted(team.topics),
                channels=sorted(team.channels),
                overflow=list(team.overflow),
            )
            for team in found
        ]
        return TeamsShown(teams=shown, next=following)

    async def colleagues(self, call: Call) -> ColleaguesShown:
        """Return who works here and may answer customers."""
        moment = await self.reading.moment()
        accounts = [
            one
            for one in await self.reading.accounts.all()
            if one.role in (Role.AGENT, Role.SUPERVISOR) and not one.disabled
        ]
        viewer = await self._viewer(call)
        here = [one for one in accounts if await self.reading.sites.is_at(viewer, one.id)]
        found, following = page_of(here, call.asked(PageQuery), key=lambda one: (one.id,))
        work = {one.agent: one for one in moment.work}

        def shown(account: Account) -> ColleagueShown:
            at_work: AtWork | None = work.get(account.id)
            profile = moment.directory.agents.get(account.id)
            return ColleagueShown(
                agent=account.id,
                name=account.name,
                role=account.role,
                team=profile.team if profile else None,
                presence=moment.presence(at_work) if at_work else Presence.AWAY,
                used=load(at_work) if at_work else 0,
                units=moment.directory.limits_of(account.id).units,
                skills=[
                    SkillShown(kind=skill.kind, name=skill.name, level=level)
                    for skill, level in (sorted(profile.skills.items()) if profile else ())
                ],
            )

        return ColleaguesShown(colleagues=[shown(one) for one in found], next=following)

    async def assign(self, call: Call) -> ConversationShown:
        """Give a conversation to an agent."""
        given = call.given(Assign)
        where = await self._conversation(call)
        notice = await self.supervising.assign(
            where,
            call.account,
            await self._viewer(call),
            to=AgentId(given.agent),
            epoch=given.epoch,
            reason=given.reason,
        )
        return await self._came_of(notice, where)

    async def requeue(self, call: Call) -> ConversationShown:
        """Put what an agent holds back into the queue."""
        given, where = call.given(Requeue), await self._conversation(call)
        notice = await self.supervising.requeue(
            where, call.account, epoch=given.epoch, reason=given.reason
        )
        return await self._came_of(notice, where)

    async def _came_of(self, notice: Notice | None, where: ConversationId) -> ConversationShown:
        if notice:
            raise ConflictError(notice.words)
        return ConversationShown.of(await self.reading.state(where))

    async def _conversation(self, call: Call) -> ConversationId:
        where = conversation_of(call.parts["conversation"])
        return (await self.reading.state(where)).conversation

    async def _viewer(self, call: Call) -> Viewer:
        return await self.reading.sites.program(call.caller)


def add_board_api(surface: Surface, api: BoardApi) -> None:
    """Put the operations among the others."""
    readings: tuple[tuple[str, str, str, type[BaseModel], type[BaseModel], Handler], ...] = (
        ("get_board", "/api/board", "Figures of all teams", NoQuery, BoardShown, api.board),
        ("list_teams", "/api/teams", "Teams", PageQuery, TeamsShown, api.teams),
        (
            "list_colleagues",
            "/api/colleagues",
            "Colleagues: presence, load, skills",
            PageQuery,
            ColleaguesShown,
            api.colleagues,
        ),
    )
    for id, path, summary, query, answer, handler in readings:
        surface.add(
            Operation(
                id=id,
                method="GET",
                path=path,
                summary=summary,
                tag=TAG,
                scope=Scope.SUPERVISION_READ,
                roles=SUPERVISORS,
                query=query,
                answer=answer,
            ),
            handler,
        )
    acts: tuple[tuple[str, str, str, type[BaseModel], Handler], ...] = (
        ("assign", "assign", "Give it to an agent", Assign, api.assign),
        ("requeue", "requeue", "Put it back into the queue", Requeue, api.requeue),
    )
    for id, name, summary, body, handler in acts:
        surface.add(
            Operation(
                id=id,
                method="POST",
                path=f"{PATH}/{name}",
                summary=summary,
                tag=TAG,
                scope=Scope.SUPERVISION_WRITE,
                roles=SUPERVISORS,
                body=body,
                answer=ConversationShown,
                person=True,
                reach=Reach.STEER,
                refusals=(409,),
            ),
            handler,
        )


def _site(site: SiteView) -> SiteFigures:
    return SiteFigures(name=site.name, teams=[_team(row) for row in site.teams])


def _team(row: TeamRow) -> TeamFigures:
    return TeamFigures(
        key=row.key,
        name=row.name,
        open=row.open,
        waiting=row.waiting,
        at_risk=row.at_risk,
        oldest=row.oldest.at if row.oldest else None,
        available=row.available,
        busy=row.busy,
        on_break=row.on_break,
        away=row.away,
        used=row.used,
        units=row.units,
    )
