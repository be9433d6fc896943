"""What routing has to know of a waiting conversation, taken from its handoff packet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from conversation.escalation.findings import Urgency
from conversation.identity import AgentId, ConversationId
from conversation.packets import HandoffPacket
from conversation.routing.ports import Standing
from conversation.routing.skills import Need, Skill, SkillKind
from conversation.routing.teams import TeamId
from conversation.signals import Reason

#: Who did not take an offer may be asked again after that time.
ASK_AGAIN = timedelta(minutes=5)
GERMAN, FOREIGN = "de", "en"
#: Why somebody waits says how urgent it is at least, on the scale of anger (0 to 3).
URGENT_REASONS = {Reason.SENSITIVE: 3, Reason.LEGAL_THREAT: 2, Reason.ANGER: 2, Reason.DISPUTE: 1}
URGENCIES = {Urgency.NORMAL: 0, Urgency.SOON: 2, Urgency.EMERGENCY: 3}
PRODUCT_SLOT = "service"
NO_TEAM = TeamId("")


class Limit(StrEnum):
    """What runs out while a conversation waits."""

    PROMISE = "promise"
    WINDOW = "window"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class Expiry:
    """Something that runs out at a moment."""

    limit: Limit
    at: datetime


@dataclass(frozen=True, slots=True)
class Concern:
    """A waiting conversation as routing sees it; `urgency` is 0 to 3.

    `precedence`: who may be in danger, or depends on the line, comes before whatever was promised
    to others. `team` and `wanted` are for whom an agent passed it on; else they say nothing.
    """

    conversation: ConversationId
    queued_at: datetime
    expiries: tuple[Expiry, ...] = ()
    urgency: int = 0
    precedence: Urgency = Urgency.NORMAL
    topic: str = ""
    language: str = GERMAN
    product: str = ""
    passed: frozenset[AgentId] = frozenset()
    last_agent: AgentId | None = None
    team: TeamId = NO_TEAM
    wanted: AgentId | None = None

    @property
    def needs(self) -> tuple[Need, ...]:
        """What whoever answers has to be able to do."""
        needs = [
            Need(Skill(SkillKind.LANGUAGE, self.language), vital=True),
            Need(Skill(SkillKind.CHANNEL, self.conversation.channel.value), vital=True),
        ]
        if self.topic:
            needs.append(Need(Skill(SkillKind.TOPIC, self.topic)))
        if self.product:
            needs.append(Need(Skill(SkillKind.PRODUCT, self.product)))
        return tuple(needs)


def concern_of(
    standing: Standing,
    *,
    now: datetime,
    topics: Mapping[str, str],
    expiries: tuple[Expiry, ...] = (),
) -> Concern:
    """Return what routing has to know; `topics` names the topic of each intent.

    `expiries` are the platform's; the promise is added. Where the place says nothing of it, waiting
    began with the handoff.
    """
    state, place = standing.state, standing.place
    packet = state.packet
    given = packet.passed_on if packet else None
    passed = {who for who, at in place.passed.items() if now - at < ASK_AGAIN}
    if given and now - given.at < ASK_AGAIN:
        passed.add(given.by)  # or it would be offered to those who have just passed it on
    promise = (Expiry(Limit.PROMISE, state.hold.deadline),) if state.hold.deadline else ()
    foreign = packet is not None and packet.reason is Reason.UNSUPPORTED_LANGUAGE
    return Concern(
        conversation=state.conversation,
        queued_at=place.queued_at or _handed_off_at(packet) or state.since or now,
        expiries=(*promise, *expiries),
        urgency=urgency_of(packet) if packet else 0,
        precedence=packet.urgency if packet else Urgency.NORMAL,
        topic=_topic(packet, topics) if packet else "",
        language=FOREIGN if foreign else GERMAN,
        product=_product(packet) if packet else "",
        passed=frozenset(passed),
        last_agent=place.last_agent,
        team=TeamId(given.team) if given else NO_TEAM,
        wanted=given.agent if given else None,
    )


def urgency_of(packet: HandoffPacket) -> int:
    """Return how urgent a concern is, 0 to 3: by what was found, its reason, its words' anger."""
    angers = (one.anger for one in packet.understood if one.anger is not None)
    return max((URGENCIES[packet.urgency], URGENT_REASONS.get(packet.reason, 0), *angers))


def _handed_off_at(packet: HandoffPacket | None) -> datetime | None:
    return packet.handed_off_at if packet else None


def _topic(packet: HandoffPacket, topics: Mapping[str, str]) -> str:
    """Return the topic of the last sentence that has one; the wish for a person has none."""
    known = (topics.get(one.intent, "") for one in reversed(packet.understood))
    return next((topic for topic in known if topic), "")


def _product(packet: HandoffPacket) -> str:
    return next((fact.value for fact in packet.facts if fact.name == PRODUCT_SLOT), "")
