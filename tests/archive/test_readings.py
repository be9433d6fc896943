"""What was read out of lines is kept by names, once they are archived, and goes with them."""

from collections.abc import Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.readings import (
    Facts,
    Reading,
    keep,
    keep_shadow,
    read_after,
    read_twice,
    turn_words,
)
from archive.recording import record
from conversation.ports import FeedEvent, FeedKind
from tests.archive.events import START, conversation, edited, erased, event, everything, said

ANNA = str(conversation())
BEFORE = Facts("ask_bill", 0.9, understood=True, anger=1, person=False, entities=("city",))
AFTER = Facts("goodbye", 0.4, understood=False, anger=2, person=True)
BEGINNING = (START, "")
Ending = Callable[[int], FeedEvent]


def reading(*lines: str, of: str = ANNA) -> Reading:
    return Reading(of, lines, "assistant-1", "billing", BEFORE)


def forgotten(number: int) -> FeedEvent:
    return event(number, FeedKind.FORGOTTEN, {})


def put_right(number: int) -> FeedEvent:
    return edited(number, line="1", text="Moin!")


def taken_back(number: int) -> FeedEvent:
    return erased(number, line="1")


endings = pytest.mark.parametrize("ending", [put_right, taken_back, forgotten])


async def test_a_turn_of_several_lines_is_one_reading_with_all_its_words(
    engine: AsyncEngine,
) -> None:
    await record(engine, [said(1, text="Moin"), said(2, text="wofür zahle ich das")])
    assert await keep(engine, [reading("1", "2")]) == []
    assert await keep(engine, [reading("1", "2")]) == []
    (turn,) = await read_after(engine, after=BEGINNING, limit=9)
    assert (turn.turn, turn.text, turn.facts) == (f"{ANNA}|2", "Moin\nwofür zahle ich das", BEFORE)
    assert await read_after(engine, after=(turn.at, turn.turn), limit=9) == []


async def test_what_the_archive_has_not_heard_of_waits(engine: AsyncEngine) -> None:
    await record(engine, [said(1)])
    late = reading("2")
    assert await keep(engine, [reading("1"), late]) == [late]
    await record(engine, [said(2)])
    assert await keep(engine, [late]) == []
    assert len(await read_after(engine, after=BEGINNING, limit=9)) == 2


async def test_what_two_took_a_turn_for_stands_side_by_side(engine: AsyncEngine) -> None:
    await record(engine, [said(1), said(2)])
    await keep(engine, [reading("1"), reading("2")])
    assert await keep_shadow(engine, "s1", {f"{ANNA}|1": AFTER, f"{ANNA}|7": AFTER}) == 1
    assert await keep_shadow(engine, "s2", {f"{ANNA}|2": BEFORE}) == 1
    (twice,) = await read_twice(engine, "s1")
    assert (twice.turn, twice.before, twice.after) == (f"{ANNA}|1", BEFORE, AFTER)


@endings
async def test_what_was_read_out_of_lines_goes_with_them(
    engine: AsyncEngine, ending: Ending
) -> None:
    await record(engine, [said(1), said(2), said(3, of="bert")])
    bert = str(conversation("bert"))
    await keep(engine, [reading("1", "2"), reading("3", of=bert)])
    await keep_shadow(engine, "s1", {f"{ANNA}|2": AFTER, f"{bert}|3": AFTER})
    await record(engine, [ending(4)])
    assert [one.turn for one in await read_twice(engine, "s1")] == [f"{bert}|3"]
    assert [one.turn for one in await read_after(engine, after=BEGINNING, limit=9)] == [f"{bert}|3"]
    assert list(await turn_words(engine, [f"{ANNA}|2", f"{bert}|3"])) == [f"{bert}|3"]


@endings
async def test_what_is_told_late_of_lines_that_are_gone_is_not_kept(
    engine: AsyncEngine, ending: Ending
) -> None:
    await record(engine, [said(1)])
    await record(engine, [ending(2)])
    await keep(engine, [reading("1")])
    assert "ask_bill" not in str(await everything(engine))


async def test_a_candidate_that_answers_late_keeps_nothing_of_a_line_that_is_gone(
    engine: AsyncEngine,
) -> None:
    await record(engine, [said(1)])
    await keep(engine, [reading("1")])
    await record(engine, [forgotten(2)])
    assert await keep_shadow(engine, "s1", {f"{ANNA}|1": AFTER}) == 0
    assert "goodbye" not in str(await everything(engine))
