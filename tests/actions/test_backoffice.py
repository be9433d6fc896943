"""The client of the back office: against the embedded server, and against broken ones."""

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest

from actions.backoffice import (
    Availability,
    BackOffice,
    BackOfficeUnavailableError,
    Booking,
    Customer,
    NotServedError,
    Report,
    TicketState,
    TimeSlot,
    TimeTakenError,
    backoffice_client,
)
from actions.bill_words import MEANINGS
from tests.backoffice.office import TOKEN, running, wait_until_ready
from tests.support.redis_server import free_port

CLOCK = "2026-11-24T10:15:00+01:00"

Handler = Callable[[httpx.Request], httpx.Response]


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the embedded back office with its sample data."""
    folder: Path = tmp_path_factory.mktemp("backoffice")
    port = free_port()
    settings = {
        "port": port,
        "token": TOKEN,
        "database_url": f"sqlite+aiosqlite:///{folder}/office.sqlite",
        "sample_data": True,
        "clock": CLOCK,
    }
    with running(**settings) as process:
        wait_until_ready(process, port)
        yield f"http://127.0.0.1:{port}"


async def test_the_embedded_catalogue_can_be_read(embedded: str) -> None:
    async with backoffice_client(url=embedded, token=TOKEN, seconds=5) as client:
        offerings = {each.name: each for each in await BackOffice(client).offerings()}
    assert len(offerings) == 12
    fibre = offerings["Glasfaser 500"]
    assert fibre.monthly == Decimal("54.99")
    assert fibre.once == Decimal("59.95")
    assert (fibre.figure("downloadMbit"), fibre.figure("uploadMbit")) == (500, 250)
    assert fibre.words("features")
    assert fibre.figure("features") is None
    services = {name: each.service for name, each in offerings.items()}
    assert services["Mobil S"] == "mobile"
    assert services["TV Basis"] == "tv"
    assert services["Zuhause S"] == services["Glasfaser 250"] == "internet"


async def test_the_embedded_faults_can_be_read(embedded: str) -> None:
    async with backoffice_client(url=embedded, token=TOKEN, seconds=5) as client:
        office = BackOffice(client)
        (problem,) = await office.running_problems(postal_code="24118")
        assert await office.running_problems(postal_code="24768") == ()
    now = datetime.fromisoformat(CLOCK)
    assert problem.services == ("internet", "phone")
    assert problem.since < now
    assert problem.expected_end is not None
    assert problem.expected_end > now


async def test_the_embedded_availability_can_be_read(embedded: str) -> None:
    async with backoffice_client(url=embedded, token=TOKEN, seconds=5) as client:
        coverage = BackOffice(client)
        city = await coverage.available(postal_code="24103")
        elsewhere = await coverage.available(postal_code="80331")
    assert city.served
    assert city.fibre.mbit == 1000
    assert city.copper.mbit
    assert elsewhere == Availability(served=False)


async def test_a_wrong_token_is_a_failing_back_office(embedded: str) -> None:
    async with backoffice_client(url=embedded, token="guessed", seconds=5) as client:
        with pytest.raises(BackOfficeUnavailableError):
            await BackOffice(client).offerings()


async def test_a_back_office_that_is_not_there_is_a_failing_one() -> None:
    async with backoffice_client(
        url=f"http://127.0.0.1:{free_port()}", token=TOKEN, seconds=1
    ) as client:
        with pytest.raises(BackOfficeUnavailableError):
            await BackOffice(client).running_problems(postal_code="24118")


def too_late(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("too late", request=request)


@pytest.mark.parametrize(
    "handler",
    [
        too_late,
        lambda _: httpx.Response(500, json={}),
        lambda _: httpx.Response(302, headers={"location": "https://elsewhere.example"}),
        lambda _: httpx.Response(200, text="<html>"),
        lambda _: httpx.Response(200, json=7),
        lambda _: httpx.Response(200, json=["x"]),
        lambda _: httpx.Response(200, json=[{"name": "Zuhause M"}]),
        lambda _: httpx.Response(200, json=[{"name": "M", "category": []}]),
    ],
)
async def test_an_answer_that_cannot_be_used_is_a_failing_back_office(handler: Handler) -> None:
    transport = httpx.MockTransport(handler)
    async with httpx.AsyncClient(transport=transport, base_url="http://office") as client:
        with pytest.raises(BackOfficeUnavailableError):
            await BackOffice(client).offerings()


@pytest.fixture
async def office(embedded: str) -> AsyncIterator[BackOffice]:
    async with backoffice_client(url=embedded, token=TOKEN, seconds=5) as client:
        yield BackOffice(client)


@pytest.fixture
async def jana(office: BackOffice) -> Customer:
    known = await office.customer("10483920")
    assert known is not None
    return known


@pytest.fixture
async def omar(office: BackOffice) -> Customer:
    known = await office.customer("55120933")
    assert known is not None
    return known


async def test_a_number_and_a_postcode_belong_together_or_not(office: BackOffice) -> None:
    known = await office.customer_at(number="10483920", postal_code="24103")
    assert known is not None
    assert (known.name, known.postal_code, known.city) == ("Jana Petersen", "24103", "Kiel")
    assert known.phone
    assert "internet" in known.services
    assert known.address.endswith("24103 Kiel")
    assert await office.customer_at(number="10483920", postal_code="24118") is None
    assert await office.customer("99999999") is None


async def test_a_customers_tickets_are_read_with_state_and_reason(office: BackOffice) -> None:
    states = {
        "10483920": TicketState.IN_PROGRESS,
        "55120933": TicketState.TECHNICIAN_NEEDED,
        "40817263": TicketState.CLOSED,
    }
    for number, state in states.items():
        customer = await office.customer(number)
        assert customer is not None
        (ticket,) = await office.tickets(customer)
        assert (ticket.state, ticket.open) == (state, state is not TicketState.CLOSED)
        assert ticket.reason
        assert ticket.service in {"internet", "tv"}
        assert ticket.opened <= ticket.changed


async def test_the_same_key_opens_one_ticket(office: BackOffice, omar: Customer) -> None:
    report = Report(kind="outage", service="phone", description="Telefon tot.")
    before = await office.tickets(omar)
    one = await office.open_ticket(omar, report, key="stay-1-turn-1")
    assert await office.open_ticket(omar, report, key="stay-1-turn-1") == one
    assert len(await office.tickets(omar)) == len(before) + 1
    assert (one.service, one.kind, one.state) == ("phone", "outage", TicketState.IN_PROGRESS)
    other = Report(kind="outage", service="phone", description="Etwas anderes.")
    with pytest.raises(BackOfficeUnavailableError):
        await office.open_ticket(omar, other, key="stay-1-turn-1")


async def test_a_ticket_about_a_bill_needs_no_service(office: BackOffice, omar: Customer) -> None:
    report = Report(kind="billing", service=None, description="Rechnung unklar.")
    ticket = await office.open_ticket(omar, report, key="stay-1-turn-2")
    assert (ticket.kind, ticket.service) == ("billing", None)


async def free(office: BackOffice, customer: Customer) -> tuple[TimeSlot, ...]:
    now = datetime.fromisoformat(CLOCK)
    return await office.free_times(postal_code=customer.postal_code, after=now)


async def test_free_times_are_windows_to_come(office: BackOffice, jana: Customer) -> None:
    times = await free(office, jana)
    assert len(times) > 20
    assert list(times) == sorted(times, key=lambda each: each.start)
    assert {each.end - each.start for each in times} == {timedelta(hours=2)}
    assert times[0].start > datetime.fromisoformat(CLOCK)
    until = times[0].start + timedelta(hours=2)
    few = await office.free_times(postal_code=jana.postal_code, after=times[0].start, before=until)
    assert few == times[:1]


async def test_where_no_technician_comes_nothing_is_searched(office: BackOffice) -> None:
    with pytest.raises(NotServedError):
        await office.free_times(postal_code="80331", after=datetime.fromisoformat(CLOCK))


async def test_an_appointment_is_booked_once_moved_and_cancelled(
    office: BackOffice, omar: Customer
) -> None:
    first, second, *_ = await free(office, omar)
    (ticket, *_) = [each for each in await office.tickets(omar) if each.number == "T-48211"]
    booking = Booking(slot=first, description="Leitung prüfen.", ticket=ticket.number)
    booked = await office.book(omar, booking, key="stay-2-turn-1")
    assert await office.book(omar, booking, key="stay-2-turn-1") == booked
    assert (booked.slot, booked.ticket, booked.stands) == (first, "T-48211", True)
    assert booked in await office.appointments(omar)
    moved = await office.move(booked.number, second)
    assert (moved.number, moved.slot) == (booked.number, second)
    for _ in range(2):
        cancelled = await office.cancel(booked.number)
        assert not cancelled.stands
    with pytest.raises(BackOfficeUnavailableError):
        await office.move(booked.number, first)


async def test_a_consultation_is_booked_like_a_visit(office: BackOffice, omar: Customer) -> None:
    slot = (await free(office, omar))[-1]
    booking = Booking(slot=slot, description="Beratung.", consultation=True)
    assert (await office.book(omar, booking, key="stay-2-turn-2")).stands


async def test_who_is_too_late_hears_the_next_free_times(
    embedded: str, office: BackOffice, jana: Customer, omar: Customer
) -> None:
    slot = (await free(office, omar))[10]
    local = slot.start.astimezone(ZoneInfo("Europe/Berlin"))
    window = f"{local:%H:%M}-{local + timedelta(hours=2):%H:%M}"
    httpx.put(
        f"{embedded}/admin/technicianSlots",
        json={
            "dates": [f"{local:%Y-%m-%d}"],
            "windows": [window],
            "postalCode": omar.postal_code,
            "freePlaces": 0,
        },
        headers={"Authorization": f"Bearer {TOKEN}"},
    ).raise_for_status()
    with pytest.raises(TimeTakenError) as taken:
        await office.book(omar, Booking(slot=slot, description="x"), key="stay-3-turn-1")
    assert 1 <= len(taken.value.free) <= 5
    assert all(each.start >= slot.start.replace(hour=0) for each in taken.value.free)
    booked = await office.book(
        omar, Booking(slot=taken.value.free[0], description="x"), key="stay-3-turn-2"
    )
    with pytest.raises(TimeTakenError):
        await office.move(booked.number, slot)


async def test_bills_are_read_newest_first_with_their_lines(
    office: BackOffice, jana: Customer
) -> None:
    bills = await office.bills(jana)
    assert list(bills) == sorted(bills, key=lambda each: each.date, reverse=True)
    last = bills[0]
    assert last.period_start < last.date
    items = await office.items(last)
    assert sum(each.amount for each in items) == last.total
    assert "basePrice" in {each.kind for each in items}
    assert all(each.kind in MEANINGS for each in items)


@pytest.mark.parametrize(
    "document",
    [
        {"id": "T-1", "status": "new", "ticketType": "outage", "creationDate": "2026-11-24"},
        {"id": "T-1", "status": "pending", "ticketType": "outage", "creationDate": "2026-11-24"},
        {"status": "pending"},
    ],
)
async def test_a_ticket_that_cannot_be_read_is_a_failing_back_office(
    document: dict[str, str],
) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=[document]))
    async with httpx.AsyncClient(transport=transport, base_url="http://office") as client:
        with pytest.raises(BackOfficeUnavailableError):
            await BackOffice(client).tickets(Customer(number="1", name="", postal_code="24103"))


@pytest.mark.parametrize("status", [400, 401, 404, 500, 503])
async def test_a_booking_that_is_refused_is_a_failing_back_office(status: int) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(status, json={}))
    now = datetime.fromisoformat(CLOCK)
    booking = Booking(slot=TimeSlot(start=now, end=now), description="x")
    async with httpx.AsyncClient(transport=transport, base_url="http://office") as client:
        office = BackOffice(client)
        customer = Customer(number="1", name="", postal_code="24103")
        for call in (
            office.book(customer, booking, key="k"),
            office.move("A-1", booking.slot),
            office.cancel("A-1"),
        ):
            with pytest.raises(BackOfficeUnavailableError):
                await call
