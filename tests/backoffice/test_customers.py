"""Customers: found by number, checked by postcode, kept apart from each other."""

from typing import Any

from tests.backoffice.office import CUSTOMERS, JANA, Office

TARIFFS = {"name": "tariffs", "valueType": "array", "value": ["zuhause-l", "mobil-s"]}
SERVICES = {"name": "services", "valueType": "array", "value": ["internet", "phone", "mobile"]}
START = {"name": "contractStart", "valueType": "date", "value": "2025-02-01"}
END = {"name": "minimumTermEnd", "valueType": "date", "value": "2027-01-31"}
NOTICE = {"name": "noticePeriodMonths", "valueType": "number", "value": 1}
CONTRACT = [TARIFFS, SERVICES, START, END, NOTICE]
ADDRESS = {"street1": "Seglerweg 4", "postCode": "24105", "city": "Kiel", "country": "DE"}
POST = {"mediumType": "postalAddress", "preferred": False, "characteristic": ADDRESS}
PHONE = {
    "mediumType": "phone",
    "preferred": True,
    "characteristic": {"phoneNumber": "+49 171 3920001"},
}


def _draft(**changes: Any) -> dict[str, Any]:
    whole = {
        "id": "34567891",
        "name": "Rania Asmussen",
        "contactMedium": [POST, PHONE],
        "characteristic": CONTRACT,
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


SENSELESS: list[tuple[dict[str, Any], str]] = [
    ({"id": "1234567"}, "id: String should match pattern"),
    ({"id": "FK-34567891"}, "id: String should match pattern"),
    ({"name": None}, "name: Field required."),
    ({"contactMedium": [PHONE]}, "The body: contactMedium needs one postalAddress"),
    ({"contactMedium": [POST, POST]}, "The body: contactMedium needs one postalAddress"),
    ({"characteristic": CONTRACT[1:]}, "The body: characteristic needs each of contractStart"),
    ({"characteristic": [*CONTRACT, NOTICE]}, "The body: characteristic needs each of"),
    (
        {"characteristic": [TARIFFS, SERVICES, START, {**END, "value": "2024-01-31"}, NOTICE]},
        "minimumTermEnd must not lie before contractStart.",
    ),
    (
        {"engagedParty": {"id": JANA, "@referredType": "Individual"}},
        "The body: engagedParty must be the customer, or left out.",
    ),
    ({"creditProfile": []}, "'creditProfile' is not an attribute that can be set here."),
]


async def test_number_and_postcode_together_find_a_customer(foerdekom: Office) -> None:
    async def found(number: str, postcode: str) -> list[str]:
        return await foerdekom.ids(CUSTOMERS, id=number, **{"contactMedium.postCode": postcode})

    assert await found(JANA, "24103") == [JANA]
    assert await found(JANA, "24105") == []
    assert await found("10483921", "24103") == []


async def test_a_customer_is_answered_with_all_that_is_known_of_them(foerdekom: Office) -> None:
    customer = (await foerdekom.client.get(f"{CUSTOMERS}/{JANA}")).json()
    assert customer["name"] == customer["engagedParty"]["name"] == "Jana Petersen"
    said = {each["name"]: each["value"] for each in customer["characteristic"]}
    assert said == {
        "tariffs": ["glasfaser-250", "tv-basis"],
        "services": ["internet", "phone", "tv"],
        "contractStart": "2025-03-01",
        "minimumTermEnd": "2027-02-28",
        "noticePeriodMonths": 1,
    }


async def test_a_new_customer_is_found_as_they_were_given(foerdekom: Office) -> None:
    answer = await foerdekom.client.post(CUSTOMERS, json=_draft())
    assert answer.status_code == 201, answer.text
    assert answer.json()["contactMedium"] == [POST, PHONE]
    assert answer.json()["characteristic"] == CONTRACT
    assert (await foerdekom.client.get(answer.headers["location"])).json() == answer.json()


async def test_what_was_answered_of_one_customer_can_be_said_of_another(foerdekom: Office) -> None:
    jana = (await foerdekom.client.get(f"{CUSTOMERS}/{JANA}")).json()
    other = {name: value for name, value in jana.items() if name != "href"}
    other |= {"id": "34567891", "engagedParty": {**jana["engagedParty"], "id": "34567891"}}
    answer = await foerdekom.client.post(CUSTOMERS, json=other)
    assert answer.status_code == 201, answer.text


async def test_a_number_is_given_to_one_customer_only(foerdekom: Office) -> None:
    answer = await foerdekom.client.post(CUSTOMERS, json=_draft(id=JANA))
    assert answer.status_code == 409
    assert (await foerdekom.client.get(f"{CUSTOMERS}/{JANA}")).json()["name"] == "Jana Petersen"


async def test_a_tariff_that_does_not_exist_cannot_be_had(foerdekom: Office) -> None:
    contract = [{**TARIFFS, "value": ["zuhause-l", "kabel-9000"]}, *CONTRACT[1:]]
    answer = await foerdekom.client.post(CUSTOMERS, json=_draft(characteristic=contract))
    assert answer.status_code == 422
    assert answer.json()["code"] == "UNPROCESSABLE_ENTITY"
    assert await foerdekom.ids(CUSTOMERS, id="34567891") == []


async def test_a_customer_that_makes_no_sense_is_told_why(foerdekom: Office) -> None:
    for changes, sentence in SENSELESS:
        answer = await foerdekom.client.post(CUSTOMERS, json=_draft(**changes))
        assert answer.status_code == 400, changes
        assert answer.json()["message"].startswith(sentence), answer.text
