"""Booking, moving and cancelling appointments."""

from typing import Any

from tests.backoffice.office import (
    APPOINTMENTS,
    JANA,
    Office,
    booking,
    starts,
    window,
)

THURSDAY, FRIDAY = "2026-11-26", "2026-11-27"
SENSELESS_DRAFTS: list[tuple[dict[str, Any], str]] = [
    ({"validFor": None}, "validFor: Field required."),
    ({"validFor": window(THURSDAY, "09:00-11:00")}, "validFor: must be one window of two hours"),
    ({"validFor": window(THURSDAY, "08:00-12:00")}, "validFor: must be one window of two hours"),
    (
        {
            "validFor": {
                "startDateTime": "2026-11-26T08:00:00",
                "endDateTime": "2026-11-26T10:00:00",
            }
        },
        "validFor.startDateTime: Input should have timezone info.",
    ),
    ({"place": None}, "place: Field required."),
    ({"place": {"id": "Kiel"}}, "place.id: String should match pattern"),
    ({"relatedParty": []}, "relatedParty: List should have at least 1 item"),
    ({"category": "party"}, "category: Input should be 'intervention' or 'consultation'."),
    ({"contactMedium": {"type": "fax"}}, "contactMedium: Input tag 'fax'"),
    ({"status": "confirmed"}, "'status' is not an attribute that can be set here."),
]
SENSELESS_CHANGES: list[tuple[dict[str, Any], str]] = [
    ({}, "The body: the change names no attribute."),
    ({"status": "lost"}, "status: Input should be 'confirmed', 'cancelled',"),
    ({"validFor": window(FRIDAY, "09:00-11:00")}, "validFor: must be one window"),
    (
        {"status": "cancelled", "validFor": window(FRIDAY, "08:00-10:00")},
        "The body: an appointment is either moved (validFor) or ended (status).",
    ),
]
UNKNOWN: list[tuple[dict[str, Any], str]] = [
    ({"relatedParty": [{"id": "99999999"}]}, "relatedParty: there is no customer"),
    ({"place": {"id": "10115"}}, "place: our technicians do not come to this postcode."),
    ({"relatedEntity": [{"id": "T-1"}]}, "relatedEntity: this customer has no ticket"),
    ({"relatedEntity": [{"id": "T-48208"}]}, "relatedEntity: this customer has no ticket"),
]


async def test_a_booked_appointment_is_kept_as_it_was_asked_for(foerdekom: Office) -> None:
    asked = booking(
        THURSDAY,
        "08:00-10:00",
        externalId="conversation-1",
        category="consultation",
        description="WLAN im ganzen Haus.",
        relatedEntity=[{"id": "T-48213", "role": "reason", "@referredType": "TroubleTicket"}],
        contactMedium={"type": "email", "characteristic": {"emailAddress": "jana@example.org"}},
        note=[{"author": "Lotse", "text": "Klingel defekt."}],
    )
    answer = await foerdekom.client.post(APPOINTMENTS, json=asked)
    assert answer.status_code == 201, answer.text
    assert answer.json() == {
        **asked,
        "id": "A-1200",
        "href": f"{APPOINTMENTS}/A-1200",
        "status": "confirmed",
        "creationDate": "2026-11-24T11:10:00Z",
        "lastUpdate": "2026-11-24T11:10:00Z",
        "validFor": {
            "startDateTime": f"{THURSDAY}T07:00:00Z",
            "endDateTime": f"{THURSDAY}T09:00:00Z",
        },
        "note": [{"date": "2026-11-24T11:10:00Z", "author": "Lotse", "text": "Klingel defekt."}],
        "@type": "Appointment",
    }
    assert (await foerdekom.client.get(answer.headers["location"])).json() == answer.json()


async def test_the_last_place_is_given_once_and_the_next_hears_what_is_free(
    foerdekom: Office,
) -> None:
    await foerdekom.set_free(0, THURSDAY, postalCode="24103")
    await foerdekom.set_free(1, THURSDAY, windows=["08:00-10:00"], postalCode="24103")
    await foerdekom.book(THURSDAY, "08:00-10:00")
    body = booking(THURSDAY, "08:00-10:00", relatedParty=[{"id": "20917745"}])
    answer = await foerdekom.client.post(APPOINTMENTS, json=body)
    assert answer.status_code == 409
    told = answer.json()
    assert (told["code"], told["@type"]) == (409, "TimeSlotUnavailable")
    assert told["message"] == "No technician is free at this time."
    assert len(starts(told)) == 5
    assert starts(told)[0] == f"{FRIDAY}T07:00:00Z"
    assert starts(told) == (await foerdekom.free_times(startDateTime=f"{THURSDAY}T00:00:00Z"))[:5]


