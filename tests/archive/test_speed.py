"""How fast the recorder is."""

import time

from prometheus_client import CollectorRegistry
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.contacts import SqlContacts
from archive.recorder import Recorder
from conversation.ports import FeedEvent
from gateway.clock import SystemClock
from tests.archive.events import delivered, handed_off, ids, said
from tests.archive.feeds import ListFeed

EVENTS = 4_000
A_SECOND = 1_000
CONVERSATIONS = 100


async def test_a_thousand_events_a_second_are_recorded(engine: AsyncEngine) -> None:
    feed = ListFeed([_event(number) for number in range(1, EVENTS + 1)])
    recorder = Recorder(
        feed, engine, contacts=SqlContacts(engine, SystemClock()), registry=CollectorRegistry()
    )
    began = time.perf_counter()
    while feed.left:
        await recorder.step()
    seconds = time.perf_counter() - began
    assert len(await ids(engine)) == EVENTS
    print(f"{engine.dialect.name}: {EVENTS / seconds:.0f} events/s")
    assert EVENTS / seconds > A_SECOND


def _event(number: int) -> FeedEvent:
    of = str(number % CONVERSATIONS)
    if number % 50 == 0:
        return handed_off(number, epoch=number, of=of)
    if number % 3 == 0:
        return delivered(number, line=str(number - CONVERSATIONS), of=of)
    return said(number, text="Wie lange dauert die Störung in 24103 noch?", of=of)
