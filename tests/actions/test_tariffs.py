"""Topic tariffs: what is said about the catalogue."""

from dataclasses import replace

import pytest

from actions.tariffs import Tariffs
from conversation.signals import Reason
from tests.actions.stage import (
    MOBIL_M,
    OFFERINGS,
    TV_PLUS,
    ZUHAUSE_M,
    Ears,
    MemoryBackOffice,
    knowledge,
    slots_of,
    talk,
)


@pytest.fixture
def ears() -> Ears:
    return Ears()


def tariffs(office: MemoryBackOffice | None = None) -> Tariffs:
    return Tariffs(office or MemoryBackOffice(), knowledge=knowledge())


async def test_a_tariff_is_explained_with_all_that_the_catalogue_knows(ears: Ears) -> None:
    dialogue = talk(("tariff", "zuhause m"))
    events = await tariffs().details(dialogue, ears.speech)
    assert ears.responses == ["utter_tariff_details"]
    assert (ears.value("name"), ears.value("price")) == ("Zuhause M", "34,99 €")
    facts = ears.value("facts")
    assert "50 Mbit/s im Download und 2,4 Mbit/s im Upload" in facts
    assert "Telefon-Flatrate; Router zur Miete" in facts
    assert "Einmalig kommen 69,95 € dazu." in facts
    assert "mindestens 24 Monate" in facts
    assert "Frist von einem Monat" in facts
    assert slots_of(events) == {
        "last_topic": "tariffs",
        "tariff": "Zuhause M",
        "shown_tariffs": "Zuhause M",
        "aspects": None,
    }


async def test_what_the_catalogue_does_not_know_is_left_out(ears: Ears) -> None:
    await tariffs().details(talk(("tariff", "TV Plus")), ears.speech)
    assert ears.value("facts") == "170 Sender, 150 davon in HD."


async def test_no_setup_fee_is_worth_a_word(ears: Ears) -> None:
    await tariffs().details(talk(("tariff", "Glasfaser 1000")), ears.speech)
    assert "keine einmaligen Kosten" in ears.value("facts")


async def test_a_question_without_a_name_is_about_the_tariff_named_before(ears: Ears) -> None:
    await tariffs().details(talk(slots={"tariff": "TV Plus"}), ears.speech)
    assert ears.value("name") == "TV Plus"


async def test_where_no_tariff_was_named_the_customer_may_choose(ears: Ears) -> None:
    await tariffs().details(talk(), ears.speech)
    assert ears.responses == ["utter_which_tariff"]
    assert ears.messages[0]["buttons"][0] == {
        "title": "Zuhause M",
        "payload": '/ask_tariff_details{"tariff": "Zuhause M"}',
    }


async def test_an_ambiguous_name_offers_what_it_may_mean(ears: Ears) -> None:
    await tariffs().details(talk(("tariff", "M")), ears.speech)
    assert (ears.responses, ears.titles) == (["utter_tariff_ambiguous"], ["Zuhause M", "Mobil M"])


async def test_an_unknown_tariff_is_said_not_to_exist(ears: Ears) -> None:
    office = MemoryBackOffice(offered=(ZUHAUSE_M, TV_PLUS))
    await tariffs(office).details(talk(("tariff", "Komfort")), ears.speech)
    assert ears.responses == ["utter_tariff_unknown"]
    assert ears.value("wanted") == "Komfort"
    assert ears.value("names") == "Zuhause M und TV Plus"


async def test_the_overview_shows_what_kinds_there_are(ears: Ears) -> None:
    await tariffs().overview(talk(), ears.speech)
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
    await tariffs().overview(talk(("service", service)), ears.speech)
    assert (ears.responses, ears.titles) == (["utter_tariff_list"], names)


@pytest.mark.parametrize("office", [MemoryBackOffice(broken=True), MemoryBackOffice(offered=())])
@pytest.mark.parametrize(
    "action", ["action_tariff_overview", "action_tariff_details", "action_compare_tariffs"]
)
async def test_without_a_catalogue_a_person_is_called(
    ears: Ears, office: MemoryBackOffice, action: str
) -> None:
    await tariffs(office).actions()[action](talk(), ears.speech)
    assert ears.responses == ["utter_catalogue_unavailable"]
    assert ears.signal is not None
    assert ears.signal.reason is Reason.BOT_UNAVAILABLE


