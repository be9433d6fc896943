"""One contract for what is kept of webhooks: in memory, in SQLite and in PostgreSQL."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from archive.database import open_database
from archive.migrate import migrate
from archive.webhooks import SqlWebhooks
from archive.webhooks_memory import MemoryWebhooks
from conversation.webhooks import (
    Attempt,
    EventType,
    Happening,
    State,
    Webhook,
    WebhookId,
    Webhooks,
)
from handoff.webhooks.telling import delivery_of
from tests.staff.house import START
from tests.support.databases import (  # noqa: F401 - fixtures
    postgresql_server,
    postgresql_url,
    sqlite_url,
)

HOOK = Webhook(
    WebhookId("one"),
    "https://example.org/ä",
    frozenset({EventType.CLAIMED, EventType.CLOSED}),
    secret="sealed",
    made_by="id-ole",
    made_at=START,
)
SECOND = timedelta(seconds=1)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def kept(request: pytest.FixtureRequest) -> AsyncIterator[Webhooks]:
    if request.param == "memory":
        yield MemoryWebhooks()
        return
    database = open_database(request.getfixturevalue(f"{request.param}_url"))
    await migrate(database)
    yield SqlWebhooks(database)
    await database.dispose()


def delivery(source: str, *, thread: str = "a", hook: Webhook = HOOK) -> Any:
    happening = Happening(source, EventType.CLAIMED, thread, START, {"source": source})
    return delivery_of(hook, happening, now=START)


async def test_webhooks_and_deliveries_are_kept_in_order_and_once(kept: Webhooks) -> None:
    await kept.add(HOOK)
    assert await kept.all() == [HOOK]
    assert await kept.enqueue([delivery("a1"), delivery("b1", thread="b"), delivery("a1")]) == 2
    assert await kept.enqueue([delivery("a1"), delivery("a2")]) == 1
    due = await kept.due(HOOK.id, START, most=10)
    assert [one.id for one in due] == [delivery("a1").id, delivery("b1").id]
    assert await kept.due(HOOK.id, START - SECOND, most=10) == []
    assert len(await kept.due(HOOK.id, START, most=1)) == 1
    first = due[0]
    failed = Attempt(START, None, 10, "timeout")
    later = START + 5 * SECOND
    assert await kept.settle(first.number, failed, State.WAITING, next_at=later) == START
    again = Attempt(START + SECOND, 500, 10, "refused")
    assert await kept.settle(first.number, again, State.WAITING, next_at=later) == START
    assert [one.thread for one in await kept.due(HOOK.id, START, most=10)] == ["b"]
    (left,) = [one for one in await kept.due(HOOK.id, later, most=10) if one.thread == "a"]
    assert (left.attempts, left.status, left.problem) == (2, 500, "refused")
    arrived = Attempt(later, 204, 3)
    assert await kept.settle(first.number, arrived, State.ARRIVED, next_at=later) is None
    known = await kept.one(HOOK.id)
    assert known == HOOK
    assert (await kept.due(HOOK.id, START, most=10))[-1].id == delivery("a2").id


async def test_the_log_is_read_page_by_page_retried_forgotten_and_pruned(kept: Webhooks) -> None:
    await kept.add(HOOK)
    await kept.enqueue([delivery(f"s{number}", thread=f"t{number}") for number in range(5)])
    newest = await kept.log(HOOK.id, limit=2)
    older = await kept.log(HOOK.id, before=newest[-1].number, limit=10)
    assert [one.thread for one in (*newest, *older)] == ["t4", "t3", "t2", "t1", "t0"]
    given_up = Attempt(START, 500, 1, "refused")
    await kept.settle(older[-1].number, given_up, State.GIVEN_UP, next_at=START)
    assert await kept.retry(HOOK.id, older[-1].number, START)
    assert not await kept.retry(WebhookId("other"), older[-1].number, START)
    assert len(await kept.due(HOOK.id, START, most=10)) == 5
    await kept.forget("t3")
    await kept.settle(older[-1].number, Attempt(START, 204, 1), State.ARRIVED, next_at=START)
    assert await kept.prune(START + SECOND) == 1
    assert [one.thread for one in await kept.log(HOOK.id, limit=9)] == ["t4", "t2", "t1"]


async def test_a_renewed_secret_keeps_the_one_before_it_for_its_time_and_no_other(
    kept: Webhooks,
) -> None:
    await kept.add(HOOK)
    await kept.add(replace(HOOK, id=WebhookId("other")))
    until = START + 5 * SECOND
    assert await kept.renew(HOOK.id, secret="second", old_until=until - SECOND)
    assert await kept.renew(HOOK.id, secret="third", old_until=until)
    assert not await kept.renew(WebhookId("none"), secret="x", old_until=until)
    renewed = await kept.one(HOOK.id)
    assert renewed == replace(HOOK, secret="third", old_secret="second", old_until=until)
    assert renewed.sealed_at(until - SECOND) == ("third", "second")
    assert renewed.sealed_at(until) == ("third",)
    assert HOOK.sealed_at(START) == ("sealed",)
    assert await kept.retire(until - SECOND) == 0
    assert await kept.retire(until) == 1
    assert await kept.one(HOOK.id) == replace(HOOK, secret="third")
    assert [one.secret for one in await kept.all()] == ["third", "sealed"]


async def test_nothing_is_due_for_who_is_off_or_deleted(kept: Webhooks) -> None:
    await kept.add(HOOK)
    await kept.enqueue([delivery("a1")])
    (one,) = await kept.due(HOOK.id, START, most=1)
    await kept.settle(one.number, Attempt(START, 500, 1, "x"), State.WAITING, next_at=START)
    assert await kept.switch(HOOK.id, off_at=START, by="lotse")
    assert not await kept.switch(HOOK.id, off_at=START, by="lotse")
    assert await kept.due(HOOK.id, START, most=1) == []
    off = await kept.one(HOOK.id)
    assert off is not None
    assert (off.off_at, off.off_by, off.failing_since) == (START, "lotse", START)
    assert await kept.switch(HOOK.id, off_at=None, by="id-ole")
    assert await kept.one(HOOK.id) == HOOK
    assert len(await kept.due(HOOK.id, START, most=1)) == 1
    assert await kept.remove(HOOK.id)
    assert not await kept.remove(HOOK.id)
    assert (await kept.all(), await kept.log(HOOK.id, limit=1)) == ([], [])
