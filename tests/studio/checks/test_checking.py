"""Near doubles, contradictions, personal data and unmarked entities are told while one types."""

from pathlib import Path

import pytest

from studio.checks.balance import balance
from studio.checks.checking import Checking
from studio.checks.entities import finder_of
from studio.checks.warnings import Kind, Warning
from studio.content.changes import Add
from studio.content.content import Content
from studio.content.examples import Lesson
from studio.content.folder import read_folder
from studio.content.marks import Mark, parse
from studio.search.kept import KeptVectors
from studio.search.library import VectorLibrary
from studio.search.search import Search
from tests.studio.content.samples import content
from tests.studio.content.test_changes import of
from tests.studio.search.meanings import WordMeanings

REPOSITORY = Path(__file__).parents[3]
CONTENT = content()


class Numbers:
    """Takes each long number for a telephone's."""

    def kinds(self, text: str) -> list[str]:
        return ["Telefonnummer"] * sum(len(word) > 5 for word in text.split() if word.isdigit())

    def hidden(self, text: str) -> str:
        return text.replace("0431 5550177", "[TELEFON_7]")


@pytest.fixture
async def meanings() -> WordMeanings:
    return WordMeanings()


@pytest.fixture
async def checking(meanings: WordMeanings, tmp_path: Path) -> Checking:
    search = Search(VectorLibrary(meanings, KeptVectors(tmp_path / "vectors.sqlite")))
    await search.learn(CONTENT)
    return Checking(search, Numbers())


async def told(checking: Checking, intent: str, marked: str, anger: int = 0) -> list[Warning]:
    return await checking.warnings(Lesson(intent, marked, anger), CONTENT)


async def test_a_sentence_like_no_other_gets_no_warning(checking: Checking) -> None:
    assert await told(checking, "greet", "schönen Sonntag zusammen") == []


async def test_the_same_sentence_in_another_intent_is_a_contradiction(checking: Checking) -> None:
    (warning,) = await told(checking, "greet", "Tschues!!")
    assert (warning.kind, warning.example) == (Kind.CONTRADICTION, of("tschüs", CONTENT).lesson.id)
    assert "goodbye" in warning.sentence


async def test_the_same_sentence_with_another_anger_is_a_contradiction(checking: Checking) -> None:
    (warning,) = await told(checking, "greet", "Moin", anger=3)
    assert warning.kind is Kind.CONTRADICTION
    assert "Ärger 0" in warning.sentence


async def test_the_same_sentence_again_is_a_double(checking: Checking) -> None:
    assert [one.kind for one in await told(checking, "greet", "Moin")] == [Kind.DUPLICATE]


async def test_the_same_words_cried_out_in_anger_teach_something_else(checking: Checking) -> None:
    assert await told(checking, "greet", "MOIN!!!", anger=2) == []


async def test_nearly_the_same_meaning_in_another_intent_is_told(checking: Checking) -> None:
    warnings = await told(checking, "greet", "wiedersehen, auf")
    assert [one.kind for one in warnings] == [Kind.NEAR]
    assert "goodbye" in warnings[0].sentence
    assert await told(checking, "goodbye", "wiedersehen, auf") == []


async def test_an_edited_example_is_not_compared_with_itself(checking: Checking) -> None:
    old = of("tschüs", CONTENT).lesson
    new = Lesson("greet", "tschüs")
    assert await checking.warnings(new, CONTENT, instead_of=old.id) == []


async def test_personal_data_forbids_an_example_and_comes_first(checking: Checking) -> None:
    warnings = await told(checking, "greet", "Tschüs, 0431555017")
    assert warnings[0].kind is Kind.PERSONAL
    assert warnings[0].forbids
    assert "Telefonnummer" in warnings[0].sentence


async def test_known_names_and_numbers_without_a_mark_are_told_with_the_mark(
    checking: Checking,
) -> None:
    warnings = await told(checking, "greet", "moin aus kiel und [Bad Segeberg](city) für 12,50 €")
    assert [(one.kind, one.mark) for one in warnings] == [
        (Kind.UNMARKED, Mark(9, 13, "city")),
        (Kind.UNMARKED, Mark(35, 42, "amount")),
    ]


async def test_without_the_encoder_the_other_checks_go_on(
    checking: Checking, meanings: WordMeanings
) -> None:
    meanings.out = True
    kinds = [one.kind for one in await told(checking, "greet", "Tschüs aus Kiel")]
    assert kinds == [Kind.UNMARKED]


async def test_a_mark_that_is_still_being_typed_is_no_trouble(checking: Checking) -> None:
    assert await told(checking, "greet", "moin aus [Kiel](ci") == []


def test_an_intent_with_few_examples_is_told_what_it_lacks() -> None:
    sentences = [one.sentence for one in balance(CONTENT, "greet")]
    assert "nur 3 Beispiele" in sentences[0]
    assert any("wütend" in one for one in sentences)
    assert any("Dialekt" in one for one in sentences)
    assert not any("ruhig" in one for one in sentences)


def test_examples_that_all_begin_alike_are_one_sided() -> None:
    now = CONTENT
    for number in range(20):
        now, _ = now.changed(Add(Lesson("greet", f"guten Tag Nummer {number}")))
    kinds = {one.kind: one.sentence for one in balance(now, "greet")}
    assert "91 %" in kinds[Kind.ONE_SIDED]
    assert "guten tag" in kinds[Kind.ONE_SIDED]


def test_question_dialect_and_fury_are_not_missed_where_they_are() -> None:
    now = CONTENT
    for words, anger in (("wo bin ich hier", 0), ("Moin, hebbt ji open", 0), ("IHR IDIOTEN", 3)):
        now, _ = now.changed(Add(Lesson("greet", words, anger)))
    told = " ".join(one.sentence for one in balance(now, "greet") if one.kind is Kind.MISSING)
    assert "Frageform" not in told
    assert "Dialekt" not in told
    assert "wütend" not in told


@pytest.fixture(scope="module")
def real() -> Content:
    return read_folder(REPOSITORY).content


def test_hardly_any_real_example_is_held_to_be_unmarked(real: Content) -> None:
    finder = finder_of(real)
    sentences = [parse(example.lesson.marked) for example in real.examples.values()]
    warned = sum(bool(finder.unmarked(sentence)) for sentence in sentences)
    assert warned / len(sentences) < 0.02


def test_real_topics_are_not_said_to_lack_what_they_have(real: Content) -> None:
    assert balance(real, "report_outage") == []
    assert {one.kind for intent in real.intents for one in balance(real, intent)} == {Kind.MISSING}
