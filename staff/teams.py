"""Teams, skills and working hours in SQL: what routing knows of the people here."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncEngine

from conversation.identity import AgentId, Channel
from conversation.ports import Clock
from conversation.promises import OpeningHours
from conversation.routing.capacity import Kind, Limits
from conversation.routing.skills import Skill, SkillKind
from conversation.routing.teams import Directory, Mode, Profile, Team, TeamId
from staff.accounts import metadata
from staff.holidays import days_off
from staff.hours import hours_from_text, hours_to_text

teams = Table(
    "staff_teams",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("site", String(100), nullable=False),
    Column("land", String(2), nullable=False),
    Column("hours", JSON, nullable=False),
    Column("mode", String(10), nullable=False),
    Column("topics", JSON, nullable=False),
    Column("channels", JSON, nullable=False),
    Column("overflow", JSON, nullable=False),
    Column("overflow_after", Integer, nullable=False),
    Column("proficiency", Integer, nullable=False),
    Column("offer_for", Integer, nullable=False),
    Column("wrap_up_for", Integer, nullable=False),
)

members = Table(
    "staff_team_members",
    metadata,
    Column("agent", String(32), ForeignKey("staff_accounts.id"), primary_key=True),
    Column("team", String(40), ForeignKey("staff_teams.id"), nullable=False),
    Column("units", Integer, nullable=False),
    Column("most", JSON, nullable=False),
)

skills = Table(
    "staff_skills",
    metadata,
    Column("agent", String(32), ForeignKey("staff_accounts.id"), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("name", String(60), primary_key=True),
    Column("level", Integer, nullable=False),
)


class SqlTeams:
    """See conversation.routing.ports.Directories; `zone` is where all teams live.

    Read at most every `fresh_for`: changes reach a running router within that time.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        *,
        zone: ZoneInfo,
        clock: Clock,
        fresh_for: timedelta = timedelta(seconds=30),
    ) -> None:
        self._engine = engine
        self._zone = zone
        self._clock = clock
        self._fresh_for = fresh_for
        self._known: Directory | None = None
        self._read_at = clock.now()

    async def current(self) -> Directory:
        """See Directories. Raises what the database raises if nothing was read before."""
        now = self._clock.now()
        if self._known is None or abs(now - self._read_at) >= self._fresh_for:
            self._known, self._read_at = await self._read(), now
        return self._known

    async def replace(self, known: Sequence[Team], profiles: Sequence[Profile]) -> None:
        """Keep these teams and people instead of all that were kept, in one step."""
        async with self._engine.begin() as connection:
            for table in (skills, members, teams):
                await connection.execute(delete(table))
            rows: list[tuple[Table, list[dict[str, Any]]]] = [
                (teams, [_team_row(team) for team in known]),
                (members, [_member_row(one) for one in profiles]),
                (skills, [row for one in profiles for row in _skill_rows(one)]),
            ]
            for table, its in rows:
                if its:
                    await connection.execute(insert(table), its)
        self._known = None

    async def put_team(self, team: Team) -> None:
        """Add a team, or keep this instead of the one with its id."""
        row = _team_row(team)
        async with self._engine.begin() as connection:
            its = teams.c.id == team.id
            known = await connection.execute(update(teams).where(its).values(row))
            if not known.rowcount:
                await connection.execute(insert(teams).values(row))
        self._known = None

    async def remove_team(self, id: TeamId) -> bool:
        """Delete a team, also from those it helps. False: somebody works in it."""
        async with self._engine.begin() as connection:
            if await connection.scalar(select(members.c.agent).where(members.c.team == id)):
                return False
            helped = (await connection.execute(select(teams.c.id, teams.c.overflow))).all()
            for other, overflow in helped:
                if id in overflow:
                    rest = [one for one in overflow if one != id]
                    its = teams.c.id == other
                    await connection.execute(update(teams).where(its).values(overflow=rest))
            await connection.execute(delete(teams).where(teams.c.id == id))
        self._known = None
        return True

    async def put_profile(self, profile: Profile) -> None:
        """Keep this as all that is known of an agent."""
        await self._replace_profile(profile.agent, profile)

    async def remove_profile(self, agent: AgentId) -> None:
        """Let an agent be in no team."""
        await self._replace_profile(agent, None)

    async def _replace_profile(self, agent: AgentId, profile: Profile | None) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(delete(skills).where(skills.c.agent == agent))
            await connection.execute(delete(members).where(members.c.agent == agent))
            if profile is not None:
                await connection.execute(insert(members).values(_member_row(profile)))
                if rows := _skill_rows(profile):
                    await connection.execute(insert(skills), rows)
        self._known = None

    async def _read(self) -> Directory:
        year = self._clock.now().year
        async with self._engine.connect() as connection:
            team_rows = (await connection.execute(select(teams))).mappings().all()
            member_rows = (await connection.execute(select(members))).mappings().all()
            skill_rows = (await connection.execute(select(skills))).mappings().all()
        levels: dict[str, dict[Skill, int]] = {}
        for row in skill_rows:
            skill = Skill(SkillKind(row["kind"]), row["name"])
            levels.setdefault(row["agent"], {})[skill] = row["level"]
        return Directory(
            teams={TeamId(row["id"]): self._team(row, year) for row in team_rows},
            agents={
                AgentId(row["agent"]): _profile(row, levels.get(row["agent"], {}))
                for row in member_rows
            },
        )

    def _team(self, row: RowMapping, year: int) -> Team:
        closed: frozenset[date] = days_off(row["land"], range(year - 1, year + 3))
        hours = hours_from_text(row["hours"])
        return Team(
            id=TeamId(row["id"]),
            name=row["name"],
            site=row["site"],
            land=row["land"],
            hours=OpeningHours(zone=self._zone, hours=hours, closed_on=closed),
            mode=Mode(row["mode"]),
            topics=frozenset(row["topics"]),
            channels=frozenset(Channel(name) for name in row["channels"]),
            overflow=tuple(TeamId(id) for id in row["overflow"]),
            overflow_after=timedelta(seconds=row["overflow_after"]),
            proficiency=row["proficiency"],
            offer_for=timedelta(seconds=row["offer_for"]),
            wrap_up_for=timedelta(seconds=row["wrap_up_for"]),
        )


def _profile(row: RowMapping, levels: dict[Skill, int]) -> Profile:
    most = {Kind(kind): number for kind, number in row["most"].items()}
    limits = Limits(units=row["units"], most=most)
    return Profile(AgentId(row["agent"]), TeamId(row["team"]), levels, limits)


def _team_row(team: Team) -> dict[str, Any]:
    return {
        "id": team.id,
        "name": team.name,
        "site": team.site,
        "land": team.land,
        "hours": hours_to_text(team.hours.hours),
        "mode": team.mode.value,
        "topics": sorted(team.topics),
        "channels": sorted(channel.value for channel in team.channels),
        "overflow": list(team.overflow),
        "overflow_after": round(team.overflow_after.total_seconds()),
        "proficiency": team.proficiency,
        "offer_for": round(team.offer_for.total_seconds()),
        "wrap_up_for": round(team.wrap_up_for.total_seconds()),
    }


def _member_row(profile: Profile) -> dict[str, Any]:
    most = {kind.value: number for kind, number in profile.limits.most.items()}
    units = profile.limits.units
    return {"agent": profile.agent, "team": profile.team, "units": units, "most": most}


def _skill_rows(profile: Profile) -> list[dict[str, Any]]:
    return [
        {"agent": profile.agent, "kind": skill.kind.value, "name": skill.name, "level": level}
        for skill, level in profile.skills.items()
    ]