async def test_features_are_left_out_where_the_answer_would_be_too_long(ears: Ears) -> None:
    wordy = replace(ZUHAUSE_M, traits={**ZUHAUSE_M.traits, "features": ("Telefon " * 12,)})
    office = MemoryBackOffice(offered=(wordy,))
    await tariffs(office).details(talk(("tariff", "Zuhause M")), ears.speech)
    assert "Telefon" not in ears.value("facts")


@pytest.mark.parametrize(
    ("asked", "facts"),
    [
        ("und wie schnell ist da der Upload?", "bis 2,4 Mbit/s im Upload"),
        ("und die Laufzeit?", "24 Monate Mindestlaufzeit"),
        ("Kündigungsfrist?", "ein Monat Kündigungsfrist"),
        ("und was kostet der?", "34,99 € im Monat"),
        ("gibt es eine Anschlussgebühr", "69,95 € einmalig"),
        ("wie schnell ist der", "bis 50 Mbit/s im Download und bis 2,4 Mbit/s im Upload"),
        ("was ist alles dabei", "dabei sind Telefon-Flatrate und Router zur Miete"),
        ("ist ein router dabei?", "Router zur Miete"),
        ("ist telefon dabei?", "Telefon-Flatrate"),
    ],
)
async def test_a_follow_up_gets_exactly_what_it_asks_for(
    ears: Ears, asked: str, facts: str
) -> None:
    await tariffs().details(talk(text=asked, slots={"shown_tariffs": "Zuhause M"}), ears.speech)
    assert ears.responses == ["utter_tariff_fact"]
    assert ears.value("facts") == facts


async def test_what_a_tariff_does_not_have_is_not_made_up(ears: Ears) -> None:
    dialogue = talk(text="und wie viele Sender?", slots={"shown_tariffs": "Zuhause M"})
    events = await tariffs().details(dialogue, ears.speech)
    assert ears.responses == ["utter_tariff_fact_unknown"]
    assert slots_of(events)["offer"] == "human"


async def test_the_same_question_goes_on_with_another_tariff(ears: Ears) -> None:
    dialogue = talk(text="und beim Zuhause M?", slots={"aspects": "upload"})
    await tariffs().details(dialogue, ears.speech)
    assert ears.value("facts") == "bis 2,4 Mbit/s im Upload, 34,99 € im Monat"


async def test_the_answer_to_the_question_which_tariff_gets_what_was_asked(ears: Ears) -> None:
    known = {"slots": {"aspects": "upload"}, "said_before": ("utter_which_tariff",)}
    await tariffs().details(talk(text="Zuhause M", **known), ears.speech)
    assert ears.value("facts") == "bis 2,4 Mbit/s im Upload"


async def test_a_question_that_any_tariff_answers_alike_needs_none(ears: Ears) -> None:
    await tariffs().details(talk(text="Wie lange ist die Kündigungsfrist?"), ears.speech)
    assert ears.responses == ["utter_knowledge"]


async def test_two_named_tariffs_are_held_side_by_side(ears: Ears) -> None:
    dialogue = talk(text="Unterschied zwischen Zuhause L und XL?")
    events = await tariffs().compare(dialogue, ears.speech)
    assert ears.value("names") == "Zuhause L / Zuhause XL"
    assert ears.value("differences").splitlines() == [
        "• Preis: 39,99 € / 44,99 € im Monat",
        "• Download bis: 100 / 250 Mbit/s",
    ]
    assert slots_of(events)["shown_tariffs"] == "Zuhause L / Zuhause XL"


async def test_after_a_comparison_a_question_is_answered_for_both(ears: Ears) -> None:
    slots = {"shown_tariffs": "Zuhause L / Zuhause XL"}
    await tariffs().details(talk(text="und wie schnell sind die?", slots=slots), ears.speech)
    assert ears.responses == ["utter_tariff_fact", "utter_tariff_fact"]


async def test_one_named_tariff_is_compared_with_the_one_shown_before(ears: Ears) -> None:
    # The engine has already put the new name into the slot `tariff`.
    slots = {"shown_tariffs": "Zuhause M", "tariff": "XL"}
    await tariffs().compare(talk(("tariff", "XL"), text="und zum XL?", slots=slots), ears.speech)
    assert ears.value("names") == "Zuhause M / Zuhause XL"


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (
            "vergleich mal",
            [
                "Zuhause M / Zuhause L",
                "Zuhause L / Zuhause XL",
                "Glasfaser 250 / Glasfaser 1000",
            ],
        ),
        ("Unterschied zum XL?", ["Zuhause L / Zuhause XL"]),
    ],
)
async def test_without_two_tariffs_it_is_asked_which(
    ears: Ears, text: str, pairs: list[str]
) -> None:
    await tariffs().compare(talk(text=text), ears.speech)
    assert (ears.responses, ears.titles) == (["utter_compare_which"], pairs)


