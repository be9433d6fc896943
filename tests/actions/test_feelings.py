"""Topic feelings: calm words, and when a person is called."""

import pytest

from actions.feelings import Feelings
from conversation.signals import Reason
from tests.actions.stage import Ears, slots_of, talk


@pytest.fixture
def ears() -> Ears:
    return Ears()


async def test_an_insult_gets_a_calm_word_and_the_offer_of_a_person(ears: Ears) -> None:
    events = await Feelings().insult(talk(text="ihr deppen"), ears.speech)
    assert ears.responses == ["utter_calm_person"]
    assert ears.signal is None
    assert slots_of(events) == {"offer": "human"}


async def test_inside_a_form_its_question_is_enough(ears: Ears) -> None:
    assert await Feelings().insult(talk(loop="outage_form"), ears.speech) == []
    assert ears.responses == ["utter_calm"]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("ich gehe zum anwalt", Reason.LEGAL_THREAT),
        ("das geht an die bundesnetzagentur und dann kündige ich", Reason.LEGAL_THREAT),
        ("Der Screenshot geht an die Presse", Reason.LEGAL_THREAT),
        ("das wird ein nachspiel haben", Reason.LEGAL_THREAT),
        ("beim nächsten mal wechsel ich den anbieter", Reason.ANGER),
        ("dann bin ich weg!", Reason.ANGER),
    ],
)
async def test_a_threat_calls_a_person_for_its_reason(
    ears: Ears, said: str, reason: Reason
) -> None:
    events = await Feelings().threat(talk(text=said), ears.speech)
    assert ears.responses == ["utter_taken_seriously"]
    assert ears.signal is not None
    assert ears.signal.reason is reason
    assert slots_of(events) == {"requested_slot": None}
