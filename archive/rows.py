"""Turns what events tell into rows: pure, so that any order of events gives the same rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter

from archive.reading import Changed, Delivered, Forgotten, Held, Joined, position, read
from archive.storable import storable
from conversation.holds import FIRST_HOLD
from conversation.messages import Attachment, Button, Line
from conversation.packets import HandoffPacket
from conversation.people import person_of
from conversation.ports import FeedEvent
from conversation.satisfaction import Survey

Row = dict[str, Any]

BUTTONS = TypeAdapter(tuple[Button, ...])
ATTACHMENTS = TypeAdapter(tuple[Attachment, ...])
PACKET = TypeAdapter(HandoffPacket)

AS_SAID = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """What a batch of events adds to each table."""

    cases: list[Row] = field(default_factory=list)
    conversations: list[Row] = field(default_factory=list)
    messages: list[Row] = field(default_factory=list)
    deliveries: list[Row] = field(default_factory=list)
    holds: list[Row] = field(default_factory=list)
    handoffs: list[Row] = field(default_factory=list)
    case_parts: list[Row] = field(default_factory=list)
    satisfaction: list[Row] = field(default_factory=list)
    forgotten: list[Row] = field(default_factory=list)


def rows_of(events: Iterable[FeedEvent]) -> Rows:
    """Return the rows that well-formed `events` add. Raises MalformedEventError."""
    rows = Rows()
    spans: dict[str, list[FeedEvent]] = {}
    for event in events:
        spans.setdefault(str(event.conversation), []).append(event)
        _add(rows, event)
    for conversation, its in sorted(spans.items()):
        _add_span(rows, conversation, its)
    # Two recorders take the rows in one order, so that they wait for each other and never deadlock.
    rows.cases.sort(key=lambda row: (row["id"], row["opened_at"]))
    return rows


def _add_span(rows: Rows, conversation: str, events: list[FeedEvent]) -> None:
    """Add the conversation as it begins: in whose hands, and as a case of its own name."""
    first_at, last_at = min(one.at for one in events), max(one.at for one in events)
    rows.cases.append({"id": conversation, "opened_at": first_at})
    rows.conversations.append(
        {
            "id": conversation,
            "channel": events[0].conversation.channel.value,
            "case_id": conversation,
            "person": str(person_of(events[0].conversation)),
            "first_at": first_at,
            "last_at": last_at,
            "owner": FIRST_HOLD.owner.value,
            "agent": FIRST_HOLD.agent,
        }
    )


def _add(rows: Rows, event: FeedEvent) -> None:
    origin: Row = {"conversation": str(event.conversation), "position": position(event.id)}
    match read(event):
        case Line() as line:
            rows.messages.append(origin | _message(line) | {"version": AS_SAID})
        case Changed() as changed:
            version = _version(event, erased=changed.erased)
            rows.messages.append(origin | _message(changed.line) | {"version": version})
        case Delivered() as delivered:
            rows.deliveries.append(origin | _delivery(delivered) | {"at": event.at})
        case Held() as held:
            rows.holds.append(origin | _hold(held) | {"at": event.at})
            if held.packet is not None:
                rows.handoffs.append(origin | _handoff(held.epoch, held.packet))
        case Joined() as joined:
            rows.cases.append({"id": joined.case, "opened_at": joined.since})
            rows.case_parts.append(origin | _case_part(joined))
        case Survey() as survey:
            rows.satisfaction.append(origin | _survey(survey))
        case Forgotten():
            digest = digest_of(origin["conversation"])
            rows.forgotten.append({"digest": digest, "position": origin["position"]})


def digest_of(conversation: str) -> str:
    """Return what is kept of a forgotten conversation's name: enough to know it again."""
    return sha256(conversation.encode()).hexdigest()


def _message(line: Line) -> Row:
    return {
        "line": line.id,
        "speaker": line.speaker.value,
        "author": line.author,
        "text": line.text,
        "at": line.at,
        "buttons": BUTTONS.dump_python(line.buttons, mode="json"),
        "image": line.image,
        "attachments": ATTACHMENTS.dump_python(line.attachments, mode="json"),
        "edited_at": line.edited_at,
        "erased_at": line.erased_at,
    }


def _version(event: FeedEvent, *, erased: bool) -> str:
    """Return a change's place among all versions of a line: what was erased stays so."""
    return f"{int(erased)}-{position(event.id)}"


def _delivery(delivered: Delivered) -> Row:
    return {
        "line": delivered.line,
        "delivery": delivered.delivery.value,
        "reason": delivered.reason,
    }


def _hold(held: Held) -> Row:
    return {
        "epoch": held.epoch,
        "owner": held.owner.value,
        "agent": held.agent,
        "deadline": held.deadline,
    }


def _case_part(joined: Joined) -> Row:
    continues = str(joined.continues) if joined.continues else None
    return {"case_id": joined.case, "continues": continues, "since": joined.since}


def _survey(survey: Survey) -> Row:
    return {
        "question": survey.question,
        "agent": survey.agent,
        "asked_at": survey.asked_at,
        "until": survey.until,
        "score": survey.score,
        "answers": list(survey.answers),
        "answered_at": survey.answered_at,
    }


def _handoff(epoch: int, packet: HandoffPacket) -> Row:
    return {
        "epoch": epoch,
        "reason": packet.reason.value,
        "packet": storable(PACKET.dump_python(packet, mode="json")),
    }
