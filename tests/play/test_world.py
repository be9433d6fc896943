"""The world of a script is made in the real back office, and nothing of it is left afterwards."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from backoffice.clock import StoppedClock
from backoffice.database import open_database
from backoffice.migrate import migrate
from backoffice.sample.loading import load_sample
from tests.backoffice.office import NOON, PROBLEMS, SEARCHES, TICKETS, office_over
from tests.play.documents import aware
from tests.play.office import Office
from tests.play.script import Script
from tests.play.world import World, WorldError

TUESDAY = datetime(2026, 11, 24, 10, 15)
THURSDAY, FRIDAY = "2026-11-26", "2026-11-27"


class Hands:
    """Moves the only clock there is here."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self.moved: list[datetime] = []

    async def move_clock(self, moment: datetime) -> None:
        if not self.moved or self.moved[-1] != moment:
            self.moved.append(moment)
            body = {"now": aware(moment).isoformat()}
            (await self._client.put("/admin/clock", json=body)).raise_for_status()


@dataclass(frozen=True)
class Place:
    """A back office with the sample data, and the world over it."""

    client: httpx.AsyncClient
    office: Office
    world: World
    hands: Hands

    async def running(self, postcode: str) -> list[dict[str, Any]]:
        filters = {"affectedLocation.postcode": postcode, "status": "inProgress,acknowledged"}
        answer = await self.client.get(PROBLEMS, params=filters)
        found: list[dict[str, Any]] = answer.json()
        return found

    async def free_days(self, postcode: str) -> set[str]:
        span = {"startDateTime": "2026-11-24T00:00:00Z", "endDateTime": "2026-12-05T00:00:00Z"}
        body = {"place": {"id": postcode}, "requestedTimeSlot": [{"validFor": span}]}
        slots = (await self.client.post(SEARCHES, json=body)).json()["availableTimeSlot"]
        return {slot["validFor"]["startDateTime"][:10] for slot in slots}


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with opened(tmp_path) as place:
        yield place


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Place]:
    database = open_database(f"sqlite+aiosqlite:///{folder}/office.db", seconds=60)
    await migrate(database)
    await load_sample(database, now=NOON)
    clock = StoppedClock(NOON)
    async with office_over(
        database, clock=clock, sample_data=True, administration_token=None
    ) as running:
        office, hands = Office(running.client), Hands(running.client)
        yield Place(running.client, office, World(office, hands), hands)
    await database.close()


def script(*lines: str, **given: Any) -> Script:
    turns = [{"customer": line, "expect": {"reply_any": [line]}} for line in lines or ("moin",)]
    return Script.model_validate({"id": "a", "channel": "webchat", "given": given, "turns": turns})


CUSTOMER = {"number": "FK-10483920", "postal_code": "24118", "service": "tv"}


async def test_without_more_the_network_is_sound_and_technicians_are_free(place: Place) -> None:
    assert await place.running("24118")
    await place.world.clear()
    async with place.world.made_for(script()):
        assert await place.running("24118") == []
        assert await place.free_days("24103") >= {THURSDAY, FRIDAY, "2026-11-30"}
    assert await place.running("24118") == []


async def test_an_outage_lasts_as_long_as_its_script(place: Place) -> None:
    await place.world.clear()
    outage = {"postal_code": "24145", "services": ["tv"], "until": "2026-11-24T16:00"}
    async with place.world.made_for(script(outages=[outage])):
        (problem,) = await place.running("24145")
        assert [each["id"] for each in problem["affectedService"]] == ["tv"]
        assert problem["extensionInfo"][0]["value"] == "2026-11-24T15:00:00Z"
    assert await place.running("24145") == []


async def test_a_number_that_somebody_has_is_replaced_everywhere(place: Place) -> None:
    played = script("FK-10483920", "1048 3920, 24118", customer=CUSTOMER)
    async with place.world.made_for(played) as ready:
        number = ready.customer.number
        assert number != "10483920"
        assert ready.script.turns[0].customer == f"FK-{number}"
        assert ready.script.turns[1].customer == f"{number[:4]} {number[4:]}, 24118"
        assert ready.script.turns[0].expect.reply_any == (f"FK-{number}",)
        assert await place.office.who_has(number) == ("Kim Thomsen", "24118")
    async with place.world.made_for(played) as again:
        assert again.customer.number != number


async def test_a_number_that_nobody_has_is_taken_as_it_is(place: Place) -> None:
    played = script("FK-20304050", customer={**CUSTOMER, "number": "FK-20304050"})
    async with place.world.made_for(played) as ready:
        assert (ready.customer.number, ready.script) == ("20304050", played)


