"""The page about what somebody can do, how well, in which team, and how much at once."""

from dataclasses import dataclass

from sanic import HTTPResponse, Request
from sanic.response import redirect

from chassis.app import App
from chassis.errors import BadRequestError, ForbiddenError, NotFoundError
from conversation.identity import AgentId, Channel
from conversation.routing.capacity import Kind, Limits
from conversation.routing.skills import HIGHEST, LOWEST, Skill, SkillKind
from conversation.routing.teams import Directory, Profile, TeamId
from staff.access import for_roles
from staff.administration import words
from staff.administration.desk import PEOPLE, REFUSED, Desk, choices
from staff.administration.rights import LEADING, may_lead
from staff.administration.views import Choice, SkillGroup, SkillRow, SkillsPage
from staff.csrf import field
from staff.language import _
from staff.ports import Account

LONGEST_SKILL = 60
MOST_UNITS = 1000
NOTHING = "0"


@dataclass(frozen=True, slots=True)
class SkillPages:
    """Composes the page and carries out what its form says."""

    desk: Desk

    async def shown(self, request: Request, id: str) -> HTTPResponse:
        """Show what is known of somebody."""
        account, directory = await self._one(request, id)
        return self._form(request, account, directory, directory.agents.get(account.id))

    async def change(self, request: Request, id: str) -> HTTPResponse:
        """Keep what the form says; without a team nothing is offered to them."""
        account, directory = await self._one(request, id)
        team_id = TeamId(field(request, "team"))
        if not team_id:
            await self.desk.parts.teams.remove_profile(account.id)
        else:
            team = directory.teams.get(team_id)
            if team is None:
                raise BadRequestError("There is no such team.")
            if not may_lead(self.desk.actor(request), team.site):
                raise ForbiddenError("This team is not yours.")
            limits = _limits(request)
            if limits is None:
                problem = words.CROOKED_NUMBER.format(_("Wie viel zugleich"))
                known = directory.agents.get(account.id)
                return self._form(request, account, directory, known, problem=problem)
            profile = Profile(account.id, team_id, _skills(request), limits)
            await self.desk.parts.teams.put_profile(profile)
        await self.desk.audit(request, "skills_changed", f"{account.login}: {team_id or '-'}")
        return redirect(f"{PEOPLE}?done=changed", status=303)

    async def _one(self, request: Request, id: str) -> tuple[Account, Directory]:
        """Return an account of a site that this person leads, and in a team they lead.

        Raises NotFoundError, ForbiddenError.
        """
        account = await self.desk.parts.accounts.by_id(AgentId(id))
        if account is None:
            raise NotFoundError("There is no such account.")
        actor, directory = self.desk.actor(request), await self.desk.parts.teams.current()
        team = directory.team_of(account.id)
        if not may_lead(actor, account.site) or (team and not may_lead(actor, team.site)):
            raise ForbiddenError("This person is not yours to lead.")
        return account, directory

    def _form(
        self,
        request: Request,
        account: Account,
        directory: Directory,
        profile: Profile | None,
        *,
        problem: str = "",
    ) -> HTTPResponse:
        actor = self.desk.actor(request)
        limits = profile.limits if profile else Limits()
        teams = {"": _("kein Team")} | {
            str(team.id): f"{team.name} ({team.site})"
            for team in directory.teams.values()
            if may_lead(actor, team.site)
        }
        page = SkillsPage(
            layout=self.desk.layout(request, account.name),
            tabs=self.desk.tabs(request),
            heading=account.name,
            action=f"{PEOPLE}/{account.id}/skills",
            teams=choices(teams, str(profile.team) if profile else ""),
            units=str(limits.units),
            most=tuple(
                (f"most.{kind.value}", label, str(limits.most.get(kind, "")))
                for kind, label in words.KINDS.items()
            ),
            groups=_groups(directory, profile),
            kinds=choices({kind.value: label for kind, label in words.SKILL_KINDS.items()}),
            problem=problem,
        )
        return self.desk.staff.page(page, status=REFUSED if problem else 200)


def add_skills(app: App, pages: SkillPages) -> None:
    """Put the page into an application."""

    @app.get(f"{PEOPLE}/<id:str>/skills", name="administration_skills")
    @for_roles(*LEADING)
    async def shown(request: Request, id: str) -> HTTPResponse:
        return await pages.shown(request, id)

    @app.post(f"{PEOPLE}/<id:str>/skills", name="administration_skills_change")
    @for_roles(*LEADING)
    async def change(request: Request, id: str) -> HTTPResponse:
        return await pages.change(request, id)


def _groups(directory: Directory, profile: Profile | None) -> tuple[SkillGroup, ...]:
    """Return everything that somebody here can do, or that a team is for."""
    known = {skill for one in directory.agents.values() for skill in one.skills}
    known |= {Skill(SkillKind.LANGUAGE, name) for name in words.LANGUAGES}
    known |= {Skill(SkillKind.CHANNEL, channel.value) for channel in Channel}
    known |= {
        Skill(SkillKind.TOPIC, topic) for team in directory.teams.values() for topic in team.topics
    }
    levels = profile.skills if profile else {}
    return tuple(
        SkillGroup(
            label=label,
            rows=tuple(
                SkillRow(
                    field=f"skill.{kind.value}.{skill.name}",
                    label=_named(skill),
                    levels=_levels(levels.get(skill, 0)),
                )
                for skill in sorted(known)
                if skill.kind is kind
            ),
        )
        for kind, label in words.SKILL_KINDS.items()
    )


def _levels(chosen: int) -> tuple[Choice, ...]:
    labels = {str(level): label for level, label in enumerate(words.LEVELS)}
    return choices(labels, str(chosen))


def _named(skill: Skill) -> str:
    if skill.kind is SkillKind.CHANNEL:
        return words.CHANNELS[Channel(skill.name)]
    if skill.kind is SkillKind.LANGUAGE:
        return words.LANGUAGES.get(skill.name, skill.name)
    return skill.name


def _skills(request: Request) -> dict[Skill, int]:
    """Read the levels. Raises BadRequestError for what no form of ours sends."""
    found: dict[Skill, int] = {}
    for name in request.form or {}:
        if name.startswith("skill."):
            kind, its = name.split(".", 2)[1:]
            _add(found, kind, its, field(request, name))
    if new := field(request, "new_name").strip():
        _add(found, field(request, "new_kind"), new, field(request, "new_level"))
    return found


def _add(found: dict[Skill, int], kind: str, name: str, level: str) -> None:
    try:
        skill, value = Skill(SkillKind(kind), name), int(level)
        if skill.kind is SkillKind.CHANNEL:
            Channel(name)
    except ValueError:
        raise BadRequestError("This is not a form of ours.") from None
    if not (0 < len(name) <= LONGEST_SKILL and name.isprintable() and 0 <= value <= HIGHEST):
        raise BadRequestError("This is not a form of ours.")
    if value >= LOWEST:
        found[skill] = value


def _limits(request: Request) -> Limits | None:
    """Read how much somebody does at once; None where a number is none."""
    try:
        units = int(field(request, "units"))
        most = {
            kind: int(its) for kind in Kind if (its := field(request, f"most.{kind.value}").strip())
        }
    except ValueError:
        return None
    right = 1 <= units <= MOST_UNITS and all(0 <= one <= MOST_UNITS for one in most.values())
    return Limits(units=units, most=most) if right else None
