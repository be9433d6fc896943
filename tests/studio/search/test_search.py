"""Examples are found by their words and by what they mean, also while the encoder is out."""

from pathlib import Path

import httpx
import numpy as np
import pytest

from studio.content.changes import Add
from studio.content.examples import Lesson
from studio.search.kept import KeptVectors
from studio.search.library import VectorLibrary
from studio.search.meanings import EncoderMeanings, MeaningUnavailableError
from studio.search.normal import normal
from studio.search.search import Search
from tests.encoder.fakes import CountingModel, vector_of
from tests.encoder.servers import application
from tests.studio.content.samples import content
from tests.studio.search.meanings import WordMeanings


@pytest.fixture
def meanings() -> WordMeanings:
    return WordMeanings()


@pytest.fixture
def search(meanings: WordMeanings, tmp_path: Path) -> Search:
    return Search(VectorLibrary(meanings, KeptVectors(tmp_path / "vectors.sqlite")))


async def found(search: Search, query: str, **wanted: str) -> list[str]:
    results = await search.find(query, content(), limit=3, **wanted)  # type: ignore[arg-type]
    return [one.example.lesson.words for one in results.found]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Störung!!", "stoerung"),
        ("  stoerung ", "stoerung"),
        ("GRÜẞE, né?", "gruesse ne"),
        ("9,99 € 🙂", "9 99 €"),
        ("🙂", ""),
    ],
)
def test_spelling_does_not_matter(text: str, plain: str) -> None:
    assert normal(text) == plain


async def test_the_very_sentence_comes_first(search: Search) -> None:
    await search.learn(content())
    assert (await found(search, "auf wiedersehen"))[0] == "Auf Wiedersehen"


async def test_a_part_of_a_word_is_found(search: Search) -> None:
    results = await search.find("tschue", content())
    assert [one.example.lesson.words for one in results.found if one.by_words] == ["tschüs"]


async def test_what_means_something_alike_is_found_without_the_same_words(search: Search) -> None:
    await search.learn(content())
    results = await search.find("bis bald, nie wieder", content(), limit=1)
    assert results.found[0].example.lesson.words == "BIS NIE!"
    assert not results.found[0].by_words


async def test_one_intent_alone_can_be_searched(search: Search) -> None:
    await search.learn(content())
    intents = {
        one.example.lesson.intent
        for one in (await search.find("moin was kostet", content(), intent="ask_bill")).found
    }
    assert intents == {"ask_bill"}


async def test_words_are_found_while_the_encoder_is_out(
    search: Search, meanings: WordMeanings
) -> None:
    meanings.out = True
    results = await search.find("moin", content())
    assert not results.meaning
    assert [one.example.lesson.words for one in results.found] == ["moin"]


async def test_a_query_of_signs_alone_finds_nothing_by_words(search: Search) -> None:
    results = await search.find("???", content())
    assert not any(one.by_words for one in results.found)


async def test_only_new_sentences_are_asked_for(search: Search, meanings: WordMeanings) -> None:
    before = content()
    await search.learn(before)
    meanings.asked.clear()
    after, _ = before.changed(Add(Lesson("greet", "hei")))
    await search.learn(after)
    assert meanings.asked.count("hei") == 1
    assert len(meanings.asked) == 2


async def test_a_restart_asks_for_nothing_that_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "vectors.sqlite"
    await Search(VectorLibrary(WordMeanings(), KeptVectors(file))).learn(content())
    again = WordMeanings()
    library = VectorLibrary(again, KeptVectors(file))
    await Search(library).learn(content())
    assert len(again.asked) == 1
    assert (await library.nearness("moin", ["moin"]))[0] == pytest.approx(1, abs=1e-3)


async def test_vectors_of_another_model_are_never_compared(tmp_path: Path) -> None:
    meanings = WordMeanings("old")
    library = VectorLibrary(meanings, KeptVectors(tmp_path / "vectors.sqlite"))
    await library.learn(["moin", "hallo"])
    meanings.model = "new"
    with pytest.raises(MeaningUnavailableError):
        await library.nearness("moin", ["moin", "hallo"])
    await library.learn(["moin", "hallo"])
    near = await library.nearness("moin", ["moin", "hallo"])
    assert near[0] == pytest.approx(1, abs=1e-3)
    assert len([text for text in meanings.asked if text == "hallo"]) == 2


async def test_nothing_is_near_before_all_examples_were_learnt(tmp_path: Path) -> None:
    meanings = WordMeanings()
    search = Search(VectorLibrary(meanings, KeptVectors(tmp_path / "vectors.sqlite")))
    assert not (await search.find("moin", content())).meaning
    assert meanings.asked == ["moin"]
    await search.learn(content())
    assert (await search.find("moin", content())).meaning


async def test_the_real_service_is_asked_as_it_wants_to_be() -> None:
    async with application(CountingModel()) as client:  # type: ignore[arg-type]
        texts = [f"Satz {number}" for number in range(70)]
        encoded = await EncoderMeanings(client).of(texts)
    assert encoded.model == CountingModel.fingerprint
    assert np.allclose(encoded.vectors, [vector_of(text) for text in texts], atol=1e-6)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500),
        httpx.Response(200, text="nonsense"),
        httpx.Response(200, json={"model": "x", "vectors": []}),
        httpx.Response(200, json={"model": "x", "vectors": ["AAAA!"]}),
        httpx.Response(200, json={"model": "x"}),
    ],
)
async def test_an_answer_that_cannot_be_used_is_no_meaning(answer: httpx.Response) -> None:
    transport = httpx.MockTransport(lambda _: answer)
    async with httpx.AsyncClient(base_url="http://encoder", transport=transport) as client:
        with pytest.raises(MeaningUnavailableError):
            await EncoderMeanings(client).of(["moin"])