async def test_impossible_times_are_answered_with_possible_ones(foerdekom: Office) -> None:
    impossible = {
        "the last hour": ("2026-11-24", "12:00-14:00"),
        "yesterday": ("2026-11-23", "08:00-10:00"),
        "a Saturday": ("2026-11-28", "08:00-10:00"),
        "a Sunday": ("2026-11-29", "08:00-10:00"),
        "Christmas": ("2026-12-25", "08:00-10:00"),
        "too far ahead": ("2027-01-06", "08:00-10:00"),
    }
    for why, (day, hours) in impossible.items():
        answer = await foerdekom.client.post(APPOINTMENTS, json=booking(day, hours))
        assert answer.status_code == 409, why
        assert len(starts(answer.json())) == 5, why


async def test_no_free_time_at_all_is_said_honestly(foerdekom: Office) -> None:
    days = sorted({time[:10] for time in await foerdekom.free_times("24768")})
    await foerdekom.set_free(0, *days, postalCode="24768")
    body = booking(THURSDAY, "08:00-10:00", place={"id": "24768"})
    answer = await foerdekom.client.post(APPOINTMENTS, json=body)
    assert answer.status_code == 409
    assert answer.json()["availableTimeSlot"] == []


async def test_a_repeated_call_gets_the_appointment_it_booked(foerdekom: Office) -> None:
    await foerdekom.set_free(1, THURSDAY, windows=["08:00-10:00"], postalCode="24103")
    booked = await foerdekom.book(THURSDAY, "08:00-10:00", externalId="conversation-1")
    body = booking(THURSDAY, "08:00-10:00", externalId="conversation-1")
    again = await foerdekom.client.post(APPOINTMENTS, json=body)
    assert (again.status_code, again.json()) == (200, booked)
    moved = {"validFor": window(FRIDAY, "08:00-10:00")}
    assert (await foerdekom.client.patch(booked["href"], json=moved)).status_code == 200
    late = await foerdekom.client.post(APPOINTMENTS, json=body)
    assert late.status_code == 200
    assert late.json()["validFor"]["startDateTime"] == f"{FRIDAY}T07:00:00Z"


async def test_a_name_of_a_call_is_not_used_for_another_appointment(foerdekom: Office) -> None:
    await foerdekom.book(THURSDAY, "08:00-10:00", externalId="conversation-1")
    others = [
        booking(THURSDAY, "10:00-12:00", externalId="conversation-1"),
        booking(THURSDAY, "08:00-10:00", externalId="conversation-1", place={"id": "24960"}),
        booking(
            THURSDAY,
            "08:00-10:00",
            externalId="conversation-1",
            relatedParty=[{"id": "20917745"}],
        ),
    ]
    for body in others:
        answer = await foerdekom.client.post(APPOINTMENTS, json=body)
        assert answer.status_code == 409
        assert answer.json()["message"] == "This externalId belongs to another appointment."
        assert "@type" not in answer.json()


async def test_moving_takes_the_new_place_and_frees_the_old_one(foerdekom: Office) -> None:
    await foerdekom.set_free(1, THURSDAY, FRIDAY, windows=["08:00-10:00"], postalCode="24103")
    booked = await foerdekom.book(THURSDAY, "08:00-10:00")
    foerdekom.clock.forward(hours=1)
    change = {"validFor": window(FRIDAY, "08:00-10:00")}
    moved = await foerdekom.client.patch(booked["href"], json=change)
    assert moved.json() == {
        **booked,
        "validFor": {"startDateTime": f"{FRIDAY}T07:00:00Z", "endDateTime": f"{FRIDAY}T09:00:00Z"},
        "lastUpdate": "2026-11-24T12:10:00Z",
    }
    free = await foerdekom.free_times()
    assert f"{THURSDAY}T07:00:00Z" in free
    assert f"{FRIDAY}T07:00:00Z" not in free


