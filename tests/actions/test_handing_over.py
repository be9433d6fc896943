"""Topics handoff and other: when a person is called, and what the agent reads then."""

import pytest

from actions.handoff import Handoff
from conversation.signals import Reason
from tests.actions.stage import Ears, other, slots_of, talk


@pytest.fixture
def ears() -> Ears:
    return Ears()


async def test_the_wish_for_a_person_leaves_every_form_and_announces_nothing(ears: Ears) -> None:
    events = await Handoff().request_human(talk(), ears.speech)
    assert ears.responses == []
    assert ears.signal is not None
    assert ears.signal.reason is Reason.REQUESTED
    assert slots_of(events) == {"requested_slot": None}
    assert [each["event"] for each in events] == ["active_loop", "slot"]


@pytest.mark.parametrize(
    ("slots", "summary"),
    [
        ({}, "Möchte mit einem Menschen sprechen."),
        (
            {"last_topic": "outages", "postal_code": "24118", "service": "tv"},
            "Möchte mit einem Menschen sprechen. "
            "Zuletzt ging es um eine Störung (24118, Fernsehen).",
        ),
        (
            {"last_topic": "tariffs", "tariff": "XL", "postal_code": "24118"},
            "Möchte mit einem Menschen sprechen. Zuletzt ging es um Tarife (XL).",
        ),
        (
            {"last_topic": "tariffs"},
            "Möchte mit einem Menschen sprechen. Zuletzt ging es um Tarife.",
        ),
    ],
)
async def test_the_agent_reads_what_it_was_about(
    ears: Ears, slots: dict[str, str], summary: str
) -> None:
    await Handoff().request_human(talk(slots=slots), ears.speech)
    assert ears.signal is not None
    assert ears.signal.summary == summary


async def test_a_complaint_is_met_with_regret(ears: Ears) -> None:
    await Handoff().complain(talk(), ears.speech)
    assert ears.responses == ["utter_sorry"]
    assert ears.signal is not None
    assert ears.signal.reason is Reason.ANGER


async def test_the_first_misunderstanding_offers_what_may_have_been_meant(ears: Ears) -> None:
    ranking = ("nlu_fallback", "greet", "report_outage", "request_human", "ask_tariff_details")
    await other().clarify(talk(intents=("nlu_fallback",), ranking=ranking), ears.speech)
    assert ears.responses == ["utter_did_you_mean"]
    assert ears.titles == [
        "Etwas funktioniert nicht",
        "Details zu einem Tarif",
        "Mit einem Menschen sprechen",
    ]
    assert ears.signal is None


async def test_where_nothing_is_likely_the_topics_are_offered(ears: Ears) -> None:
    await other().clarify(talk(intents=("nlu_fallback",)), ears.speech)
    assert len(ears.titles) == 4


async def test_the_second_misunderstanding_in_a_row_calls_a_person(ears: Ears) -> None:
    intents = ("greet", "nlu_fallback", "nlu_fallback")
    await other().clarify(talk(intents=intents, loop="outage_form"), ears.speech)
    assert ears.responses == []
    assert ears.signal is not None
    assert ears.signal.reason is Reason.REPEATED_MISUNDERSTANDING


async def test_inside_a_form_the_question_itself_is_enough(ears: Ears) -> None:
    await other().clarify(talk(intents=("nlu_fallback",), loop="outage_form"), ears.speech)
    assert (ears.responses, ears.titles) == (["utter_not_understood"], [])


@pytest.mark.parametrize(
    ("found", "topic", "followed_by"),
    [
        (("tariff", "XL"), None, "action_tariff_details"),
        (("postal_code", "24118"), "outages", "outage_form"),
        (("city", "Kiel"), "outages", "outage_form"),
        (("service", "tv"), "outages", "outage_form"),
        (("ticket_number", "T-48213"), None, "action_ticket_status"),
        (("appointment_number", "A-1093"), None, "action_appointment"),
        (("date", "morgen"), "appointments", "action_book_appointment"),
        (("device", "router"), "devices", "action_device_help"),
    ],
)
async def test_a_bare_answer_goes_to_its_topic(
    ears: Ears, found: tuple[str, str], topic: str | None, followed_by: str
) -> None:
    (event,) = await other().inform(talk(found, slots={"last_topic": topic}), ears.speech)
    assert (event["event"], event["name"]) == ("followup", followed_by)
    assert ears.messages == []


async def test_bare_data_with_a_technician_in_it_is_a_wish(ears: Ears) -> None:
    dialogue = talk(("date", "25.12"), text="techniker am 25.12.")
    (event,) = await other().inform(dialogue, ears.speech)
    assert event["name"] == "action_book_appointment"


async def test_a_customer_number_takes_up_what_waited_for_it(ears: Ears) -> None:
    slots = {"pending_action": "action_bill"}
    dialogue = talk(("customer_number", "[KUNDENNUMMER_1]"), slots=slots)
    (event,) = await other().inform(dialogue, ears.speech)
    assert event["name"] == "action_bill"


@pytest.mark.parametrize("topic", [None, "tariffs"])
async def test_a_postcode_out_of_the_blue_is_asked_about(ears: Ears, topic: str | None) -> None:
    dialogue = talk(("postal_code", "24118"), slots={"last_topic": topic})
    assert await other().inform(dialogue, ears.speech) == []
    assert ears.responses == ["utter_noted"]


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("bitte keinen mitarbeiter", False),
        ("nicht zu einem mitarbeiter durchstellen", False),
        ("endlich mal keine hotline, wo ich mit leuten reden muss. ist das tv gestört?", False),
        ("schön, dass ich mit niemandem telefonieren muss", False),
        ("ich will nicht mit einem bot reden müssen", True),
        ("ich will einen menschen", True),
        ("ist da denn kein mensch?", True),
        ("kein mitarbeiter meldet sich, verbindet mich", True),
        ("kann nicht mehr warten will mitarbeiter", True),
        ("ich will nicht mit einem bot reden, gebt mir einen mitarbeiter", True),
    ],
)
async def test_who_wants_no_person_gets_none(ears: Ears, said: str, wanted: bool) -> None:
    await Handoff().request_human(talk(text=said), ears.speech)
    assert (ears.signal is not None) is wanted
    assert ("utter_no_person" in ears.responses) is not wanted


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("Wie ist denn eure Telefonnummer?", False),
        ("service hotline nummer?", False),
        ("Haben Sie eine Hotline?", False),
        ("gebt mir die hotline nummer, ich will mit einem menschen reden", True),
        ("Verbinde mich mit der Hotline", True),
        ("ruft mich zurück", True),
    ],
)
async def test_who_asks_for_a_number_is_told_it(ears: Ears, said: str, wanted: bool) -> None:
    events = await Handoff(phone="0431 5550100").request_human(talk(text=said), ears.speech)
    assert (ears.signal is not None) is wanted
    assert ("utter_phone_number" in ears.responses) is not wanted
    assert wanted or slots_of(events) == {"offer": "human"}


async def test_without_a_number_a_person_comes(ears: Ears) -> None:
    await Handoff().request_human(talk(text="Wie ist eure Telefonnummer?"), ears.speech)
    assert ears.signal is not None
