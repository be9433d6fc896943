"""The audit log: one suite over the SQL one and staff's twin in memory."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.audit import SqlAudit, audited_acts
from conversation.identity import ConversationId
from gateway.clock import FixedClock
from staff.memory import MemoryAudit
from staff.ports import Audit
from tests.archive.events import START, conversation

Entry = tuple[str, str, ConversationId | None, str]


@dataclass(frozen=True)
class Log:
    """An audit log, and a way to read what it holds, oldest first."""

    audit: Audit
    entries: Callable[[], Awaitable[list[Entry]]]


def _in_memory() -> Log:
    audit = MemoryAudit()

    async def entries() -> list[Entry]:
        return [(one.who, one.what, one.conversation, one.detail) for one in audit.entries]

    return Log(audit=audit, entries=entries)


def _in_sql(engine: AsyncEngine) -> Log:
    async def entries() -> list[Entry]:
        acts = await audited_acts(engine)
        return [(one.who, one.what, one.conversation, one.detail) for one in acts[::-1]]

    return Log(audit=SqlAudit(engine, FixedClock(START)), entries=entries)


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


async def test_the_log_answers_who_touched_a_conversation(engine: AsyncEngine) -> None:
    audit = SqlAudit(engine, FixedClock(START))
    for name in ("anna", "bo", "anna"):
        await audit.record("a-1", "opened", conversation(name))
    acts = await audited_acts(engine, conversation=conversation("anna"))
    assert [(one.who, one.at) for one in acts] == [("a-1", START)] * 2
    assert len(await audited_acts(engine, limit=1)) == 1
