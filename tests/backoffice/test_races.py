"""Many who want the same at once: one gets it, nothing is torn, the others hear what is free."""

import asyncio
from collections import Counter

import pytest
from httpx import Response

from backoffice.appointments.line import Line
from backoffice.sample.loading import load_sample
from chassis.errors import UnavailableError
from tests.backoffice.office import (
    APPOINTMENTS,
    JANA,
    Office,
    booking,
    starts,
    window,
)

THURSDAY, FRIDAY = "2026-11-26", "2026-11-27"
MANY = 200


async def test_of_two_hundred_who_want_the_last_place_one_gets_it(foerdekom: Office) -> None:
    await foerdekom.set_free(0, THURSDAY, postalCode="24103")
    await foerdekom.set_free(1, THURSDAY, windows=["08:00-10:00"], postalCode="24103")
    bodies = [booking(THURSDAY, "08:00-10:00", externalId=f"conversation-{n}") for n in range(MANY)]
    answers = await asyncio.gather(
        *(foerdekom.client.post(APPOINTMENTS, json=body) for body in bodies)
    )
    assert _statuses(answers) == {201: 1, 409: MANY - 1}
    for answer in answers:
        if answer.status_code == 409:
            assert len(starts(answer.json())) == 5
            assert starts(answer.json())[0] == f"{FRIDAY}T07:00:00Z"
    assert len(await _booked(foerdekom)) == 1


async def test_one_call_repeated_many_times_at_once_books_once(foerdekom: Office) -> None:
    await foerdekom.set_free(5, THURSDAY, windows=["08:00-10:00"], postalCode="24103")
    body = booking(THURSDAY, "08:00-10:00", externalId="conversation-1")
    answers = await asyncio.gather(
        *(foerdekom.client.post(APPOINTMENTS, json=body) for _ in range(20))
    )
    assert _statuses(answers) == {201: 1, 200: 19}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(await _booked(foerdekom)) == 1


async def test_all_who_move_to_the_same_place_keep_an_appointment(foerdekom: Office) -> None:
    await foerdekom.set_free(10, THURSDAY, windows=["08:00-10:00"], postalCode="24103")
    await foerdekom.set_free(3, FRIDAY, windows=["08:00-10:00"], postalCode="24103")
    booked = [await foerdekom.book(THURSDAY, "08:00-10:00") for _ in range(10)]
    change = {"validFor": window(FRIDAY, "08:00-10:00")}
    answers = await asyncio.gather(
        *(foerdekom.client.patch(each["href"], json=change) for each in booked)
    )
    assert _statuses(answers) == {200: 3, 409: 7}
    begins = Counter(each["validFor"]["startDateTime"] for each in await _booked(foerdekom))
    assert begins == {f"{THURSDAY}T07:00:00Z": 7, f"{FRIDAY}T07:00:00Z": 3}
    assert f"{THURSDAY}T07:00:00Z" in await foerdekom.free_times()


async def test_two_who_change_places_do_not_wait_for_each_other(foerdekom: Office) -> None:
    await foerdekom.set_free(2, THURSDAY, FRIDAY, windows=["08:00-10:00"], postalCode="24103")
    first = await foerdekom.book(THURSDAY, "08:00-10:00")
    second = await foerdekom.book(FRIDAY, "08:00-10:00")
    answers = await asyncio.gather(
        foerdekom.client.patch(first["href"], json={"validFor": window(FRIDAY, "08:00-10:00")}),
        foerdekom.client.patch(second["href"], json={"validFor": window(THURSDAY, "08:00-10:00")}),
    )
    assert _statuses(list(answers)) == {200: 2}


async def test_booking_goes_on_while_the_sample_moves_along(foerdekom: Office) -> None:
    entity = {"id": "T-48213", "role": "reason", "@referredType": "TroubleTicket"}
    body = booking("2027-03-04", "08:00-10:00", relatedEntity=[entity])
    foerdekom.clock.forward(days=90)
    await foerdekom.set_free(10, "2027-03-04", windows=["08:00-10:00"], postalCode="24103")
    loading = load_sample(foerdekom.database, now=foerdekom.clock.now)
    bookings = [foerdekom.client.post(APPOINTMENTS, json=body) for _ in range(10)]
    _, answers = await asyncio.gather(loading, asyncio.gather(*bookings))
    assert Counter(answer.status_code for answer in answers) == {201: 10}


async def test_whoever_waits_too_long_in_line_is_told_and_nobody_is_forgotten() -> None:
    line = Line(seconds=0.05)
    async with line.turn():
        with pytest.raises(UnavailableError, match="Too many are booking"):
            async with line.turn():
                pass
    async with line.turn():
        pass


def _statuses(answers: list[Response]) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)


async def _booked(office: Office) -> list[dict[str, dict[str, str]]]:
    """Return Jana's appointments beside the sample's."""
    filters = {"relatedParty.id": JANA, "status": "confirmed"}
    found = (await office.client.get(APPOINTMENTS, params=filters)).json()
    return [each for each in found if each["id"] != "A-1093"]
