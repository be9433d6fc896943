"""From what the desk knows to what an agent sees: pure functions, no I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from conversation.escalation.findings import Urgency
from conversation.holds import Owner
from conversation.identity import AgentId, LineId
from conversation.messages import Line, Speaker
from conversation.packets import HandoffPacket, PassedOn, Understood
from conversation.ports import ConversationState
from conversation.ratings import MOST
from conversation.satisfaction import Survey
from conversation.signals import Reason
from handoff.console import words
from handoff.console.addresses import anchor_of, key_of, label_of, path_of
from handoff.console.list_views import Row, Tab
from handoff.console.outer_words import told
from handoff.console.placeholders import pieces
from handoff.console.times import DAY, Due, clock_time, due, duration
from handoff.console.views import FactView, PacketView, PassedOnView, TriedView, UnderstoodView
from staff.language import _

PREVIEW = 160
GRAVE = frozenset({Reason.ANGER, Reason.LEGAL_THREAT, Reason.SENSITIVE})


@dataclass(frozen=True, slots=True)
class Seen:
    """When and by whom something is looked at; `names` are colleagues' names by id."""

    now: datetime
    zone: ZoneInfo
    me: AgentId
    names: Mapping[AgentId, str]
    assistant: str


def row(state: ConversationState, lines: Sequence[Line], *, tab: Tab, seen: Seen) -> Row:
    """Return a conversation as a row of a list; `lines` may be empty where nobody read them."""
    conversation, hold, packet = state.conversation, state.hold, state.packet
    since = waiting_since(state) if hold.owner is Owner.QUEUE else state.last_at or state.since
    last = last_words(lines)
    preview = _preview(last.text if last else packet.wish if packet else "")
    # How long somebody waits stands there already.
    marks = tuple(filter(None, (_resumed(packet), "" if tab is Tab.QUEUE else _age(packet, seen))))
    unanswered = hold.agent == seen.me and last is not None and last.speaker is Speaker.CUSTOMER
    return Row(
        key=key_of(conversation),
        path=f"{path_of(conversation)}?list={tab.value}",
        label=label_of(conversation),
        channel=conversation.channel.value,
        heading=words.REASONS[packet.reason] if packet else words.OWNERS[hold.owner],
        tone=tone_of(packet),
        words=preview,
        status=status_of(state, seen) if tab is Tab.RECENT else "",
        since=since,
        since_words=duration(seen.now - since) if since else "",
        due=due_of(state, lines, seen),
        window=None,
        unanswered=unanswered,
        current=False,
        marks=marks,
        version=".".join((f"{hold.epoch}.{len(lines)}.{_millis(state.last_at)}", *marks)),
    )


def packet_view(packet: HandoffPacket, lines: Sequence[Line], seen: Seen) -> PacketView:
    """Return the handoff packet, each part linked to its line."""
    texts = {line.id: line.text for line in lines}
    handed_off = packet.handed_off_at
    return PacketView(
        reason=words.REASONS[packet.reason],
        tone=tone_of(packet),
        summary=told(packet.summary),
        wish=pieces(packet.wish),
        wish_anchor=_anchor(packet.wish_line, texts),
        understood=tuple(_understood(one, texts) for one in packet.understood),
        facts=tuple(
            FactView(
                name=fact.name,
                label=words.fact_words(fact.name),
                value=words.fact_value(fact.name, fact.value),
                pieces=pieces(words.fact_value(fact.name, fact.value)),
            )
            for fact in packet.facts
        ),
        missing=tuple(words.fact_words(name) for name in packet.missing),
        tried=tuple(
            TriedView(anchor=_anchor(line, texts), words=_preview(texts[line]))
            for line in packet.tried
            if line in texts
        ),
        unsaid=packet.unsaid,
        handed_off=clock_time(handed_off, zone=seen.zone, now=seen.now) if handed_off else "",
        marks=tuple(filter(None, (_resumed(packet), _age(packet, seen)))),
        passed_on=_passed_on(packet.passed_on, seen) if packet.passed_on else None,
    )


def status_of(state: ConversationState, seen: Seen) -> str:
    """Return who has a conversation, in words."""
    hold = state.hold
    if hold.agent is None:
        return words.OWNERS[hold.owner]
    if hold.agent == seen.me:
        return _("Bei mir")
    return _("Bei %(name)s", name=seen.names.get(hold.agent, _("jemandem")))


def waiting_since(state: ConversationState) -> datetime | None:
    """Return when the customer was told to wait; a promise renewed does not start it again."""
    handed_off = state.packet.handed_off_at if state.packet else None
    return handed_off or state.since


def due_of(state: ConversationState, lines: Sequence[Line], seen: Seen) -> Due | None:
    """Return by when a person was promised, as long as none has written since."""
    deadline = state.hold.deadline
    if deadline is None or not state.hold.by_human or promise_kept(state, lines):
        return None
    return due(deadline, now=seen.now)


def promise_kept(state: ConversationState, lines: Sequence[Line]) -> bool:
    """Say whether the agent who has it now has written to the customer."""
    since = state.since
    return state.hold.owner is Owner.AGENT and any(
        line.speaker is Speaker.AGENT and (since is None or line.at >= since) for line in lines
    )


def last_words(lines: Sequence[Line]) -> Line | None:
    """Return what a person or the assistant said last; the system's notices do not count."""
    return next((line for line in reversed(lines) if line.speaker is not Speaker.NOTICE), None)


def satisfaction_words(survey: Survey | None, state: ConversationState, *, now: datetime) -> str:
    """Return what came of the question about satisfaction; empty where it was not asked."""
    if survey is None:
        return ""
    if survey.score is not None:
        return _("Zufriedenheit: %(score)s von %(most)s", score=survey.score, most=MOST)
    waits = state.hold.owner is Owner.NOBODY and survey.open(now)
    return _("Zufriedenheit erfragt") if waits else _("Zufriedenheit: keine Antwort")


def tone_of(packet: HandoffPacket | None) -> str:
    """Return how loudly a reason is shown."""
    if packet and packet.urgency is Urgency.EMERGENCY:
        return "late"
    return "soon" if packet and packet.reason in GRAVE else ""


def _understood(one: Understood, texts: Mapping[LineId, str]) -> UnderstoodView:
    return UnderstoodView(
        anchor=_anchor(one.line, texts),
        intent=words.intent_words(one.intent),
        confidence=round(min(max(one.confidence, 0.0), 1.0), 2),
        percent=round(one.confidence * 100),
        anger=words.anger_words(one.anger),
    )


def _passed_on(given: PassedOn, seen: Seen) -> PassedOnView:
    return PassedOnView(
        by=_("Ich") if given.by == seen.me else given.name,
        to=given.to,
        at=clock_time(given.at, zone=seen.zone, now=seen.now),
        reason=pieces(given.reason),
    )


def _resumed(packet: HandoffPacket | None) -> str:
    return words.RESUMED.get(packet.resumed, "") if packet and packet.resumed else ""


def _age(packet: HandoffPacket | None, seen: Seen) -> str:
    """Return for how many days people have had it, empty within the first."""
    if packet is None or packet.handed_off_at is None:
        return ""
    age = seen.now - packet.handed_off_at
    return words.OLD.format(duration(age)) if age >= DAY else ""


def _anchor(line: LineId | None, texts: Mapping[LineId, str]) -> str:
    return anchor_of(line) if line is not None and line in texts else ""


def _preview(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= PREVIEW else flat[: PREVIEW - 1].rstrip() + "…"


def _millis(moment: datetime | None) -> int:
    return int(moment.timestamp() * 1000) if moment else 0
