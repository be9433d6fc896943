"""The inbox of sentences: one suite over memory and both databases."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from archive.database import open_database
from archive.migrate import migrate
from archive.reviews import SqlReviews
from archive.reviews_memory import MemoryReviews
from conversation.reviews import (
    Candidate,
    Label,
    Outcome,
    Reviews,
    SentenceId,
    TakenError,
    Taught,
)
from tests.cases.samples import START, Watch

LEASE = timedelta(minutes=5)
CLOCK = Watch()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def reviews(request: pytest.FixtureRequest) -> AsyncIterator[Reviews]:
    CLOCK.moment = START
    if request.param == "memory":
        yield MemoryReviews(CLOCK)
        return
    engine = open_database(request.getfixturevalue(f"{request.param}_url"))
    await migrate(engine)
    yield SqlReviews(engine, CLOCK)
    await engine.dispose()


def candidate(id: str, *, worth: float = 1.0, heard: str = "", reason: str = "far") -> Candidate:
    return Candidate(
        id=SentenceId(id),
        heard=heard or f"web:1:1/{id}",
        text=f"Satz {id}",
        at=START,
        reasons=(reason,),
        worth=worth,
        ranking=(("greet", 0.5), ("goodbye", 0.4)),
        anger=2,
        nearness=0.25,
    )


async def filled(reviews: Reviews, *ids: str) -> None:
    worths = {id: float(len(ids) - place) for place, id in enumerate(ids)}
    added = [candidate(id, worth=worth) for id, worth in worths.items()]
    assert await reviews.add(added, position="1") == len(ids)


async def claimed(reviews: Reviews, editor: str, limit: int = 1) -> list[str]:
    return [one.candidate.id for one in await reviews.claim(editor, limit=limit, lease=LEASE)]


async def test_what_is_heard_comes_out_as_it_went_in(reviews: Reviews) -> None:
    await filled(reviews, "a")
    (waiting,) = await reviews.claim("anna", limit=5, lease=LEASE)
    assert waiting.candidate == candidate("a")
    assert (waiting.times, waiting.claimed_by) == (1, "anna")
    assert waiting.claimed_until == CLOCK.now() + LEASE


async def test_a_line_counts_once_however_often_it_is_read(reviews: Reviews) -> None:
    again = candidate("a", heard="web:1:1/other", worth=3, reason="flagged")
    assert await reviews.add([candidate("a")], position="1") == 1
    assert await reviews.add([candidate("a"), again], position="2") == 1
    assert await reviews.position() == "2"
    (waiting,) = await reviews.waiting(limit=5)
    assert waiting.times == 2
    assert waiting.candidate.reasons == ("far", "flagged")
    assert waiting.candidate.worth == 3


async def test_the_best_comes_first_and_each_goes_to_one_editor(reviews: Reviews) -> None:
    await filled(reviews, "a", "b", "c")
    assert await claimed(reviews, "anna") == ["a"]
    assert await claimed(reviews, "bodo", 5) == ["b", "c"]
    assert await claimed(reviews, "anna", 5) == ["a"]
    assert await reviews.waiting(limit=5) == []


async def test_a_claim_that_ran_out_goes_to_the_next(reviews: Reviews) -> None:
    await filled(reviews, "a")
    assert await claimed(reviews, "anna") == ["a"]
    CLOCK.moment += LEASE
    assert await claimed(reviews, "bodo") == ["a"]
    with pytest.raises(TakenError):
        await reviews.settle("anna", SentenceId("a"), Outcome.NOT_FOR_TRAINING)


async def test_a_claim_that_ran_out_is_good_while_nobody_else_has_it(reviews: Reviews) -> None:
    await filled(reviews, "a")
    await claimed(reviews, "anna")
    CLOCK.moment += LEASE * 2
    await reviews.settle("anna", SentenceId("a"), Outcome.NOT_FOR_TRAINING)
    assert (await reviews.counts()).settled == {Outcome.NOT_FOR_TRAINING: 1}


async def test_a_sentence_is_settled_once(reviews: Reviews) -> None:
    await filled(reviews, "a")
    await claimed(reviews, "anna")
    await reviews.settle("anna", SentenceId("a"), Outcome.LABELLED, Label("greet", "moin"))
    with pytest.raises(TakenError):
        await reviews.settle("anna", SentenceId("a"), Outcome.LABELLED, Label("goodbye", "moin"))
    await reviews.add([candidate("a", heard="another", worth=9)], position="3")
    assert await claimed(reviews, "bodo", 5) == []


async def test_nobody_settles_what_they_have_not_claimed(reviews: Reviews) -> None:
    await filled(reviews, "a")
    for id in ("a", "unknown"):
        with pytest.raises(TakenError):
            await reviews.settle("anna", SentenceId(id), Outcome.NOT_FOR_TRAINING)


async def test_a_label_waits_until_it_has_entered_the_draft(reviews: Reviews) -> None:
    await filled(reviews, "a", "b")
    await claimed(reviews, "anna", 2)
    labels = {"a": Label("greet", "[Kiel](city)", 3), "b": Label("goodbye", "tschüs")}
    for id, label in labels.items():
        await reviews.settle("anna", SentenceId(id), Outcome.LABELLED, label)
        CLOCK.moment += timedelta(seconds=1)
    due = [Taught(SentenceId(id), label) for id, label in labels.items()]
    assert await reviews.untaught("anna") == due
    assert await reviews.untaught("bodo") == []
    await reviews.taught(SentenceId("a"))
    assert await reviews.untaught("anna") == due[1:]


async def test_what_is_postponed_comes_last(reviews: Reviews) -> None:
    await filled(reviews, "a", "b", "c")
    await claimed(reviews, "anna")
    await reviews.postpone("anna", SentenceId("a"))
    assert await claimed(reviews, "anna", 5) == ["b", "c", "a"]


async def test_what_is_released_is_free_at_once(reviews: Reviews) -> None:
    await filled(reviews, "a", "b")
    await claimed(reviews, "anna", 2)
    await reviews.release("anna")
    assert await claimed(reviews, "bodo", 2) == ["a", "b"]


async def test_of_a_cluster_one_gets_what_is_free(reviews: Reviews) -> None:
    await filled(reviews, "a", "b", "c")
    await claimed(reviews, "bodo")
    given = await reviews.claim_these("anna", [SentenceId("a"), SentenceId("c")], lease=LEASE)
    assert [one.candidate.id for one in given] == ["c"]
    assert (await reviews.counts()).waiting == 3


async def test_a_sentence_goes_with_the_last_line_that_said_it(reviews: Reviews) -> None:
    await reviews.add([candidate("a", heard="1"), candidate("a", heard="2")], position="1")
    await reviews.forget(["1", "unknown"])
    assert len(await reviews.waiting(limit=5)) == 1
    await reviews.forget(["2"])
    assert await reviews.waiting(limit=5) == []
    assert (await reviews.counts()).waiting == 0


async def test_a_label_on_its_way_into_a_draft_is_not_forgotten(reviews: Reviews) -> None:
    await filled(reviews, "a")
    await claimed(reviews, "anna")
    await reviews.settle("anna", SentenceId("a"), Outcome.LABELLED, Label("greet", "moin"))
    await reviews.forget(["web:1:1/a"])
    assert len(await reviews.untaught("anna")) == 1
    await reviews.taught(SentenceId("a"))
    assert (await reviews.counts()).settled == {}


async def test_a_sentence_never_names_a_line_that_is_forgotten(reviews: Reviews) -> None:
    await reviews.add([candidate("a", heard="1"), candidate("a", heard="2")], position="1")
    await reviews.forget(["2"])
    (waiting,) = await reviews.waiting(limit=5)
    assert waiting.candidate.heard == "1"
    await claimed(reviews, "anna")
    await reviews.settle("anna", SentenceId("a"), Outcome.LABELLED, Label("greet", "moin"))
    await reviews.forget(["1"])
    assert len(await reviews.untaught("anna")) == 1


async def test_editors_who_claim_at_once_never_get_the_same(reviews: Reviews) -> None:
    ids = [f"{number:03}" for number in range(60)]
    await filled(reviews, *ids)
    editors = [f"editor-{number}" for number in range(6)]

    async def work(editor: str) -> list[str]:
        done: list[str] = []
        while mine := await claimed(reviews, editor, 4):
            for id in mine:
                await reviews.settle(editor, SentenceId(id), Outcome.NOT_FOR_TRAINING)
            done += mine
        return done

    worked = await asyncio.gather(*(work(editor) for editor in editors))
    assert Counter(id for done in worked for id in done) == Counter(ids)


def flagged(id: str, *, heard: str = "", proposed: str = "ask_bill") -> Candidate:
    one = candidate(id, worth=7.0, heard=heard, reason="flagged")
    return replace(one, proposed=proposed)


async def test_what_an_agent_reports_comes_first_with_what_they_say_it_was(
    reviews: Reviews,
) -> None:
    await filled(reviews, "a", "b")
    assert await reviews.flag(flagged("b"))
    assert await reviews.flag(flagged("c", proposed="greet"))
    best, second, last = await reviews.waiting(limit=5)
    assert (best.candidate.id, best.candidate.proposed) == ("b", "ask_bill")
    assert best.candidate.reasons == ("far", "flagged")
    assert best.times == 1
    assert (second.candidate.id, second.candidate.proposed) == ("c", "greet")
    assert (last.candidate.id, last.candidate.proposed) == ("a", "")
    assert await reviews.position() == "1"
    assert await reviews.flag(flagged("b", proposed="thank"))
    assert (await reviews.waiting(limit=1))[0].candidate.proposed == "thank"
    await reviews.add([candidate("b", heard="other")], position="2")
    assert (await reviews.waiting(limit=1))[0].candidate.proposed == "thank"


async def test_what_an_editor_has_settled_is_not_brought_back(reviews: Reviews) -> None:
    await filled(reviews, "a")
    await claimed(reviews, "anna")
    await reviews.settle("anna", SentenceId("a"), Outcome.NOT_FOR_TRAINING)
    assert not await reviews.flag(flagged("a"))
    assert await reviews.waiting(limit=5) == []
