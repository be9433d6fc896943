"""Topic outages: what is said about faults, and what is taken for a postcode."""

from datetime import timedelta
from typing import Any

import pytest

from actions.backoffice import Problem
from actions.dialogue import Dialogue, Found
from actions.outages import INVALID, Outages
from conversation.signals import Reason
from tests.actions.stage import NOW, Ears, MemoryBackOffice, slots_of, talk


@pytest.fixture
def ears() -> Ears:
    return Ears()


def fault(*services: str, ends_in: float | None = None) -> Problem:
    end = None if ends_in is None else NOW + timedelta(hours=ends_in)
    return Problem(
        description="Ein Kabel ist defekt.",
        services=services,
        since=NOW - timedelta(hours=2),
        expected_end=end,
    )


def outages(*problems: Problem, broken: bool = False) -> Outages:
    office = MemoryBackOffice(problems={"24118": problems}, broken=broken)
    return Outages(office, now=lambda: NOW)


async def status(ears: Ears, *problems: Problem, **slots: str) -> dict[str, Any]:
    dialogue = talk(slots={"postal_code": "24118", **slots}, intents=("ask_outage_status",))
    return slots_of(await outages(*problems).status(dialogue, ears.speech))


@pytest.mark.parametrize(
    ("ends_in", "said"),
    [
        (5.75, "Voraussichtlich ist sie heute um 16:00 Uhr behoben."),
        (None, "Wann sie behoben ist, steht noch nicht fest."),
        (-1, "Sie dauert länger als erwartet, unsere Technik ist dran."),
    ],
)
async def test_a_fault_is_told_with_its_end(ears: Ears, ends_in: float | None, said: str) -> None:
    await status(ears, fault("internet", ends_in=ends_in), service="internet")
    assert ears.responses == ["utter_outage_running"]
    assert ears.value("since") == "heute um 8:15 Uhr"
    assert ears.value("end") == said


async def test_a_fault_that_names_no_service_concerns_everybody(ears: Ears) -> None:
    await status(ears, fault(), service="tv")
    assert ears.responses == ["utter_outage_running"]


async def test_no_more_than_three_faults_are_told_at_once(ears: Ears) -> None:
    await status(ears, *(fault("internet") for _ in range(5)))
    assert ears.responses == ["utter_outage_running"] * 3


async def test_a_fault_of_another_service_is_told_as_such(ears: Ears) -> None:
    await status(ears, fault("tv"), fault("mobile", "tv"), service="internet")
    assert ears.responses[0] == "utter_outage_elsewhere"
    assert ears.value("services") == "Fernsehen und Mobilfunk"


async def test_a_fault_of_a_service_without_a_german_name_is_no_reason_to_fail(
    ears: Ears,
) -> None:
    await status(ears, fault("smart-home"), service="internet")
    assert ears.value("services") == "smart-home"


async def test_where_nothing_is_known_a_yes_would_mean_help(ears: Ears) -> None:
    slots = await status(ears)
    assert ears.responses == ["utter_no_outage"]
    assert slots["offer"] == "first_steps"


async def test_who_reported_gets_help_at_once(ears: Ears) -> None:
    dialogue = talk(
        slots={"postal_code": "24118", "service": "tv"},
        intents=("ask_outage_status", "report_outage", "inform"),
    )
    events = await outages().status(dialogue, ears.speech)
    assert ears.responses == ["utter_no_outage_for_report", "utter_first_steps"]
    assert "Receiver" in ears.value("steps")
    assert slots_of(events)["offer"] == "helped"
    assert slots_of(events)["steps_given"] == "tv"


def reported(text: str, intent: str = "report_outage", **slots: str) -> Dialogue:
    return talk(
        slots={"postal_code": "24118", **slots}, text=text, texts=(text,), intents=(intent,)
    )


async def test_a_slow_line_has_steps_of_its_own(ears: Ears) -> None:
    dialogue = reported("netflix ruckelt", "report_slow_connection", service="internet")
    await outages().status(dialogue, ears.speech)
    assert "LAN-Kabel" in ears.value("steps")


async def test_a_device_that_is_named_has_steps_of_its_own(ears: Ears) -> None:
    await outages().status(reported("repeater tot", device="repeater"), ears.speech)
    assert "Repeater" in ears.value("steps")


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("internet tot, router schon neu gestartet", {}),
        ("Hab schon alles neu gestartet. Kabel sind auch drin. Trotzdem geht nix", {}),
        ("geht immer noch nicht", {"steps_given": "internet"}),
        ("tv geht immer noch nicht", {"steps_given": "tv", "service": "tv"}),
    ],
)
async def test_who_has_tried_all_that_gets_a_ticket(
    ears: Ears, text: str, slots: dict[str, str]
) -> None:
    events = await outages().status(reported(text, **slots), ears.speech)
    assert [each["name"] for each in events if each["event"] == "followup"] == [
        "action_open_ticket"
    ]
    assert "utter_first_steps" not in ears.responses


