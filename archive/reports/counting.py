"""Counts concerns for reports: of each conversation anew, whenever more was told of it.

So reports only add up. What is counted lags a little behind what is archived, and never loses:
a conversation stays marked until its rows are committed.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, delete, func, insert, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from archive.reports.concerns import Concern, Happened, Held, Rated, Said, concerns_of
from archive.rows import Row
from archive.tables import (
    concern_load,
    concerns,
    conversations,
    deliveries,
    handoffs,
    holds,
    messages,
    satisfaction,
    uncounted,
)
from chassis.logs import get_logger
from conversation.holds import Owner
from conversation.identity import AgentId
from conversation.messages import Delivery, Speaker
from conversation.promises import OpeningHours
from conversation.routing.ports import Directories
from conversation.routing.teams import Directory

#: Without another concern of the same person within that time, this one was settled.
QUIET = timedelta(days=7)
AT_ONCE = 200
PAUSE_SECONDS = 2.0
TROUBLE_SECONDS = 10.0
ARRIVED = (Delivery.SENT.value, Delivery.UNCERTAIN.value)


@dataclass(frozen=True, slots=True)
class Counting:
    """Several may run; each conversation is counted by one at a time.

    `topics` names the topic of each intent; `usual` are the hours of whoever is in no team.
    """

    database: AsyncEngine
    directories: Directories
    topics: Mapping[str, str]
    usual: OpeningHours
    zone: ZoneInfo

    async def run(self) -> None:
        """Count until cancelled; trouble with the database is waited out."""
        while True:
            try:
                counted = await self.step()
            except SQLAlchemyError as error:
                get_logger().warning("not_counted", exc_info=error)
                await asyncio.sleep(TROUBLE_SECONDS)
                continue
            if counted < AT_ONCE:
                await asyncio.sleep(PAUSE_SECONDS)

    async def step(self, *, at_once: int = AT_ONCE) -> int:
        """Count some conversations; return how many. Raises what the database raises."""
        directory = await self.directories.current()
        async with self.database.begin() as connection:
            # First of all: it locks the marks, and whoever tells more waits for this to end.
            some = select(uncounted.c.conversation).order_by(uncounted.c.conversation)
            taken = delete(uncounted).where(
                uncounted.c.conversation.in_(some.limit(at_once).with_for_update(skip_locked=True))
            )
            marked = await connection.execute(taken.returning(uncounted.c.conversation))
            which = sorted(marked.scalars())
            if which:
                await self._count(connection, which, directory)
        return len(which)

    async def _count(
        self, connection: AsyncConnection, which: Sequence[str], directory: Directory
    ) -> None:
        for table in (concerns, concern_load):
            await connection.execute(delete(table).where(table.c.conversation.in_(which)))
        happened = await _happened(connection, which)
        own = select(conversations).where(conversations.c.id.in_(which))
        counted: list[Row] = []
        written: list[Row] = []
        for row in (await connection.execute(own)).mappings():
            found = concerns_of(happened.get(row["id"], ()))
            its = {
                "conversation": row["id"],
                "person": row["person"] or row["id"],
                "case_id": row["case_id"],
                "channel": row["channel"],
            }
            counted += [
                its | {"number": number} | self._row(one, directory)
                for number, one in enumerate(found)
            ]
            written += self._load(row, found)
        if counted:
            await connection.execute(insert(concerns), counted)
            await _look_ahead(connection, sorted({row["person"] for row in counted}))
        if written:
            await connection.execute(insert(concern_load), written)

    def _row(self, one: Concern, directory: Directory) -> Row:
        team = directory.team_of(AgentId(one.agent)) if one.agent else None
        hours = team.hours if team else self.usual
        day = one.began_at.astimezone(self.zone).date()

        def seconds(first: datetime | None, last: datetime | None) -> int | None:
            if first is None or last is None:
                return None
            return round(hours.open_between(first, last).total_seconds())

        return {
            "topic": self._topic(one.intents),
            "team": team.id if team else "",
            "agent": one.agent,
            "day": day.isoformat(),
            "week": (day - timedelta(days=day.weekday())).isoformat(),
            "began_at": one.began_at,
            "ended_at": one.ended_at,
            "quiet_until": one.ended_at + QUIET,
            "answered": one.answered,
            "people": one.people,
            "reason": one.reason,
            "person_seconds": seconds(one.asked_at, one.person_at),
            "solved_seconds": seconds(one.began_at, one.solved_at),
            "asked": one.asked,
            "score": one.score,
        }

    def _topic(self, intents: Sequence[str]) -> str:
        """Return the topic of the last sentence that has one; the wish for a person has none."""
        known = (self.topics.get(intent, "") for intent in reversed(intents))
        return next((topic for topic in known if topic), "")

    def _load(self, row: Any, found: Sequence[Concern]) -> list[Row]:
        local = (at.astimezone(self.zone) for one in found for at in one.written)
        hours = Counter((at.date().isoformat(), at.hour) for at in local)
        return [
            {
                "conversation": row["id"],
                "day": day,
                "hour": hour,
                "channel": row["channel"],
                "lines": lines,
            }
            for (day, hour), lines in sorted(hours.items())
        ]


async def _happened(connection: AsyncConnection, which: Sequence[str]) -> dict[str, list[Happened]]:
    """Return what was said and who held it, without a word of what was said."""
    found: dict[str, list[Happened]] = {one: [] for one in which}
    ratings = await _ratings(connection, which, found)
    ours = and_(
        deliveries.c.conversation == messages.c.conversation, deliveries.c.line == messages.c.line
    )
    m = messages.c
    said = (
        select(m.conversation, m.line, m.position, m.at, m.speaker, deliveries.c.delivery)
        .join_from(messages, deliveries, ours, isouter=True)
        .where(m.conversation.in_(which))
    )
    for conversation, line, position, at, speaker, delivery in await connection.execute(said):
        if (conversation, line) not in ratings:
            spoken = Said(position, at, Speaker(speaker), arrived=delivery in ARRIVED)
            found[conversation].append(spoken)
    packets = and_(
        handoffs.c.conversation == holds.c.conversation, handoffs.c.epoch == holds.c.epoch
    )
    h = holds.c
    understood = handoffs.c.packet["understood"].label("understood")
    hands = (
        select(h.conversation, h.position, h.owner, h.agent, handoffs.c.reason, understood)
        .join_from(holds, handoffs, packets, isouter=True)
        .where(h.conversation.in_(which))
    )
    for conversation, position, owner, agent, reason, taken in await connection.execute(hands):
        intents = tuple(str(one["intent"]) for one in taken or ())
        held = Held(position, Owner(owner), agent or "", reason or "", intents)
        found[conversation].append(held)
    return found


async def _ratings(
    connection: AsyncConnection, which: Sequence[str], found: Mapping[str, list[Happened]]
) -> set[tuple[str, str]]:
    """Add who was asked how satisfied they were to `found`; return the lines that answered it."""
    s = satisfaction.c
    asked = select(s.conversation, s.position, s.score, s.answers).where(s.conversation.in_(which))
    answers: set[tuple[str, str]] = set()
    for conversation, position, score, lines in await connection.execute(asked):
        found[conversation].append(Rated(position, score))
        answers.update((conversation, line) for line in lines)
    return answers


async def _look_ahead(connection: AsyncConnection, people: Sequence[str]) -> None:
    """Note when each person came again. Going on in private with the same case is not again."""
    later = concerns.alias("later")
    again = (
        select(func.min(later.c.began_at))
        .where(
            later.c.person == concerns.c.person,
            later.c.began_at > concerns.c.began_at,
            or_(
                later.c.conversation == concerns.c.conversation,
                later.c.case_id != concerns.c.case_id,
            ),
        )
        .scalar_subquery()
    )
    theirs = update(concerns).where(concerns.c.person.in_(people))
    await connection.execute(theirs.values(next_at=again))
