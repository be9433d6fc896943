"""Feed events to try the archive with, and what the archive made of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.tables import metadata
from conversation.identity import Channel, ConversationId
from conversation.messages import ERASED
from conversation.ports import FeedEvent, FeedKind

START = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
PACKET: dict[str, Any] = {
    "reason": "requested",
    "summary": "Möchte einen Menschen.",
    "wish": "Ich will mit jemandem sprechen.",
    "wish_line": "1",
    "understood": [{"line": "1", "intent": "human", "confidence": 0.97, "anger": 1}],
    "facts": [{"name": "tariff", "value": "Förde 50"}],
    "missing": ["customer_number"],
    "tried": ["2"],
    "handed_off_at": "2026-11-24T09:16:00Z",
}


def conversation(name: str = "anna") -> ConversationId:
    return ConversationId(Channel.WEBCHAT, thread=name, customer=name)


def event(number: int, kind: FeedKind, body: dict[str, Any], *, of: str = "anna") -> FeedEvent:
    return FeedEvent(
        id=f"0/{number}-0",
        kind=kind,
        conversation=conversation(of),
        at=START + timedelta(seconds=number),
        body=body,
    )


def said(
    number: int,
    *,
    line: str | None = None,
    text: str = "Moin",
    speaker: str = "customer",
    of: str = "anna",
    **more: Any,
) -> FeedEvent:
    body = {
        "id": line or str(number),
        "speaker": speaker,
        "text": text,
        "at": (START + timedelta(seconds=number)).isoformat(),
        "author": "",
        "buttons": [],
        "image": "",
    }
    return event(number, FeedKind.SAID, body | more, of=of)


def edited(number: int, *, line: str, text: str = "Moin!", of: str = "anna") -> FeedEvent:
    """The line as it stands since the customer put it right."""
    body = said(1, line=line, text=text, of=of).body
    when = {"edited_at": (START + timedelta(seconds=number)).isoformat()}
    return event(number, FeedKind.EDITED, {**body, **when}, of=of)


def erased(number: int, *, line: str, of: str = "anna") -> FeedEvent:
    """The line as it stands since it was deleted on its platform."""
    body = said(1, line=line, text=ERASED, of=of).body
    when = {"erased_at": (START + timedelta(seconds=number)).isoformat()}
    return event(number, FeedKind.ERASED, {**body, **when}, of=of)


def held(
    number: int, *, epoch: int, owner: str = "queue", of: str = "anna", **more: Any
) -> FeedEvent:
    body = {
        "owner": owner,
        "epoch": epoch,
        "agent": "",
        "deadline": "",
        "reason": "",
        "packet": None,
    }
    return event(number, FeedKind.HELD, body | more, of=of)


def handed_off(number: int, *, epoch: int, of: str = "anna") -> FeedEvent:
    deadline = (START + timedelta(minutes=10)).isoformat()
    more = {"deadline": deadline, "reason": "requested", "packet": PACKET}
    return held(number, epoch=epoch, of=of, **more)


def delivered(
    number: int, *, line: str, delivery: str = "sent", of: str = "anna", reason: str = ""
) -> FeedEvent:
    body = {"line": line, "delivery": delivery, "reason": reason}
    return event(number, FeedKind.DELIVERED, body, of=of)


def one_conversation(of: str = "anna") -> list[FeedEvent]:
    """A question, an answer, a handoff, an agent's line that arrives late, and the return."""
    buttons = [{"title": "Ja", "payload": "/affirm"}]
    return [
        said(1, of=of, text="Was kostet Förde 50?"),
        said(2, of=of, speaker="assistant", text="39,90 € im Monat. Noch etwas?", buttons=buttons),
        delivered(3, of=of, line="2"),
        said(9, of=of, text="Einen Menschen bitte."),
        handed_off(10, of=of, epoch=1),
        held(11, of=of, epoch=2, owner="agent", agent="jette"),
        said(12, of=of, speaker="agent", author="jette", text="Moin, hier ist Jette."),
        delivered(13, of=of, line="12", delivery="uncertain", reason="timeout"),
        delivered(14, of=of, line="12"),
        held(15, of=of, epoch=3, owner="assistant"),
    ]


async def everything(engine: AsyncEngine) -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table of the archive, in the order of the keys."""
    async with engine.connect() as connection:
        return {
            table.name: [
                dict(row)
                for row in (
                    await connection.execute(select(table).order_by(*table.primary_key.columns))
                ).mappings()
            ]
            for table in metadata.sorted_tables
        }


async def ids(engine: AsyncEngine) -> list[str]:
    """Return the ids of the events that the archive knows, sorted."""
    return sorted(row["id"] for row in (await everything(engine))["feed_events"])
