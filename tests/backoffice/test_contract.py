"""The server against TM Forum's specifications."""

from typing import Any

import pytest

from backoffice.appointments.documents import APPOINTMENT_ATTRIBUTES
from backoffice.appointments.requests import (
    AppointmentChange,
    AppointmentDraft,
    TimeSlotSearch,
)
from backoffice.catalogue.documents import (
    CATEGORY_ATTRIBUTES,
    OFFERING_ATTRIBUTES,
    PRICE_ATTRIBUTES,
)
from backoffice.problems.documents import PROBLEM_ATTRIBUTES
from backoffice.problems.requests import ProblemChange, ProblemDraft
from tests.backoffice.office import (
    ADMINISTERING,
    APPOINTMENTS,
    CATEGORIES,
    OFFERINGS,
    PRICES,
    PROBLEMS,
    SEARCHES,
    Office,
    booking,
    draft,
    window,
)
from tests.backoffice.specification import APPOINTMENTS as APPOINTMENTS_FILE
from tests.backoffice.specification import (
    CATALOGUE,
    Specification,
    read_specification,
)
from tests.backoffice.specification import PROBLEMS as PROBLEMS_FILE

SPECIFIED = [
    (CATALOGUE, OFFERINGS, "ProductOffering", OFFERING_ATTRIBUTES),
    (CATALOGUE, CATEGORIES, "Category", CATEGORY_ATTRIBUTES),
    (CATALOGUE, PRICES, "ProductOfferingPrice", PRICE_ATTRIBUTES),
    (PROBLEMS_FILE, PROBLEMS, "ServiceProblem", PROBLEM_ATTRIBUTES),
    (APPOINTMENTS_FILE, APPOINTMENTS, "Appointment", APPOINTMENT_ATTRIBUTES),
]
ADDRESSES = [(file, path) for file, path, _, _ in SPECIFIED]


@pytest.fixture
def problems() -> Specification:
    return read_specification(PROBLEMS_FILE)


def _check(
    specification: Specification, document: Any, *, path: str, method: str = "get", status: int
) -> None:
    inside = path.removeprefix(specification.base)
    schema = specification.response_schema(inside, method=method, status=status)
    assert specification.errors(document, schema) == []


@pytest.mark.parametrize(("file", "path"), ADDRESSES)
async def test_every_entity_of_a_list_keeps_to_the_specification(
    foerdekom: Office, file: str, path: str
) -> None:
    answer = await foerdekom.client.get(path, headers=ADMINISTERING)
    assert answer.status_code == 200
    assert answer.json()
    _check(read_specification(file), answer.json(), path=path, status=200)


@pytest.mark.parametrize(("file", "path"), ADDRESSES)
async def test_an_entity_by_its_id_is_the_one_of_the_list(
    foerdekom: Office, file: str, path: str
) -> None:
    for entity in (await foerdekom.client.get(path, headers=ADMINISTERING)).json():
        answer = await foerdekom.client.get(entity["href"])
        assert answer.json() == entity
        assert answer.headers["content-type"] == "application/json"
        _check(read_specification(file), answer.json(), path=f"{path}/{{id}}", status=200)


@pytest.mark.parametrize(("file", "path", "definition", "attributes"), SPECIFIED)
async def test_what_can_be_chosen_is_specified_and_served(
    foerdekom: Office, file: str, path: str, definition: str, attributes: frozenset[str]
) -> None:
    specified = read_specification(file).definitions[definition]["properties"]
    assert attributes <= specified.keys()
    await foerdekom.open_problem(
        correlationId="leitstelle-1", affectedNumberOfServices=3, statusChangeReason="Gemeldet."
    )
    await foerdekom.book("2026-11-26", "08:00-10:00", externalId="conversation-1")
    served = [
        set(entity) for entity in (await foerdekom.client.get(path, headers=ADMINISTERING)).json()
    ]
    assert set().union(*served) == attributes


async def test_an_error_keeps_to_the_specification(foerdekom: Office) -> None:
    for file, path in ADDRESSES:
        for suffix, status in (("?limit=none", 400), ("?colour=red", 400), ("/nothing", 404)):
            answer = await foerdekom.client.get(path + suffix, headers=ADMINISTERING)
            assert answer.status_code == status, path + suffix
            specified = f"{path}/{{id}}" if suffix.startswith("/") else path
            _check(read_specification(file), answer.json(), path=specified, status=status)
            assert answer.json()["status"] == str(status)


