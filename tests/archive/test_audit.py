"""The audit log: one suite over the SQL one and staff's twin in memory."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.audit import SqlAudit
from conversation.identity import ConversationId
from gateway.clock import FixedClock
from staff.memory import MemoryAudit
from staff.ports import ActsQuery, Audit, AuditLog
from tests.archive.events import START, conversation

CLOCK = FixedClock(START)
Entry = tuple[str, str, ConversationId | None, str]


class Both(Audit, AuditLog, Protocol):
    """What is written and read."""


@dataclass(frozen=True)
class Log:
    """An audit log, and a way to read what it holds, oldest first."""

    audit: Both
    entries: Callable[[], Awaitable[list[Entry]]]


def _in_memory() -> Log:
    audit = MemoryAudit(CLOCK)

    async def entries() -> list[Entry]:
        return [(one.who, one.what, one.conversation, one.detail) for one in audit.entries]

    return Log(audit=audit, entries=entries)


def _in_sql(engine: AsyncEngine) -> Log:
    audit = SqlAudit(engine, CLOCK)

    async def entries() -> list[Entry]:
        acts = await audit.acts(ActsQuery(), limit=100)
        return [(one.who, one.what, one.conversation, one.detail) for one in acts[::-1]]

    return Log(audit=audit, entries=entries)


@pytest.fixture(params=["memory", "sql"])
def log(request: pytest.FixtureRequest, engine: AsyncEngine) -> Log:
    return _in_memory() if request.param == "memory" else _in_sql(engine)


async def test_what_staff_did_is_kept_in_order(log: Log) -> None:
    await log.audit.record("a-1", "logged_in")
    await log.audit.record("a-1", "claimed", conversation())
    await log.audit.record("a-1", "resolved_placeholder", conversation(), "[IBAN_1]")
    assert await log.entries() == [
        ("a-1", "logged_in", None, ""),
        ("a-1", "claimed", conversation(), ""),
        ("a-1", "resolved_placeholder", conversation(), "[IBAN_1]"),
    ]


async def test_acts_are_found_by_who_what_and_when(log: Log) -> None:
    await log.audit.record("a-1", "logged_in")
    await log.audit.record("a-2", "logged_in")
    await log.audit.record("a-1", "claimed", conversation(), "detail")

    async def found(query: ActsQuery, *, limit: int = 10) -> list[tuple[str, str]]:
        return [(act.who, act.what) for act in await log.audit.acts(query, limit=limit)]

    everything = [("a-1", "claimed"), ("a-2", "logged_in"), ("a-1", "logged_in")]
    assert await found(ActsQuery()) == everything
    assert await found(ActsQuery(), limit=1) == everything[:1]
    assert await found(ActsQuery(who=frozenset({"a-2"}))) == everything[1:2]
    assert await found(ActsQuery(who=frozenset())) == []
    assert await found(ActsQuery(what="logged_in")) == everything[1:]
    second = timedelta(seconds=1)
    assert await found(ActsQuery(since=START, until=START + second)) == everything
    assert await found(ActsQuery(since=START + second)) == []
    assert await found(ActsQuery(until=START)) == []
    (latest, *_) = await log.audit.acts(ActsQuery(), limit=1)
    assert (latest.conversation, latest.detail, latest.at) == (conversation(), "detail", START)
    assert await found(ActsQuery(before=latest.id)) == everything[1:]
