"""The sample's customers, tickets and appointments: believable, recognised, left in peace."""

import re
from collections import Counter
from datetime import datetime
from typing import Any

import pytest

from backoffice.sample.appointments import read_appointments
from backoffice.sample.availability import read_accesses
from backoffice.sample.content import read_areas, read_catalogue
from backoffice.sample.customers import read_customers
from backoffice.sample.loading import load_sample
from backoffice.sample.technicians import read_service_areas
from backoffice.sample.tickets import read_tickets
from backoffice.tickets.model import Status as TicketStatus
from gateway.privacy.detectors import find_personal_data
from tests.backoffice.office import (
    APPOINTMENTS,
    CUSTOMERS,
    JANA,
    NOON,
    TICKETS,
    Office,
    window,
)

CUSTOMER_SAMPLE = read_customers()
# Numbers that Germany's regulator keeps free for films and books.
FICTIONAL_PHONE = re.compile(r"\+49 (171 39200\d\d|176 040690\d\d)")


def test_two_hundred_different_people_live_at_all_postcodes() -> None:
    assert len(CUSTOMER_SAMPLE) == 200
    for attribute in ("number", "name", "phone"):
        assert len({getattr(each, attribute) for each in CUSTOMER_SAMPLE}) == 200, attribute
    postcodes = Counter(each.postcode for each in CUSTOMER_SAMPLE)
    assert set(postcodes) == {area.postcode for area in read_areas()}
    assert min(postcodes.values()) >= 8


def test_nobody_real_can_be_called_or_written_to() -> None:
    for each in CUSTOMER_SAMPLE:
        assert FICTIONAL_PHONE.fullmatch(each.phone), each.phone
        assert each.email is None or each.email.endswith("@example.org")


@pytest.mark.parametrize(
    "sentence",
    ["Meine Kundennummer ist {}.", "{}", "FK-{}", "kdnr {}", "Hier bitte: {}, danke!"],
)
def test_the_privacy_shield_recognises_every_customer_number(sentence: str) -> None:
    for each in CUSTOMER_SAMPLE:
        found = find_personal_data(sentence.format(each.number))
        assert [finding.kind.value for finding in found] == ["KUNDENNUMMER"], each.number


def test_customers_have_what_can_be_had_where_they_live() -> None:
    categories = {each.id: each for each in read_catalogue().offerings}
    accesses = {each.postcode: each for each in read_accesses()}
    for customer in CUSTOMER_SAMPLE:
        access = accesses[customer.postcode]
        expected = set()
        for tariff in customer.tariffs:
            offering = categories[tariff]
            speed = float(offering.characteristics.get("downloadMbit", [0])[0])
            if offering.category == "glasfaser":
                assert speed <= access.fibre_mbit, customer.number
            if offering.category == "festnetz-internet":
                assert speed <= access.vdsl_mbit, customer.number
            expected |= {
                "glasfaser": {"internet", "phone"},
                "festnetz-internet": {"internet", "phone"},
                "mobilfunk": {"mobile"},
                "tv": {"tv"},
            }[offering.category]
        assert {service.value for service in customer.services} == expected


def test_every_postcode_belongs_to_one_service_area() -> None:
    postcodes = [code for area in read_service_areas() for code in area.postcodes]
    assert sorted(postcodes) == sorted(area.postcode for area in read_areas())


def test_tickets_stand_in_every_state_and_concern_what_their_customers_have() -> None:
    tickets = read_tickets()
    assert len(tickets) == 15
    assert {ticket.status for ticket in tickets} == set(TicketStatus)
    services = {each.number: each.services for each in CUSTOMER_SAMPLE}
    for ticket in tickets:
        assert ticket.service is None or ticket.service in services[ticket.customer], ticket.id


def test_appointments_lie_around_today_and_concern_their_customers_tickets() -> None:
    appointments = read_appointments()
    assert len(appointments) == 25
    days = {each.in_working_days for each in appointments}
    assert (min(days), 0 in days, max(days)) == (-10, True, 11)
    owners = {ticket.id: ticket.customer for ticket in read_tickets()}
    for each in appointments:
        assert each.ticket is None or owners[each.ticket] == each.customer, each.id


async def test_all_of_it_is_served(foerdekom: Office) -> None:
    assert len(await foerdekom.all_of(TICKETS)) == 15
    assert len(await foerdekom.all_of(APPOINTMENTS)) == 25
    for each in CUSTOMER_SAMPLE[::10]:
        filters = {"id": each.number, "contactMedium.postCode": each.postcode}
        assert await foerdekom.ids(CUSTOMERS, **filters) == [each.number]


async def test_appointments_are_ahead_or_behind_on_any_day(foerdekom: Office) -> None:
    for days in (0, 0.4, 3, 30.2, 400):
        foerdekom.clock.forward(days=days)
        now = foerdekom.clock.now
        await load_sample(foerdekom.database, now=now)
        found = await foerdekom.all_of(APPOINTMENTS)
        assert len(found) == 25
        ahead = {each.id for each in read_appointments() if each.in_working_days >= 0}
        for each in found:
            ends = datetime.fromisoformat(each["validFor"]["endDateTime"])
            assert (ends > now) == (each["id"] in ahead), (days, each["id"])


async def test_tickets_in_work_do_not_grow_old(foerdekom: Office) -> None:
    foerdekom.clock.forward(days=100)
    await load_sample(foerdekom.database, now=foerdekom.clock.now)
    ticket = (await foerdekom.client.get(f"{TICKETS}/T-48213")).json()
    assert ticket["creationDate"] > "2027-03-01"
    assert ticket["expectedResolutionDate"] > ticket["creationDate"]
    assert len(ticket["note"]) == 1


async def test_loading_again_changes_nothing(foerdekom: Office) -> None:
    async def everything() -> list[Any]:
        customer = (await foerdekom.client.get(f"{CUSTOMERS}/{JANA}")).json()
        return [await foerdekom.all_of(TICKETS), await foerdekom.all_of(APPOINTMENTS), customer]

    before = await everything()
    await load_sample(foerdekom.database, now=NOON)
    assert await everything() == before


async def test_loading_leaves_alone_what_somebody_changed(foerdekom: Office) -> None:
    changes: list[tuple[str, dict[str, Any]]] = [
        (f"{TICKETS}/T-48213", {"status": "pending"}),
        (f"{APPOINTMENTS}/A-1093", {"status": "cancelled"}),
        (f"{APPOINTMENTS}/A-1092", {"validFor": window("2026-11-26", "08:00-10:00")}),
    ]
    changed = [(await foerdekom.client.patch(path, json=change)).json() for path, change in changes]
    foerdekom.clock.forward(days=100)
    await load_sample(foerdekom.database, now=foerdekom.clock.now)
    assert [(await foerdekom.client.get(path)).json() for path, _ in changes] == changed


async def test_the_sample_takes_nobodys_place(foerdekom: Office) -> None:
    times = await foerdekom.free_times("24103", startDateTime="2027-01-05T00:00:00Z")
    assert times
    await foerdekom.set_free(0, "2027-01-04", "2027-01-05", postalCode="24103")
    foerdekom.clock.forward(days=40)
    await load_sample(foerdekom.database, now=foerdekom.clock.now)
    found = await foerdekom.all_of(APPOINTMENTS, **{"place.id": "24103"})
    days = {each["validFor"]["startDateTime"][:10] for each in found}
    assert not days & {"2027-01-04", "2027-01-05"}
