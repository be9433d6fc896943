"""Opening, changing and closing trouble tickets."""

import asyncio
from typing import Any

from tests.backoffice.office import JANA, TICKETS, Office, ticket_draft

SERVICE, PLACE = ticket_draft()["relatedEntity"]
SENSELESS_DRAFTS: list[tuple[dict[str, Any], str]] = [
    ({"ticketType": None}, "ticketType: Field required."),
    ({"ticketType": "mood"}, "ticketType: Input should be 'outage', 'slowConnection',"),
    ({"severity": "awful"}, "severity: Input should be 'critical', 'major' or 'minor'."),
    ({"description": " "}, "description: String should have at least 1 character."),
    ({"status": "closed"}, "status: a new ticket is acknowledged, inProgress or pending."),
    ({"relatedParty": None}, "relatedParty: Field required."),
    ({"relatedParty": []}, "relatedParty: List should have at least 1 item"),
    ({"relatedParty": [{"id": "123"}]}, "relatedParty.0.id: String should match pattern"),
    ({"relatedEntity": [SERVICE, SERVICE]}, "The body: relatedEntity names at most one Service"),
    ({"relatedEntity": [SERVICE]}, "relatedEntity: outage needs a Service and a Geographic"),
    ({"relatedEntity": None}, "relatedEntity: outage needs a Service and a Geographic"),
    ({"relatedEntity": [SERVICE, {**PLACE, "id": "2410"}]}, "relatedEntity.1.GeographicAddress.id"),
    ({"expectedResolutionDate": "2026-11-20T12:00:00Z"}, "expectedResolutionDate must not lie"),
    ({"id": "T-1"}, "'id' is not an attribute that can be set here."),
]
SENSELESS_CHANGES = [
    (b"{", "The body is not JSON."),
    (b"{}", "The body: the change names no attribute."),
    (b'{"status": "done"}', "status: Input should be 'acknowledged', 'inProgress',"),
    (b'{"description": "x"}', "'description' is not an attribute that can be set here."),
    (b'{"note": [{"text": "x"}]}', "note.0.author: Field required."),
]


async def test_an_opened_ticket_is_found_by_its_customer_and_its_name(foerdekom: Office) -> None:
    opened = await foerdekom.open_ticket(externalId="conversation-1")
    assert opened["id"] == "T-48300"
    assert opened["status"] == "acknowledged"
    assert opened["creationDate"] == opened["lastUpdate"] == "2026-11-24T11:10:00Z"
    assert opened["relatedEntity"] == [{**SERVICE, "name": "Internet"}, PLACE]
    assert await foerdekom.ids(TICKETS, **{"relatedParty.id": JANA}) == [opened["id"], "T-48213"]
    assert await foerdekom.ids(TICKETS, externalId="conversation-1") == [opened["id"]]


async def test_tickets_that_need_nobody_on_site_name_no_place(foerdekom: Office) -> None:
    opened = await foerdekom.open_ticket(ticketType="billing", relatedEntity=None)
    assert "relatedEntity" not in opened


async def test_a_repeated_call_gets_the_ticket_it_opened(foerdekom: Office) -> None:
    opened = await foerdekom.open_ticket(externalId="conversation-1")
    await foerdekom.client.patch(opened["href"], json={"status": "inProgress"})
    body = ticket_draft(externalId="conversation-1")
    again = await foerdekom.client.post(TICKETS, json=body)
    assert again.status_code == 200
    assert (again.json()["id"], again.json()["status"]) == (opened["id"], "inProgress")
    assert again.headers["location"] == opened["href"]


async def test_the_same_call_many_times_at_once_opens_one_ticket(foerdekom: Office) -> None:
    body = ticket_draft(externalId="conversation-1")
    answers = await asyncio.gather(*(foerdekom.client.post(TICKETS, json=body) for _ in range(20)))
    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(await foerdekom.ids(TICKETS, externalId="conversation-1")) == 1


async def test_a_name_of_a_call_is_not_used_for_another_ticket(foerdekom: Office) -> None:
    opened = await foerdekom.open_ticket(externalId="conversation-1")
    others: list[dict[str, Any]] = [
        {"relatedParty": [{"id": "20917745"}]},
        {"description": "Das Telefon geht auch nicht."},
        {"ticketType": "device"},
        {"relatedEntity": [SERVICE, {**PLACE, "id": "24105"}]},
    ]
    for changes in others:
        body = ticket_draft(externalId="conversation-1", **changes)
        answer = await foerdekom.client.post(TICKETS, json=body)
        assert answer.status_code == 409, changes
        assert answer.json()["message"] == "This externalId belongs to another ticket."
    assert await foerdekom.ids(TICKETS, externalId="conversation-1") == [opened["id"]]


async def test_numbers_are_given_once_however_many_ask(foerdekom: Office) -> None:
    opened = await asyncio.gather(*(foerdekom.open_ticket() for _ in range(20)))
    assert len({ticket["id"] for ticket in opened}) == 20


async def test_a_ticket_of_nobody_is_not_opened(foerdekom: Office) -> None:
    body = ticket_draft(relatedParty=[{"id": "99999999"}])
    answer = await foerdekom.client.post(TICKETS, json=body)
    assert answer.status_code == 422
    assert answer.json()["message"] == "relatedParty: there is no customer with this number."