@pytest.mark.parametrize(
    "text", ["alles schon probiert, bringt nix. bitte meldet das als Störung", "hat nichts genützt"]
)
async def test_steps_in_vain_lead_to_a_ticket_whatever_they_were_taken_for(
    ears: Ears, text: str
) -> None:
    dialogue = talk(
        slots={"postal_code": "24118", "steps_given": "internet"},
        text=text,
        texts=("24118", text),
        intents=("report_outage", "ask_outage_status"),
        said_before=("utter_no_outage_for_report", "utter_first_steps"),
    )
    events = await outages().status(dialogue, ears.speech)
    assert [each["name"] for each in events if each["event"] == "followup"] == [
        "action_open_ticket"
    ]
    assert ears.responses == []


async def test_who_asks_again_whether_something_is_known_gets_no_ticket(ears: Ears) -> None:
    text = "ist da wirklich keine störung bekannt?"
    dialogue = talk(
        slots={"postal_code": "24118", "steps_given": "internet"},
        text=text,
        texts=("internet tot", text),
        intents=("report_outage", "ask_outage_status"),
        said_before=("utter_first_steps",),
    )
    events = await outages().status(dialogue, ears.speech)
    assert ears.responses == ["utter_no_outage"]
    assert not any(each["event"] == "followup" for each in events)


async def test_who_wants_a_fault_taken_down_reports_it_however_it_was_understood(
    ears: Ears,
) -> None:
    dialogue = reported("bitte nehmt das als störung auf", "ask_outage_status")
    await outages().status(dialogue, ears.speech)
    assert ears.responses == ["utter_no_outage_for_report", "utter_first_steps"]


async def test_another_service_begins_with_its_own_steps(ears: Ears) -> None:
    await outages().status(reported("tv weg", steps_given="internet", service="tv"), ears.speech)
    assert "utter_first_steps" in ears.responses


async def test_a_known_fault_means_no_ticket(ears: Ears) -> None:
    dialogue = reported("geht immer noch nicht", steps_given="internet")
    events = await outages(fault("internet")).status(dialogue, ears.speech)
    assert ears.responses == ["utter_outage_running"]
    assert not any(each["event"] == "followup" for each in events)


@pytest.mark.parametrize(
    ("text", "device", "word"),
    [
        ("wie starte ich den router neu", "router", "Strom"),
        ("Wo steht das WLAN-Passwort?", None, "Aufkleber"),
        ("puk vergessen", None, "PUK"),
        ("was heißt lampe orange am modem", "modem", "Rot heißt"),
        ("Sendersuchlauf Receiver", "Receiver", "Sendersuche"),
        ("repeater koppeln", "repeater", "WPS"),
        ("neue sim-karte einlegen?", "sim-karte", "Träger"),
        ("esim aufs neue iphone", "esim", "QR-Code"),
        ("WO IST DER BLÖDE RESETKNOPF am router", "router", "Büroklammer"),
    ],
)
async def test_a_device_is_explained_and_never_a_ticket(
    ears: Ears, text: str, device: str | None, word: str
) -> None:
    found = [("device", device)] if device else []
    dialogue = talk(*found, text=text, texts=(text,), intents=("ask_device_help",))
    events = await outages().device_help(dialogue, ears.speech)
    assert ears.responses == ["utter_device_steps"]
    assert word in ears.value("steps")
    assert slots_of(events)["offer"] == "device_helped"


async def test_a_device_that_is_named_with_steps_in_vain_is_not_explained_again(ears: Ears) -> None:
    text = "das ist der router, lampe blinkt. neustart hab ich schon 2x gemacht, hilft nicht"
    told = ("utter_first_steps",)
    dialogue = talk(text=text, texts=(text,), intents=("ask_device_help",), said_before=told)
    (event,) = await outages().device_help(dialogue, ears.speech)
    assert (event["event"], event["name"]) == ("followup", "action_open_ticket")


async def test_an_unknown_device_is_asked_for_and_what_was_wanted_is_kept(ears: Ears) -> None:
    question = "wie starte ich das ding neu"
    dialogue = talk(text=question, texts=(question,), intents=("ask_device_help",))
    await outages().device_help(dialogue, ears.speech)
    assert ears.responses == ["utter_which_device"]
    answer = talk(
        ("device", "Receiver"),
        text="der receiver",
        texts=(question, "der receiver"),
        intents=("ask_device_help", "inform"),
    )
    await outages().device_help(answer, ears.speech)
    assert ears.responses[-1] == "utter_device_steps"


async def test_what_is_wanted_with_a_device_is_asked_for(ears: Ears) -> None:
    dialogue = talk(("device", "router"), text="router", texts=("router",), intents=("inform",))
    await outages().device_help(dialogue, ears.speech)
    assert ears.responses == ["utter_which_device_wish"]


async def test_help_that_was_not_enough_leads_to_the_line(ears: Ears) -> None:
    events = await outages().device_no_help(talk(), ears.speech)
    assert slots_of(events)["offer"] == "check_outage"


