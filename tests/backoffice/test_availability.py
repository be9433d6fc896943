"""What can be had where."""

from typing import Any

from backoffice.sample.availability import read_accesses
from backoffice.sample.content import read_areas
from tests.backoffice.office import QUALIFICATIONS, Office


def _item(technology: str, postcode: str, *, id: str = "1") -> dict[str, Any]:
    place = {"id": postcode, "role": "installationAddress", "@referredType": "GeographicAddress"}
    return {"id": id, "service": {"serviceSpecification": {"id": technology}, "place": [place]}}


async def _check(office: Office, *items: dict[str, Any]) -> dict[str, Any]:
    body = {"serviceQualificationItem": items}
    answer = await office.client.post(QUALIFICATIONS, json=body)
    assert answer.status_code == 201, answer.text
    checked: dict[str, Any] = answer.json()
    return checked


async def test_what_can_be_had_is_answered_with_its_speed(foerdekom: Office) -> None:
    checked = await _check(foerdekom, _item("fibre", "24103"))
    assert (checked["state"], checked["qualificationResult"]) == ("done", "qualified")
    assert checked["checkServiceQualificationDate"] == "2026-11-24T11:10:00Z"
    [item] = checked["serviceQualificationItem"]
    assert item == {
        "id": "1",
        "state": "done",
        "qualificationResult": "qualified",
        "service": {
            "serviceSpecification": {"id": "fibre", "name": "Glasfaser"},
            "place": _item("fibre", "24103")["service"]["place"],
            "serviceCharacteristic": [
                {"name": "downloadMbit", "valueType": "number", "value": 1000}
            ],
        },
    }


async def test_what_cannot_be_had_is_answered_with_why_and_from_when(foerdekom: Office) -> None:
    checked = await _check(foerdekom, _item("fibre", "24143"))
    assert checked["qualificationResult"] == "unqualified"
    [item] = checked["serviceQualificationItem"]
    assert item["eligibilityUnavailabilityReason"][0]["code"] == "notBuilt"
    assert item["expectedServiceAvailabilityDate"] == "2027-06-30T22:00:00Z"
    assert "serviceCharacteristic" not in item["service"]


async def test_a_place_we_do_not_serve_is_no_error(foerdekom: Office) -> None:
    [item] = (await _check(foerdekom, _item("vdsl", "10115")))["serviceQualificationItem"]
    assert item["qualificationResult"] == "unqualified"
    assert item["eligibilityUnavailabilityReason"][0]["code"] == "outsideServiceArea"


async def test_several_questions_are_answered_in_their_order(foerdekom: Office) -> None:
    technologies = ("5g", "fibre", "vdsl")
    items = [_item(each, "24960", id=f"q-{each}") for each in technologies]
    checked = await _check(foerdekom, *items)
    results = {
        item["id"]: item["qualificationResult"] for item in checked["serviceQualificationItem"]
    }
    assert results == {"q-5g": "unqualified", "q-fibre": "unqualified", "q-vdsl": "qualified"}
    assert checked["qualificationResult"] == "unqualified"


async def test_a_question_that_makes_no_sense_is_told_why(foerdekom: Office) -> None:
    item = _item("fibre", "24103")
    for items, sentence in (
        ([], "serviceQualificationItem: List should have at least 1 item"),
        ([_item("cable", "24103")], "serviceQualificationItem.0.service.serviceSpecification.id:"),
        ([_item("fibre", "2410")], "serviceQualificationItem.0.service.place.0.id: String"),
        ([{"id": "1", "service": {**item["service"], "place": []}}], "serviceQualificationItem.0."),
    ):
        body = {"serviceQualificationItem": items}
        answer = await foerdekom.client.post(QUALIFICATIONS, json=body)
        assert answer.status_code == 400
        assert answer.json()["message"].startswith(sentence), answer.text


def test_all_twenty_postcodes_are_known_and_they_differ() -> None:
    accesses = read_accesses()
    assert [each.postcode for each in accesses] == [area.postcode for area in read_areas()]
    assert {each.fibre_mbit for each in accesses} == {0, 250, 500, 1000}
    assert len({(a.fibre_mbit, a.vdsl_mbit, a.mobile_5g_mbit) for a in accesses}) >= 8
    for each in accesses:
        assert not (each.fibre_mbit and each.fibre_expected_in_months)