async def test_names_of_several_families_are_settled_by_a_press(ears: Ears) -> None:
    office = MemoryBackOffice(offered=(*OFFERINGS, replace(MOBIL_M, name="Mobil L")))
    await tariffs(office).compare(talk(text="M oder L?"), ears.speech)
    assert ears.responses == ["utter_compare_ambiguous"]
    assert ears.titles == ["Zuhause M / Zuhause L", "Mobil M / Mobil L"]
    assert ears.messages[0]["buttons"][1]["payload"] == (
        '/compare_tariffs{"tariff": ["Mobil M", "Mobil L"]}'
    )


async def test_a_pressed_comparison_is_made(ears: Ears) -> None:
    pressed = talk(("tariff", "Zuhause L"), ("tariff", "Zuhause XL"), text="/compare_tariffs{}")
    await tariffs().compare(pressed, ears.speech)
    assert ears.value("names") == "Zuhause L / Zuhause XL"


async def test_tariffs_that_differ_in_nothing_are_said_to_be_alike(ears: Ears) -> None:
    office = MemoryBackOffice(offered=(ZUHAUSE_M, replace(ZUHAUSE_M, name="Zuhause L")))
    await tariffs(office).compare(talk(text="Zuhause M oder L"), ears.speech)
    assert ears.responses == ["utter_tariffs_alike"]


async def test_one_message_can_ask_for_a_tariff_and_a_place(ears: Ears) -> None:
    dialogue = talk(
        ("postal_code", "24118"), text="was kostet Glasfaser 250 und gibt es das in 24118?"
    )
    *_, last = await tariffs().details(dialogue, ears.speech)
    assert ears.responses == ["utter_tariff_details"]
    assert (last["event"], last["name"]) == ("followup", "availability_form")


async def test_a_bare_letter_means_the_tariff_that_was_shown(ears: Ears) -> None:
    shown = {"shown_tariffs": "Zuhause L / Mobil M"}
    await tariffs().details(talk(text="den M bitte", slots=shown), ears.speech)
    assert ears.value("name") == "Mobil M"


async def test_a_bare_letter_means_the_family_that_is_talked_about(ears: Ears) -> None:
    shown = {"shown_tariffs": "Zuhause L"}
    await tariffs().details(talk(text="und der M?", slots=shown), ears.speech)
    assert ears.value("name") == "Zuhause M"


async def test_data_to_be_bought_is_left_to_the_topic_that_knows(ears: Ears) -> None:
    dialogue = talk(text="und was kosten 5 gb extra", slots={"shown_tariffs": "Mobil M"})
    (event,) = await tariffs().details(dialogue, ears.speech)
    assert (event["event"], event["name"]) == ("followup", "action_data_volume")


async def test_what_is_asked_of_the_shown_tariff_and_another_is_told_of_both(ears: Ears) -> None:
    dialogue = talk(
        ("tariff", "Zuhause L"),
        text="wie schnell ist der, und der Zuhause L?",
        slots={"shown_tariffs": "Zuhause M"},
    )
    said = replace(dialogue, text="wie schnell ist der und der Zuhause L?")
    await tariffs().details(said, ears.speech)
    assert ears.responses == ["utter_tariff_fact", "utter_tariff_fact"]
    assert [each["name"] for each in ears.messages] == ["Zuhause M", "Zuhause L"]


async def test_a_short_list_is_remembered_so_that_its_tariffs_can_be_compared(ears: Ears) -> None:
    basis = replace(TV_PLUS, name="TV Basis")
    office = MemoryBackOffice(offered=(*OFFERINGS, basis))
    events = await tariffs(office).overview(talk(("service", "tv")), ears.speech)
    shown = slots_of(events)["shown_tariffs"]
    assert shown == "TV Plus / TV Basis"
    dialogue = talk(text="was kann plus was basis nich kann", slots={"shown_tariffs": shown})
    await tariffs(office).compare(dialogue, ears.speech)
    assert ears.responses[-1] in {"utter_tariffs_compared", "utter_tariffs_alike"}


async def test_in_public_a_list_is_short(ears: Ears) -> None:
    public = talk(("service", "internet"), slots={"channel": "x_public"})
    await tariffs().overview(public, ears.speech)
    assert ears.value("tariffs").splitlines()[0] == "Zuhause M: 34,99 €"
