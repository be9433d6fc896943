"""Whatever the order, the repetitions and the number of recorders, the rows are the same."""

import asyncio
from collections.abc import Sequence
from itertools import pairwise
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.database import open_database
from archive.recording import record
from archive.tables import metadata
from conversation.ports import FeedEvent
from tests.archive.events import (
    delivered,
    edited,
    erased,
    event,
    everything,
    handed_off,
    held,
    ids,
    one_conversation,
    said,
)

CAREFUL = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
FEW = st.sampled_from(["1", "2", "3"])
WHO = st.sampled_from(["anna", "bo"])


@st.composite
def histories(draw: st.DrawFn) -> list[FeedEvent]:
    """Any events, also ones that contradict each other or are malformed, with ids that count."""
    numbers = range(1, draw(st.integers(1, 25)) + 1)
    return [draw(_events(number)) for number in numbers]


def _events(number: int) -> st.SearchStrategy[FeedEvent]:
    text = st.text(max_size=5)
    words = st.builds(
        lambda of, line, text: said(number, of=of, line=line, text=text), WHO, FEW, text
    )
    ways = st.sampled_from(["queued", "sent", "uncertain", "failed", "perhaps"])
    sendings = st.builds(
        lambda of, line, way: delivered(number, of=of, line=line, delivery=way), WHO, FEW, ways
    )
    epochs, owners = st.integers(0, 4), st.sampled_from(["assistant", "queue", "nobody"])
    hands = st.builds(
        lambda of, epoch, owner: held(number, of=of, epoch=epoch, owner=owner), WHO, epochs, owners
    )
    handoffs = st.builds(lambda of, epoch: handed_off(number, of=of, epoch=epoch), WHO, epochs)
    changes = st.builds(
        lambda of, line, text: edited(number, of=of, line=line, text=text), WHO, FEW, text
    )
    deletions = st.builds(lambda of, line: erased(number, of=of, line=line), WHO, FEW)
    return st.one_of(words, sendings, hands, handoffs, changes, deletions)


@st.composite
def deliveries_of(draw: st.DrawFn) -> tuple[list[FeedEvent], list[list[FeedEvent]]]:
    """A history, and batches in which it comes: shuffled, with repetitions, nothing left out."""
    history = draw(histories())
    again = draw(st.lists(st.sampled_from(history), max_size=15))
    mixed = draw(st.permutations(history + again))
    cuts = sorted(draw(st.sets(st.integers(0, len(mixed)), max_size=6)) | {0, len(mixed)})
    return history, [mixed[start:end] for start, end in pairwise(cuts)]


async def rows_after(
    engines: Sequence[AsyncEngine], batches: Sequence[Sequence[FeedEvent]]
) -> dict[str, list[dict[str, Any]]]:
    """Empty the archive, let each engine record every so-maniest batch, return all rows."""

    async def work(place: int) -> None:
        for batch in batches[place :: len(engines)]:
            await record(engines[place], batch)

    async with engines[0].begin() as connection:
        for table in reversed(metadata.sorted_tables):
            await connection.execute(delete(table))
    await asyncio.gather(*(work(place) for place in range(len(engines))))
    return await everything(engines[0])


@CAREFUL
@given(sample=deliveries_of())
async def test_events_repeated_and_out_of_order_give_the_same_rows(
    engine: AsyncEngine, sample: tuple[list[FeedEvent], list[list[FeedEvent]]]
) -> None:
    history, batches = sample
    expected = await rows_after([engine], [history])
    assert await rows_after([engine], batches) == expected


@CAREFUL
@given(sample=deliveries_of())
async def test_two_recorders_at_once_give_the_same_rows(
    engine: AsyncEngine, sample: tuple[list[FeedEvent], list[list[FeedEvent]]]
) -> None:
    history, batches = sample
    expected = await rows_after([engine], [history])
    other = open_database(engine.url.render_as_string(hide_password=False))
    twice = [batch for batch in batches for _ in range(2)]
    assert await rows_after([engine, other], twice) == expected
    await other.dispose()


async def test_many_recorders_over_the_same_events_never_deadlock_or_lose(
    engine: AsyncEngine,
) -> None:
    whole = [one for name in map(str, range(20)) for one in _renumbered(name)]
    engines = [open_database(engine.url.render_as_string(hide_password=False)) for _ in range(4)]

    async def work(place: int) -> None:
        mixed = Random(place).sample(whole, len(whole))
        for start in range(0, len(mixed), 25):
            await record(engines[place], mixed[start : start + 25])

    await asyncio.gather(*(work(place) for place in range(4)))
    assert await ids(engine) == sorted(one.id for one in whole)
    for opened in engines:
        await opened.dispose()


def _renumbered(name: str) -> list[FeedEvent]:
    base = (int(name) + 1) * 100
    return [
        event(base + place, one.kind, dict(one.body), of=name)
        for place, one in enumerate(one_conversation(name))
    ]
