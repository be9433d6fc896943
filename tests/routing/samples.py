"""Small teams and concerns to try the rules with."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from conversation.identity import AgentId, Channel, ConversationId
from conversation.promises import OpeningHours
from conversation.routing.capacity import Limits, seat
from conversation.routing.choosing import Choice, choose, colleagues
from conversation.routing.concerns import Concern
from conversation.routing.skills import Skill, SkillKind
from conversation.routing.teams import AtWork, Directory, Presence, Profile, Team, TeamId

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)  # a Tuesday
HOURS = OpeningHours(zone=BERLIN)
AWAY_AFTER = timedelta(seconds=45)


def conversation(name: str = "anna", channel: Channel = Channel.WEBCHAT) -> ConversationId:
    return ConversationId(channel, name, name)


def concern(name: str = "anna", *, waited: float = 0, **fields: Any) -> Concern:
    channel = fields.pop("channel", Channel.WEBCHAT)
    queued_at = NOW - timedelta(seconds=waited)
    return Concern(conversation(name, channel), queued_at=queued_at, **fields)


def team(id: str, **fields: Any) -> Team:
    usual = {"name": id.title(), "site": "Kiel", "land": "SH", "hours": HOURS}
    return Team(id=TeamId(id), **{**usual, **fields})


class Office:
    """Agents of teams; all are there and free until told otherwise."""

    def __init__(self, *teams: Team) -> None:
        self.teams = {one.id: one for one in teams}
        self.profiles: dict[AgentId, Profile] = {}
        self.work: dict[AgentId, AtWork] = {}

    def agent(
        self,
        id: str,
        team: str,
        *,
        topics: dict[str, int] | None = None,
        languages: tuple[str, ...] = ("de",),
        presence: Presence = Presence.AVAILABLE,
        has: int = 0,
        seen: float = 0,
        given: float | None = None,
    ) -> None:
        skills = {Skill(SkillKind.TOPIC, topic): level for topic, level in (topics or {}).items()}
        skills |= {Skill(SkillKind.LANGUAGE, language): 3 for language in languages}
        skills |= {Skill(SkillKind.CHANNEL, channel.value): 3 for channel in Channel}
        who = AgentId(id)
        self.profiles[who] = Profile(who, TeamId(team), skills, Limits(units=9))
        self.work[who] = AtWork(
            who,
            presence,
            seen_at=NOW - timedelta(seconds=seen),
            seats=tuple(seat(conversation(f"{id}-{number}"), 1) for number in range(has)),
            given_at=NOW - timedelta(seconds=given) if given is not None else None,
        )

    def choose(self, concern: Concern, *, at: datetime = NOW) -> Choice:
        directory = Directory(self.teams, self.profiles)
        work = [replace(one, seen_at=one.seen_at + (at - NOW)) for one in self.work.values()]
        people = colleagues(directory, work, now=at, away_after=AWAY_AFTER)
        return choose(concern, directory, people, now=at)
