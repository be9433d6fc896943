"""Topic tickets: how a case stands, and a ticket for what nobody knows yet."""

from datetime import timedelta
from typing import Any

import pytest

from actions.backoffice import Problem, TicketState
from actions.speech import Event
from actions.tickets import TicketDesk, ticket_number_in
from tests.actions.care import (
    CHECKED,
    MemoryCare,
    asked,
    at,
    followed,
    identity,
    ticket,
    visit,
)
from tests.actions.stage import NOW, Ears, slots_of

NEEDED = TicketState.TECHNICIAN_NEEDED
CLOSED = TicketState.CLOSED


@pytest.fixture
def ears() -> Ears:
    return Ears()


def desk(office: MemoryCare) -> TicketDesk:
    return TicketDesk(office, identity(office), now=lambda: NOW)


async def status(
    ears: Ears, office: MemoryCare, text: str = "ticket?", **slots: str
) -> list[Event]:
    dialogue = asked(text, "ask_ticket_status", **{**CHECKED, **slots})
    return await desk(office).status(dialogue, ears.speech)


async def opened(ears: Ears, office: MemoryCare, **parts: Any) -> list[Event]:
    before = parts.pop("before", [("netz tot, [TELEFON_1]", "report_outage")])
    dialogue = asked("nein", "deny", before=before, **CHECKED, **parts)
    return await desk(office).open(dialogue, ears.speech)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ticket T-48213 status?", "T-48213"),
        ("t-48213", "T-48213"),
        ("T48213", "T-48213"),
        ("vorgang 48213, wie schauts", "T-48213"),
        ("Ticketnummer: 48213", "T-48213"),
        ("48213", "T-48213"),
        ("die 48213 bitte", "T-48213"),
        ("wie steht's um meine meldung aus 24103 vom montag und überhaupt", None),
    ],
)
def test_a_ticket_number_is_read(text: str, number: str | None) -> None:
    assert ticket_number_in(asked(text, "ask_ticket_status")) == number


def test_five_digits_in_another_message_are_no_ticket() -> None:
    assert ticket_number_in(asked("24103", "inform")) is None


async def test_a_running_ticket_is_told_with_what_happens_next(ears: Ears) -> None:
    one = ticket("T-48213", expected=NOW + timedelta(days=1))
    events = await status(ears, MemoryCare(known_tickets=(one,)))
    assert ears.responses == ["utter_ticket_in_progress"]
    assert ears.value("day") == "gestern"
    assert ears.value("next") == "Voraussichtlich ist es morgen um 10:15 Uhr behoben."
    assert slots_of(events)["ticket_number"] == "T-48213"


async def test_where_a_technician_is_needed_one_is_offered(ears: Ears) -> None:
    one = ticket("T-48213", NEEDED, reason="Die Dose muss getauscht werden.")
    slots = slots_of(await status(ears, MemoryCare(known_tickets=(one,))))
    assert ears.value("reason") == "Die Dose muss getauscht werden."
    assert (slots["offer"], slots["visit_ticket"]) == ("book_appointment", "T-48213")


async def test_where_the_technician_is_booked_the_time_is_told(ears: Ears) -> None:
    booked = (visit("A-1", at(26, 8), ticket="T-48213"), visit("A-2", at(27, 8), ticket="T-1"))
    office = MemoryCare(known_tickets=(ticket("T-48213", NEEDED),), booked=booked)
    assert "offer" not in slots_of(await status(ears, office))
    assert ears.value("time") == "Donnerstag, 26.11., 8 bis 10 Uhr"


async def test_a_closed_ticket_can_be_opened_anew(ears: Ears) -> None:
    office = MemoryCare(known_tickets=(ticket("T-48213", CLOSED),))
    slots = slots_of(await status(ears, office))
    assert (ears.responses, slots["offer"]) == (["utter_ticket_is_closed"], "reopen_ticket")
    again = asked("ja", "affirm", ticket_number="T-48213", **CHECKED)
    events = await desk(office).reopen(again, ears.speech)
    ((report, _),) = office.opened
    assert "T-48213" in report.description
    assert slots_of(events)["ticket_number"] == "T-50001"


