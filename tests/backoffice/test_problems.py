"""Opening, changing and ending service problems."""

import asyncio
from typing import Any

from tests.backoffice.office import PROBLEMS, Office, draft

SENSELESS_DRAFTS: list[tuple[dict[str, Any], str]] = [
    ({"category": None}, "category: Field required."),
    ({"originatorParty": None}, "originatorParty: Field required."),
    ({"priority": 11}, "priority: Input should be less than or equal to 10."),
    ({"priority": "3"}, "priority: Input should be a valid integer."),
    ({"description": "  "}, "description: String should have at least 1 character."),
    ({"description": "a\x00b"}, "description: String should match pattern"),
    ({"status": "resolved"}, "status: a new problem must be running;"),
    ({"status": "open"}, "status: Input should be 'submitted', 'acknowledged',"),
    ({"timeRaised": "2026-11-24T12:00:00Z"}, "timeRaised must not lie in the future."),
    ({"timeRaised": "2026-11-24T10:00:00"}, "timeRaised: Input should have timezone info."),
    ({"timeRaised": 1764000000}, "timeRaised: Input should be a valid datetime"),
    ({"affectedService": [{"id": "fax"}]}, "affectedService.0.id: Input should be"),
    (
        {"affectedService": [{"id": "tv", "name": "Radio"}]},
        "affectedService.0: name must be the service's own, or left out.",
    ),
    (
        {"affectedService": [{"id": "tv"}, {"id": "tv"}]},
        "affectedService: the same is named twice.",
    ),
    ({"affectedLocation": [{"postcode": "2421"}]}, "affectedLocation.0.postcode: String"),
    (
        {"affectedLocation": [{"postcode": "24214", "id": "24118"}]},
        "affectedLocation.0: id must be the postcode, or left out.",
    ),
    (
        {"affectedService": []},
        "affectedService and affectedLocation must each name something.",
    ),
    (
        {"affectedLocation": None},
        "affectedService and affectedLocation must each name something.",
    ),
    (
        {"extensionInfo": [{"name": "mood", "value": "2026-11-24T16:00:00Z"}]},
        "extensionInfo.0.name: Input should be 'expectedResolutionDate'.",
    ),
    (
        {"extensionInfo": [{"name": "expectedResolutionDate", "value": "2026-11-23T16:00Z"}]},
        "expectedResolutionDate must not lie before timeRaised.",
    ),
    ({"rootCauseService": []}, "'rootCauseService' is not an attribute that can be set here."),
    ({"id": "mine"}, "'id' is not an attribute that can be set here."),
]

SENSELESS_CHANGES = [
    (b"", "The body is not JSON."),
    (b"{", "The body is not JSON."),
    (b"\xff", "The body is not JSON."),
    (b"[]", "The body: Input should be an object."),
    (b"{}", "The body: the change names no attribute."),
    (b'{"reason": null}', "The body: reason must not be null; leave it out instead."),
    (b'{"reason": "\\ud800"}', "The body is not JSON."),
    (b'{"resolutionDate": "2026-11-24T16:00:00Z"}', "'resolutionDate' is not an attribute"),
    (b'{"affectedLocation": []}', "affectedService and affectedLocation must each name"),
]


async def test_an_opened_problem_is_found_at_its_place_with_its_end(office: Office) -> None:
    opened = await office.open_problem()
    answer = await office.client.get(
        PROBLEMS,
        params={"affectedLocation.postcode": "24214", "affectedService.id": "internet"},
    )
    assert answer.json() == [opened]
    assert opened["timeRaised"] == "2026-11-24T11:10:00Z"
    assert opened["extensionInfo"][0]["value"] == "2026-11-24T16:00:00Z"
    assert opened["affectedLocation"] == [
        {
            "id": "24214",
            "postcode": "24214",
            "city": "Gettorf",
            "@type": "GeographicAddress",
            "@baseType": "Place",
        }
    ]


async def test_times_are_answered_in_utc_whatever_zone_they_came_in(office: Office) -> None:
    opened = await office.open_problem(
        timeRaised="2026-11-24T11:00:00+01:00",
        extensionInfo=[{"name": "expectedResolutionDate", "value": "2026-11-24T17:00:00+01:00"}],
    )
    assert opened["timeRaised"] == "2026-11-24T10:00:00Z"
    assert opened["extensionInfo"][0]["value"] == "2026-11-24T16:00:00Z"


async def test_the_newest_problem_comes_first(office: Office) -> None:
    old = await office.open_problem(timeRaised="2026-11-22T08:00:00Z")
    new = await office.open_problem()
    middle = await office.open_problem(timeRaised="2026-11-23T08:00:00Z")
    assert await office.ids(PROBLEMS) == [new["id"], middle["id"], old["id"]]