async def test_a_move_that_fails_changes_nothing(foerdekom: Office) -> None:
    await foerdekom.set_free(1, THURSDAY, windows=["08:00-10:00"], postalCode="24103")
    await foerdekom.set_free(0, FRIDAY, postalCode="24103")
    booked = await foerdekom.book(THURSDAY, "08:00-10:00")
    change = {"validFor": window(FRIDAY, "08:00-10:00")}
    refused = await foerdekom.client.patch(booked["href"], json=change)
    assert refused.status_code == 409
    assert refused.json()["@type"] == "TimeSlotUnavailable"
    assert starts(refused.json())[0] == "2026-11-30T07:00:00Z"
    assert (await foerdekom.client.get(booked["href"])).json() == booked
    assert f"{THURSDAY}T07:00:00Z" not in await foerdekom.free_times()


async def test_moving_to_where_it_is_changes_nothing(foerdekom: Office) -> None:
    await foerdekom.set_free(1, THURSDAY, windows=["08:00-10:00"], postalCode="24103")
    booked = await foerdekom.book(THURSDAY, "08:00-10:00")
    change = {"validFor": window(THURSDAY, "08:00-10:00")}
    answer = await foerdekom.client.patch(booked["href"], json=change)
    assert (answer.status_code, answer.json()) == (200, booked)


async def test_a_cancelled_place_can_be_booked_again(foerdekom: Office) -> None:
    await foerdekom.set_free(1, THURSDAY, windows=["08:00-10:00"], postalCode="24103")
    booked = await foerdekom.book(THURSDAY, "08:00-10:00")
    for _ in range(2):
        answer = await foerdekom.client.patch(booked["href"], json={"status": "cancelled"})
        assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")
    assert (await foerdekom.book(THURSDAY, "08:00-10:00"))["id"] != booked["id"]


async def test_what_is_over_stays_as_it_is(foerdekom: Office) -> None:
    booked = await foerdekom.book(THURSDAY, "08:00-10:00")
    await foerdekom.client.patch(booked["href"], json={"status": "cancelled"})
    changes: list[dict[str, Any]] = [
        {"status": "confirmed"},
        {"status": "completed"},
        {"validFor": window(THURSDAY, "08:00-10:00")},
        {"note": [{"text": "Zu spät."}]},
    ]
    for change in changes:
        answer = await foerdekom.client.patch(booked["href"], json=change)
        assert answer.status_code == 409, change
        assert "availableTimeSlot" not in answer.json()


async def test_what_has_begun_is_neither_moved_nor_cancelled_but_can_have_failed(
    foerdekom: Office,
) -> None:
    booked = await foerdekom.book(THURSDAY, "08:00-10:00")
    foerdekom.clock.forward(days=1, hours=20)
    changes: list[dict[str, Any]] = [
        {"status": "cancelled"},
        {"validFor": window(FRIDAY, "08:00-10:00")},
    ]
    for change in changes:
        answer = await foerdekom.client.patch(booked["href"], json=change)
        assert answer.status_code == 409, change
    failed = {"status": "failed", "note": [{"author": "Lotse", "text": "Es kam niemand."}]}
    answer = await foerdekom.client.patch(booked["href"], json=failed)
    assert (answer.status_code, answer.json()["status"]) == (200, "failed")


async def test_who_and_what_is_named_must_exist(foerdekom: Office) -> None:
    for changes, sentence in UNKNOWN:
        body = booking(THURSDAY, "08:00-10:00", **changes)
        answer = await foerdekom.client.post(APPOINTMENTS, json=body)
        assert answer.status_code == 422, changes
        assert answer.json()["message"].startswith(sentence), answer.text
    assert await foerdekom.ids(APPOINTMENTS, **{"relatedParty.id": JANA}) == ["A-1093"]


async def test_a_booking_that_makes_no_sense_is_told_why(foerdekom: Office) -> None:
    for changes, sentence in SENSELESS_DRAFTS:
        body = {**booking(THURSDAY, "08:00-10:00"), **changes}
        body = {name: value for name, value in body.items() if value is not None}
        answer = await foerdekom.client.post(APPOINTMENTS, json=body)
        assert answer.status_code == 400, changes
        assert answer.json()["message"].startswith(sentence), answer.text


async def test_a_change_that_makes_no_sense_is_told_why(foerdekom: Office) -> None:
    for change, sentence in SENSELESS_CHANGES:
        answer = await foerdekom.client.patch(f"{APPOINTMENTS}/A-1093", json=change)
        assert answer.status_code == 400, change
        assert answer.json()["message"].startswith(sentence), answer.text
    answer = await foerdekom.client.patch(f"{APPOINTMENTS}/A-1", json={"status": "cancelled"})
    assert answer.status_code == 404