async def test_of_several_open_tickets_one_is_chosen(ears: Ears) -> None:
    office = MemoryCare(known_tickets=(ticket("T-1", NEEDED), ticket("T-48213")))
    events = await status(ears, office)
    assert followed(events) == ["choice_form"]
    assert slots_of(events)["pending_action"] == "action_ticket_status"
    await status(ears, office, "48213", postal_code="48213")
    assert ears.responses == ["utter_ticket_in_progress"]


async def test_five_digits_taken_for_a_postcode_are_given_back(ears: Ears) -> None:
    office = MemoryCare(known_tickets=(ticket("T-48213"),))
    events = await status(ears, office, "48213", postal_code="48213")
    assert slots_of(events)["postal_code"] == "24103"


async def test_the_number_named_before_the_check_is_remembered(ears: Ears) -> None:
    dialogue = asked("Ticket 48213?", "ask_ticket_status")
    events = await desk(MemoryCare()).status(dialogue, ears.speech)
    assert slots_of(events)["ticket_number"] == "T-48213"
    office = MemoryCare(known_tickets=(ticket("T-1"), ticket("T-48213", CLOSED)))
    later = asked("[KUNDENNUMMER_1], 24103", "inform", ticket_number="T-48213", **CHECKED)
    await desk(office).status(later, ears.speech)
    assert ears.responses == ["utter_ticket_is_closed"]


async def test_a_ticket_of_somebody_else_is_unknown(ears: Ears) -> None:
    await status(ears, MemoryCare(known_tickets=(ticket("T-48213"),)), "T-99999")
    assert ears.responses == ["utter_ticket_is_unknown", "utter_ticket_in_progress"]


async def test_without_a_ticket_the_line_can_be_looked_at(ears: Ears) -> None:
    assert slots_of(await status(ears, MemoryCare()))["offer"] == "check_outage"
    assert ears.responses == ["utter_no_ticket"]


async def test_a_ticket_says_what_was_reported_without_personal_data(ears: Ears) -> None:
    office = MemoryCare()
    events = await opened(ears, office, service="internet")
    ((report, key),) = office.opened
    assert (report.kind, report.service) == ("outage", "internet")
    assert report.description == "netz tot, …"
    assert 20 < len(key) <= 100
    assert ears.responses == ["utter_ticket_is_needed", "utter_ticket_is_opened_visit"]
    slots = slots_of(events)
    assert (slots["offer"], slots["visit_ticket"]) == ("book_appointment", "T-50001")
    assert slots["steps_given"] is None


async def test_the_same_turn_opens_the_same_ticket(ears: Ears) -> None:
    office = MemoryCare()
    await opened(ears, office)
    await opened(ears, office)
    (_, one), (_, other) = office.opened
    assert one == other


async def test_a_slow_line_is_another_kind_of_ticket(ears: Ears) -> None:
    office = MemoryCare()
    await opened(ears, office, before=[("lahm", "report_slow_connection")])
    assert office.opened[0][0].kind == "slowConnection"


async def test_no_technician_is_offered_for_a_mobile_network(ears: Ears) -> None:
    events = await opened(ears, MemoryCare(), service="mobile")
    assert ears.responses[-1] == "utter_ticket_is_opened"
    assert "offer" not in slots_of(events)


async def test_an_open_ticket_is_not_opened_twice(ears: Ears) -> None:
    office = MemoryCare(known_tickets=(ticket("T-48213"), ticket("T-2", service="tv")))
    await opened(ears, office, service="internet")
    assert office.opened == []
    assert ears.responses[1:] == ["utter_ticket_is_open_already", "utter_ticket_in_progress"]


async def test_a_fault_that_is_known_at_home_means_no_ticket(ears: Ears) -> None:
    fault = Problem(description="Kabel.", services=("internet",), since=NOW)
    office = MemoryCare(problems=(fault,))
    await opened(ears, office, service="internet")
    assert office.opened == []
    assert ears.responses[-1] == "utter_outage_running"


async def test_a_failing_back_office_opens_nothing_and_calls_a_person(ears: Ears) -> None:
    office = MemoryCare(broken=True)
    await opened(ears, office)
    assert office.opened == []
    assert ears.signal is not None
