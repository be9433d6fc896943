"""Outage mode: who told of trouble with one service at one place, and what all of them are told.

A supervisor approves one text; it goes to everybody of the group, also to those who come later,
and when it is fixed a second one follows to everybody who asked.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NewType, Protocol

from conversation.context import Context
from conversation.identity import ConversationId, LineId
from conversation.ports import ConversationState

OutageId = NewType("OutageId", str)

#: What customers say who tell of trouble with their connection, or ask about it.
INTENTS = frozenset({"report_outage", "ask_outage_status", "report_slow_connection"})
#: So many turns back a conversation is still about it: the place is often asked for first.
TURNS = 4
#: So long a report counts for a group.
COUNTS_FOR = timedelta(hours=24)
LONGEST_SERVICE = 40
#: Lines of outages have ids that begin so; no person need be called if one cannot be delivered.
LINE_PREFIX = "outage-"

_POSTAL_CODE = re.compile(r"\d{5}")


@dataclass(frozen=True, slots=True)
class Place:
    """What a group is about: a postcode and a service; empty where nobody said which."""

    postal_code: str
    service: str = ""

    def __str__(self) -> str:
        return f"{self.postal_code}|{self.service}"

    @classmethod
    def parse(cls, text: str) -> "Place":
        """Read what `str()` wrote. Raises ValueError for anything else."""
        postal_code, service = text.split("|")
        if not _POSTAL_CODE.fullmatch(postal_code) or len(service) > LONGEST_SERVICE:
            raise ValueError("A place has a postcode of five digits and perhaps a service.")
        return cls(postal_code, service)


@dataclass(frozen=True, slots=True)
class Group:
    """How many conversations tell of trouble at a place, since when, and when the last one came."""

    place: Place
    many: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Outage:
    """An approved outage; `fixed_text` and `fixed_at` are there once it is over.

    `settled`: everybody has heard of its end, and nobody else will.
    """

    id: OutageId
    place: Place
    text: str
    approved_by: str
    approved_at: datetime
    fixed_text: str = ""
    fixed_at: datetime | None = None
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """How many an outage's text was said to, and how many of them the word that it is over."""

    told: int
    ended: int


class Outages(Protocol):
    """Groups, approved outages, and who has been told; each change is one step."""

    async def note(self, conversation: ConversationId, place: Place, at: datetime) -> bool:
        """Count a conversation for a place, and no longer for another; False: it was already.

        A report counts for COUNTS_FOR, from the first time it was noted.
        """

    async def forget(self, conversation: ConversationId) -> None:
        """Count it for none, and keep nowhere that it was told."""

    async def groups(self, *, since: datetime) -> list[Group]:
        """Return the groups with reports since then, the largest first."""

    async def approve(self, outage: Outage) -> Outage:
        """Begin an outage; where one runs at its place already, return that one unchanged."""

    async def fix(self, id: OutageId, *, text: str, at: datetime) -> Outage | None:
        """End an outage and return it as it now is; None if it is over already, or unknown."""

    async def latest(self) -> list[Outage]:
        """Return the outages of late, the newest first."""

    async def open(self) -> list[Outage]:
        """Return the outages that are not settled, the oldest first."""

    async def untold(self, outage: Outage, *, most: int) -> list[ConversationId]:
        """Return some who told of trouble there before its end and heard nothing, oldest first."""

    async def told(self, id: OutageId, *, most: int) -> list[ConversationId]:
        """Return some who heard of an outage and not of its end."""

    async def mark(self, id: OutageId, conversation: ConversationId, *, ended: bool) -> None:
        """Note that somebody heard of an outage, or of its end."""

    async def heard(self, id: OutageId) -> Heard:
        """Return how many heard of it."""

    async def settle(self, id: OutageId) -> None:
        """Let an outage that is over rest."""


def place_of(state: ConversationState, context: Context) -> Place | None:
    """Return where a conversation's trouble is; None if it tells of none, or not of where."""
    understood = context.understood or (state.packet.understood if state.packet else ())
    if not any(one.intent in INTENTS for one in understood[-TURNS:]):
        return None
    facts = {fact.name: fact.value for fact in state.packet.facts} if state.packet else {}
    known = {**facts, **context.told, **{n: v for n, v in context.slots.items() if v}}
    postal_code, service = (_said(known.get(name)) for name in ("postal_code", "service"))
    if not _POSTAL_CODE.fullmatch(postal_code):
        return None
    return Place(postal_code, service.lower().replace("|", " ")[:LONGEST_SERVICE])


def line_of(id: OutageId, *, ended: bool) -> LineId:
    """Return the id of the one line that each conversation gets, of the outage or of its end."""
    return LineId(f"{LINE_PREFIX}{id}{'-fixed' if ended else ''}")


def is_of_outage(line: LineId) -> bool:
    """Say whether a line is one that goes to many."""
    return line.startswith(LINE_PREFIX)


def _said(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
