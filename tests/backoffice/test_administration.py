"""Setting the time, the technicians and what is to be had."""

from typing import Any

from backoffice.clock import StoppedClock
from backoffice.database import Database
from backoffice.sample.loading import load_sample
from tests.backoffice.office import (
    ADMINISTERING,
    APPOINTMENTS,
    NOON,
    PROBLEMS,
    QUALIFICATIONS,
    Office,
    office_over,
)

CLOCK, SLOTS, ACCESS = "/admin/clock", "/admin/technicianSlots", "/admin/serviceAvailability"
THURSDAY = "2026-11-26"

SENSELESS: list[tuple[dict[str, Any], int, str]] = [
    ({"dates": [], "freePlaces": 0}, 400, "dates: List should have at least 1 item"),
    ({"dates": [THURSDAY]}, 400, "freePlaces: Field required."),
    ({"dates": [THURSDAY], "freePlaces": -1}, 400, "freePlaces: Input should be greater"),
    ({"dates": [THURSDAY], "freePlaces": 1, "windows": ["09:00-11:00"]}, 400, "windows.0: Input"),
    ({"dates": ["2026-11-29"], "freePlaces": 1}, 422, "2026-11-29 is no working day."),
    ({"dates": ["2026-12-25"], "freePlaces": 1}, 422, "2026-12-25 is no working day."),
    ({"dates": [THURSDAY], "freePlaces": 1, "postalCode": "10115"}, 422, "place: our technicians"),
]


async def test_nothing_is_set_without_the_token(foerdekom: Office) -> None:
    for path in (CLOCK, SLOTS, f"{ACCESS}/24103"):
        answer = await foerdekom.client.put(path, json={}, headers={"Authorization": ""})
        assert answer.status_code == 401


async def test_a_clock_that_runs_cannot_be_set(foerdekom: Office) -> None:
    body = {"now": "2026-12-24T10:00:00+01:00"}
    assert (await foerdekom.client.put(CLOCK, json=body, headers=ADMINISTERING)).status_code == 404
    assert (await foerdekom.client.get(CLOCK, headers=ADMINISTERING)).status_code == 404


async def test_a_stopped_clock_can_be_set_and_all_follows_it(database: Database) -> None:
    await load_sample(database, now=NOON)
    async with office_over(database, clock=StoppedClock(NOON), sample_data=True) as office:
        assert (await office.client.get(CLOCK, headers=ADMINISTERING)).json() == {
            "now": "2026-11-24T11:10:00Z"
        }
        answer = await office.client.put(
            CLOCK, json={"now": "2026-12-23T17:30:00+01:00"}, headers=ADMINISTERING
        )
        assert (answer.status_code, answer.json()) == (200, {"now": "2026-12-23T16:30:00Z"})
        problem = (await office.client.get(f"{PROBLEMS}/sp-24118-internet")).json()
        assert problem["timeRaised"] == "2026-12-23T14:30:00Z"
        assert (await office.free_times())[0].startswith("2026-12-24")
        times = {time[:10] for time in await office.free_times()}
        assert not times & {"2026-12-25", "2026-12-26", "2027-01-01"}
        appointment = (await office.client.get(f"{APPOINTMENTS}/A-1093")).json()
        assert appointment["validFor"]["startDateTime"] > "2026-12-24"


async def test_a_clock_is_set_to_a_moment_with_a_zone(database: Database) -> None:
    async with office_over(database, clock=StoppedClock(NOON)) as office:
        for body in ({}, {"now": "2026-12-23T17:30:00"}, {"now": "tomorrow"}):
            answer = await office.client.put(CLOCK, json=body, headers=ADMINISTERING)
            assert answer.status_code == 400
            assert set(answer.json()) == {"error"}
        assert (await office.client.get(CLOCK, headers=ADMINISTERING)).json() == {
            "now": "2026-11-24T11:10:00Z"
        }


async def test_a_day_without_technicians_is_not_offered(foerdekom: Office) -> None:
    body = {"dates": [THURSDAY], "freePlaces": 0}
    answer = await foerdekom.client.put(SLOTS, json=body, headers=ADMINISTERING)
    assert answer.status_code == 200
    areas = {slot["area"] for slot in answer.json()["slots"]}
    assert areas == {"kiel", "eckernfoerde", "rendsburg", "schlei", "flensburg"}
    assert len(answer.json()["slots"]) == 25
    for postcode in ("24103", "24214", "24768", "24376", "24960"):
        assert not [t for t in await foerdekom.free_times(postcode) if t.startswith(THURSDAY)]