async def test_a_failing_back_office_is_admitted(ears: Ears) -> None:
    dialogue = talk(slots={"postal_code": "24118", "last_topic": "outages"})
    await outages(broken=True).status(dialogue, ears.speech)
    assert ears.responses == ["utter_outages_unavailable"]
    assert ears.signal is not None
    assert ears.signal.reason is Reason.BOT_UNAVAILABLE
    assert "24118" in ears.signal.summary


async def test_without_a_postcode_there_is_nothing_to_say(ears: Ears) -> None:
    assert await outages().status(talk(), ears.speech) == []
    assert ears.messages == []


async def checked(ears: Ears, given: str, **known: Any) -> list[dict[str, Any]]:
    dialogue = talk(text=given, candidates={"postal_code": given}, **known)
    return await outages().validate(dialogue, ears.speech)


@pytest.mark.parametrize("given", ["24118", "PLZ 24118", "D-24118", "24118.", "01067"])
async def test_five_digits_are_a_postcode(ears: Ears, given: str) -> None:
    assert slots_of(await checked(ears, given))["postal_code"] in {"24118", "01067"}


@pytest.mark.parametrize("given", ["2411", "241188", "00123", "keine Ahnung", "[IBAN_1]"])
async def test_anything_else_is_said_to_be_none(ears: Ears, given: str) -> None:
    assert slots_of(await checked(ears, given)) == {"postal_code": None}
    assert ears.responses == [INVALID]


async def test_the_second_time_in_a_row_a_person_is_called(ears: Ears) -> None:
    events = await checked(ears, "2411", said_before=(INVALID,))
    assert ears.signal is not None
    assert ears.signal.reason is Reason.REPEATED_MISUNDERSTANDING
    assert {"event": "active_loop", "name": None, "timestamp": None} in events
    assert slots_of(events) == {"postal_code": None, "requested_slot": None}


async def test_a_service_instead_of_a_postcode_is_no_mistake(ears: Ears) -> None:
    dialogue = talk(("service", "tv"), text="Fernsehen", candidates={"postal_code": "Fernsehen"})
    assert slots_of(await outages().validate(dialogue, ears.speech)) == {"postal_code": None}
    assert ears.messages == []


async def test_a_city_takes_the_postcode_named_before_back(ears: Ears) -> None:
    dialogue = talk(
        ("city", "Flensburg"), text="und in Flensburg?", candidates={"postal_code": "24118"}
    )
    assert slots_of(await outages().validate(dialogue, ears.speech)) == {"postal_code": None}
    assert ears.value("city") == "Flensburg"


async def test_a_city_beside_its_postcode_takes_nothing_back(ears: Ears) -> None:
    dialogue = talk(("city", "Kiel"), text="24118 Kiel", candidates={"postal_code": "24118"})
    assert slots_of(await outages().validate(dialogue, ears.speech)) == {"postal_code": "24118"}


async def test_where_no_postcode_was_given_nothing_is_checked(ears: Ears) -> None:
    assert await outages().validate(talk(), ears.speech) == []


SERVICES = [("service", "mobile"), ("service", "internet")]


@pytest.mark.parametrize(
    ("text", "first", "broken"),
    [
        ("kein empfang aufm handy, bin grad im cafe wlan", ("handy", "wlan"), "mobile"),
        ("handy läuft, aber das internet ist tot", ("handy", "internet"), "internet"),
        ("übers handy geschrieben: internet geht nicht", ("handy", "internet"), "internet"),
    ],
)
async def test_of_two_services_it_is_the_one_in_trouble(
    ears: Ears, text: str, first: tuple[str, str], broken: str
) -> None:
    found = tuple(
        Found(*each, start=text.index(word)) for each, word in zip(SERVICES, first, strict=True)
    )
    dialogue = Dialogue(text=text, found=found, intents=("report_outage",))
    assert slots_of(await outages().validate(dialogue, ears.speech))["service"] == broken


async def test_one_service_needs_no_choice(ears: Ears) -> None:
    dialogue = talk(("service", "tv"), text="tv geht nicht", intents=("report_outage",))
    assert "service" not in slots_of(await outages().validate(dialogue, ears.speech))


async def test_when_it_is_done_is_asked_of_the_ticket_just_told(ears: Ears) -> None:
    told = {"slots": {"postal_code": "24118"}, "intents": ("ask_outage_status",)}
    dialogue = talk(text="wann ist das fertig?", said_before=("utter_ticket_in_progress",), **told)
    (event,) = await outages().status(dialogue, ears.speech)
    assert event["name"] == "action_ticket_status"
    elsewhere = talk(("postal_code", "24118"), said_before=("utter_ticket_in_progress",), **told)
    await outages().status(elsewhere, ears.speech)
    assert ears.responses == ["utter_no_outage"]


async def test_in_public_one_fault_is_enough(ears: Ears) -> None:
    await status(ears, fault("tv"), fault("tv"), service="tv", channel="x_public")
    assert ears.responses == ["utter_outage_running"]
