"""What the recorder costs."""

import time

from prometheus_client import CollectorRegistry
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.contacts import SqlContacts
from archive.recorder import Recorder
from conversation.ports import FeedEvent
from gateway.clock import SystemClock
from tests.archive.events import delivered, handed_off, ids, said
from tests.archive.feeds import ListFeed

EVENTS = 4_000
FEWEST_A_STATEMENT = 10
CONVERSATIONS = 100


async def test_what_recording_costs_grows_with_the_batches_and_not_with_the_events(
    engine: AsyncEngine,
) -> None:
    feed = ListFeed([_event(number) for number in range(1, EVENTS + 1)])
    recorder = Recorder(
        feed, engine, contacts=SqlContacts(engine, SystemClock()), registry=CollectorRegistry()
    )
    statements: list[str] = []
    event.listen(
        engine.sync_engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_: statements.append(statement),
    )
    began = time.perf_counter()
    while feed.left:
        await recorder.step()
    seconds = time.perf_counter() - began
    assert len(await ids(engine)) == EVENTS
    print(f"{engine.dialect.name}: {EVENTS / seconds:.0f} events/s, {len(statements)} statements")
    assert len(statements) < EVENTS / FEWEST_A_STATEMENT


def _event(number: int) -> FeedEvent:
    of = str(number % CONVERSATIONS)
    if number % 50 == 0:
        return handed_off(number, epoch=number, of=of)
    if number % 3 == 0:
        return delivered(number, line=str(number - CONVERSATIONS), of=of)
    return said(number, text="Wie lange dauert die Störung in 24103 noch?", of=of)