async def test_a_resolved_problem_no_longer_runs_and_says_when_it_ended(office: Office) -> None:
    opened = await office.open_problem()
    office.clock.forward(hours=2)
    answer = await office.client.patch(
        opened["href"], json={"status": "resolved", "statusChangeReason": "Kabel repariert."}
    )
    assert answer.json() == {
        **opened,
        "status": "resolved",
        "statusChangeReason": "Kabel repariert.",
        "statusChangeDate": "2026-11-24T13:10:00Z",
        "timeChanged": "2026-11-24T13:10:00Z",
        "resolutionDate": "2026-11-24T13:10:00Z",
    }
    assert await office.ids(PROBLEMS, status="inProgress") == []


async def test_a_reopened_problem_has_no_end_any_more(office: Office) -> None:
    opened = await office.open_problem()
    await office.client.patch(opened["href"], json={"status": "resolved"})
    answer = await office.client.patch(opened["href"], json={"status": "inProgress"})
    assert answer.status_code == 200
    assert "resolutionDate" not in answer.json()


async def test_an_ended_problem_cannot_be_changed(office: Office) -> None:
    for status in ("closed", "cancelled", "rejected"):
        opened = await office.open_problem()
        ended = await office.client.patch(opened["href"], json={"status": status})
        assert ended.status_code == 200
        answer = await office.client.patch(opened["href"], json={"status": "inProgress"})
        assert answer.status_code == 409
        assert answer.json()["message"] == f"A problem that is {status} cannot be changed."


async def test_a_status_that_cannot_follow_is_a_conflict(office: Office) -> None:
    opened = await office.open_problem()
    answer = await office.client.patch(opened["href"], json={"status": "submitted"})
    assert answer.status_code == 409
    assert answer.json()["message"] == "A problem cannot go from inProgress to submitted."


async def test_a_new_estimate_replaces_the_old_one_and_none_takes_it_away(office: Office) -> None:
    opened = await office.open_problem()
    later = [{"name": "expectedResolutionDate", "value": "2026-11-24T19:00:00Z"}]
    answer = await office.client.patch(opened["href"], json={"extensionInfo": later})
    assert answer.json()["extensionInfo"][0]["value"] == "2026-11-24T19:00:00Z"
    answer = await office.client.patch(opened["href"], json={"extensionInfo": []})
    assert "extensionInfo" not in answer.json()


async def test_a_problem_can_spread_to_more_places_and_services(office: Office) -> None:
    opened = await office.open_problem()
    wider = {
        "affectedLocation": [*opened["affectedLocation"], {"postcode": "24340"}],
        "affectedService": [*opened["affectedService"], {"id": "phone"}],
    }
    answer = await office.client.patch(opened["href"], json=wider)
    assert answer.status_code == 200, answer.text
    for postcode in ("24214", "24340"):
        filters = {"affectedLocation.postcode": postcode, "affectedService.id": "phone"}
        assert await office.ids(PROBLEMS, **filters) == [opened["id"]]


async def test_the_same_correlation_id_opens_one_problem_only(office: Office) -> None:
    calls = [
        office.client.post(PROBLEMS, json=draft(correlationId="leitstelle-1")) for _ in range(5)
    ]
    statuses = sorted([answer.status_code for answer in await asyncio.gather(*calls)])
    assert statuses == [201, 409, 409, 409, 409]
    assert len(await office.ids(PROBLEMS, correlationId="leitstelle-1")) == 1


async def test_changes_at_the_same_time_lose_nothing(office: Office) -> None:
    opened = await office.open_problem()
    changes: list[dict[str, Any]] = [
        {"priority": 1},
        {"reason": "Ein Kabel ist beschädigt."},
        {"affectedNumberOfServices": 40},
        {"description": "Ausfall in Gettorf und Umgebung."},
        {"category": "system.originated"},
    ]
    answers = await asyncio.gather(
        *(office.client.patch(opened["href"], json=change) for change in changes)
    )
    assert {answer.status_code for answer in answers} == {200}
    after = (await office.client.get(opened["href"])).json()
    for change in changes:
        assert change.items() <= after.items()


async def test_a_draft_that_makes_no_sense_is_told_why(office: Office) -> None:
    for changes, sentence in SENSELESS_DRAFTS:
        answer = await office.client.post(PROBLEMS, json=draft(**changes))
        assert answer.status_code == 400, changes
        assert answer.json()["message"].startswith(sentence), changes
    assert await office.ids(PROBLEMS) == []


async def test_a_change_that_makes_no_sense_is_told_why(office: Office) -> None:
    opened = await office.open_problem()
    for body, sentence in SENSELESS_CHANGES:
        answer = await office.client.patch(opened["href"], content=body)
        assert answer.status_code == 400, body
        assert answer.json()["message"].startswith(sentence), body
    assert (await office.client.get(opened["href"])).json() == opened


async def test_a_problem_that_does_not_exist_cannot_be_changed(office: Office) -> None:
    answer = await office.client.patch(f"{PROBLEMS}/nothing", json={"priority": 1})
    assert answer.status_code == 404
