"""Teams and people as an administrator writes them down in YAML, checked and told by name."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from ruamel.yaml import YAML

from conversation.identity import AgentId, Channel
from conversation.promises import OpeningHours
from conversation.routing.capacity import Kind, Limits
from conversation.routing.skills import HIGHEST, LOWEST, Skill, SkillKind
from conversation.routing.teams import Mode, Profile, Team, TeamId
from staff.holidays import LANDS
from staff.hours import hours_from_text

SAMPLE = Path(__file__).parent / "sample" / "teams.yml"


class TeamFileError(Exception):
    """The file does not say what it has to; the sentence names where."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Site(_Strict):
    name: str
    land: str

    @field_validator("land")
    @classmethod
    def known(cls, land: str) -> str:
        if land not in LANDS:
            raise ValueError(f"{land} is no German Land")
        return land


class _Team(_Strict):
    name: str
    site: str
    hours: dict[str, str]
    mode: Mode = Mode.PUSH
    topics: frozenset[str] = frozenset()
    channels: frozenset[Channel] = frozenset()
    overflow: tuple[str, ...] = ()
    overflow_after: int = Field(180, ge=0)
    proficiency: int = Field(2, ge=LOWEST, le=HIGHEST)
    offer_for: int = Field(30, ge=5)
    wrap_up_for: int = Field(120, ge=0)


class _Agent(_Strict):
    team: str
    skills: dict[SkillKind, dict[str, int]]
    units: int = Field(9, ge=1)
    most: dict[Kind, int] = Field(default_factory=dict)

    @field_validator("skills")
    @classmethod
    def levels(cls, skills: dict[SkillKind, dict[str, int]]) -> dict[SkillKind, dict[str, int]]:
        for its in skills.values():
            for name, level in its.items():
                if not LOWEST <= level <= HIGHEST:
                    raise ValueError(f"{name}: a level is {LOWEST} to {HIGHEST}")
        return skills


class TeamFile(_Strict):
    """The file's content; agents stand under their login."""

    sites: dict[str, _Site]
    teams: dict[str, _Team]
    agents: dict[str, _Agent]

    @model_validator(mode="after")
    def names_lead_somewhere(self) -> "TeamFile":
        """Refuse a site or a team that is named and not described."""
        named = [team.site for team in self.teams.values()]
        if missing := set(named) - set(self.sites):
            raise ValueError(f"no such site: {', '.join(sorted(missing))}")
        teams = [id for team in self.teams.values() for id in team.overflow]
        teams += [agent.team for agent in self.agents.values()]
        if missing := set(teams) - set(self.teams):
            raise ValueError(f"no such team: {', '.join(sorted(missing))}")
        for team in self.teams.values():
            hours_from_text(team.hours)
        return self

    def known_teams(self, zone: ZoneInfo) -> list[Team]:
        """Return the teams."""
        return [self._team(id, team, zone) for id, team in self.teams.items()]

    def profiles(self, ids: Mapping[str, AgentId]) -> list[Profile]:
        """Return the people who have an account; `ids` are those of the accounts by login."""
        return [_profile(ids[login], agent) for login, agent in self.agents.items() if login in ids]

    def _team(self, id: str, team: _Team, zone: ZoneInfo) -> Team:
        site = self.sites[team.site]
        return Team(
            id=TeamId(id),
            name=team.name,
            site=site.name,
            land=site.land,
            hours=OpeningHours(zone=zone, hours=hours_from_text(team.hours)),
            mode=team.mode,
            topics=team.topics,
            channels=team.channels,
            overflow=tuple(TeamId(other) for other in team.overflow),
            overflow_after=timedelta(seconds=team.overflow_after),
            proficiency=team.proficiency,
            offer_for=timedelta(seconds=team.offer_for),
            wrap_up_for=timedelta(seconds=team.wrap_up_for),
        )


def read_teams(path: Path = SAMPLE) -> TeamFile:
    """Read a file. Raises TeamFileError."""
    try:
        return TeamFile.model_validate(YAML(typ="safe").load(path))
    except ValidationError as error:
        problems = [
            f"{'.'.join(map(str, problem['loc'])) or 'file'}: {problem['msg']}"
            for problem in error.errors(include_input=False, include_url=False)
        ]
        raise TeamFileError(f"{path.name}: {'; '.join(problems)}.") from None


def _profile(id: AgentId, agent: _Agent) -> Profile:
    skills = {
        Skill(kind, name): level
        for kind, its in agent.skills.items()
        for name, level in its.items()
    }
    return Profile(id, TeamId(agent.team), skills, Limits(units=agent.units, most=agent.most))