async def test_places_are_added_to_one_window_of_one_area(foerdekom: Office) -> None:
    await foerdekom.set_free(0, THURSDAY)
    body = {
        "dates": [THURSDAY],
        "windows": ["16:00-18:00"],
        "postalCode": "24768",
        "freePlaces": 2,
    }
    answer = await foerdekom.client.put(SLOTS, json=body, headers=ADMINISTERING)
    [slot] = answer.json()["slots"]
    assert slot == {
        "area": "rendsburg",
        "date": THURSDAY,
        "window": "16:00-18:00",
        "freePlaces": 2,
    }
    day = [time for time in await foerdekom.free_times("24768") if time.startswith(THURSDAY)]
    assert day == [f"{THURSDAY}T15:00:00Z"]
    assert not [t for t in await foerdekom.free_times("24103") if t.startswith(THURSDAY)]


async def test_what_is_booked_stays_whatever_is_set(foerdekom: Office) -> None:
    booked = await foerdekom.book(THURSDAY, "08:00-10:00")
    await foerdekom.set_free(0, THURSDAY, postalCode="24103")
    assert (await foerdekom.client.get(booked["href"])).json() == booked
    await foerdekom.set_free(1, THURSDAY, windows=["08:00-10:00"], postalCode="24103")
    await foerdekom.book(THURSDAY, "08:00-10:00")
    assert f"{THURSDAY}T07:00:00Z" not in await foerdekom.free_times()


async def test_slots_that_make_no_sense_are_told_why(foerdekom: Office) -> None:
    for body, status, sentence in SENSELESS:
        answer = await foerdekom.client.put(SLOTS, json=body, headers=ADMINISTERING)
        assert answer.status_code == status, body
        assert answer.json()["error"].startswith(sentence), answer.text


async def test_what_is_to_be_had_can_be_set_and_loading_leaves_it(foerdekom: Office) -> None:
    setting = {
        "fibreMbit": 0,
        "vdslMbit": 16,
        "mobile5gMbit": 0,
        "fibreExpected": "2027-03-01",
    }
    answer = await foerdekom.client.put(f"{ACCESS}/24103", json=setting, headers=ADMINISTERING)
    assert (answer.status_code, answer.json()) == (200, setting)
    await load_sample(foerdekom.database, now=NOON)
    place = {"id": "24103", "role": "installationAddress"}
    wanted = {"serviceSpecification": {"id": "fibre"}, "place": [place]}
    body = {"serviceQualificationItem": [{"id": "1", "service": wanted}]}
    [item] = (await foerdekom.client.post(QUALIFICATIONS, json=body)).json()[
        "serviceQualificationItem"
    ]
    assert item["qualificationResult"] == "unqualified"
    assert item["expectedServiceAvailabilityDate"] == "2027-02-28T23:00:00Z"


async def test_availability_that_makes_no_sense_is_refused(foerdekom: Office) -> None:
    whole = {"fibreMbit": 1000, "vdslMbit": 16, "mobile5gMbit": 0}
    for path, body, status in (
        ("Kiel", whole, 404),
        ("24103", {**whole, "fibreExpected": "2027-03-01"}, 400),
        ("24103", {**whole, "fibreMbit": -1}, 400),
        ("24103", {"fibreMbit": 1000}, 400),
    ):
        answer = await foerdekom.client.put(f"{ACCESS}/{path}", json=body, headers=ADMINISTERING)
        assert answer.status_code == status, body


async def test_the_administration_has_a_token_of_its_own(foerdekom: Office) -> None:
    body = {"dates": [THURSDAY], "freePlaces": 0}
    assert (await foerdekom.client.put(SLOTS, json=body)).status_code == 401
    assert (await foerdekom.client.put(SLOTS, json=body, headers=ADMINISTERING)).status_code == 200
    assert (await foerdekom.client.get(f"{APPOINTMENTS}/A-1093", headers=ADMINISTERING)).is_success


async def test_without_a_token_of_its_own_the_administration_has_the_one_for_all(
    database: Database,
) -> None:
    body = {"dates": [THURSDAY], "freePlaces": 0}
    async with office_over(database, administration_token=None) as office:
        assert (await office.client.put(SLOTS, json=body)).status_code == 200
        assert (await office.client.get(APPOINTMENTS)).status_code == 400
