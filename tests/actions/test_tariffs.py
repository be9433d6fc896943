"""Topic tariffs: what is said about the catalogue."""

import pytest

from actions.tariffs import Tariffs
from conversation.signals import Reason
from tests.actions.stage import TV_PLUS, ZUHAUSE_M, Ears, MemoryBackOffice, slots_of, talk


@pytest.fixture
def ears() -> Ears:
    return Ears()


async def test_a_tariff_is_explained_with_all_that_the_catalogue_knows(ears: Ears) -> None:
    dialogue = talk(("tariff", "zuhause m"))
    events = await Tariffs(MemoryBackOffice()).details(dialogue, ears.speech)
    assert ears.responses == ["utter_tariff_details"]
    assert (ears.value("name"), ears.value("price")) == ("Zuhause M", "34,99 €")
    facts = ears.value("facts")
    assert "50 Mbit/s im Download und 2,4 Mbit/s im Upload" in facts
    assert "Telefon-Flatrate; Router zur Miete" in facts
    assert "Einmalig kommen 69,95 € dazu." in facts
    assert "mindestens 24 Monate" in facts
    assert "Frist von einem Monat" in facts
    assert slots_of(events) == {"last_topic": "tariffs"}


async def test_what_the_catalogue_does_not_know_is_left_out(ears: Ears) -> None:
    await Tariffs(MemoryBackOffice()).details(talk(("tariff", "TV Plus")), ears.speech)
    assert ears.value("facts") == "170 Sender, 150 davon in HD."


async def test_no_setup_fee_is_worth_a_word(ears: Ears) -> None:
    await Tariffs(MemoryBackOffice()).details(talk(("tariff", "Glasfaser 1000")), ears.speech)
    assert "keine einmaligen Kosten" in ears.value("facts")


async def test_a_question_without_a_name_is_about_the_tariff_named_before(ears: Ears) -> None:
    await Tariffs(MemoryBackOffice()).details(talk(slots={"tariff": "TV Plus"}), ears.speech)
    assert ears.value("name") == "TV Plus"


async def test_where_no_tariff_was_named_the_customer_may_choose(ears: Ears) -> None:
    await Tariffs(MemoryBackOffice()).details(talk(), ears.speech)
    assert ears.responses == ["utter_which_tariff"]
    assert ears.messages[0]["buttons"][0] == {
        "title": "Zuhause M",
        "payload": '/ask_tariff_details{"tariff": "Zuhause M"}',
    }


async def test_an_ambiguous_name_offers_what_it_may_mean(ears: Ears) -> None:
    await Tariffs(MemoryBackOffice()).details(talk(("tariff", "M")), ears.speech)
    assert (ears.responses, ears.titles) == (["utter_tariff_ambiguous"], ["Zuhause M", "Mobil M"])


async def test_an_unknown_tariff_is_said_not_to_exist(ears: Ears) -> None:
    office = MemoryBackOffice(offered=(ZUHAUSE_M, TV_PLUS))
    await Tariffs(office).details(talk(("tariff", "Komfort")), ears.speech)
    assert ears.responses == ["utter_tariff_unknown"]
    assert ears.value("wanted") == "Komfort"
    assert ears.value("names") == "Zuhause M und TV Plus"


async def test_the_overview_shows_what_kinds_there_are(ears: Ears) -> None:
    await Tariffs(MemoryBackOffice()).overview(talk(), ears.speech)
    assert "• Festnetz & Internet: ab 34,99 € im Monat" in ears.value("families")
    assert ears.titles == ["Internet", "Mobilfunk", "Fernsehen"]


@pytest.mark.parametrize(
    ("service", "names"),
    [
        ("mobile", ["Mobil M"]),
        ("tv", ["TV Plus"]),
        ("phone", ["Zuhause M", "Zuhause L", "Zuhause XL", "Glasfaser 250", "Glasfaser 1000"]),
    ],
)
async def test_the_overview_of_a_service_lists_its_tariffs(
    ears: Ears, service: str, names: list[str]
) -> None:
    await Tariffs(MemoryBackOffice()).overview(talk(("service", service)), ears.speech)
    assert (ears.responses, ears.titles) == (["utter_tariff_list"], names)


@pytest.mark.parametrize("office", [MemoryBackOffice(broken=True), MemoryBackOffice(offered=())])
@pytest.mark.parametrize("action", ["action_tariff_overview", "action_tariff_details"])
async def test_without_a_catalogue_a_person_is_called(
    ears: Ears, office: MemoryBackOffice, action: str
) -> None:
    await Tariffs(office).actions()[action](talk(), ears.speech)
    assert ears.responses == ["utter_catalogue_unavailable"]
    assert ears.signal is not None
    assert ears.signal.reason is Reason.BOT_UNAVAILABLE
