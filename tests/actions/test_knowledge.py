"""Finding answers: by meaning and words, never below the threshold, never without the encoder."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.encoder import Encoder, encoder_client
from actions.knowledge import Knowledge, KnowledgeUnavailableError
from actions.knowledge_entries import Entry, read_entries
from actions.knowledge_threshold import Trial, cheapest_threshold, read_trials
from actions.likeness import WordIndex
from conversation.signals import Reason
from tests.actions.stage import Ears, MemoryEncoder, knowledge, slots_of, talk
from tests.encoder.servers import encoder_process

ENTRIES = (
    Entry(
        id="notice",
        topic="contracts",
        title="AGB",
        wordings=("Wie lange ist die Kündigungsfrist?",),
        answer="Einen Monat.",
    ),
    Entry(
        id="router",
        topic="devices",
        title="Hilfe",
        wordings=("Wie starte ich den Router neu?",),
        answer="Stecker ziehen.",
    ),
)
TRIALS = (
    Trial(question="Welche Kündigungsfrist gilt?", entry="notice"),
    Trial(question="Router neu starten", entry="router"),
    Trial(question="Wie wird das Wetter?", entry=None),
    Trial(question="Wer ist Bundeskanzler?", entry=None),
)
HERE = Path(__file__).parent


def small(encoder: MemoryEncoder) -> Knowledge:
    return Knowledge(ENTRIES, trials=TRIALS, meanings=encoder)


async def test_a_question_in_other_words_finds_its_answer() -> None:
    found = await small(MemoryEncoder()).answer("kündigungsfrist wie lange")
    assert found is not None
    assert (found.id, found.text, found.title) == ("notice", "Einen Monat.", "AGB")


@pytest.mark.parametrize("question", ["Was kostet ein Pferd?", "", "   "])
async def test_what_does_not_come_near_is_not_answered(question: str) -> None:
    assert await small(MemoryEncoder()).answer(question) is None


async def test_the_wordings_are_encoded_once_for_all_questions() -> None:
    encoder = MemoryEncoder()
    asked = small(encoder)
    await asked.prepare()
    prepared = len(encoder.asked)
    await asked.answer("kündigungsfrist")
    await asked.answer("router")
    assert len(encoder.asked) == prepared + 2


async def test_another_model_of_the_encoder_is_noticed() -> None:
    encoder = MemoryEncoder()
    asked = small(encoder)
    await asked.answer("kündigungsfrist")
    encoder.model = "tuned anew"
    assert await asked.answer("kündigungsfrist") is not None
    wording = ENTRIES[0].wordings[0]
    # The first one is also what is asked to see which model there is.
    assert encoder.asked.count(ENTRIES[1].wordings[0]) == 2
    assert encoder.asked.count(wording) == 2


async def test_without_the_encoder_nothing_is_answered() -> None:
    with pytest.raises(KnowledgeUnavailableError):
        await small(MemoryEncoder(broken=True)).answer("kündigungsfrist")


async def test_an_encoder_that_comes_later_is_used() -> None:
    encoder = MemoryEncoder(broken=True)
    asked = small(encoder)
    with pytest.raises(KnowledgeUnavailableError):
        await asked.prepare()
    encoder.broken = False
    assert await asked.answer("kündigungsfrist") is not None


async def test_only_a_topic_can_be_looked_through() -> None:
    asked = small(MemoryEncoder())
    assert await asked.answer("kündigungsfrist", topic="devices", only=True) is None


async def test_an_answer_is_told_with_its_source() -> None:
    ears = Ears()
    await knowledge().tell(talk(text="Wie lange ist die Kündigungsfrist?"), ears.speech)
    assert ears.responses == ["utter_knowledge"]
    assert ears.value("source") == "Vertragsbedingungen, Kündigung"
    assert ears.signal is None


async def test_what_is_not_known_is_said_so_and_a_yes_calls_a_person() -> None:
    ears = Ears()
    events = await knowledge().tell(talk(text="xyzzy qwertz"), ears.speech)
    assert ears.responses == ["utter_knowledge_unknown"]
    assert slots_of(events) == {"offer": "human"}


async def test_without_the_encoder_it_is_admitted_and_a_person_called() -> None:
    ears = Ears()
    broken = knowledge(MemoryEncoder(broken=True))
    await broken.tell(talk(text="Wie lange ist die Kündigungsfrist?"), ears.speech)
    assert ears.responses == ["utter_knowledge_unavailable"]
    assert ears.signal is not None
    assert ears.signal.reason is Reason.BOT_UNAVAILABLE


def test_the_threshold_lies_where_answering_costs_least() -> None:
    assert cheapest_threshold([(0.9, True), (0.8, True), (0.4, False), (0.2, False)]) == (
        pytest.approx(0.6)
    )
    # One wrong answer is worse than one that is held back.
    assert cheapest_threshold([(0.9, True), (0.5, True), (0.6, False)]) == pytest.approx(0.75)
    assert cheapest_threshold([(0.5, True)]) <= 0.5
    assert cheapest_threshold([(0.5, False)]) > 0.5
    assert cheapest_threshold([]) == 1.0


def test_words_are_alike_in_spite_of_typos_and_umlauts() -> None:
    index = WordIndex(
        ["Kündigungsfrist", "Router neu starten"], owners=[0, 1], bodies=["Einen Monat.", "Stecker"]
    )
    assert index.likeness("kuendigungsfrst").argmax() == 0
    assert index.likeness("routr neustarten").argmax() == 1
    assert index.likeness("Kündigungsfrist")[0] == pytest.approx(1)
    assert index.likeness("???").max() == 0


def test_what_a_question_asks_for_and_an_entry_never_speaks_of_lowers_the_coverage() -> None:
    index = WordIndex(["Was kostet der Router?"], owners=[0], bodies=["4,99 € im Monat"])
    assert index.coverage("router kosten monat")[0] > index.coverage("router farbe lila")[0]
    assert index.coverage("Was kostet der Router?")[0] == pytest.approx(1)


@pytest.fixture(scope="module")
def encoder_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real encoder with the model that its package carries."""
    with encoder_process(tmp_path_factory.mktemp("encoder") / "log") as encoder:
        yield encoder.url


@pytest.mark.timeout(300)
async def test_the_real_encoder_finds_most_and_guesses_hardly(encoder_url: str) -> None:
    """On questions that neither wordings nor trials were written from."""
    lines = (HERE / "knowledge_questions.jsonl").read_text("utf-8").splitlines()
    questions = [json.loads(line) for line in lines]
    async with encoder_client(url=encoder_url, seconds=20) as client:
        known = Knowledge(read_entries(), trials=read_trials(), meanings=Encoder(client))
        found = [await known.answer(each["ask"]) for each in questions]
    answers = [answer.id if answer else None for answer in found]
    pairs = list(zip(answers, [each["answer"] for each in questions], strict=True))
    right = sum(given == wanted for given, wanted in pairs if wanted)
    guessed = sum(given is not None and given != wanted for given, wanted in pairs)
    assert right >= 0.75 * sum(wanted is not None for _, wanted in pairs)
    assert guessed <= 0.1 * len(pairs)