async def test_who_is_a_customer_already_is_taken_as_they_are(place: Place) -> None:
    jana = {"number": "FK-10483920", "name": "Jana Petersen", "postal_code": "24103"}
    played = script("FK-10483920", customer=jana, tickets=[{"number": "T-1"}])
    before = await place.office.books_of("10483920")
    async with place.world.made_for(played) as ready:
        assert ready.customer.number == "10483920"
        assert len((await place.office.books_of("10483920")).tickets) == len(before.tickets) + 1
    (hers,) = before.tickets
    assert (await place.client.get(f"{TICKETS}/{hers}")).json()["status"] == "inProgress"
    visits = (await place.office.books_of("10483920")).visits
    assert {visit.status for visit in visits.values()} == {"confirmed"}


async def test_a_customer_lives_where_technicians_go(place: Place) -> None:
    far = {**CUSTOMER, "postal_code": "80331"}
    played = script("in 80331", customer=far, outages=[{"postal_code": "80331"}])
    await place.world.clear()
    async with place.world.made_for(played) as ready:
        assert ready.script.turns[0].customer == f"in {ready.customer.postal_code}"
        assert len(await place.running(ready.customer.postal_code)) == 1


async def test_tickets_are_opened_when_they_were_and_stand_as_they_do(place: Place) -> None:
    tickets = [
        {"number": "T-1", "state": "technician_needed", "opened": "2026-11-20T09:00"},
        {"number": "T-22", "state": "closed", "opened": "2026-11-18"},
        {"number": "333", "service": "phone"},
    ]
    played = script("T-1, T-22, 333", customer=CUSTOMER, tickets=tickets)
    async with place.world.made_for(played) as ready:
        first, second, third = ready.script.turns[0].customer.split(", ")
        found = {id: (await place.client.get(f"{TICKETS}/{id}")).json() for id in (first, second)}
        assert found[first]["status"] == "pending"
        assert found[first]["creationDate"] == "2026-11-20T08:00:00Z"
        assert found[second]["status"] == "closed"
        assert (await place.office.books_of(ready.customer.number)).tickets == {
            first,
            second,
            third,
        }
        assert place.hands.moved[-1] == TUESDAY
    left = (await place.client.get(f"{TICKETS}/{first}")).json()
    assert left["status"] == "cancelled"


async def test_appointments_stand_ahead_and_behind(place: Place) -> None:
    appointments = [
        {"number": "A-1", "date": FRIDAY, "window": "14:00-16:00"},
        {"number": "A-2", "date": "2026-11-24", "window": "08:00-10:00"},
    ]
    played = script("A-1", "A-2", customer=CUSTOMER, appointments=appointments)
    async with place.world.made_for(played) as ready:
        ahead, behind = (turn.customer for turn in ready.script.turns)
        visits = (await place.office.books_of(ready.customer.number)).visits
        assert visits[ahead].start == "2026-11-27T13:00:00Z"
        assert visits[behind].start == "2026-11-24T07:00:00Z"
        assert {visit.status for visit in visits.values()} == {"confirmed"}
        assert place.hands.moved[-1] == TUESDAY
    visits = (await place.office.books_of(ready.customer.number)).visits
    assert (visits[ahead].status, visits[behind].status) == ("cancelled", "confirmed")


async def test_an_appointment_on_a_sunday_cannot_be(place: Place) -> None:
    played = script(appointments=[{"number": "A-1", "date": "2026-11-29"}])
    with pytest.raises(WorldError, match="On 2026-11-29 no technician can come"):
        async with place.world.made_for(played):
            pass


async def test_full_days_are_full_for_their_script(place: Place) -> None:
    played = script(
        customer=CUSTOMER,
        slots={"full": [THURSDAY, "2026-11-29"]},
        appointments=[{"number": "A-1", "date": THURSDAY}],
    )
    async with place.world.made_for(played):
        free = await place.free_days("24118")
        assert THURSDAY not in free
        assert FRIDAY in free
    assert THURSDAY in await place.free_days("24118")


async def test_what_can_be_had_is_put_back(place: Place) -> None:
    before = await place.office.access("24143")
    assert before["fibreMbit"] == 0
    assert before["fibreExpected"]
    wanted = [{"postal_code": "24143", "fibre": True, "max_mbit": 500}]
    async with place.world.made_for(script(availability=wanted)):
        assert await place.office.access("24143") == {
            "fibreMbit": 500,
            "vdslMbit": 250,
            "mobile5gMbit": 300,
        }
    assert await place.office.access("24143") == before


async def test_tariffs_stand_for_ours(place: Place) -> None:
    played = script("was kostet gigafiber 500?", tariffs=["GigaFiber 500", "Zuhause M"])
    async with place.world.made_for(played) as ready:
        assert ready.script.turns[0].customer == "was kostet Glasfaser 500?"
