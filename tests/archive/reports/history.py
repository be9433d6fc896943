"""A small history in the archive, as its recorder would have written it, and its counting."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncEngine

from archive.recording import record
from archive.reports.counting import Counting
from conversation.identity import AgentId, Channel, ConversationId
from conversation.ports import FeedEvent, FeedKind
from conversation.promises import OpeningHours
from conversation.routing.ports import Directories
from conversation.routing.teams import Directory, Profile, Team, TeamId
from tests.archive.events import PACKET, START

BERLIN = ZoneInfo("Europe/Berlin")
USUAL = OpeningHours(zone=BERLIN)
TOPICS = {"report_outage": "outages", "ask_bill": "billing"}


@dataclass(frozen=True)
class Fixed:
    """Teams that do not change."""

    directory: Directory

    async def current(self) -> Directory:
        return self.directory


def people(*teams: tuple[str, int]) -> Directories:
    """Return teams with so many agents each, called `first-0`, `first-1` and so on."""
    return Fixed(
        Directory(
            teams={
                TeamId(id): Team(TeamId(id), id.title(), "Kiel", "SH", hours=USUAL)
                for id, _ in teams
            },
            agents={
                AgentId(f"{id}-{number}"): Profile(AgentId(f"{id}-{number}"), TeamId(id), {})
                for id, many in teams
                for number in range(many)
            },
        )
    )


def counting(engine: AsyncEngine, directories: Directories | None = None) -> Counting:
    return Counting(
        database=engine,
        directories=directories or people(("first", 3)),
        topics=TOPICS,
        usual=USUAL,
        zone=BERLIN,
    )


@dataclass
class History:
    """Writes down what happens in conversations; `START` is a Tuesday, 10:15 in Berlin."""

    engine: AsyncEngine
    events: list[FeedEvent] = field(default_factory=list)
    numbers: Any = field(default_factory=lambda: count(1))
    epochs: dict[str, int] = field(default_factory=dict)

    def says(
        self,
        of: str,
        minute: float,
        speaker: str = "customer",
        *,
        channel: Channel = Channel.WEBCHAT,
        sent: bool = True,
    ) -> str:
        at, line = START + timedelta(minutes=minute), f"l{next(self.numbers)}"
        body = {
            "id": line,
            "speaker": speaker,
            "text": "…",
            "at": at.isoformat(),
            "author": "",
            "buttons": [],
            "image": "",
        }
        self._add(FeedKind.SAID, of, at, body, channel)
        if speaker != "customer" and sent:
            told = {"line": line, "delivery": "sent", "reason": ""}
            self._add(FeedKind.DELIVERED, of, at, told, channel)
        return line

    def goes_to(
        self,
        of: str,
        owner: str,
        *,
        agent: str = "",
        reason: str = "",
        intent: str = "",
        channel: Channel = Channel.WEBCHAT,
    ) -> None:
        epoch = self.epochs[of] = self.epochs.get(of, 0) + 1
        understood = [{"line": "1", "intent": intent, "confidence": 0.9, "anger": None}]
        packet: Mapping[str, Any] | None = None
        if reason:
            packet = PACKET | {"reason": reason, "understood": understood if intent else []}
        body = {"owner": owner, "epoch": epoch, "agent": agent, "deadline": "", "packet": packet}
        self._add(FeedKind.HELD, of, START, body, channel)

    def asks(
        self, of: str, *, agent: str, score: int | None = None, answers: tuple[str, ...] = ()
    ) -> None:
        """Ask a customer how satisfied they are, or take their answer."""
        body = {
            "question": f"satisfaction-{self.epochs[of]}",
            "asked_at": START.isoformat(),
            "until": (START + timedelta(days=1)).isoformat(),
            "agent": agent,
            "score": score,
            "answers": list(answers),
            "answered_at": START.isoformat() if score else None,
        }
        self._add(FeedKind.RATED, of, START, body, Channel.WEBCHAT)

    async def archived(self) -> None:
        """Let the recorder write what has happened since the last time."""
        await record(self.engine, self.events)
        self.events = []

    def _add(
        self, kind: FeedKind, of: str, at: datetime, body: dict[str, Any], channel: Channel
    ) -> None:
        id = f"0/{next(self.numbers)}-0"
        conversation = ConversationId(channel, of, of)
        self.events.append(FeedEvent(id, kind, conversation, at, body))


async def counted(history: History, directories: Directories | None = None) -> None:
    """Let all that happened be archived and counted."""
    await history.archived()
    while await counting(history.engine, directories).step():
        pass
