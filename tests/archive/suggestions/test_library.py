"""What is near in meaning is found; what was erased, forgotten or no help is not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.recording import record
from archive.suggestions.answered import AnsweredQuestions
from archive.suggestions.library import Library
from archive.tables import answered_questions
from conversation.ports import FeedEvent, FeedKind
from conversation.suggestions import Passage, Source, SuggestionsUnavailableError
from gateway.privacy.redactor import Redactor
from gateway.suggesting import KNOWLEDGE, knowledge_in, redacting
from studio.search.meanings import Encoded
from tests.archive.events import START, edited, erased, event, held, said
from tests.archive.reports.test_reports import At
from tests.studio.search.meanings import WordMeanings

QUESTION = "Mein Router blinkt seit gestern rot"
ANSWER = "Bitte halten Sie die Taste hinten zehn Sekunden lang gedrückt."
KNOWN = Passage(Source.KNOWLEDGE, "notice", "Vertrag", ("Wie lange ist die Frist?",), "Ein Monat.")


class Encoder(WordMeanings):
    """Says in the words of suggestions that it is out."""

    async def of(self, texts: Sequence[str]) -> Encoded:
        if self.out:
            raise SuggestionsUnavailableError("out")
        return await super().of(texts)


def library(engine: AsyncEngine, encoder: Encoder) -> Library:
    async def known() -> Sequence[Passage]:
        return [KNOWN]

    return Library(
        meanings=encoder,
        answered=AnsweredQuestions(engine, redacting(Redactor())),
        passages=(known,),
        wall=At(START + timedelta(days=1)),
        breath=0.0,
    )


async def helped(engine: AsyncEngine, *, of: str = "anna", score: int | None = None) -> None:
    """Let somebody ask and be answered by a person, who closes it; they may say how it was."""
    survey = {
        "question": "satisfaction-2",
        "asked_at": START.isoformat(),
        "until": START.isoformat(),
        "agent": "mara",
        "score": score,
        "answers": [],
        "answered_at": None,
    }
    events = [
        said(1, of=of, text=f"{QUESTION}, ich bin Katja Lorenzen"),
        held(2, epoch=1, of=of),
        held(3, epoch=2, of=of, owner="agent", agent="mara"),
        said(4, of=of, speaker="agent", author="Mara", text=f"Moin Katja! {ANSWER}"),
        held(5, epoch=3, of=of, owner="nobody"),
        event(6, FeedKind.RATED, survey, of=of),
    ]
    number = sum(map(ord, of))
    await record(engine, [_of(one, number) for one in events])


def _of(one: FeedEvent, number: int) -> FeedEvent:
    """Return an event with an id of its own among those of others."""
    return replace(one, id=f"{number}/{one.id.partition('/')[2]}")


async def test_a_question_answered_before_is_found_without_a_name(engine: AsyncEngine) -> None:
    await helped(engine)
    found = library(engine, Encoder())
    await found.refresh()
    await found.refresh()
    (one,) = await found.near(f"{QUESTION}!")
    assert (one.source, one.text) == (Source.ANSWER, f"Moin! {ANSWER}")
    assert one.question == f"{QUESTION}, ich bin …"
    assert 0.6 <= one.score <= 1
    async with engine.connect() as connection:
        (row,) = (await connection.execute(select(answered_questions))).mappings().all()
    assert "Katja" not in row["question"] + row["answer"]
    assert "Lorenzen" not in row["question"]


async def test_knowledge_is_found_and_nothing_that_is_far_off(engine: AsyncEngine) -> None:
    found = library(engine, Encoder())
    await found.refresh()
    assert [one.key for one in await found.near("wie lange ist die frist")] == ["notice"]
    assert await found.near("Mein Hund heißt Bello") == []


async def test_what_is_erased_changed_or_forgotten_is_gone_at_once(engine: AsyncEngine) -> None:
    found = library(engine, Encoder())
    changes = {
        "anna": erased(7, line="1", of="anna"),
        "bo": edited(7, line="4", of="bo"),
        "cora": event(7, FeedKind.FORGOTTEN, {}, of="cora"),
    }
    for name, change in changes.items():
        await helped(engine, of=name)
        await found.refresh()
        assert len(await found.near(QUESTION)) == 1
        await record(engine, [_of(change, sum(map(ord, name)))])
        assert await found.near(QUESTION) == []
        async with engine.connect() as connection:
            assert (await connection.execute(select(answered_questions))).all() == []


async def test_what_was_no_help_is_not_suggested(engine: AsyncEngine) -> None:
    await helped(engine, score=2)
    found = library(engine, Encoder())
    await found.refresh()
    assert await found.near(QUESTION) == []


async def test_without_the_encoder_it_says_so_and_goes_on_later(engine: AsyncEngine) -> None:
    encoder = Encoder()
    encoder.out = True
    found = library(engine, encoder)
    with pytest.raises(SuggestionsUnavailableError):
        await found.refresh()
    with pytest.raises(SuggestionsUnavailableError):
        await found.near("Wie lange ist die Frist?")
    encoder.out = False
    await found.refresh()
    assert await found.near("Wie lange ist die Frist?")
    encoder.out = True
    with pytest.raises(SuggestionsUnavailableError):
        await found.near("Wie lange ist die Frist?")


async def test_vectors_of_another_model_are_made_anew(engine: AsyncEngine) -> None:
    await helped(engine)
    encoder = Encoder("old")
    found = library(engine, encoder)
    await found.refresh()
    encoder.model = "new"
    with pytest.raises(SuggestionsUnavailableError):
        await found.near(QUESTION)
    await found.refresh()
    assert len(await found.near(QUESTION)) == 1


def test_all_of_the_knowledge_is_read() -> None:
    found = knowledge_in(KNOWLEDGE)
    headings = sum(
        text.count("\n## ") for text in (one.read_text("utf-8") for one in KNOWLEDGE.glob("*.md"))
    )
    assert len(found) == headings > 50
    assert all(one.text and one.title and len(one.wordings) > 1 for one in found)
    assert np.unique([one.key for one in found]).size == len(found)
