"""Topic contracts: what is explained, and what is left to people."""

import pytest

from actions.contracts import Contracts
from conversation.signals import Reason
from tests.actions.stage import Ears, MemoryBackOffice, MemoryEncoder, knowledge, slots_of, talk


@pytest.fixture
def ears() -> Ears:
    return Ears()


def contracts(
    office: MemoryBackOffice | None = None, encoder: MemoryEncoder | None = None
) -> Contracts:
    return Contracts(office or MemoryBackOffice(), knowledge=knowledge(encoder))


@pytest.mark.parametrize(
    "said",
    [
        "Ich will NICHT kündigen, nur die Kündigungsfrist wissen.",
        "keine Kündigung, wie lange ist die Kündigungsfrist?",
        "will net kündige, bloß Kündigungsfrist wissen",
    ],
)
async def test_who_only_wants_the_notice_period_is_not_taken_for_leaving(
    ears: Ears, said: str
) -> None:
    await contracts().cancel(talk(text=said), ears.speech)
    assert ears.responses == ["utter_knowledge"]
    assert ears.value("source") == "Vertragsbedingungen, Kündigung"
    assert ears.signal is None


@pytest.mark.parametrize(
    "said",
    [
        "Hiermit kündige ich",
        "ich will nur noch raus aus dem Vertrag",
        "kündigen bitte",
        "bin nicht zufrieden kündige zum nächsten termin",
        "warum kann ich auf der Seite nicht kündigen? bitte beenden",
        "ich will nicht mehr. Bitte kündigen.",
    ],
)
async def test_who_leaves_gets_a_person(ears: Ears, said: str) -> None:
    events = await contracts().cancel(talk(text=said), ears.speech)
    assert ears.responses == ["utter_cancellation_to_person"]
    assert ears.signal is not None
    assert ears.signal.reason is Reason.COMPLEXITY
    assert "kündigen" in ears.signal.summary
    assert slots_of(events) == {"last_topic": "contracts", "requested_slot": None}


async def test_the_wished_tariff_and_its_price_are_named_before_a_person_changes_it(
    ears: Ears,
) -> None:
    await contracts().change(talk(text="von Zuhause M auf Zuhause XL wechseln"), ears.speech)
    assert (ears.value("name"), ears.value("price")) == ("Zuhause XL", "44,99 €")
    assert ears.signal is not None
    assert ears.signal.summary.startswith("Möchte zu Zuhause XL (44,99 € im Monat) wechseln.")


async def test_the_tariff_just_shown_is_meant_by_pointing_at_it(ears: Ears) -> None:
    dialogue = talk(text="den nehme ich", slots={"shown_tariffs": "Zuhause L"})
    await contracts().change(dialogue, ears.speech)
    assert ears.value("name") == "Zuhause L"


@pytest.mark.parametrize("office", [MemoryBackOffice(), MemoryBackOffice(broken=True)])
async def test_without_a_clear_name_a_person_asks(ears: Ears, office: MemoryBackOffice) -> None:
    await contracts(office).change(talk(text="Tarif wechseln, schneller"), ears.speech)
    assert ears.responses == ["utter_change_to_person"]
    assert ears.signal is not None
    assert ears.signal.reason is Reason.COMPLEXITY


async def test_a_renewal_goes_to_a_person(ears: Ears) -> None:
    await contracts().extend(talk(text="Vertrag verlängern"), ears.speech)
    assert ears.signal is not None
    assert ears.signal.summary == "Möchte den Vertrag verlängern."


async def test_who_moves_hears_what_to_do_and_a_person_is_offered(ears: Ears) -> None:
    broken = MemoryEncoder(broken=True)
    events = await contracts(encoder=broken).relocate(talk(text="ich ziehe um"), ears.speech)
    assert ears.responses == ["utter_knowledge", "utter_relocation_place"]
    assert "vier Wochen" in ears.value("answer")
    assert slots_of(events) == {"last_topic": "contracts", "offer": "human"}


async def test_the_new_postcode_is_looked_up_at_once(ears: Ears) -> None:
    dialogue = talk(("postal_code", "24937"), text="ich ziehe nach 24937")
    *_, last = await contracts().relocate(dialogue, ears.speech)
    assert (last["event"], last["name"]) == ("followup", "action_check_availability")


async def test_a_pressed_button_lets_choose_the_clause_and_then_explains_it(ears: Ears) -> None:
    await contracts().clause(talk(text="/ask_contract_clause"), ears.speech)
    assert ears.responses == ["utter_which_clause"]
    assert "Kündigungsfrist" in ears.titles
    pressed = talk(("wording", "Kündigungsfrist"), text='/ask_contract_clause{"wording": "…"}')
    await contracts().clause(pressed, ears.speech)
    assert ears.responses[-1] == "utter_knowledge"


@pytest.mark.parametrize(
    ("slots", "intents", "follows"),
    [
        ({"shown_tariffs": "Zuhause M"}, ("ask_tariff_details", "ask_contract_clause"), True),
        ({"shown_tariffs": "Zuhause M"}, ("greet", "ask_contract_clause"), False),
        ({}, ("ask_tariff_details", "ask_contract_clause"), False),
    ],
)
async def test_a_term_asked_for_right_after_a_tariff_is_that_tariffs(
    ears: Ears, slots: dict[str, str], intents: tuple[str, ...], follows: bool
) -> None:
    dialogue = talk(text="und die Laufzeit?", slots=slots, intents=intents)
    events = await contracts().clause(dialogue, ears.speech)
    names = [each["name"] for each in events if each["event"] == "followup"]
    assert names == (["action_tariff_details"] if follows else [])


async def test_what_somebody_does_not_want_is_not_what_is_looked_up(ears: Ears) -> None:
    said = "Ich will nicht kündigen, nur wissen: Wo stehen die Vertragsbedingungen?"
    await contracts().clause(talk(text=said), ears.speech)
    assert ears.value("source") == "Hilfe, Vertragsunterlagen"
