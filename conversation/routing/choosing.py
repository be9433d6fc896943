"""Which agent a waiting conversation is offered to; where nobody can have it, the way on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from conversation.identity import AgentId
from conversation.routing.capacity import Seat, has_room, seat
from conversation.routing.concerns import Concern
from conversation.routing.lifecycle import Cause
from conversation.routing.skills import proficiency, suits
from conversation.routing.teams import AtWork, Directory, Mode, Presence, Profile, Team

THERE = frozenset({Presence.AVAILABLE, Presence.BUSY, Presence.BREAK})


@dataclass(frozen=True, slots=True)
class Choice:
    """What becomes of a waiting conversation now.

    `agent` is who is offered it, for `offer_for`; without one `cause` says why it waits and `until`
    when that ends by itself, as far as it is known.
    """

    cause: Cause
    agent: AgentId | None = None
    offer_for: timedelta = timedelta(0)
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Colleague:
    """An agent whom the directory knows and who has been seen; `units` are those still free."""

    profile: Profile
    team: Team
    work: AtWork
    presence: Presence
    units: int

    @property
    def open_to_offers(self) -> bool:
        """Whether anything at all may be offered to them."""
        return (
            self.presence is Presence.AVAILABLE and self.team.mode is Mode.PUSH and self.units > 0
        )

    def given(self, one: Seat) -> "Colleague":
        """Return the same agent with one seat more."""
        work = replace(self.work, seats=(*self.work.seats, one))
        return replace(self, work=work, units=self.units - one.weight)


@dataclass(frozen=True, slots=True)
class Circle:
    """Whom a conversation may be offered to after waiting for a time; each is wider than the last.

    `teams` None: all. `at_least` is how well the topic has to be known.
    """

    after: timedelta
    teams: frozenset[str] | None
    at_least: int


def colleagues(
    directory: Directory, work: Iterable[AtWork], *, now: datetime, away_after: timedelta
) -> list[Colleague]:
    """Return who of the directory is known to be there, or to have been."""
    found = []
    for one in work:
        profile = directory.agents.get(one.agent)
        team = directory.teams.get(profile.team) if profile else None
        if profile and team:
            presence = one.presence(now, away_after=away_after)
            units = profile.limits.units - sum(seat.weight for seat in one.seats)
            found.append(Colleague(profile, team, one, presence, units=units))
    return found


def team_of(concern: Concern, directory: Directory) -> Team | None:
    """Return whose concern it is: the team it was passed on to, else by topic and channel."""
    named = directory.teams.get(concern.team)
    return named or directory.team_for(concern.topic, concern.conversation.channel)


def circles(team: Team | None) -> tuple[Circle, ...]:
    """Return the circles around a concern of `team`, the narrowest first.

    The last asks for nothing but the language and the channel: whoever that is can at least answer.
    """
    if team is None:
        return (Circle(timedelta(0), None, 1), Circle(timedelta(0), None, 0))
    own = frozenset({team.id})
    return (
        Circle(timedelta(0), own, team.proficiency),
        Circle(team.overflow_after, own | frozenset(team.overflow), 1),
        Circle(2 * team.overflow_after, None, 0),
    )


def alike(concern: Concern, directory: Directory, *, now: datetime) -> tuple[object, ...]:
    """Return all that decides whether somebody can have a concern; equals fare the same."""
    team = team_of(concern, directory)
    waited = now - concern.queued_at
    reached = sum(circle.after <= waited for circle in circles(team))
    who = (concern.team, concern.wanted, concern.passed)
    return (concern.conversation.channel, concern.needs, *who, reached)


def choose(
    concern: Concern, directory: Directory, people: Sequence[Colleague], *, now: datetime
) -> Choice:
    """Choose the agent for a concern, or say why it waits.

    Whom it was passed on to comes first, whatever they can. A circle in which nobody can answer at
    all is left at once; one in which all are busy, only after its time.
    """
    if wanted := _wanted(concern, people):
        return Choice(Cause.PASSED_ON, agent=wanted.profile.agent, offer_for=wanted.team.offer_for)
    team = team_of(concern, directory)
    waited = now - concern.queued_at
    reached = [circle for circle in circles(team) if _can_answer(concern, circle, people, now)]
    allowed = [circle for circle in reached if circle.after <= waited] or reached[:1]
    for circle in allowed:
        if best := _best(concern, circle, people, now):
            return Choice(Cause.BEST, agent=best.profile.agent, offer_for=best.team.offer_for)
    if not reached:
        return _nobody(concern, directory, people, now)
    later = [circle for circle in reached if circle.after > waited]
    until = concern.queued_at + later[0].after if later else None
    return Choice(_why_not(concern, allowed, people, now), until=until)


def _can_answer(
    concern: Concern, circle: Circle, people: Sequence[Colleague], now: datetime
) -> bool:
    return any(_fits(one, concern, circle, now) for one in people)


def _fits(one: Colleague, concern: Concern, circle: Circle, now: datetime) -> bool:
    """Say whether somebody is on duty and skilled, whether or not they are free."""
    return (
        one.presence in THERE
        and (circle.teams is None or one.team.id in circle.teams)
        and suits(one.profile.skills, concern.needs, at_least=circle.at_least)
        and one.team.hours.is_open(now)
    )


def _free(one: Colleague, concern: Concern, wanted: Seat) -> bool:
    return (
        one.open_to_offers
        and one.units >= wanted.weight
        and one.profile.agent not in concern.passed
        and has_room(one.profile.limits, one.work.seats, wanted)
    )


def _wanted(concern: Concern, people: Sequence[Colleague]) -> Colleague | None:
    """Return whom an agent meant, if they are free."""
    wanted = seat(concern.conversation, 0)
    meant = (one for one in people if one.profile.agent == concern.wanted)
    return next((one for one in meant if _free(one, concern, wanted)), None)


def _best(
    concern: Concern, circle: Circle, people: Sequence[Colleague], now: datetime
) -> Colleague | None:
    """Return the best free one: who had it last, then the best skilled, the least busy, idle."""
    wanted = seat(concern.conversation, 0)
    fitting = [
        one for one in people if _free(one, concern, wanted) and _fits(one, concern, circle, now)
    ]
    return min(fitting, key=lambda one: _preference(one, concern), default=None)


def _preference(one: Colleague, concern: Concern) -> tuple[bool, int, float, float, str]:
    load = 1 - one.units / max(one.profile.limits.units, 1)
    given = one.work.given_at.timestamp() if one.work.given_at else 0.0
    return (
        one.profile.agent != concern.last_agent,
        -proficiency(one.profile.skills, concern.needs),
        load,
        given,
        one.profile.agent,
    )


def _why_not(
    concern: Concern, allowed: Sequence[Circle], people: Sequence[Colleague], now: datetime
) -> Cause:
    """Say why nobody of those who could answer is offered it."""
    able = [one for one in people if _fits(one, concern, allowed[-1], now)]
    if all(one.team.mode is Mode.PULL for one in able):
        return Cause.TO_PICK
    if all(one.profile.agent in concern.passed for one in able if one.team.mode is Mode.PUSH):
        return Cause.ALL_PASSED
    return Cause.ALL_BUSY


def _nobody(
    concern: Concern, directory: Directory, people: Sequence[Colleague], now: datetime
) -> Choice:
    """Say why nobody at all can answer, and when that may change."""
    team = team_of(concern, directory)
    if any(one.presence in THERE and one.team.hours.is_open(now) for one in people):
        return Choice(Cause.NOBODY_SKILLED, until=_opens(directory, team, now))
    if directory.teams and not any(one.hours.is_open(now) for one in directory.teams.values()):
        return Choice(Cause.CLOSED_NOW, until=_opens(directory, team, now))
    return Choice(Cause.NOBODY_THERE)


def _opens(directory: Directory, team: Team | None, now: datetime) -> datetime | None:
    """Return when the own team opens next, else any."""
    teams = [team] if team else list(directory.teams.values())
    opening = [moment for one in teams if (moment := one.hours.next_open(now)) > now]
    return min(opening, default=None)