async def test_opening_and_changing_a_problem_keeps_to_the_specification(
    office: Office, problems: Specification
) -> None:
    body = draft()
    schema = problems.body_schema("/serviceProblem", method="post")
    assert problems.errors(body, schema) == []
    opened = await office.client.post(PROBLEMS, json=body)
    assert opened.headers["location"] == opened.json()["href"]
    _check(problems, opened.json(), path=PROBLEMS, method="post", status=201)

    change = {"status": "resolved", "statusChangeReason": "Kabel repariert."}
    schema = problems.body_schema("/serviceProblem/{id}", method="patch")
    assert problems.errors(change, schema) == []
    resolved = await office.client.patch(opened.json()["href"], json=change)
    assert resolved.status_code == 200
    _check(problems, resolved.json(), path=f"{PROBLEMS}/{{id}}", method="patch", status=200)


async def test_searching_booking_and_moving_keep_to_the_specification(foerdekom: Office) -> None:
    appointments = read_specification(APPOINTMENTS_FILE)
    search = {
        "place": {"id": "24103", "@referredType": "GeographicAddress"},
        "requestedTimeSlot": [{"validFor": {"endDateTime": "2026-11-28T00:00:00+01:00"}}],
    }
    schema = appointments.body_schema("/searchTimeSlot", method="post")
    assert appointments.errors(search, schema) == []
    found = await foerdekom.client.post(SEARCHES, json=search)
    assert found.json()["availableTimeSlot"]
    _check(appointments, found.json(), path=SEARCHES, method="post", status=201)

    body = booking("2026-11-26", "08:00-10:00", note=[{"author": "Lotse", "text": "Klingel."}])
    schema = appointments.body_schema("/appointment", method="post")
    assert appointments.errors(body, schema) == []
    booked = await foerdekom.client.post(APPOINTMENTS, json=body)
    assert booked.headers["location"] == booked.json()["href"]
    _check(appointments, booked.json(), path=APPOINTMENTS, method="post", status=201)

    moved = await foerdekom.client.patch(
        booked.json()["href"], json={"validFor": window("2026-11-27", "10:00-12:00")}
    )
    assert moved.status_code == 200
    _check(appointments, moved.json(), path=f"{APPOINTMENTS}/{{id}}", method="patch", status=200)


async def test_a_full_time_is_told_as_the_specification_tells_errors(foerdekom: Office) -> None:
    appointments = read_specification(APPOINTMENTS_FILE)
    answer = await foerdekom.client.post(APPOINTMENTS, json=booking("2026-11-29", "08:00-10:00"))
    assert answer.status_code == 409
    # TMF646 foresees no 409, but one form for every error.
    _check(appointments, answer.json(), path=APPOINTMENTS, method="post", status=422)
    schema = appointments.definitions["SearchTimeSlot"]["properties"]["availableTimeSlot"]
    assert appointments.errors(answer.json()["availableTimeSlot"], schema) == []


@pytest.mark.parametrize(
    ("model", "definition"),
    [
        (AppointmentDraft, "Appointment"),
        (AppointmentChange, "Appointment"),
        (TimeSlotSearch, "SearchTimeSlotPostInput"),
    ],
)
def test_what_can_be_said_of_an_appointment_is_specified(
    model: type[AppointmentDraft | AppointmentChange | TimeSlotSearch], definition: str
) -> None:
    said = {field.alias for field in model.model_fields.values()}
    definitions = read_specification(APPOINTMENTS_FILE).definitions
    assert said <= definitions[definition]["properties"].keys()


@pytest.mark.parametrize(
    ("model", "definition"),
    [(ProblemDraft, "ServiceProblem_Create"), (ProblemChange, "ServiceProblem_Update")],
)
def test_what_can_be_said_of_a_problem_is_specified(
    problems: Specification, model: type[ProblemDraft | ProblemChange], definition: str
) -> None:
    said = {field.alias for field in model.model_fields.values()}
    assert said <= problems.definitions[definition]["properties"].keys()


def test_what_the_specification_demands_of_a_new_problem_is_demanded(
    problems: Specification,
) -> None:
    demanded = {field.alias for field in ProblemDraft.model_fields.values() if field.is_required()}
    assert demanded == set(problems.definitions["ServiceProblem_Create"]["required"])
