"""What one concern is, and what became of it: pure, from what was said and who held it.

A concern begins with a customer's line: the first one, the first after it was closed, or the first
after a day of silence while no person holds it. It is answered once a line of the assistant or of
an agent has left; notices of the system are no answers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from conversation.holds import FIRST_HOLD, Owner
from conversation.messages import Speaker

SILENCE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Said:
    """A line; `arrived` only for ours. `position` orders it among all that happened."""

    position: str
    at: datetime
    speaker: Speaker
    arrived: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A change of hands; with `reason` it is a handoff, with what had been understood by then."""

    position: str
    owner: Owner
    agent: str = ""
    reason: str = ""
    intents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rated:
    """The customer was asked how satisfied they were; with `score` they have answered."""

    position: str
    score: int | None


@dataclass
class Concern:
    """One concern. `asked_at` is the customer's line after which a person was fetched.

    `agent` is who had it last; `solved_at` is the last line before a person ended their part.
    """

    began_at: datetime
    ended_at: datetime
    asked_at: datetime | None = None
    answered: bool = False
    person_at: datetime | None = None
    solved_at: datetime | None = None
    people: bool = False
    reason: str = ""
    agent: str = ""
    intents: list[str] = field(default_factory=list)
    written: list[datetime] = field(default_factory=list)
    asked: bool = False
    score: int | None = None


Happened = Said | Held | Rated


def concerns_of(happened: Iterable[Happened]) -> list[Concern]:
    """Return a conversation's concerns, the first one first.

    An answer to the question about satisfaction is nothing said: it begins none.
    """
    concerns: list[Concern] = []
    owner, closed = FIRST_HOLD.owner, False
    for one in sorted(happened, key=lambda one: one.position):
        if isinstance(one, Said):
            if one.speaker is Speaker.CUSTOMER and _begins(concerns, one, owner, closed=closed):
                concerns.append(Concern(began_at=one.at, ended_at=one.at))
                closed = False
            if concerns:
                _say(concerns[-1], one)
        elif isinstance(one, Rated):
            if concerns:
                concerns[-1].asked, concerns[-1].score = True, one.score
        else:
            if concerns:
                _hold(concerns[-1], one, before=owner)
            closed = closed or one.owner is Owner.NOBODY
            owner = one.owner
    return concerns


def _begins(concerns: Sequence[Concern], said: Said, owner: Owner, *, closed: bool) -> bool:
    if not concerns or closed:
        return True
    by_people = owner in (Owner.QUEUE, Owner.AGENT)
    return not by_people and said.at - concerns[-1].ended_at > SILENCE


def _say(concern: Concern, said: Said) -> None:
    concern.ended_at = max(concern.ended_at, said.at)
    if said.speaker is Speaker.CUSTOMER:
        concern.written.append(said.at)
    elif said.arrived and said.speaker is not Speaker.NOTICE:
        concern.answered = True
        if said.speaker is Speaker.AGENT:
            concern.person_at = concern.person_at or said.at


def _hold(concern: Concern, held: Held, *, before: Owner) -> None:
    if held.owner is Owner.QUEUE:
        concern.people = True
        concern.solved_at = None
        if before is Owner.ASSISTANT:
            concern.reason = concern.reason or held.reason
            concern.asked_at = concern.asked_at or concern.written[-1]
        concern.intents += held.intents
    elif held.owner is Owner.AGENT:
        concern.people = True
        concern.agent = held.agent
        concern.asked_at = concern.asked_at or concern.written[-1]
        concern.solved_at = None
    elif before in (Owner.QUEUE, Owner.AGENT):
        concern.solved_at = concern.ended_at
