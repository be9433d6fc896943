"""What is said about what can be had at a place: honestly, with what fits."""

from datetime import date

import pytest

from actions.availability import Availabilities
from actions.backoffice import Availability, Line
from actions.postal_codes import INVALID
from conversation.signals import Reason
from tests.actions.stage import Ears, MemoryBackOffice, slots_of, talk

FIBRE = Availability(fibre=Line(mbit=1000), copper=Line(mbit=100), mobile=Line(mbit=300))
PLANNED = Availability(fibre=Line(expected=date(2027, 6, 1)), copper=Line(mbit=100))
ONLY_MOBILE = Availability(mobile=Line(mbit=150))


@pytest.fixture
def ears() -> Ears:
    return Ears()


async def checked(
    ears: Ears,
    there: Availability,
    said: str = "Gibt es Glasfaser in 24118?",
    intents: tuple[str, ...] = ("check_availability",),
    **slots: str,
) -> dict[str, object]:
    office = MemoryBackOffice(lines={"24118": there})
    dialogue = talk(text=said, slots={"postal_code": "24118", **slots}, intents=intents)
    return slots_of(await Availabilities(office, office).check(dialogue, ears.speech))


async def test_what_there_is_is_said_with_its_tariffs(ears: Ears) -> None:
    await checked(ears, FIBRE)
    assert ears.responses == ["utter_available"]
    assert (ears.value("line"), ears.value("speed")) == ("Glasfaser", "1000")
    assert ears.titles == ["Glasfaser 250", "Glasfaser 1000"]


@pytest.mark.parametrize(
    ("said", "line", "titles"),
    [
        ("geht 5G bei mir", "5G", ["Mobil M"]),
        ("welches dsl geht", "Internet über die Telefonleitung", ["Zuhause M", "Zuhause L"]),
    ],
)
async def test_the_line_that_was_asked_for_is_looked_at(
    ears: Ears, said: str, line: str, titles: list[str]
) -> None:
    await checked(ears, FIBRE, said)
    assert ears.value("line") == line
    assert ears.titles == titles


async def test_no_line_carries_more_than_it_can(ears: Ears) -> None:
    await checked(ears, Availability(fibre=Line(mbit=250)))
    assert ears.titles == ["Glasfaser 250"]
    assert ears.value("tariffs") == " Dazu passt Glasfaser 250 (44,99 €)."


async def test_known_needs_choose_among_what_fits(ears: Ears) -> None:
    await checked(ears, FIBRE, household="2", usage="streaming")
    assert ears.titles == ["Glasfaser 250"]


async def test_where_there_is_none_the_alternative_is_said_and_nothing_promised(
    ears: Ears,
) -> None:
    await checked(ears, PLANNED)
    assert ears.responses == ["utter_available_otherwise"]
    assert "Juni 2027" in ears.value("planned")
    assert "fest zusagen lässt sich das nicht" in ears.value("planned")
    assert ears.value("other") == "Internet über die Telefonleitung"
    assert ears.titles == ["Zuhause M", "Zuhause L"]


async def test_mobile_is_an_alternative_too(ears: Ears) -> None:
    await checked(ears, ONLY_MOBILE)
    assert (ears.value("other"), ears.titles) == ("5G", ["Mobil M"])


async def test_where_there_is_nothing_at_all_it_is_said(ears: Ears) -> None:
    await checked(ears, Availability(served=False))
    assert ears.responses == ["utter_nothing_available"]


async def test_who_moves_is_offered_a_person_after_it(ears: Ears) -> None:
    slots = await checked(ears, FIBRE, intents=("relocate", "inform"))
    assert ears.responses[-1] == "utter_relocation_person"
    assert slots["offer"] == "human"


async def test_a_failing_back_office_is_admitted(ears: Ears) -> None:
    office = MemoryBackOffice(broken=True)
    dialogue = talk(slots={"postal_code": "24118"})
    assert await Availabilities(office, office).check(dialogue, ears.speech) == []
    assert ears.responses == ["utter_availability_unavailable"]
    assert ears.signal is not None
    assert ears.signal.reason is Reason.BOT_UNAVAILABLE


async def test_without_a_postcode_there_is_nothing_to_say(ears: Ears) -> None:
    office = MemoryBackOffice()
    assert await Availabilities(office, office).check(talk(), ears.speech) == []


async def validated(ears: Ears, *found: tuple[str, str], **known: object) -> dict[str, object]:
    office = MemoryBackOffice()
    dialogue = talk(*found, **known)
    return slots_of(await Availabilities(office, office).validate(dialogue, ears.speech))


async def test_a_city_alone_is_asked_for_its_postcode(ears: Ears) -> None:
    assert await validated(ears, ("city", "Kiel"), text="Glasfaser in Kiel?") == {
        "postal_code": None
    }
    assert ears.value("city") == "Kiel"


async def test_a_city_in_a_question_in_between_is_left_to_another_action(ears: Ears) -> None:
    asked = {"requested_slot": "postal_code"}
    assert await validated(ears, ("city", "Kiel"), text="Störung in Kiel?", slots=asked) == {}
    assert ears.messages == []


@pytest.mark.parametrize(("given", "taken"), [("24118", "24118"), ("PLZ 24118.", "24118")])
async def test_five_digits_are_a_postcode(ears: Ears, given: str, taken: str) -> None:
    slots = await validated(ears, text=given, candidates={"postal_code": given})
    assert slots == {"postal_code": taken}


async def test_the_second_wrong_postcode_in_a_row_calls_a_person(ears: Ears) -> None:
    wrong = {"text": "2411", "candidates": {"postal_code": "2411"}}
    await validated(ears, **wrong)
    assert ears.responses == [INVALID]
    await validated(ears, **wrong, said_before=(INVALID,))
    assert ears.signal is not None
    assert ears.signal.reason is Reason.REPEATED_MISUNDERSTANDING


async def test_the_tariff_of_the_talk_is_what_is_asked_for(ears: Ears) -> None:
    await checked(ears, FIBRE, "gibt es den in 24118?", shown_tariffs="Zuhause L")
    assert ears.value("line") == "Internet über die Telefonleitung"
    assert ears.titles == ["Zuhause L"]


async def test_a_line_too_slow_for_the_tariff_of_the_talk_offers_what_fits(ears: Ears) -> None:
    await checked(ears, PLANNED, "und in 24118?", shown_tariffs="Zuhause XL")
    assert ears.titles == ["Zuhause M", "Zuhause L"]
    assert ears.value("tariffs").startswith(" Für Zuhause XL reicht das nicht.")


async def test_fibre_beside_the_line_that_was_asked_for_is_worth_a_word(ears: Ears) -> None:
    await checked(ears, FIBRE, "gibt es den in 24118?", shown_tariffs="Zuhause L")
    assert "Glasfaser gibt es dort auch, mit bis zu 1000 Mbit/s." in ears.value("tariffs")
