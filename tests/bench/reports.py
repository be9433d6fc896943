"""Reports over a million messages: how long they take to count, and a report over a year to answer.

`python -m tests.bench.reports`
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Table, func, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from archive import tables
from archive.database import open_database
from archive.migrate import migrate
from archive.reports.querying import Grain, Question, Reporting
from conversation.identity import Channel, ConversationId
from tests.archive.reports.history import counting, people
from tests.bench.figures import Series

REPORT = Path("docs/measurements/reports.md")
CONVERSATIONS, MESSAGES_EACH = 100_000, 10
AT_ONCE = 500
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
MINUTES = 365 * 24 * 60
REASONS = ("requested", "anger", "complexity", "dispute")
INTENTS = ("report_outage", "ask_bill")
TEAMS = tuple((f"team{number}", 26) for number in range(5))
HANDED_OVER = 0.3
ROUNDS = 7
AIM_MS = 2_000.0
SEED = 20261124


@dataclass(frozen=True)
class At:
    """A clock that stands."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


async def main() -> int:
    """Measure, write the report; return 1 if the aim is missed."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite+aiosqlite:///{folder}/archive.db")
        await migrate(database)
        await fill(database)
        began = time.perf_counter()
        count = counting(database, people(*TEAMS))
        while await count.step():
            pass
        counted = time.perf_counter() - began
        series = await measure(database)
        written = await _messages(database)
        await database.dispose()
    REPORT.write_text(_report(written, counted, series))
    print(REPORT.read_text())
    return 0 if series.percentile(1.0) <= AIM_MS else 1


async def measure(database: AsyncEngine) -> Series:
    """Ask for the whole report over a year, again and again."""
    reporting = Reporting(database, At(FIRST + timedelta(days=400)), agents_from=10)
    question = Question(date(2026, 1, 1), date(2026, 12, 31), Grain.WEEK)
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        report = await reporting.report(question)
        times.append((time.perf_counter() - began) * 1000)
        # All but those of the last minutes, which have begun in the next year where people live.
        assert report.total.concerns > 0.99 * CONVERSATIONS
        assert report.agents
    return Series("the whole report over a year", tuple(times))


async def fill(database: AsyncEngine) -> None:
    """Write a year of messages as the recorder does, only faster."""
    chance = Random(SEED)
    for first in range(0, CONVERSATIONS, AT_ONCE):
        rows: dict[Table, list[dict[str, Any]]] = {}
        for number in range(first, first + AT_ONCE):
            for table, row in _conversation(number, chance):
                rows.setdefault(table, []).append(row)
        async with database.begin() as connection:
            for table in ORDER:
                if table in rows:
                    await connection.execute(insert(table), rows[table])


ORDER = (
    tables.cases,
    tables.conversations,
    tables.messages,
    tables.deliveries,
    tables.holds,
    tables.handoffs,
    tables.uncounted,
)


def _conversation(number: int, chance: Random) -> Iterator[tuple[Table, dict[str, Any]]]:
    channel = chance.choice(list(Channel))
    person = f"p{chance.randrange(CONVERSATIONS // 2)}"
    name = str(ConversationId(channel, f"c{number}", person))
    began = FIRST + timedelta(minutes=chance.randrange(MINUTES))
    yield tables.cases, {"id": name, "opened_at": began}
    yield (
        tables.conversations,
        {
            "id": name,
            "channel": channel.value,
            "case_id": name,
            "person": person,
            "first_at": began,
            "last_at": began,
            "owner": "assistant",
            "agent": None,
        },
    )
    yield tables.uncounted, {"conversation": name}
    handed_over = chance.random() < HANDED_OVER
    team, many = chance.choice(TEAMS)
    for place in range(MESSAGES_EACH):
        speaker = "customer" if place % 2 == 0 else "assistant"
        if handed_over and place > MESSAGES_EACH // 2 and speaker == "assistant":
            speaker = "agent"
        at = began + timedelta(minutes=place * chance.randint(1, 6))
        yield from _line(name, place, speaker, at)
    if handed_over:
        yield from _hands(name, f"{team}-{chance.randrange(many)}", began, chance)


def _line(
    name: str, place: int, speaker: str, at: datetime
) -> Iterator[tuple[Table, dict[str, Any]]]:
    its = {"conversation": name, "line": str(place), "at": at, "position": f"{place:08d}"}
    words = {"speaker": speaker, "author": "", "text": "Mein Internet ist weg.", "image": ""}
    yield tables.messages, its | words | {"buttons": [], "attachments": [], "version": ""}
    if speaker != "customer":
        yield tables.deliveries, its | {"delivery": "sent", "reason": ""}


def _hands(
    name: str, agent: str, at: datetime, chance: Random
) -> Iterator[tuple[Table, dict[str, Any]]]:
    middle = MESSAGES_EACH // 2
    understood = [{"line": "1", "intent": chance.choice(INTENTS), "confidence": 0.9}]
    owners = (("queue", None, middle), ("agent", agent, middle), ("nobody", None, MESSAGES_EACH))
    for epoch, (owner, who, place) in enumerate(owners, start=1):
        its = {"conversation": name, "epoch": epoch, "position": f"{place:08d}-{epoch}"}
        yield tables.holds, its | {"owner": owner, "agent": who, "deadline": None, "at": at}
        if owner == "queue":
            packet = {"packet": {"understood": understood}, "reason": chance.choice(REASONS)}
            yield tables.handoffs, its | packet


async def _messages(database: AsyncEngine) -> int:
    async with database.connect() as connection:
        found = await connection.execute(select(func.count()).select_from(tables.messages))
        return int(found.scalar_one())


def _report(written: int, counted: float, series: Series) -> str:
    return "\n".join(
        [
            "# Reports over a million messages",
            "",
            f"`make bench`, {datetime.now(UTC):%Y-%m-%d}, 2 cores, shared. A SQLite file,",
            f"{written} messages in {CONVERSATIONS} conversations of one year, three in ten",
            f"of them with people. Counted once in {counted:.0f} s; after that each conversation",
            "is counted when something is said in it.",
            "",
            "The report is asked for by week over the whole year, with every figure of the page.",
            f"Aim: {AIM_MS:.0f} ms at most; seen: {series.percentile(1.0):.0f} ms at most.",
            "",
            "| milliseconds | times | median | p95 | p99 |",
            "|---|---|---|---|---|",
            series.row,
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
