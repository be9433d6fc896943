"""Searching times at which a technician could come."""

from tests.backoffice.office import SEARCHES, Office, starts, window

THURSDAY, FRIDAY = "2026-11-26", "2026-11-27"


async def test_a_search_finds_the_free_windows_inside_the_time_asked_for(
    foerdekom: Office,
) -> None:
    await foerdekom.set_free(0, THURSDAY, windows=["10:00-12:00"], postalCode="24103")
    period = {
        "startDateTime": f"{THURSDAY}T08:00:00+01:00",
        "endDateTime": f"{THURSDAY}T15:00:00+01:00",
    }
    assert await foerdekom.free_times(**period) == [
        f"{THURSDAY}T07:00:00Z",
        f"{THURSDAY}T11:00:00Z",
    ]


async def test_a_search_without_an_end_goes_six_weeks_ahead(foerdekom: Office) -> None:
    times = await foerdekom.free_times()
    assert times[0] == "2026-11-24T15:00:00Z"
    assert times[-1].startswith("2027-01-05")
    assert times == sorted(times)


async def test_several_times_may_suit(foerdekom: Office) -> None:
    search = {
        "place": {"id": "24103"},
        "requestedTimeSlot": [
            {"validFor": window(FRIDAY, "08:00-10:00")},
            {"validFor": window(THURSDAY, "12:00-14:00")},
        ],
    }
    answer = await foerdekom.client.post(SEARCHES, json=search)
    assert starts(answer.json()) == [f"{THURSDAY}T11:00:00Z", f"{FRIDAY}T07:00:00Z"]


async def test_where_nobody_is_free_a_search_says_so(foerdekom: Office) -> None:
    sunday = window("2026-11-29", "08:00-10:00")
    search = {"place": {"id": "24103"}, "requestedTimeSlot": [{"validFor": sunday}]}
    answer = await foerdekom.client.post(SEARCHES, json=search)
    assert answer.status_code == 201
    assert (answer.json()["searchResult"], answer.json()["availableTimeSlot"]) == ("fail", [])


async def test_no_weekend_and_no_holiday_is_ever_offered(foerdekom: Office) -> None:
    for postcode in ("24103", "24340", "24768", "24837", "24960"):
        days = {time[:10] for time in await foerdekom.free_times(postcode)}
        assert len(days) > 20
        assert not days & {"2026-11-28", "2026-11-29", "2026-12-25", "2026-12-26", "2027-01-01"}


async def test_a_search_that_makes_no_sense_is_told_why(foerdekom: Office) -> None:
    backwards = {"startDateTime": "2026-11-27T00:00:00Z", "endDateTime": "2026-11-26T00:00:00Z"}
    for body, status in (
        ({"place": {"id": "24103"}, "requestedTimeSlot": []}, 400),
        ({"requestedTimeSlot": [{"validFor": {}}]}, 400),
        ({"place": {"id": "24103"}, "requestedTimeSlot": [{"validFor": backwards}]}, 400),
        ({"place": {"id": "10115"}, "requestedTimeSlot": [{"validFor": {}}]}, 422),
    ):
        answer = await foerdekom.client.post(SEARCHES, json=body)
        assert answer.status_code == status, body