async def test_a_ticket_goes_its_way_to_the_end(foerdekom: Office) -> None:
    opened = await foerdekom.open_ticket()
    foerdekom.clock.forward(hours=1)
    change = {"status": "pending", "statusChangeReason": "Ein Techniker muss die Dose prüfen."}
    pending = (await foerdekom.client.patch(opened["href"], json=change)).json()
    assert pending["statusChangeReason"] == change["statusChangeReason"]
    assert pending["statusChangeDate"] == pending["lastUpdate"] == "2026-11-24T12:10:00Z"
    foerdekom.clock.forward(hours=1)
    resolved = await foerdekom.client.patch(opened["href"], json={"status": "resolved"})
    assert resolved.json()["resolutionDate"] == "2026-11-24T13:10:00Z"
    assert "statusChangeReason" not in resolved.json()
    back = await foerdekom.client.patch(opened["href"], json={"status": "inProgress"})
    assert "resolutionDate" not in back.json()
    for status in ("resolved", "closed"):
        answer = await foerdekom.client.patch(opened["href"], json={"status": status})
        assert answer.status_code == 200
    late = {"note": [{"author": "Lotse", "text": "Kunde fragt nach."}]}
    assert (await foerdekom.client.patch(opened["href"], json=late)).status_code == 409


async def test_a_resolved_ticket_does_not_wait_for_a_technician(foerdekom: Office) -> None:
    answer = await foerdekom.client.patch(f"{TICKETS}/T-48202", json={"status": "pending"})
    assert answer.status_code == 409
    assert answer.json()["message"] == "A ticket cannot go from resolved to pending."


async def test_notes_are_added_and_none_is_lost(foerdekom: Office) -> None:
    opened = await foerdekom.open_ticket(
        note=[{"author": "Lotse", "text": "Router neu gestartet."}]
    )
    changes = [{"note": [{"author": "Technik", "text": f"Messung {n}."}]} for n in range(5)]
    answers = await asyncio.gather(
        *(foerdekom.client.patch(opened["href"], json=change) for change in changes)
    )
    assert {answer.status_code for answer in answers} == {200}
    notes = (await foerdekom.client.get(opened["href"])).json()["note"]
    assert [note["id"] for note in notes] == ["1", "2", "3", "4", "5", "6"]
    assert {note["text"] for note in notes[1:]} == {f"Messung {n}." for n in range(5)}
    assert notes[0] == {
        "id": "1",
        "author": "Lotse",
        "date": "2026-11-24T11:10:00Z",
        "text": "Router neu gestartet.",
    }


async def test_a_ticket_that_makes_no_sense_is_told_why(foerdekom: Office) -> None:
    before = await foerdekom.all_of(TICKETS)
    for changes, sentence in SENSELESS_DRAFTS:
        answer = await foerdekom.client.post(TICKETS, json=ticket_draft(**changes))
        assert answer.status_code == 400, changes
        assert answer.json()["message"].startswith(sentence), answer.text
    assert await foerdekom.all_of(TICKETS) == before


async def test_a_change_that_makes_no_sense_is_told_why(foerdekom: Office) -> None:
    href = f"{TICKETS}/T-48213"
    before = (await foerdekom.client.get(href)).json()
    for body, sentence in SENSELESS_CHANGES:
        answer = await foerdekom.client.patch(href, content=body)
        assert answer.status_code == 400, body
        assert answer.json()["message"].startswith(sentence), answer.text
    assert (await foerdekom.client.get(href)).json() == before


async def test_a_ticket_that_does_not_exist_cannot_be_changed(foerdekom: Office) -> None:
    answer = await foerdekom.client.patch(f"{TICKETS}/T-1", json={"status": "closed"})
    assert answer.status_code == 404


AMOUNT = {"name": "amount", "value": {"unit": "EUR", "value": 12.5}}


def _credit(value: float = 12.5, **changes: Any) -> dict[str, Any]:
    amount = {**AMOUNT, "value": {"unit": "EUR", "value": value}}
    usual = {
        "ticketType": "creditRequest",
        "relatedEntity": None,
        "externalId": "repair-1",
        "troubleTicketCharacteristic": [amount],
    }
    return ticket_draft(**{**usual, **changes})


async def test_a_credit_is_asked_for_once_and_refused_with_a_reason(foerdekom: Office) -> None:
    first = await foerdekom.client.post(TICKETS, json=_credit())
    again = await foerdekom.client.post(TICKETS, json=_credit())
    assert (first.status_code, again.status_code) == (201, 200)
    asked = first.json()
    assert asked["troubleTicketCharacteristic"] == [{**AMOUNT, "valueType": "Money"}]
    assert asked == again.json()
    other = await foerdekom.client.post(TICKETS, json=_credit(13))
    assert other.status_code == 409
    refused = {"status": "rejected", "statusChangeReason": "Schon im Oktober gutgeschrieben."}
    assert (await foerdekom.client.patch(asked["href"], json=refused)).status_code == 200
    found = (await foerdekom.client.get(asked["href"])).json()
    assert (found["status"], found["statusChangeReason"]) == tuple(refused.values())


async def test_a_credit_that_makes_no_sense_is_refused(foerdekom: Office) -> None:
    for changes, status, sentence in (
        ({"troubleTicketCharacteristic": None}, 400, "creditRequest, and nothing else, needs"),
        ({"ticketType": "billing"}, 400, "creditRequest, and nothing else, needs"),
        ({"value": 0}, 400, "greater than 0"),
        ({"value": 1.005}, 400, "whole cents"),
        ({"value": 900}, 422, "höher als die letzte Rechnung"),
    ):
        answer = await foerdekom.client.post(TICKETS, json=_credit(**changes))
        assert answer.status_code == status, changes
        assert sentence in answer.json()["message"]
