"""What customers had changed, erased or forgotten waits for no label, whenever it was read."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.heard import customers_lines
from archive.recording import record
from archive.reviews import SqlReviews
from conversation.ports import FeedEvent, FeedKind
from conversation.reviews import Candidate, Label, Outcome, SentenceId
from tests.archive.events import START, edited, erased, event, everything, said
from tests.cases.samples import Watch

SECRET = "Mein Passwort ist Möwe77."
ROUNDS = 20
Ending = Callable[[int], FeedEvent]


def forgotten(number: int) -> FeedEvent:
    return event(number, FeedKind.FORGOTTEN, {})


def put_right(number: int) -> FeedEvent:
    return edited(number, line="1", text="Moin!")


def taken_back(number: int) -> FeedEvent:
    return erased(number, line="1")


endings = pytest.mark.parametrize("ending", [put_right, taken_back, forgotten])


async def read(engine: AsyncEngine) -> list[Candidate]:
    """Return all lines as candidates, as whoever gathers them holds them for a while."""
    lines = await customers_lines(engine, after="", until=START + timedelta(hours=1), limit=9)
    return [
        Candidate(SentenceId(line.text), line.id, line.text, line.at, ("far",), 1.0)
        for line in lines
    ]


@pytest.fixture
def reviews(engine: AsyncEngine) -> SqlReviews:
    return SqlReviews(engine, Watch())


async def _waiting(reviews: SqlReviews) -> list[str]:
    return [one.candidate.text for one in await reviews.waiting(limit=9)]


@endings
async def test_what_waits_for_a_label_goes(
    engine: AsyncEngine, reviews: SqlReviews, ending: Ending
) -> None:
    await record(engine, [said(1, text=SECRET), said(2, text="Moin", of="bert")])
    await reviews.add(await read(engine), position="1")
    await record(engine, [ending(3)])
    assert await _waiting(reviews) == ["Moin"]
    assert "Möwe77" not in str(await everything(engine))


@endings
async def test_what_was_read_before_is_not_taken_in_afterwards(
    engine: AsyncEngine, reviews: SqlReviews, ending: Ending
) -> None:
    await record(engine, [said(1, text=SECRET), said(2, text="Moin", of="bert")])
    candidates = await read(engine)
    await record(engine, [ending(3)])
    assert await reviews.add(candidates, position="1") == 1
    assert await _waiting(reviews) == ["Moin"]
    assert "Möwe77" not in str(await everything(engine))


@endings
async def test_at_the_same_moment_it_goes_as_well(
    engine: AsyncEngine, reviews: SqlReviews, ending: Ending
) -> None:
    for number in range(1, ROUNDS):
        await record(engine, [said(10 * number, line="1", text=SECRET)])
        candidates = await read(engine)
        adding = reviews.add(candidates, position=str(number))
        await asyncio.gather(adding, record(engine, [ending(10 * number + 1)]))
        assert await _waiting(reviews) == []
        await record(engine, [forgotten(10 * number + 2)])


async def test_what_others_said_as_well_stays_without_the_name_of_who_has_gone(
    engine: AsyncEngine, reviews: SqlReviews
) -> None:
    await record(engine, [said(2, text="Moin", of="bert"), said(3, text="Moin")])
    await reviews.add(await read(engine), position="1")
    await record(engine, [forgotten(4)])
    assert await _waiting(reviews) == ["Moin"]
    assert "anna" not in str(await everything(engine))


async def test_a_label_outlives_its_line_until_it_is_taught(
    engine: AsyncEngine, reviews: SqlReviews
) -> None:
    await record(engine, [said(1, text=SECRET)])
    (candidate,) = await read(engine)
    await reviews.add([candidate], position="1")
    await reviews.claim("tomke", limit=1, lease=timedelta(minutes=5))
    await reviews.settle("tomke", candidate.id, Outcome.LABELLED, Label("greet", "moin"))
    await record(engine, [forgotten(4)])
    assert len(await reviews.untaught("tomke")) == 1
    assert "anna" not in str(await everything(engine))
    await reviews.taught(candidate.id)
    assert "Möwe77" not in str(await everything(engine))


async def test_who_was_forgotten_and_writes_again_is_heard(
    engine: AsyncEngine, reviews: SqlReviews
) -> None:
    await record(engine, [said(1, text=SECRET), forgotten(2), said(3, text="Ich bin neu")])
    await reviews.add(await read(engine), position="1")
    assert await _waiting(reviews) == ["Ich bin neu"]
